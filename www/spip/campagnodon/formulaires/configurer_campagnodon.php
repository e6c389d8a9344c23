<?php

declare(strict_types=1);

/**
 * La configuration : où est le relais, comment les visiteurs l'atteignent, et un bouton qui l'essaie.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_envois');
include_spip('inc/campagnodon_relais');
include_spip('inc/campagnodon_essai');

/** @return array<string, mixed> */
function formulaires_configurer_campagnodon_charger_dist(): array {
	$config = campagnodon_relais_config();
	// Ni la clé ni le secret ne ressortent.
	return [
		'cle' => '',
		'secret' => '',
		'passe_plat' => campagnodon_essai_passe_plat(),
		'bank' => test_plugin_actif('bank') ? 'oui' : '',
		'accueil' => campagnodon_sceau_accueil(),
	] + $config;
}

/** @return array<string, string> */
function formulaires_configurer_campagnodon_verifier_dist(): array {
	$erreurs = [];
	$relais = trim((string) _request('relais'));
	if (!preg_match('~^https?://[^\s/?#@]+(/[^\s?#]*)?$~i', $relais)) {
		$erreurs['relais'] = _T('campagnodon:erreur_relais');
	}
	$cle = trim((string) _request('cle'));
	if ($cle === '' ? campagnodon_relais_config()['cle'] === '' : !preg_match('~^[\x21-\x7e]{32,200}$~D', $cle)) {
		$erreurs['cle'] = _T('campagnodon:erreur_cle');
	}
	$secret = trim((string) _request('secret'));
	if ($secret !== '' && !preg_match('~^[\x21-\x7e]{' . CAMPAGNODON_SECRET_MIN . ',200}$~D', $secret)) {
		$erreurs['secret'] = _T('campagnodon:erreur_secret');
	}
	$delai = (int) _request('delai');
	if ($delai < 1 || $delai > 10) {
		$erreurs['delai'] = _T('campagnodon:erreur_delai');
	}
	if (!preg_match('~^[A-Za-z0-9-]{0,50}$~D', trim((string) _request('entete_client')))) {
		$erreurs['entete_client'] = _T('campagnodon:erreur_entete_client');
	}
	return $erreurs;
}

/** @return array<string, mixed> */
function formulaires_configurer_campagnodon_traiter_dist(): array {
	include_spip('inc/autoriser');
	if (!autoriser('configurer', '_campagnodon')) {
		return ['message_erreur' => _T('avis_operation_echec')];
	}
	$cle = trim((string) _request('cle'));
	ecrire_config('campagnodon', [
		'relais' => rtrim(trim((string) _request('relais')), '/'),
		'cle' => $cle !== '' ? $cle : campagnodon_relais_config()['cle'],
		'delai' => (int) _request('delai'),
		'acces' => _request('acces') === 'passe_plat' ? 'passe_plat' : 'proxy',
		'entete_client' => trim((string) _request('entete_client')),
	] + campagnodon_configurer_paiements());
	campagnodon_paiements_ouvert() && campagnodon_envois_reprendre();
	@unlink(_DIR_TMP . 'campagnodon_repos');
	if (!campagnodon_relais_ecrire_passe_plat()) {
		return ['message_erreur' => _T('campagnodon:erreur_ecriture', ['fichier' => CAMPAGNODON_PASSE_PLAT])];
	}
	if (!_request('tester')) {
		return ['message_ok' => _T('config_info_enregistree'), 'editable' => true];
	}
	[$marche, $html] = campagnodon_essai();
	return [$marche ? 'message_ok' : 'message_erreur' => $html, 'editable' => true];
}

/**
 * Le secret, et où est le site : enregistrer l'apparie au relais.
 *
 * @return array<string, string>
 */
function campagnodon_configurer_paiements(): array {
	$secret = trim((string) _request('secret'));
	$secret = $secret !== '' ? $secret : campagnodon_sceau_config()['secret'];
	return $secret === '' ? [] : ['secret' => $secret] + campagnodon_sceau_apparier();
}
