<?php

declare(strict_types=1);

/**
 * L'essai du relais depuis la page de configuration : ce qui marche, ce qui ne marche pas, et que faire.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_relais');

/** L'adresse du passe-plat : ce que les réglages du relais ont pour `public_url` quand on s'en sert. */
function campagnodon_essai_passe_plat(): string {
	return url_absolue(_DIR_PLUGIN_CAMPAGNODON . 'relais.php', url_de_base());
}

/**
 * Essaie le relais, par le serveur puis comme un visiteur.
 *
 * @return array{0: bool, 1: string} si tout marche, et ce qu'il y a à lire
 */
function campagnodon_essai(): array {
	$catalogue = campagnodon_relais_catalogue();
	if ($catalogue['erreur'] !== '') {
		return [false, campagnodon_essai_dire('essai_relais_non', ['raison' => $catalogue['erreur']])];
	}
	$dit = campagnodon_essai_dire('essai_relais_oui', ['nb' => (string) count($catalogue['campagnes'])]);
	$public = $catalogue['public'];
	$hote = fn (string $adresse): string => strtolower((string) parse_url($adresse, PHP_URL_HOST));
	if ($hote($public) !== $hote(url_de_base())) {
		return [false, $dit . campagnodon_essai_dire('essai_hote_non', ['public' => $public, 'site' => url_de_base()])];
	}
	$passe_plat = campagnodon_relais_config()['acces'] === 'passe_plat';
	if ($passe_plat && $public !== campagnodon_essai_passe_plat()) {
		$attendu = campagnodon_essai_passe_plat();
		return [false, $dit . campagnodon_essai_dire('essai_passe_plat_non', ['public' => $public, 'attendu' => $attendu])];
	}
	$fichier = $public . '/campagnodon/campagnodon.js';
	[$statut, $type] = campagnodon_essai_visiter($fichier);
	if ($statut === 0) {
		// Certains hébergements ne se joignent pas eux-mêmes : ce n'est pas une panne.
		return [true, $dit . campagnodon_essai_dire('essai_public_inconnu', ['fichier' => $fichier])];
	}
	if ($statut !== 200 || !str_contains($type, 'javascript')) {
		$details = ['fichier' => $fichier, 'statut' => (string) $statut];
		return [false, $dit . campagnodon_essai_dire('essai_public_non', $details)];
	}
	return [true, $dit . campagnodon_essai_dire('essai_public_oui', ['public' => $public])];
}

/** @return array{0: int, 1: string} statut et type d'une adresse publique */
function campagnodon_essai_visiter(string $adresse): array {
	$curl = curl_init($adresse);
	curl_setopt_array($curl, [
		CURLOPT_RETURNTRANSFER => true,
		CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
		CURLOPT_TIMEOUT => 5,
	]);
	curl_exec($curl);
	return [(int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE), (string) curl_getinfo($curl, CURLINFO_CONTENT_TYPE)];
}

/** @param array<string, string> $details */
function campagnodon_essai_dire(string $texte, array $details): string {
	$echapper = fn (string $detail): string => htmlspecialchars($detail, ENT_QUOTES, 'UTF-8');
	return '<p>' . _T('campagnodon:' . $texte, array_map($echapper, $details)) . '</p>';
}
