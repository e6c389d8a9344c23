<?php

declare(strict_types=1);

/**
 * L'aide à l'écriture des balises : des choix, la balise à coller dans l'article, et un aperçu de ce qu'elle donne.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_balise');
include_spip('inc/campagnodon_relais');

const CAMPAGNODON_AIDE_LISTES = ['montants', 'montants_recurrent', 'montants_adhesion'];

/** @return array<string, mixed> */
function formulaires_campagnodon_aide_charger_dist(): array {
	include_spip('inc/autoriser');
	if (!autoriser('voir', '_campagnodon')) {
		return ['editable' => false];
	}
	$catalogue = campagnodon_relais_catalogue();
	$campagnes = $cles = [];
	foreach ($catalogue['campagnes'] as $campagne) {
		$numero = $campagne['origine'] . '/' . $campagne['id'];
		$nom = $campagne['titre'] !== '' ? $campagne['titre'] . " ($numero)" : $numero;
		$campagnes[$numero] = $nom . ($campagne['close'] ? ' ' . _T('campagnodon:close') : '');
		$cles = array_unique([...$cles, ...$campagne['cles']]);
	}
	$valeurs = array_fill_keys([...CAMPAGNODON_AIDE_LISTES, 'campagne', 'don_recurrent', 'souscriptions'], '');
	[$balise, $apercu] = campagnodon_aide_resultat();
	$texte = fn (string $nom): string => _T('campagnodon:' . $nom);
	return [
		'campagnes' => $campagnes,
		'cles' => implode(', ', $cles),
		'choix' => array_map($texte, [
			'don' => 'quoi_don',
			'adhesion' => 'quoi_adhesion',
			'don+adhesion' => 'quoi_les_deux',
			'objectif' => 'quoi_objectif',
		]),
		'listes' => array_map($texte, array_combine(CAMPAGNODON_AIDE_LISTES, CAMPAGNODON_AIDE_LISTES)),
		'quoi' => 'don',
		// Soulignés, ils ne viennent jamais de la requête.
		'_balise' => $balise,
		'_apercu' => $apercu,
		'message_erreur' => htmlspecialchars($catalogue['erreur'], ENT_QUOTES, 'UTF-8'),
	] + $valeurs;
}

/** @return array<string, string> */
function formulaires_campagnodon_aide_verifier_dist(): array {
	$erreurs = [];
	if (!preg_match('~^.+/\d+$~D', (string) _request('campagne'))) {
		$erreurs['campagne'] = _T('info_obligatoire');
	}
	if (!in_array(_request('quoi'), ['don', 'adhesion', 'don+adhesion', 'objectif'], true)) {
		$erreurs['quoi'] = _T('info_obligatoire');
	}
	return $erreurs ?: campagnodon_aide_composer();
}

/** @return array<string, mixed> */
function formulaires_campagnodon_aide_traiter_dist(): array {
	return ['editable' => true];
}

/**
 * Compose la balise et demande au relais ce qu'elle donne.
 *
 * @return array<string, string> ce que le relais lui reproche
 */
function campagnodon_aide_composer(): array {
	[$origine, $id] = array_slice(explode('/', (string) _request('campagne')), -2);
	$type = (string) _request('quoi');
	$quoi = $type === 'objectif' ? 'objectif' : 'formulaire';
	$args = ['origine' => $origine, 'id' => $id, 'type' => $type];
	foreach ([...CAMPAGNODON_AIDE_LISTES, 'don_recurrent', 'souscriptions'] as $nom) {
		// Ce qui fermerait la balise n'y entre pas.
		$args[$nom] = str_replace(['|', '>', '<', ' '], '', (string) _request($nom));
	}
	$parametres = campagnodon_balise_parametres($quoi, $args, (string) ($GLOBALS['spip_lang'] ?? ''));
	$reponse = campagnodon_relais_demander($quoi === 'objectif' ? '/tags/goal' : '/tags/form', $parametres, true);
	if ($reponse['erreur'] !== '') {
		return ['message_erreur' => htmlspecialchars($reponse['erreur'], ENT_QUOTES, 'UTF-8')];
	}
	$style = htmlspecialchars($reponse['liens']['stylesheet'] ?? '', ENT_QUOTES, 'UTF-8');
	$apercu = $reponse['corps'] !== '' ? $reponse['corps'] : _T('campagnodon:sans_objectif');
	campagnodon_aide_resultat([campagnodon_balise_ecrire($quoi, $parametres), "<link rel=\"stylesheet\" href=\"$style\">$apercu"]);
	return [];
}

/**
 * La balise et son aperçu, le temps d'une requête : de la composition à l'affichage.
 *
 * @param array{0: string, 1: string}|null $nouveau
 * @return array{0: string, 1: string}
 */
function campagnodon_aide_resultat(?array $nouveau = null): array {
	static $resultat = ['', ''];
	return $resultat = $nouveau ?? $resultat;
}
