<?php

declare(strict_types=1);

/**
 * Toutes les six heures : ce qui a changé sans bruit, puis le ménage.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_envois');
include_spip('inc/campagnodon_menage');

function genie_campagnodon_verifier_dist($depuis): int {
	if (!campagnodon_paiements_ouvert()) {
		return 0;
	}
	campagnodon_verifier();
	campagnodon_menage();
	return 1;
}
