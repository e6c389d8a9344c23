<?php

// Les SPIP d'avant la 4.4 lisent la globale, les autres ce qui est rendu.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'campagnodon_nom' => 'Campagnodon',
	'campagnodon_slogan' => 'Donations and memberships, and nothing kept of anybody',
	'campagnodon_description' => 'Puts the donation and membership forms of the Campagnodon relay into articles. Nothing that people type stays in SPIP.',
];
