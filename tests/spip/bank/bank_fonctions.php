<?php

declare(strict_types=1);

/**
 * Ce que les squelettes demandent : les moyens de payer, et le bloc d'un moyen.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/bank');

function balise_PAYER_ACTE_dist($p) {
	$arguments = array_map(fn (int $i): string => (string) interprete_argument_balise($i, $p), [1, 2, 3]);
	$p->code = 'bank_payer_acte(' . implode(',', $arguments) . ')';
	$p->interdire_scripts = false;
	return $p;
}

/** Le bloc d'un moyen, tant que rien n'est joué. */
function bank_payer_acte($config, $id_transaction, $hash): string {
	$row = sql_fetsel('*', 'spip_transactions', ['id_transaction=' . (int) $id_transaction, 'transaction_hash=' . (int) $hash]);
	if (!$row || !in_array($row['statut'], ['commande', 'attente'], true)) {
		return '';
	}
	$payer = charger_fonction('acte', 'presta/' . $config['presta'] . '/payer');
	return $payer($config, (int) $id_transaction, (string) $hash, []);
}
