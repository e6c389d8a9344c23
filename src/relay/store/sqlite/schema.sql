-- The origin's store. No column holds anything of a person: no name, no address, not even a hash that could be tried
-- against one. Times are milliseconds since 1970, UTC.

CREATE TABLE transactions (
    idx TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    distant TEXT NOT NULL,
    operation TEXT NOT NULL,
    frequency TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    -- Of the token in the payment page's address: the letters of its time, then the beginning of its SHA-256.
    token_hash BLOB NOT NULL UNIQUE,
    -- 0 until the distant has said that it opened the transaction.
    started INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    recurring_status TEXT,
    -- What the distant last answered.
    distant_status TEXT,
    distant_recurring_status TEXT,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    -- Of the key: its time, if it has one, then the beginning of its SHA-256; or of that of the fingerprint, where the key
    -- came with another transaction before.
    key_hash BLOB PRIMARY KEY,
    -- HMAC of the key and the transaction under the relay's secret; neither is stored.
    fingerprint BLOB NOT NULL,
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_idx ON idempotency_keys (idx);

-- What the payment provider said, once each.
CREATE TABLE payment_events (
    id TEXT PRIMARY KEY,
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE,
    status TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the distant must still be told, in order per transaction.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE,
    distant TEXT NOT NULL,
    status TEXT NOT NULL,
    recurring_status TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- NULL: parked, waits for a person.
    next_at INTEGER,
    lease_until INTEGER NOT NULL DEFAULT 0,
    -- Whether the last failure was one that may go away by itself: the distant was down.
    passing INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_by_idx ON outbox (idx, id);
CREATE INDEX outbox_due ON outbox (distant, next_at);
