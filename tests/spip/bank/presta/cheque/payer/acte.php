<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Le chèque : des instructions, après le bouton. */
function presta_cheque_payer_acte_dist($config, $id, $hash, $options = []): string {
	return bank_bouton($config, $id, $hash, 'Régler par chèque', ['autorisation_id' => 'wait']);
}
