<?php

declare(strict_types=1);

/**
 * Des balises d'un article, `<campagnodon|…>` et `<campagnodon_objectif|…>`, à ce que le relais comprend.
 *
 * Le modèle ne demande rien au relais : ce qu'il écrit reste dans le cache de SPIP. Il laisse une place, signée, que
 * `inc/campagnodon_page` remplit à chaque visite.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Ce que chaque balise peut dire. */
const CAMPAGNODON_PARAMETRES = [
	'formulaire' => [
		'origine', 'id', 'type', 'montants', 'montants_recurrent', 'montants_adhesion', 'don_recurrent', 'souscriptions',
	],
	'objectif' => ['origine', 'id', 'debug_objectif'],
];

/** Le relais a ces langues. */
const CAMPAGNODON_LANGUES = ['fr', 'en', 'de', 'es', 'it', 'nl'];

/**
 * Les paramètres pour le relais. Ce que le plugin d'origine laissait passer dans les articles déjà écrits passe encore : une liste
 * « 0 » est vide, `don_recurrent` ne vaut que par « 1 ».
 *
 * @param array<array-key, mixed> $args
 * @return array<string, string>
 */
function campagnodon_balise_parametres(string $quoi, array $args, string $lang): array {
	$parametres = [];
	foreach (CAMPAGNODON_PARAMETRES[$quoi] as $nom) {
		$valeur = is_scalar($args[$nom] ?? null) ? trim((string) $args[$nom]) : '';
		// Le texte d'un article peut arriver avec ses caractères en entités.
		$valeur = html_entity_decode($valeur, ENT_QUOTES | ENT_HTML5, 'UTF-8');
		$drapeau = $nom === 'don_recurrent' || $nom === 'debug_objectif';
		if ($valeur === '' || $valeur === '0' || ($drapeau && $valeur !== '1')) {
			continue;
		}
		$parametres[$nom] = $nom === 'id' ? (string) (int) $valeur : $valeur;
	}
	if (in_array($lang, CAMPAGNODON_LANGUES, true)) {
		$parametres['lang'] = $lang;
	}
	return $parametres;
}

/**
 * La place à remplir. Elle est vide, sauf dans l'espace privé : un flux RSS ou un résumé n'ont rien à en dire.
 *
 * @param array<array-key, mixed> $args
 */
function campagnodon_balise_place(string $quoi, array $args, string $lang): string {
	$demande = json_encode([$quoi, campagnodon_balise_parametres($quoi, $args, $lang)], JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
	$demande = rtrim(strtr(base64_encode($demande), '+/', '-_'), '=');
	$inconnus = array_diff(array_keys($args), CAMPAGNODON_PARAMETRES[$quoi], ['align', 'class', 'ajax', 'lang']);
	if ($inconnus) {
		spip_log("balise $quoi : paramètres inconnus " . implode(', ', $inconnus), 'campagnodon.' . _LOG_INFO_IMPORTANTE);
	}
	return '<div class="campagnodon-place" data-campagnodon-balise="' . $demande . '.' . campagnodon_balise_signature($demande) . '">'
		. (test_espace_prive() ? _T('campagnodon:place_' . $quoi) : '') . '</div>';
}

/**
 * Ce que demande une place, si c'est bien un modèle qui l'a écrite : le message d'un forum ne fait pas de formulaire.
 *
 * @return array{0: string, 1: array<string, string>}|null
 */
function campagnodon_balise_lire(string $demande, string $signature): ?array {
	if (!hash_equals(campagnodon_balise_signature($demande), $signature)) {
		return null;
	}
	$lu = json_decode((string) base64_decode(strtr($demande, '-_', '+/'), true), true);
	return is_array($lu) && isset(CAMPAGNODON_PARAMETRES[$lu[0] ?? '']) && is_array($lu[1] ?? null) ? [$lu[0], $lu[1]] : null;
}

function campagnodon_balise_signature(string $demande): string {
	include_spip('inc/securiser_action');
	return hash_hmac('sha256', 'campagnodon/' . $demande, (string) secret_du_site());
}

/**
 * La balise telle qu'on l'écrit dans un article.
 *
 * @param array<string, string> $parametres
 */
function campagnodon_balise_ecrire(string $quoi, array $parametres): string {
	$balise = $quoi === 'objectif' ? '<campagnodon_objectif' : '<campagnodon';
	foreach (CAMPAGNODON_PARAMETRES[$quoi] as $nom) {
		if (($parametres[$nom] ?? '') !== '') {
			$balise .= "|$nom=" . $parametres[$nom];
		}
	}
	return $balise . '>';
}
