<?php

declare(strict_types=1);

/**
 * Installe les tables, et les enlève.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

const CAMPAGNODON_TABLES = ['spip_campagnodon_paiements', 'spip_campagnodon_jetons', 'spip_campagnodon_envois'];

/**
 * Le plugin d'origine a le même préfixe, donc la même méta : où il a été installé, c'est une mise à jour de la sienne.
 */
function campagnodon_upgrade(string $nom_meta, string $version_cible): void {
	include_spip('base/upgrade');
	$tables = [['maj_tables', CAMPAGNODON_TABLES]];
	maj_plugin($nom_meta, $version_cible, ['create' => $tables, '10.0.0' => $tables]);
}

/** Les tables de l'original, s'il y en a, restent. */
function campagnodon_vider_tables(string $nom_meta): void {
	foreach (CAMPAGNODON_TABLES as $table) {
		sql_drop_table($table);
	}
	effacer_meta($nom_meta);
}
