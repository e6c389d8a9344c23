<?php

declare(strict_types=1);

/**
 * Les paiements que le relais n'a pas appris, et un bouton qui les envoie de nouveau ; les prélèvements qu'il faut vérifier à la
 * banque, puisque Bank n'apprend pas qu'ils ont été refusés.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_envois');

/** @return array<string, mixed> */
function formulaires_campagnodon_paiements_charger_dist(): array {
	include_spip('inc/autoriser');
	if (!autoriser('payer', '_campagnodon')) {
		return ['editable' => false];
	}
	$ou = ["parked<>''", 'tries>=5'];
	$arretes = array_map(fn (array $envoi): string => _T('campagnodon:paiements_ligne', [
		'numero' => (string) $envoi['id_transaction'],
		'raison' => _T('campagnodon:arret_' . ($envoi['parked'] ?: 'attend'), ['reponse' => (string) $envoi['reponse']]),
	]), sql_allfetsel('*', 'spip_campagnodon_envois', '(' . implode(' OR ', $ou) . ')', '', 'depuis'));
	return [
		'arretes' => $arretes,
		'sepa' => campagnodon_paiements_sepa(),
		'message_erreur' => campagnodon_sceau_ici() ? '' : _T('campagnodon:paiements_ferme'),
	];
}

/**
 * Les prélèvements PayZen dont la date est passée d'une à huit semaines : refusés, ils restent « ok » dans Bank.
 *
 * @return list<string>
 */
function campagnodon_paiements_sepa(): array {
	$jour = fn (int $semaines): string => sql_quote(date('Y-m-d H:i:s', time() - $semaines * 7 * 86400));
	$ou = [
		'parrain=' . sql_quote(CAMPAGNODON_PARRAIN), "refcb LIKE 'SEPA%'", "statut LIKE 'ok%'",
		'date_paiement<=' . $jour(1), 'date_paiement>=' . $jour(8),
	];
	return array_map(
		fn (array $row): string => _T('campagnodon:paiements_sepa_ligne', [
			'numero' => (string) $row['id_transaction'],
			'date' => affdate((string) $row['date_paiement']),
		]),
		sql_allfetsel('id_transaction, date_paiement', 'spip_transactions', $ou, '', 'date_paiement')
	);
}

/** @return array<string, mixed> */
function formulaires_campagnodon_paiements_traiter_dist(): array {
	include_spip('inc/autoriser');
	if (!autoriser('payer', '_campagnodon')) {
		return ['message_erreur' => _T('avis_operation_echec')];
	}
	campagnodon_envois_reprendre();
	campagnodon_envoyer();
	return ['message_ok' => _T('campagnodon:paiements_repris'), 'editable' => true];
}
