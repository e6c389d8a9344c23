<?php

declare(strict_types=1);

/**
 * La page, au moment où elle part : les formulaires prennent la place que les modèles leur ont laissée.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/**
 * À chaque visite, même quand la page vient du cache de SPIP : la clé d'un formulaire est à une seule personne.
 *
 * @param mixed $page tout ce que SPIP s'apprête à envoyer, du HTML ou autre chose
 * @return mixed
 */
function campagnodon_affichage_final($page) {
	if (!is_string($page) || empty($GLOBALS['html']) || !str_contains($page, 'data-campagnodon-balise')) {
		return $page;
	}
	include_spip('inc/campagnodon_page');
	return campagnodon_page_completer($page);
}
