<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'El formulario no está disponible en este momento. Vuelva dentro de unos minutos, por favor.',
	'absent_objectif' => 'El objetivo de la campaña no está disponible en este momento.',
];
