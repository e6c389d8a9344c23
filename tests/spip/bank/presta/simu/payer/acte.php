<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Un jeu : payer, échouer, attendre. */
function presta_simu_payer_acte_dist($config, $id, $hash, $options = []): string {
	return bank_bouton($config, $id, $hash, 'Simuler le paiement')
		. bank_bouton($config, $id, $hash, 'Simuler un echec du paiement', ['status' => 'fail'])
		. bank_bouton($config, $id, $hash, 'Simuler une attente', ['autorisation_id' => 'wait']);
}
