-- What a person must look at, until one says that it was done.
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    idx TEXT NOT NULL REFERENCES transactions (idx) ON DELETE CASCADE,
    distant TEXT NOT NULL,
    -- The status that the distant was told.
    status TEXT NOT NULL,
    -- 'disputed', 'refused' or 'gave_up'
    cause TEXT NOT NULL,
    -- What it said.
    said TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (idx, status, cause)
) STRICT;
CREATE INDEX alarms_by_distant ON alarms (distant, id);
