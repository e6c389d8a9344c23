-- Challenges of the proof of work that an answer came to, until they end: each is good for one submission.

CREATE TABLE spent_challenges (
    -- 16 random bytes, in hexadecimal.
    nonce TEXT PRIMARY KEY,
    -- The fingerprint of that submission; NULL after a wrong answer.
    key_hash BLOB,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_challenges_by_end ON spent_challenges (expires_at);
