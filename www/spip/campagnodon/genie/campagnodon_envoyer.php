<?php

declare(strict_types=1);

/**
 * Chaque minute : ce que le relais doit encore apprendre.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_envois');

function genie_campagnodon_envoyer_dist($depuis): int {
	return campagnodon_envoyer() > 0 ? 1 : 0;
}
