-- CiviCRM compares an `idx` without regard to case and to spaces at its end.
CREATE INDEX transactions_by_idx ON transactions (rtrim(lower(idx)));
-- A second `start` is refused whatever it says.
ALTER TABLE transactions DROP COLUMN fingerprint;
