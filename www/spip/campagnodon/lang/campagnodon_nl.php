<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'Het formulier is op dit moment niet beschikbaar. Kom over enkele minuten terug.',
	'absent_objectif' => 'Het doel van de actie is op dit moment niet beschikbaar.',
	'moyen_carte' => 'Bankkaart',
	'moyen_cheque' => 'Cheque',
	'moyen_paypal' => 'PayPal',
	'moyen_virement' => 'Overschrijving',
	'paiement_abandon' => 'Deze betaling is afgebroken.',
	'paiement_ailleurs' => 'Deze link is van een andere site.',
	'paiement_attente' => 'Deze betaling is in afwachting. U kunt nog op een andere manier betalen.',
	'paiement_autre' => 'Op een andere manier betalen',
	'paiement_choisir' => 'Kies hoe u betaalt',
	'paiement_echec' => 'Deze betaling is niet gelukt. Ga terug naar de betaalpagina om het opnieuw te proberen.',
	'paiement_expire' => 'Deze link is verlopen. Ga terug naar de betaalpagina voor een andere.',
	'paiement_faux' => 'Deze link is niet geldig. Ga terug naar de betaalpagina en probeer het opnieuw.',
	'paiement_ferme' => 'Betalen op deze site is op dit moment niet mogelijk.',
	'paiement_inconnu' => 'Deze pagina is niet meer open. Ga terug naar de betaalpagina en probeer het opnieuw.',
	'paiement_ok' => 'Deze betaling is gedaan. Bedankt!',
	'paiement_panne' => 'Dit betaalmiddel is op dit moment niet beschikbaar. Probeer het zo dadelijk opnieuw, of kies een ander.',
	'paiement_rembourse' => 'Deze betaling is terugbetaald.',
	'paiement_retour' => 'Terug naar de betaalpagina',
	'paiement_servi' => 'Deze link is al gebruikt. Ga terug naar de betaalpagina voor een andere.',
	'paiement_somme' => 'Het bedrag is niet dat van deze betaling. Ga terug naar de betaalpagina.',
	'paiement_titre' => 'Betaling',
];
