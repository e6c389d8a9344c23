<?php

declare(strict_types=1);

/**
 * Le passe-plat, pour les hébergements où l'on ne règle pas le serveur web : ce que le navigateur demande à
 * `…/relais.php/forms/…` est demandé au relais, et sa réponse rendue. Rien n'est gardé, rien n'est journalisé.
 *
 * SPIP n'est pas démarré : il n'a rien à connaître de ce qui passe ici. La page de configuration du plugin écrit où est le
 * relais dans `config/campagnodon_relais.php`.
 */

// Une erreur de PHP n'écrirait pas ce que quelqu'un a saisi.
ini_set('display_errors', '0');
ini_set('zend.exception_ignore_args', '1');
ini_set('zlib.output_compression', '0');

// Ce que les serveurs se disent, `payments/events/…` et `payments/billing`, ne passe pas par ici.
const CHEMINS = [
	'GET' => '~^/(forms/[\w.-]{1,4000}(/challenge|/goal)?|payments/\w{1,100}|campagnodon/[\w-]{1,50}\.(css|js|wasm))$~D',
	'POST' => '~^/(forms/[\w.-]{1,4000}|payments/(?!billing$)\w{1,100})$~D',
];
/** Aucun formulaire n'est plus long, en octets. */
const CORPS = 65536;
/** Plus que le relais n'attend le système distant, en secondes. */
const DELAI = 30;
/** Ce que le relais doit savoir de la demande ; les deux derniers lui montrent qu'elle vient d'une page de ce site. */
const ALLER = ['CONTENT_TYPE', 'HTTP_IDEMPOTENCY_KEY', 'HTTP_ACCEPT', 'HTTP_ACCEPT_LANGUAGE', 'HTTP_ACCEPT_ENCODING',
	'HTTP_IF_MODIFIED_SINCE', 'HTTP_ORIGIN', 'HTTP_SEC_FETCH_SITE'];
const RETOUR = ['content-type', 'content-encoding', 'vary', 'location', 'link', 'cache-control', 'last-modified', 'retry-after', 'date',
	'content-security-policy', 'x-content-type-options', 'x-robots-tag', 'referrer-policy'];

/** @return never */
function refuser(int $statut): void {
	http_response_code($statut);
	header('Content-Type: text/plain; charset=utf-8');
	header('Cache-Control: no-store');
	exit("$statut\n");
}

/**
 * Le fichier que le plugin a écrit, dans le dossier `config` du site : celui-ci est au-dessus, plus ou moins haut.
 *
 * @return array{relais: string, entete_client: string}|null
 */
function reglages(): ?array {
	$dossier = dirname((string) $_SERVER['SCRIPT_FILENAME']);
	for ($niveau = 0; $niveau < 6; $niveau++, $dossier = dirname($dossier)) {
		$fichier = $dossier . '/config/campagnodon_relais.php';
		if (is_file($fichier)) {
			$lus = include $fichier;
			return is_array($lus) && is_string($lus['relais'] ?? null) && is_string($lus['entete_client'] ?? null) ? $lus : null;
		}
	}
	return null;
}

$methode = $_SERVER['REQUEST_METHOD'] === 'HEAD' ? 'GET' : (string) $_SERVER['REQUEST_METHOD'];
$chemin = (string) ($_SERVER['PATH_INFO'] ?? '');
if (!isset(CHEMINS[$methode])) {
	refuser(405);
}
if (!preg_match(CHEMINS[$methode], $chemin) || str_contains($chemin, '..')) {
	refuser(404);
}
$reglages = reglages();
if ($reglages === null) {
	refuser(503);
}
$corps = $methode === 'POST' ? (string) file_get_contents('php://input', false, null, 0, CORPS + 1) : '';
if (strlen($corps) > CORPS) {
	refuser(413);
}

$entetes = ['Expect:'];
foreach (ALLER as $nom) {
	$valeur = (string) ($_SERVER[$nom] ?? '');
	if ($valeur !== '') {
		$entetes[] = str_replace('_', '-', preg_replace('~^HTTP_~', '', $nom)) . ': ' . $valeur;
	}
}
if ($reglages['entete_client'] !== '') {
	$entetes[] = $reglages['entete_client'] . ': ' . ($_SERVER['REMOTE_ADDR'] ?? '');
}

$rendus = [];
$question = $methode === 'GET' ? (string) ($_SERVER['QUERY_STRING'] ?? '') : '';
$curl = curl_init($reglages['relais'] . $chemin . ($question === '' ? '' : '?' . $question));
curl_setopt_array($curl, [
	CURLOPT_RETURNTRANSFER => true,
	CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
	CURLOPT_FOLLOWLOCATION => false,
	CURLOPT_CONNECTTIMEOUT => 3,
	CURLOPT_TIMEOUT => DELAI,
	CURLOPT_HTTPHEADER => $entetes,
	CURLOPT_HEADERFUNCTION => function ($curl, string $ligne) use (&$rendus): int {
		[$nom, $valeur] = explode(':', $ligne, 2) + [1 => ''];
		$nom = strtolower(trim($nom));
		if (in_array($nom, RETOUR, true)) {
			$rendus[$nom] = trim($valeur);
		}
		return strlen($ligne);
	},
] + ($methode === 'POST' ? [CURLOPT_POST => true, CURLOPT_POSTFIELDS => $corps] : []));
$reponse = curl_exec($curl);
if (!is_string($reponse)) {
	refuser(502);
}
http_response_code((int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE));
header_remove('X-Powered-By');
foreach ($rendus as $nom => $valeur) {
	header("$nom: $valeur");
}
echo $reponse;
