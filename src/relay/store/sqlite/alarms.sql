-- What a person must look at, until one says that it was done.
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE,
    distant TEXT NOT NULL,
    -- The status that the distant was told, or at which the payment stood.
    status TEXT NOT NULL,
    -- Of what the distant was told: 'disputed', 'refused', 'gave_up'. Of the money: 'paid_twice', 'other_sum',
    -- 'paid_after_refund', 'refund_failed', 'dispute_open', 'test_money'. Of its means: 'callbacks_silent'.
    cause TEXT NOT NULL,
    -- What the distant said; of the money or the means, the word of the means.
    said TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (idx, status, cause)
) STRICT;
CREATE INDEX alarms_by_distant ON alarms (distant, id);
