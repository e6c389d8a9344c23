<?php
// `php seed.php FILE TRANSACTIONS STATUSES DUE`: fills a store that the relay has made, with names, keys and tokens that begin
// with their time, as the relay's do: one began in each millisecond from BEGAN on. The payment page of the first is
// /payments/, nine letters of the time, and 1 in 32 digits. STATUSES of them wait to be told, which is due in DUE milliseconds.
declare(strict_types=1);

/** In milliseconds since 1970; `payment.lua` has it too. */
const BEGAN = 1_790_000_000_000;

/** In base32hex, 26 letters of 16 bytes: the time, and what looks random. */
function letters(int $number): string
{
    $bytes = substr(pack('J', BEGAN + $number), 2) . md5((string) $number, true);
    $bits = implode('', array_map(fn (string $byte): string => sprintf('%08b', ord($byte)), str_split(substr($bytes, 0, 16))));
    return implode('', array_map(fn (string $five): string => base_convert(str_pad($five, 5, '0'), 2, 32), str_split($bits, 5)));
}

/** A hash that begins with these bytes. */
function led_by(string $first, string $hashed): string
{
    return $first . substr(hash('sha256', $hashed, true), 0, 32 - strlen($first));
}

function token_hash(int $number): string
{
    $time = substr(letters($number), 0, 9);
    return led_by($time, $time . sprintf('%032d', $number));
}

[, $file, $transactions, $statuses, $due] = $argv;
$database = new PDO("sqlite:$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$database->sqliteCreateFunction('sha256', fn (string $text): string => hash('sha256', $text, true), 1);
$database->sqliteCreateFunction('name', fn (int $number): string => 'bench/' . letters($number), 1);
$database->sqliteCreateFunction('token_hash', token_hash(...), 1);
$database->sqliteCreateFunction(
    'key_hash',
    fn (int $number): string => led_by(substr(pack('J', BEGAN + $number), 2), "key$number"),
    1,
);
// In one go and in memory: what matters is the file in the end.
$database->exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
$now = (int) (microtime(true) * 1000);
$numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ' . (int) $transactions . ')';
$database->exec('BEGIN');
$database->exec(
    "INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, started, status,
                               distant_status, created_at)
     $numbers SELECT name(i), 'don', 'main', 'donation', 'once', 5000,
                     CAST(token_hash(i) AS BLOB), 1, 'init', 'init', $now - 86400000 + i FROM n",
);
$database->exec(
    "INSERT INTO idempotency_keys (key_hash, fingerprint, idx, created_at)
     $numbers SELECT CAST(key_hash(i) AS BLOB), CAST(sha256('fingerprint' || i) AS BLOB), name(i),
                     $now - 86400000 + i FROM n",
);
$database->exec(
    "INSERT INTO outbox (idx, distant, status, attempts, next_at)
     $numbers SELECT name(i), 'main', 'completed', 1, $now + " . (int) $due . ' FROM n WHERE i <= ' . (int) $statuses,
);
$database->exec('COMMIT');
$database->exec('PRAGMA wal_checkpoint(TRUNCATE)');
