<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'Das Formular ist zurzeit nicht verfügbar. Bitte kommen Sie in einigen Minuten wieder.',
	'absent_objectif' => 'Das Ziel der Aktion ist zurzeit nicht verfügbar.',
];
