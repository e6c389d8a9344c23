<?php
// `php seed.php FILE TRANSACTIONS STATUSES DUE`: fills a store that the relay has made. The payment pages of its transactions
// are /payments/bench-000000001 and so on. STATUSES of them wait to be told, which is due in DUE milliseconds.
declare(strict_types=1);

[, $file, $transactions, $statuses, $due] = $argv;
$database = new PDO("sqlite:$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$database->sqliteCreateFunction('sha256', fn (string $text): string => hash('sha256', $text, true), 1);
$database->sqliteCreateFunction('name', fn (int $number): string => 'bench/' . md5((string) $number), 1);
// In one go and in memory: what matters is the file in the end.
$database->exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
$now = (int) (microtime(true) * 1000);
$numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ' . (int) $transactions . ')';
$database->exec('BEGIN');
$database->exec(
    "INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, started, status,
                               distant_status, created_at)
     $numbers SELECT name(i), 'don', 'main', 'donation', 'once', 5000,
                     CAST(sha256(printf('bench-%09d', i)) AS BLOB), 1, 'init', 'init', $now - 86400000 + i FROM n",
);
$database->exec(
    "INSERT INTO idempotency_keys (key_hash, fingerprint, idx, created_at)
     $numbers SELECT CAST(sha256('key' || i) AS BLOB), CAST(sha256('fingerprint' || i) AS BLOB), name(i),
                     $now - 86400000 + i FROM n",
);
$database->exec(
    "INSERT INTO outbox (idx, distant, status, attempts, next_at)
     $numbers SELECT name(i), 'main', 'completed', 1, $now + " . (int) $due . ' FROM n WHERE i <= ' . (int) $statuses,
);
$database->exec('COMMIT');
$database->exec('PRAGMA wal_checkpoint(TRUNCATE)');
