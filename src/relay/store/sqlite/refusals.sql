-- What banks refused lately, so that a restart does not forget that somebody tests cards. Nothing of who was refused.
CREATE TABLE refusals (
    means TEXT NOT NULL,
    -- The provider's name of the try, or that of the attempt.
    object TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (object, means)
) STRICT, WITHOUT ROWID;
CREATE INDEX refusals_by_time ON refusals (at);
