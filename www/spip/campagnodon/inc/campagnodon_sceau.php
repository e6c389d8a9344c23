<?php

declare(strict_types=1);

/**
 * Ce que le site et le relais se disent, signé d'un secret qu'ils partagent. Une clé par usage en est tirée, pour qu'un message
 * ne passe pas pour un autre.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Du relais au site : le navigateur apporte un paiement. */
const CAMPAGNODON_CLE_ACCUEIL = 'handover/1';
/** De serveur à serveur : les états, et la demande de ce qu'il faut pour facturer. */
const CAMPAGNODON_CLE_ENVOI = 'events/1';
/** Du site au relais : le navigateur revient. */
const CAMPAGNODON_CLE_RETOUR = 'return/1';

/** Aucun secret n'est plus court, en octets. */
const CAMPAGNODON_SECRET_MIN = 32;

/**
 * Les réglages des paiements ; sans secret, le pont est fermé.
 *
 * @return array{secret: string, site: string, adresse: string, hote: string} `site` : notre nom dans les envois ; `adresse` et
 *     `hote` : où était le site quand il a été apparié au relais
 */
function campagnodon_sceau_config(): array {
	include_spip('inc/config');
	$lue = lire_config('campagnodon');
	$lue = is_array($lue) ? $lue : [];
	$secret = (string) ($lue['secret'] ?? '');
	return [
		'secret' => strlen($secret) >= CAMPAGNODON_SECRET_MIN ? $secret : '',
		'site' => (string) ($lue['site'] ?? ''),
		'adresse' => (string) ($lue['adresse'] ?? ''),
		'hote' => (string) ($lue['hote'] ?? ''),
	];
}

/**
 * Ce site, maintenant, à enregistrer avec le secret. Ailleurs qu'avant, il prend un autre nom : les envois d'une copie ne passent
 * pas pour les siens.
 *
 * @return array{site: string, adresse: string, hote: string}
 */
function campagnodon_sceau_apparier(): array {
	$avant = campagnodon_sceau_config();
	$adresse = campagnodon_sceau_site();
	$site = $avant['site'] !== '' && $avant['adresse'] === $adresse ? $avant['site'] : bin2hex(random_bytes(4));
	return ['site' => $site, 'adresse' => $adresse, 'hote' => campagnodon_sceau_hote(url_de_base())];
}

/** L'adresse du site, d'après sa configuration. */
function campagnodon_sceau_site(): string {
	return rtrim((string) ($GLOBALS['meta']['adresse_site'] ?? ''), '/');
}

function campagnodon_sceau_hote(string $adresse): string {
	$port = parse_url($adresse, PHP_URL_PORT);
	return strtolower((string) parse_url($adresse, PHP_URL_HOST)) . ($port ? ":$port" : '');
}

/**
 * Si c'est bien ici qu'on paie : le site a un secret, et il est où il a été apparié. Une copie, avec la base de l'autre, se tait.
 */
function campagnodon_sceau_ici(): bool {
	$config = campagnodon_sceau_config();
	if ($config['secret'] === '' || $config['adresse'] === '' || campagnodon_sceau_site() !== $config['adresse']) {
		return false;
	}
	// En ligne de commande, il n'y a pas d'hôte à comparer.
	if (empty($_SERVER['HTTP_HOST'])) {
		return true;
	}
	return in_array(campagnodon_sceau_hote(url_de_base()), [$config['hote'], campagnodon_sceau_hote($config['adresse'])], true);
}

/** L'adresse où le relais envoie les navigateurs : `[payments.spip]` de ses réglages. */
function campagnodon_sceau_accueil(): string {
	return campagnodon_sceau_site() . '/spip.php?action=campagnodon_payer';
}

/** Les octets d'une clé. */
function campagnodon_sceau_cle(string $secret, string $usage): string {
	return hash_hmac('sha256', $usage, $secret, true);
}

function campagnodon_sceau_b64(string $octets): string {
	return rtrim(strtr(base64_encode($octets), '+/', '-_'), '=');
}

/** Le JSON d'un message : les mêmes octets des deux côtés. @param array<string, mixed> $donnees */
function campagnodon_sceau_json(array $donnees): string {
	return json_encode($donnees, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
}

/**
 * Un jeton qu'un navigateur porte : `v1.<JSON>.<signature>`, les deux en base64url. La signature est de ce qui la précède, sans le
 * point.
 *
 * @param array<string, mixed> $donnees
 */
function campagnodon_sceau_jeton(string $secret, string $usage, array $donnees): string {
	$signe = 'v1.' . campagnodon_sceau_b64(campagnodon_sceau_json($donnees));
	return $signe . '.' . campagnodon_sceau_b64(hash_hmac('sha256', $signe, campagnodon_sceau_cle($secret, $usage), true));
}

/**
 * Ce que dit un jeton, s'il est signé.
 *
 * @return array<string, mixed>|null
 */
function campagnodon_sceau_ouvrir(string $secret, string $usage, string $jeton): ?array {
	if (strlen($jeton) > 4000 || !preg_match('~^(v1\.([\w-]+))\.([\w-]+)$~D', $jeton, $morceaux)) {
		return null;
	}
	$attendu = campagnodon_sceau_b64(hash_hmac('sha256', $morceaux[1], campagnodon_sceau_cle($secret, $usage), true));
	if (!hash_equals($attendu, $morceaux[3])) {
		return null;
	}
	$donnees = json_decode((string) base64_decode(strtr($morceaux[2], '-_', '+/'), true), true);
	return is_array($donnees) ? $donnees : null;
}

/**
 * Les en-têtes d'un envoi, ceux de Standard Webhooks.
 *
 * @return array{webhook-id: string, webhook-timestamp: string, webhook-signature: string}
 */
function campagnodon_sceau_entetes(string $secret, string $id, int $quand, string $corps): array {
	$signature = hash_hmac('sha256', "$id.$quand.$corps", campagnodon_sceau_cle($secret, CAMPAGNODON_CLE_ENVOI), true);
	return [
		'webhook-id' => $id,
		'webhook-timestamp' => (string) $quand,
		'webhook-signature' => 'v1,' . base64_encode($signature),
	];
}

/**
 * Dit quelque chose au relais, de serveur à serveur. Rien de ce qui passe n'est journalisé, et aucune redirection suivie.
 *
 * @param array<string, mixed> $donnees
 * @return array{0: int, 1: string} le statut, 0 sans réponse, et le corps
 */
function campagnodon_sceau_poster(string $chemin, string $id, array $donnees, int $delai): array {
	include_spip('inc/campagnodon_relais');
	$relais = campagnodon_relais_config()['relais'];
	$secret = campagnodon_sceau_config()['secret'];
	if ($relais === '' || $secret === '' || !campagnodon_sceau_ici()) {
		return [0, ''];
	}
	$corps = campagnodon_sceau_json($donnees);
	$entetes = ['Content-Type: application/json', 'Accept: application/json', 'Expect:'];
	foreach (campagnodon_sceau_entetes($secret, $id, time(), $corps) as $nom => $valeur) {
		$entetes[] = "$nom: $valeur";
	}
	$curl = curl_init($relais . $chemin);
	if ($curl === false) {
		return [0, ''];
	}
	curl_setopt_array($curl, [
		CURLOPT_RETURNTRANSFER => true,
		CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
		CURLOPT_FOLLOWLOCATION => false,
		CURLOPT_CONNECTTIMEOUT => min($delai, 3),
		CURLOPT_TIMEOUT => $delai,
		CURLOPT_HTTPHEADER => $entetes,
		CURLOPT_POST => true,
		CURLOPT_POSTFIELDS => $corps,
	]);
	$reponse = curl_exec($curl);
	return is_string($reponse) ? [(int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $reponse] : [0, ''];
}
