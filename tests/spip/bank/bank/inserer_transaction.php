<?php

declare(strict_types=1);

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Fait une transaction ; 0 si elle ne peut pas l'être. */
function bank_inserer_transaction_dist($montant, array $options = []): int {
	$champs = ['id_auteur', 'auteur_id', 'auteur', 'parrain', 'tracking_id', 'devise'];
	$set = array_intersect_key($options, array_flip($champs)) + ($options['champs'] ?? []) + [
		'montant' => (string) (float) $montant,
		'montant_ht' => (string) (float) ($options['montant_ht'] ?? $montant),
		'date_transaction' => date('Y-m-d H:i:s'),
		'statut' => 'commande',
	];
	$id = (int) sql_insertq('spip_transactions', $set);
	if ($id) {
		// Rien de secret là-dedans, comme dans la vraie.
		$hash = hexdec(substr(md5("$id:{$set['montant_ht']}:{$set['montant']}:{$set['date_transaction']}"), 0, 8));
		sql_updateq('spip_transactions', ['transaction_hash' => $hash], "id_transaction=$id");
	}
	return $id;
}
