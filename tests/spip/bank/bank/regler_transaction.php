<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/bank');

/** Ce qui suit un règlement, une seule fois : les pipelines dans leur ordre, le ticket, puis l'annonce. */
function bank_regler_transaction_dist($id, array $options = []): bool {
	$id = (int) $id;
	$row = bank_transaction($id);
	if (($row['reglee'] ?? '') !== 'oui' || (int) $row['finie'] !== 0) {
		return false;
	}
	$args = [
		'id_transaction' => (string) $id, 'new' => true, 'confirm' => false, 'notifier' => $options['notifier'] ?? true,
		'avant' => $options['row_prec'] ?? $row, 'options' => $options,
	];
	$message = '';
	foreach (['bank_pre_facturer_reglement', 'bank_facturer_reglement', 'bank_traiter_reglement'] as $rang => $pipeline) {
		sql_updateq('spip_transactions', ['finie' => -1 - $rang], "id_transaction=$id");
		$message = pipeline($pipeline, ['args' => $args, 'data' => $message]);
	}
	sql_updateq('spip_transactions', ['finie' => 1, 'message' => (string) $message], "id_transaction=$id");
	$row = bank_transaction($id);
	// Le ticket de qui administre redemande qui a payé.
	$GLOBALS['bank_ticket'] = bank_porteur_infos_facturation($row);
	spip_log('ticket ' . json_encode($GLOBALS['bank_ticket']), 'bank_ticket.' . _LOG_INFO_IMPORTANTE);
	pipeline('trig_bank_notifier_reglement', ['args' => [
		'mode' => $row['mode'], 'type' => 'acte', 'succes' => true, 'id_transaction' => $id, 'row' => $row, 'options' => $options,
	], 'data' => '']);
	return true;
}
