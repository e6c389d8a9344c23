<?php

declare(strict_types=1);

/**
 * Installe la table.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

function bank_upgrade(string $nom_meta, string $version): void {
	include_spip('base/upgrade');
	maj_plugin($nom_meta, $version, ['create' => [['maj_tables', ['spip_transactions']]]]);
}

function bank_vider_tables(string $nom_meta): void {
	sql_drop_table('spip_transactions');
	effacer_meta($nom_meta);
}
