<?php

declare(strict_types=1);

/**
 * Un bouton pressé, ou la banque qui rappelle : la réponse du prestataire, puis le retour du navigateur.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/bank');
include_spip('inc/headers');

function action_bank_response_dist(): void {
	$id = (int) _request('id_transaction');
	$row = bank_transaction($id);
	$mode = str_replace('-', '/', (string) _request('bankp'));
	$hash = (string) ($row['transaction_hash'] ?? '');
	$signe = $row && hash_equals(bank_signer($mode, $id, $hash), (string) _request('sign'));
	if (!$signe || $hash !== (string) _request('transaction_hash')) {
		http_response_code(403);
		exit;
	}
	$succes = $row['reglee'] === 'oui' ? true : bank_jouer($row, $mode);
	$row = bank_transaction($id);
	$url = bank_retour($row, $succes);
	redirige_par_entete($url);
}

/** @return true|false|string */
function bank_jouer(array $row, string $mode) {
	$id = (int) $row['id_transaction'];
	$set = ['mode' => $mode, 'date_paiement' => date('Y-m-d H:i:s')];
	$args = ['mode' => $mode, 'type' => 'acte', 'id_transaction' => $id];
	if (_request('autorisation_id') === 'wait') {
		$ip = date('d/m/Y-H:i:s') . '/' . $GLOBALS['ip'];
		sql_updateq('spip_transactions', $set + ['statut' => 'attente', 'autorisation_id' => $ip], "id_transaction=$id");
		pipeline('trig_bank_reglement_en_attente', [
			'args' => $args + ['statut' => 'attente', 'row' => bank_transaction($id)], 'data' => '',
		]);
		return 'wait';
	}
	if (_request('status') === 'fail') {
		$set += ['statut' => 'echec[fail]', 'erreur' => 'Simulation echec paiement'];
		sql_updateq('spip_transactions', $set, "id_transaction=$id");
		pipeline('trig_bank_reglement_en_echec', [
			'args' => $args + ['statut' => 'echec', 'row' => bank_transaction($id)], 'data' => '',
		]);
		return false;
	}
	$set += ['statut' => 'ok', 'reglee' => 'oui', 'montant_regle' => $row['montant'], 'autorisation_id' => 'simu_' . $id];
	sql_updateq('spip_transactions', $set, "id_transaction=$id");
	$regler = charger_fonction('regler_transaction', 'bank');
	$regler($id, ['row_prec' => $row]);
	return true;
}

/** @param true|false|string $succes */
function bank_retour(array $row, $succes): string {
	$urls = unserialize((string) $row['url_retour']) ?: [];
	$nom = $succes === 'wait' ? 'attente' : ($succes ? 'ok' : 'echec');
	$url = $urls["url_retour_$nom"] ?? generer_url_public("bank_retour_$nom", '', true);
	foreach (['type' => 'acte', 'id_transaction' => $row['id_transaction'], 'transaction_hash' => $row['transaction_hash']] as $cle => $valeur) {
		$url = parametre_url($url, $cle, (string) $valeur, '&');
	}
	$args = [
		'mode' => $row['mode'], 'type' => 'acte', 'succes' => $succes, 'id_transaction' => $row['id_transaction'], 'row' => $row,
	];
	return pipeline('bank_redirige_apres_retour_transaction', ['args' => $args, 'data' => $url]);
}
