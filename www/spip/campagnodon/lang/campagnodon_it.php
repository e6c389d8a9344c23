<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'Il modulo non è disponibile al momento. Torni tra qualche minuto, per favore.',
	'absent_objectif' => 'L’obiettivo della campagna non è disponibile al momento.',
];
