-- What operators look at. Nothing of a person either.

-- The word of the form's own list by which an address said whence the person came: ?from=letter-12.
ALTER TABLE transactions ADD COLUMN came_from TEXT;
CREATE INDEX transactions_by_age ON transactions (created_at);
CREATE INDEX outbox_parked ON outbox (next_at, id) WHERE next_at IS NULL;

-- What became of the entries of the outbox.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE,
    status TEXT NOT NULL,
    -- How often it was tried.
    tries INTEGER NOT NULL,
    -- What the distant answered; NULL: a person closed it, and the distant was not told.
    answer TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_by_idx ON deliveries (idx, id);
