<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'El formulario no está disponible en este momento. Vuelva dentro de unos minutos, por favor.',
	'absent_objectif' => 'El objetivo de la campaña no está disponible en este momento.',
	'moyen_carte' => 'Tarjeta bancaria',
	'moyen_cheque' => 'Cheque',
	'moyen_paypal' => 'PayPal',
	'moyen_virement' => 'Transferencia bancaria',
	'paiement_abandon' => 'Este pago fue abandonado.',
	'paiement_ailleurs' => 'Este enlace es de otro sitio.',
	'paiement_attente' => 'Este pago está en espera. Todavía puede pagar de otra manera.',
	'paiement_autre' => 'Pagar de otra manera',
	'paiement_choisir' => 'Elija cómo pagar',
	'paiement_echec' => 'Este pago no se ha realizado. Vuelva a la página del pago para intentarlo de nuevo.',
	'paiement_expire' => 'Este enlace ha caducado. Vuelva a la página del pago para obtener otro.',
	'paiement_faux' => 'Este enlace no es válido. Vuelva a la página del pago e inténtelo de nuevo.',
	'paiement_ferme' => 'El pago en este sitio no está disponible por el momento.',
	'paiement_inconnu' => 'Esta página ya no está abierta. Vuelva a la página del pago e inténtelo de nuevo.',
	'paiement_ok' => 'Este pago está hecho. ¡Gracias!',
	'paiement_panne' => 'Este medio de pago no está disponible por el momento. Inténtelo de nuevo dentro de un instante, o elija otro.',
	'paiement_rembourse' => 'Este pago ha sido reembolsado.',
	'paiement_retour' => 'Volver a la página del pago',
	'paiement_servi' => 'Este enlace ya se ha usado. Vuelva a la página del pago para obtener otro.',
	'paiement_somme' => 'El importe no es el de este pago. Vuelva a la página del pago.',
	'paiement_titre' => 'Pago',
];
