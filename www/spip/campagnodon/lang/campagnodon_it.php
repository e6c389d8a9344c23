<?php

// Seulement ce qu'on lit sur le site public : l'espace privé reste en français. À relire par une personne dont c'est la langue.
return $GLOBALS[$GLOBALS['idx_lang']] = [
	'absent_formulaire' => 'Il modulo non è disponibile al momento. Torni tra qualche minuto, per favore.',
	'absent_objectif' => 'L’obiettivo della campagna non è disponibile al momento.',
	'moyen_carte' => 'Carta bancaria',
	'moyen_cheque' => 'Assegno',
	'moyen_paypal' => 'PayPal',
	'moyen_virement' => 'Bonifico bancario',
	'paiement_abandon' => 'Questo pagamento è stato abbandonato.',
	'paiement_ailleurs' => 'Questo link è di un altro sito.',
	'paiement_attente' => 'Questo pagamento è in attesa. È ancora possibile pagare in un altro modo.',
	'paiement_autre' => 'Pagare in un altro modo',
	'paiement_choisir' => 'Scegliere come pagare',
	'paiement_echec' => 'Questo pagamento non è riuscito. Tornare alla pagina del pagamento per riprovare.',
	'paiement_expire' => 'Questo link è scaduto. Tornare alla pagina del pagamento per averne un altro.',
	'paiement_faux' => 'Questo link non è valido. Tornare alla pagina del pagamento e riprovare.',
	'paiement_ferme' => 'Il pagamento su questo sito non è disponibile al momento.',
	'paiement_inconnu' => 'Questa pagina non è più aperta. Tornare alla pagina del pagamento e riprovare.',
	'paiement_ok' => 'Questo pagamento è fatto. Grazie!',
	'paiement_panne' => 'Questo mezzo di pagamento non è disponibile al momento. Riprovare tra un istante, o sceglierne un altro.',
	'paiement_rembourse' => 'Questo pagamento è stato rimborsato.',
	'paiement_retour' => 'Tornare alla pagina del pagamento',
	'paiement_servi' => 'Questo link è già stato usato. Tornare alla pagina del pagamento per averne un altro.',
	'paiement_somme' => 'L’importo non è quello di questo pagamento. Tornare alla pagina del pagamento.',
	'paiement_titre' => 'Pagamento',
];
