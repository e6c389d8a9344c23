-- Whether the messages of providers come here: when, and nothing of what they said.
CREATE TABLE hearing (
    means TEXT PRIMARY KEY,
    -- When the last one came; 0 before the first.
    heard_at INTEGER NOT NULL DEFAULT 0,
    -- The first transaction since then of which something new was seen that no message told, and when.
    missed_idx TEXT,
    missed_at INTEGER,
    -- Up to when the provider was asked what changed; NULL before it was asked.
    swept_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hearing_missed ON hearing (missed_at) WHERE missed_at IS NOT NULL;
CREATE INDEX alarms_of_silence ON alarms (said) WHERE cause = 'callbacks_silent';

-- How many messages named the object since it was last looked at.
ALTER TABLE looks ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
