<?php

declare(strict_types=1);

/**
 * La page, au moment où elle part : les formulaires prennent la place que les modèles leur ont laissée. Et dans l'espace privé, ce
 * qui demande quelqu'un.
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

/**
 * Dit à qui s'occupe du site que le relais n'apprend plus où en sont des paiements.
 *
 * @param array<string, mixed> $flux
 * @return array<string, mixed>
 */
function campagnodon_alertes_auteur(array $flux): array {
	include_spip('inc/autoriser');
	include_spip('inc/campagnodon_paiements');
	if (!test_plugin_actif('bank') || campagnodon_sceau_config()['secret'] === '' || !autoriser('payer', '_campagnodon')) {
		return $flux;
	}
	$page = generer_url_ecrire('campagnodon_paiements');
	if (!campagnodon_sceau_ici()) {
		$flux['data'][] = '<a href="' . $page . '">' . _T('campagnodon:alerte_copie') . '</a>';
	} elseif (sql_countsel('spip_campagnodon_envois', "(parked<>'' OR tries>=5)")) {
		$flux['data'][] = '<a href="' . $page . '">' . _T('campagnodon:alerte_envois') . '</a>';
	}
	return $flux;
}
