<?php

declare(strict_types=1);

/**
 * L'accueil d'un paiement : le relais envoie le navigateur ici, avec un jeton qui ne sert qu'une fois. La page, ensuite, n'a
 * besoin que du témoin.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_paiements');
include_spip('inc/campagnodon_paiement_page');

function action_campagnodon_payer_dist(): void {
	if (!campagnodon_paiements_ouvert()) {
		campagnodon_paiement_refuser('ferme', 503);
	}
	$jeton = campagnodon_sceau_ouvrir(campagnodon_sceau_config()['secret'], CAMPAGNODON_CLE_ACCUEIL, (string) _request('jeton'));
	if ($jeton === null || !campagnodon_payer_complet($jeton)) {
		campagnodon_paiement_refuser('faux', 400);
	}
	// Désormais on sait où ramener.
	$ligne = ['idx' => $jeton['idx'], 'attempt' => $jeton['att'], 'cents' => $jeton['cts'], 'devise' => $jeton['cur'], 'relais' => $jeton['iss']];
	if ($jeton['aud'] !== campagnodon_sceau_accueil()) {
		campagnodon_paiement_refuser('ailleurs', 403, $ligne, $jeton['lang']);
	}
	// Une série a son propre chemin.
	if ($jeton['ser'] !== 'none') {
		campagnodon_paiement_refuser('ferme', 501, $ligne, $jeton['lang']);
	}
	if (campagnodon_payer_deja($jeton['jti'])) {
		campagnodon_payer_aller($jeton['lang']);
	}
	if ($jeton['exp'] < time() || $jeton['iat'] > time() + 60 || $jeton['exp'] - $jeton['iat'] > 600) {
		campagnodon_paiement_refuser('expire', 410, $ligne, $jeton['lang']);
	}
	if (sql_countsel('spip_campagnodon_jetons', 'jti=' . sql_quote($jeton['jti'], '', 'text'))) {
		campagnodon_paiement_refuser('servi', 409, $ligne, $jeton['lang']);
	}
	$paiement = campagnodon_paiements_faire($jeton);
	if ($paiement === null) {
		campagnodon_paiement_refuser('ferme', 503, $ligne, $jeton['lang']);
	}
	if ((int) $paiement['cents'] !== $jeton['cts'] || $paiement['devise'] !== $jeton['cur']) {
		campagnodon_paiement_refuser('somme', 409, $ligne, $jeton['lang']);
	}
	// La clé primaire départage deux navigateurs au même instant.
	$servi = ['jti' => $jeton['jti'], 'id_paiement' => $paiement['id_paiement'], 'fin' => $jeton['exp']];
	if (sql_insertq('spip_campagnodon_jetons', $servi) === false) {
		campagnodon_paiement_refuser('servi', 409, $ligne, $jeton['lang']);
	}
	campagnodon_payer_ouvrir((int) $paiement['id_paiement']);
	campagnodon_payer_aller($jeton['lang']);
}

/** Si le jeton dit tout, comme il faut. @param array<string, mixed> $jeton */
function campagnodon_payer_complet(array $jeton): bool {
	$textes = [
		'iss' => '~^https?://[^\s<>"]{1,200}$~D',
		'aud' => '~^.{1,300}$~Ds',
		'idx' => '~^[\w/-]{1,100}$~D',
		'cur' => '~^[A-Z]{3}$~D',
		'ser' => '~^(none|monthly|yearly)$~D',
		'lbl' => '~^.{0,255}$~Ds',
		'lang' => '~^[a-z]{2}$~D',
		'jti' => '~^[\w-]{16,64}$~D',
	];
	foreach ($textes as $nom => $forme) {
		if (!is_string($jeton[$nom] ?? null) || !preg_match($forme, $jeton[$nom])) {
			return false;
		}
	}
	foreach (['att', 'cts', 'iat', 'exp'] as $nom) {
		if (!is_int($jeton[$nom] ?? null) || $jeton[$nom] < 1) {
			return false;
		}
	}
	return true;
}

/** Si ce navigateur est déjà passé avec ce jeton : il revient en arrière, et retrouve sa page. */
function campagnodon_payer_deja(string $jti): bool {
	$paiement = campagnodon_paiements_du_navigateur();
	$ou = ['jti=' . sql_quote($jti, '', 'text'), 'id_paiement=' . (int) ($paiement['id_paiement'] ?? 0)];
	return $paiement !== null && sql_countsel('spip_campagnodon_jetons', $ou) > 0;
}

/** Donne la page à ce navigateur, pour une heure ; la base n'a que l'empreinte de son témoin. */
function campagnodon_payer_ouvrir(int $id_paiement): void {
	$cookie = bin2hex(random_bytes(16));
	$fin = time() + CAMPAGNODON_COOKIE_DUREE;
	$set = ['cookie_sha256' => hash('sha256', $cookie), 'cookie_fin' => $fin];
	sql_updateq('spip_campagnodon_paiements', $set, 'id_paiement=' . $id_paiement);
	setcookie('campagnodon_p', $cookie, [
		'expires' => $fin,
		'path' => '/',
		'secure' => str_starts_with(campagnodon_sceau_site(), 'https:'),
		'httponly' => true,
		'samesite' => 'Lax',
	]);
}

/** @return never */
function campagnodon_payer_aller(string $lang): void {
	header('Cache-Control: no-store');
	header('Referrer-Policy: no-referrer');
	header('Location: ' . generer_url_public('campagnodon_paiement', 'lang=' . $lang, true, false), true, 303);
	exit;
}
