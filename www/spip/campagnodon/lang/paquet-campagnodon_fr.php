<?php

// Les SPIP d'avant la 4.4 lisent la globale, les autres ce qui est rendu.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'campagnodon_nom' => 'Campagnodon',
	'campagnodon_slogan' => 'Dons et adhésions, sans rien garder des personnes',
	'campagnodon_description' => 'Met dans les articles les formulaires de don et d’adhésion du relais Campagnodon. Rien de ce que les gens saisissent ne reste dans SPIP.',
];
