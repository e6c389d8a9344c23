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
