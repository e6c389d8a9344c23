<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/bank');

/** Une écriture seulement : la banque n'en sait rien. */
function bank_rembourser_transaction_dist($id, array $options = []): bool {
	$id = (int) $id;
	$row = bank_transaction($id);
	if (($row['statut'] ?? '') !== 'ok') {
		return false;
	}
	sql_updateq('spip_transactions', ['statut' => 'rembourse'], "id_transaction=$id");
	$args = ['id_transaction' => $id, 'notifier' => true, 'avant' => $row, 'options' => $options];
	pipeline('bank_traiter_remboursement', ['args' => $args, 'data' => $options['message'] ?? '']);
	return true;
}
