<?php

declare(strict_types=1);

/**
 * Les tables du pont vers Bank. Rien d'une personne n'y est écrit.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/**
 * @param array<string, array<string, mixed>> $tables
 * @return array<string, array<string, mixed>>
 */
function campagnodon_declarer_tables_auxiliaires(array $tables): array {
	// Une ligne par tentative que le relais nous a confiée.
	$tables['spip_campagnodon_paiements'] = [
		'field' => [
			'id_paiement' => 'bigint(21) NOT NULL AUTO_INCREMENT',
			'idx' => "varchar(100) NOT NULL DEFAULT ''",
			'attempt' => 'int NOT NULL DEFAULT 0',
			// Vide tant que Bank n'a pas fait la transaction.
			'id_transaction' => 'bigint(21) DEFAULT NULL',
			'genre' => "varchar(4) NOT NULL DEFAULT 'acte'",
			'cents' => 'bigint(21) NOT NULL DEFAULT 0',
			'devise' => "char(3) NOT NULL DEFAULT 'EUR'",
			'libelle' => "varchar(255) NOT NULL DEFAULT ''",
			'langue' => "varchar(10) NOT NULL DEFAULT ''",
			// L'adresse publique du relais, où le navigateur retourne.
			'relais' => "varchar(255) NOT NULL DEFAULT ''",
			'cookie_sha256' => "char(64) NOT NULL DEFAULT ''",
			'cookie_fin' => 'bigint(21) NOT NULL DEFAULT 0',
			// Le dernier état que le relais a reçu, comme il finit le nom de l'envoi.
			'acked_state' => "varchar(40) NOT NULL DEFAULT ''",
			'acked_at' => 'bigint(21) NOT NULL DEFAULT 0',
		],
		'key' => [
			'PRIMARY KEY' => 'id_paiement',
			'UNIQUE tentative' => 'idx, attempt',
			'UNIQUE id_transaction' => 'id_transaction',
			'KEY cookie_sha256' => 'cookie_sha256',
		],
	];
	// Les jetons qui ont servi, le temps qu'ils vaudraient encore : une tentative peut en avoir eu plusieurs.
	$tables['spip_campagnodon_jetons'] = [
		'field' => [
			'jti' => "varchar(64) NOT NULL DEFAULT ''",
			'id_paiement' => 'bigint(21) NOT NULL DEFAULT 0',
			'fin' => 'bigint(21) NOT NULL DEFAULT 0',
		],
		'key' => ['PRIMARY KEY' => 'jti'],
	];
	// Ce que le relais doit encore apprendre.
	$tables['spip_campagnodon_envois'] = [
		'field' => [
			'event_id' => "varchar(100) NOT NULL DEFAULT ''",
			'id_transaction' => 'bigint(21) NOT NULL DEFAULT 0',
			'depuis' => 'bigint(21) NOT NULL DEFAULT 0',
			'tries' => 'int NOT NULL DEFAULT 0',
			'next_at' => 'bigint(21) NOT NULL DEFAULT 0',
			// La dernière réponse : un statut HTTP, ou 0.
			'reponse' => 'int NOT NULL DEFAULT 0',
			'parked' => "varchar(20) NOT NULL DEFAULT ''",
		],
		'key' => ['PRIMARY KEY' => 'event_id', 'KEY next_at' => 'next_at'],
	];
	return $tables;
}
