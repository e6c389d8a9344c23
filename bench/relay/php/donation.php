<?php
// The relay's work for a donation, in PHP as one would write it: checks the answers, records the transaction and its
// key in one commit, tells the distant, notes that it did, answers 201. DATABASE, DISTANT and PERSISTENT come from the
// pool's settings. Not here: all else that a site's framework does at each request.
declare(strict_types=1);

const LONGEST = ['first_name' => 64, 'last_name' => 64, 'street_address' => 96, 'city' => 64];

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo json_encode($body);
    exit;
}

function refused(array $answers): array
{
    $errors = [];
    if (!in_array($answers['operation'] ?? null, ['donation', 'membership'], true)) $errors[] = 'operation';
    if (!in_array($answers['frequency'] ?? null, ['once', 'monthly', 'yearly'], true)) $errors[] = 'frequency';
    $amount = $answers['amount'] ?? null;
    if (!is_int($amount) || $amount < 100 || $amount > 1_000_000_000) $errors[] = 'amount';
    if (filter_var($answers['email'] ?? '', FILTER_VALIDATE_EMAIL) === false) $errors[] = 'email';
    if (empty($answers['tax_receipt'])) return $errors;
    foreach (LONGEST as $field => $longest) {
        $text = $answers[$field] ?? '';
        if (!is_string($text) || trim($text) === '' || strlen($text) > $longest) $errors[] = $field;
    }
    if (!preg_match('/^\d{5}$/', $answers['postal_code'] ?? '')) $errors[] = 'postal_code';
    if (!preg_match('/^[A-Z]{2}$/', $answers['country'] ?? '')) $errors[] = 'country';
    if (!preg_match('/^\+?[\d .-]{6,20}$/', $answers['phone'] ?? '')) $errors[] = 'phone';
    if (!preg_match('/^(\d{4})-(\d\d)-(\d\d)$/', $answers['birth_date'] ?? '', $date)
        || !checkdate((int) $date[2], (int) $date[3], (int) $date[1])) $errors[] = 'birth_date';
    return $errors;
}

function database(): PDO
{
    $persistent = [PDO::ATTR_PERSISTENT => ($_SERVER['PERSISTENT'] ?? '') === '1', PDO::ATTR_TIMEOUT => 10];
    $database = new PDO('sqlite:' . $_SERVER['DATABASE'], options: $persistent);
    $database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    $database->exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    return $database;
}

function start(array $answers, string $idx, string $page): bool
{
    $params = [
        'version' => 3, 'sequential' => 1, 'campagnodon_version' => '1', 'email' => $answers['email'],
        'operation_type' => 'donation', 'campaign_id' => '1', 'transaction_idx' => $idx, 'payment_url' => $page,
        'transaction_url' => $page, 'optional_subscriptions' => [],
        'contributions' => [[
            'financial_type' => 'Donation', 'amount' => sprintf('%.2f', $answers['amount'] / 100), 'currency' => 'EUR',
        ]],
    ];
    foreach (['tax_receipt', 'first_name', 'last_name', 'birth_date', 'street_address', 'postal_code', 'city',
        'country', 'phone'] as $field) {
        $params[$field] = $answers[$field] ?? null;
    }
    $curl = curl_init($_SERVER['DISTANT'] . '?entity=Campagnodon&action=start');
    curl_setopt_array($curl, [
        CURLOPT_POSTFIELDS => http_build_query(['key' => 'site', 'api_key' => 'user', 'json' => json_encode($params)]),
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 15,
    ]);
    $envelope = json_decode((string) curl_exec($curl), true);
    return ($envelope['is_error'] ?? 1) === 0 && ($envelope['values'][0]['status'] ?? '') === 'init';
}

$key = $_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? '';
if (!preg_match('/^[\w-]{16,64}$/', $key)) answer(400, ['code' => 'idempotency_key_invalid']);
$answers = json_decode(file_get_contents('php://input'), true);
if (!is_array($answers)) answer(400, ['code' => 'body_invalid']);
$errors = refused($answers);
if ($errors) answer(422, ['code' => 'invalid_answers', 'errors' => $errors]);

$keyHash = hash('sha256', $key, true);
$fingerprint = hash_hmac('sha256', $key . json_encode($answers), 'a secret of at least thirty-two characters', true);
$database = database();
$known = $database->prepare('SELECT k.fingerprint, k.idx FROM idempotency_keys k WHERE k.key_hash = CAST(? AS BLOB)');
$known->execute([$keyHash]);
$row = $known->fetch(PDO::FETCH_NUM);
if ($row && !hash_equals($row[0], $fingerprint)) answer(409, ['code' => 'idempotency_key_reused']);
$idx = $row ? $row[1] : 'bench/' . bin2hex(random_bytes(16));
$token = substr(hash_hmac('sha256', $idx, 'a secret of at least thirty-two characters'), 0, 20);
$page = "http://127.0.0.1/payments/$token";
if (!$row) {
    $now = (int) (microtime(true) * 1000);
    $database->exec('BEGIN IMMEDIATE');
    $database->prepare(
        'INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, status, created_at)
         VALUES (?, ?, ?, ?, ?, ?, CAST(? AS BLOB), ?, ?)',
    )->execute([
        $idx, 'don', 'main', $answers['operation'], $answers['frequency'], $answers['amount'],
        hash('sha256', $token, true), 'init', $now,
    ]);
    $database->prepare('INSERT INTO idempotency_keys (key_hash, fingerprint, idx, created_at)
         VALUES (CAST(? AS BLOB), CAST(? AS BLOB), ?, ?)')
        ->execute([$keyHash, $fingerprint, $idx, $now]);
    $database->exec('COMMIT');
}
if (!start($answers, $idx, $page)) answer(503, ['code' => 'distant_unavailable']);
$database->prepare("UPDATE transactions SET started = 1, distant_status = 'init' WHERE idx = ?")->execute([$idx]);
header("Location: /payments/$token");
answer(201, ['payment_url' => $page]);
