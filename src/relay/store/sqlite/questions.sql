-- Every question has an index, so that none takes longer once much is stored or much waits.

CREATE INDEX payment_events_by_idx ON payment_events (idx);

-- What can be forgotten, oldest first.
ALTER TABLE idempotency_keys ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE idempotency_keys SET created_at = (SELECT created_at FROM transactions t WHERE t.idx = idempotency_keys.idx);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX transactions_never_opened ON transactions (created_at) WHERE started = 0;

-- Whether it is the oldest of its transaction; the others wait for it.
ALTER TABLE outbox ADD COLUMN head INTEGER NOT NULL DEFAULT 1;
UPDATE outbox SET head = 0
WHERE EXISTS (SELECT 1 FROM outbox earlier WHERE earlier.idx = outbox.idx AND earlier.id < outbox.id);
-- Whether it was tried before.
ALTER TABLE outbox ADD COLUMN retry INTEGER GENERATED ALWAYS AS (attempts > 0) VIRTUAL;
-- When it can be taken; NULL: it is parked, or behind another of its transaction.
ALTER TABLE outbox ADD COLUMN due_at INTEGER
    GENERATED ALWAYS AS (CASE WHEN head THEN max(next_at, lease_until) END) VIRTUAL;
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (distant, retry, due_at);
CREATE INDEX outbox_passing ON outbox (distant, next_at) WHERE passing = 1;
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE lease_until > 0;

-- How many wait for each distant, counted as they come and go.
CREATE TABLE backlogs (
    distant TEXT PRIMARY KEY,
    waiting INTEGER NOT NULL,
    -- … of which failed because the distant was down, and will be tried again.
    retrying INTEGER NOT NULL,
    -- … and wait for a person.
    parked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO backlogs (distant, waiting, retrying, parked)
SELECT distant, count(*), count(*) FILTER (WHERE passing = 1 AND next_at IS NOT NULL),
       count(*) FILTER (WHERE next_at IS NULL)
FROM outbox GROUP BY distant;

CREATE TRIGGER backlogs_one_more AFTER INSERT ON outbox BEGIN
    INSERT INTO backlogs (distant, waiting, retrying, parked)
    VALUES (NEW.distant, 1, NEW.passing = 1 AND NEW.next_at IS NOT NULL, NEW.next_at IS NULL)
    ON CONFLICT (distant) DO UPDATE SET
        waiting = waiting + 1, retrying = retrying + excluded.retrying, parked = parked + excluded.parked;
END;
CREATE TRIGGER backlogs_one_less AFTER DELETE ON outbox BEGIN
    UPDATE backlogs SET
        waiting = waiting - 1,
        retrying = retrying - (OLD.passing = 1 AND OLD.next_at IS NOT NULL),
        parked = parked - (OLD.next_at IS NULL)
    WHERE distant = OLD.distant;
END;
CREATE TRIGGER backlogs_another_state AFTER UPDATE OF next_at, passing ON outbox
WHEN OLD.passing <> NEW.passing OR (OLD.next_at IS NULL) <> (NEW.next_at IS NULL) BEGIN
    UPDATE backlogs SET
        retrying = retrying - (OLD.passing = 1 AND OLD.next_at IS NOT NULL)
                            + (NEW.passing = 1 AND NEW.next_at IS NOT NULL),
        parked = parked - (OLD.next_at IS NULL) + (NEW.next_at IS NULL)
    WHERE distant = NEW.distant;
END;

-- One row, written to see whether anything can be.
CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
INSERT INTO pulse (id, at) VALUES (1, 0);
