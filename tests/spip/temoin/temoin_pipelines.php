<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Note l'ordre dans lequel les choses arrivent. */
function temoin_bank_traiter_reglement(array $flux): array {
	spip_log('traiter ' . $flux['args']['id_transaction'], 'temoin.' . _LOG_INFO_IMPORTANTE);
	return $flux;
}
