<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/bank');

/** Montre ce qui partirait à la banque. */
function presta_temoin_payer_acte_dist($config, $id, $hash, $options = []): string {
	$infos = bank_porteur_infos_facturation(sql_fetsel('*', 'spip_transactions', 'id_transaction=' . (int) $id));
	return '<pre class="temoin">' . htmlspecialchars(json_encode($infos, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES)) . '</pre>';
}
