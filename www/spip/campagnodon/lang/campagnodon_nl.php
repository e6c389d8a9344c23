<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'Het formulier is op dit moment niet beschikbaar. Kom over enkele minuten terug.',
	'absent_objectif' => 'Het doel van de actie is op dit moment niet beschikbaar.',
];
