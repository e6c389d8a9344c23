<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'Das Formular ist zurzeit nicht verfügbar. Bitte kommen Sie in einigen Minuten wieder.',
	'absent_objectif' => 'Das Ziel der Aktion ist zurzeit nicht verfügbar.',
	'moyen_carte' => 'Bankkarte',
	'moyen_cheque' => 'Scheck',
	'moyen_paypal' => 'PayPal',
	'moyen_virement' => 'Überweisung',
	'paiement_abandon' => 'Diese Zahlung wurde abgebrochen.',
	'paiement_ailleurs' => 'Dieser Link gehört zu einer anderen Website.',
	'paiement_attente' => 'Diese Zahlung steht noch aus. Sie können noch auf andere Weise zahlen.',
	'paiement_autre' => 'Auf andere Weise zahlen',
	'paiement_choisir' => 'Wählen Sie, wie Sie zahlen',
	'paiement_echec' => 'Diese Zahlung war nicht erfolgreich. Kehren Sie zur Zahlungsseite zurück, um es noch einmal zu versuchen.',
	'paiement_expire' => 'Dieser Link ist abgelaufen. Kehren Sie zur Zahlungsseite zurück, um einen neuen zu erhalten.',
	'paiement_faux' => 'Dieser Link ist nicht gültig. Kehren Sie zur Zahlungsseite zurück und versuchen Sie es noch einmal.',
	'paiement_ferme' => 'Die Zahlung auf dieser Website ist zurzeit nicht verfügbar.',
	'paiement_inconnu' => 'Diese Seite ist nicht mehr offen. Kehren Sie zur Zahlungsseite zurück und versuchen Sie es noch einmal.',
	'paiement_ok' => 'Diese Zahlung ist erfolgt. Vielen Dank!',
	'paiement_panne' => 'Diese Zahlungsart ist zurzeit nicht verfügbar. Versuchen Sie es gleich noch einmal, oder wählen Sie eine andere.',
	'paiement_rembourse' => 'Diese Zahlung wurde erstattet.',
	'paiement_retour' => 'Zurück zur Zahlungsseite',
	'paiement_servi' => 'Dieser Link wurde schon benutzt. Kehren Sie zur Zahlungsseite zurück, um einen neuen zu erhalten.',
	'paiement_somme' => 'Der Betrag ist nicht der dieser Zahlung. Kehren Sie zur Zahlungsseite zurück.',
	'paiement_titre' => 'Zahlung',
];
