-- Attempts to pay: from the choice of a means on. Of a provider, only the names of its objects are kept.
CREATE TABLE attempts (
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    -- The word of the means in the settings: 'stripe', 'transfer'.
    means TEXT NOT NULL,
    -- The provider's object that tells where it stands; NULL until the provider has answered.
    reference TEXT,
    state TEXT NOT NULL,
    -- What went back of what came, and why.
    returned_cents INTEGER,
    returned_reason TEXT,
    -- How often the payer's billing details were asked for.
    billing_reads INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER NOT NULL,
    -- Since when it is in its state.
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (idx, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX attempts_by_reference ON attempts (reference, means) WHERE reference IS NOT NULL;
CREATE INDEX attempts_waiting ON attempts (means, opened_at) WHERE state = 'pending';

-- The objects of providers that are to be looked at, and when.
CREATE TABLE looks (
    means TEXT NOT NULL,
    object TEXT NOT NULL,
    next_at INTEGER NOT NULL,
    -- How often the provider did not answer.
    tries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (object, means)
) STRICT, WITHOUT ROWID;
CREATE INDEX looks_by_time ON looks (next_at);

-- By what it was paid, in the provider's word: 'card', 'sepa_debit'.
ALTER TABLE outbox ADD COLUMN instrument TEXT;
