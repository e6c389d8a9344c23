<?php

declare(strict_types=1);

/**
 * La table des transactions, avec les colonnes de la vraie.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

function bank_declarer_tables_interfaces(array $interfaces): array {
	$interfaces['table_des_tables']['transactions'] = 'transactions';
	return $interfaces;
}

function bank_declarer_tables_principales(array $tables): array {
	$texte = "text NOT NULL DEFAULT ''";
	$mot = "varchar(255) NOT NULL DEFAULT ''";
	$nombre = 'bigint(21) NOT NULL DEFAULT 0';
	$tables['spip_transactions'] = [
		'field' => [
			'id_transaction' => 'bigint(21) NOT NULL', 'id_auteur' => $nombre, 'auteur_id' => $mot, 'auteur' => $mot,
			'transaction_hash' => $nombre, 'date_transaction' => 'datetime NOT NULL', 'contenu' => $texte,
			'montant_ht' => "varchar(25) NOT NULL DEFAULT ''", 'montant' => "varchar(25) NOT NULL DEFAULT ''",
			'devise' => "char(3) NOT NULL DEFAULT 'EUR'", 'mode' => $mot, 'autorisation_id' => $mot, 'refcb' => $mot,
			'validite' => $mot, 'abo_uid' => $mot, 'pay_id' => $mot, 'montant_regle' => "varchar(25) NOT NULL DEFAULT ''",
			'date_paiement' => "datetime NOT NULL DEFAULT '0000-00-00 00:00:00'",
			'statut' => "varchar(25) NOT NULL DEFAULT 'commande'", 'reglee' => "char(3) NOT NULL DEFAULT 'non'",
			'finie' => 'tinyint NOT NULL DEFAULT 0', 'erreur' => $texte, 'message' => $texte, 'parrain' => $mot,
			'tracking_id' => $nombre, 'url_retour' => $texte, 'token' => $mot, 'data' => $texte, 'maj' => 'TIMESTAMP',
		],
		'key' => ['PRIMARY KEY' => 'id_transaction'],
	];
	return $tables;
}
