<?php

declare(strict_types=1);

/**
 * Les filtres des modèles.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/**
 * La place d'un formulaire ou d'un objectif, d'après ce que dit la balise de l'article.
 *
 * @param string $quoi `formulaire` ou `objectif`
 * @param mixed $args les paramètres de la balise
 * @param mixed $lang la langue de l'article
 */
function campagnodon_place(string $quoi, $args, $lang): string {
	include_spip('inc/campagnodon_balise');
	return campagnodon_balise_place($quoi, is_array($args) ? $args : [], (string) $lang);
}

/**
 * Ce que montre la page où l'on paie.
 *
 * @param mixed $moyen celui qui est choisi
 * @return array<string, mixed>
 */
function campagnodon_paiement_page_filtre($moyen): array {
	include_spip('inc/campagnodon_paiement_page');
	return campagnodon_paiement_page($moyen);
}

/** Ce qu'il y a à lire d'un état. @param mixed $etat */
function campagnodon_paiement_phrase($etat): string {
	return $etat === 'commande' ? '' : _T('campagnodon:paiement_' . $etat);
}
