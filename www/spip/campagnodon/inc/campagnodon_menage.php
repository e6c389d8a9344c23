<?php

declare(strict_types=1);

/**
 * Ce que Bank écrit des personnes dans nos transactions, et qui n'y sert plus une fois qu'elles sont jouées.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_paiements');

/** Une transaction refusée peut encore être payée dans un autre onglet : elle attend un jour. */
const CAMPAGNODON_MENAGE_DELAI = 86400;

/** @param array<string, mixed> $row une transaction à nous */
function campagnodon_menage_transaction(array $row): void {
	$etat = campagnodon_paiements_etat((string) $row['statut']);
	$jouee = in_array($etat, ['ok', 'rembourse'], true) && (int) $row['finie'] === 1;
	$finie = in_array($etat, ['echec', 'abandon'], true) && strtotime((string) $row['date_transaction']) < time() - CAMPAGNODON_MENAGE_DELAI;
	if (!$jouee && !$finie) {
		return;
	}
	$propre = [
		'id_auteur' => 0,
		'auteur_id' => '',
		'auteur' => '',
		'autorisation_id' => campagnodon_menage_sans_ip((string) $row['autorisation_id']),
		'data' => campagnodon_menage_donnees((string) $row['data']),
	];
	$set = array_filter($propre, fn ($valeur, string $nom): bool => (string) $valeur !== (string) $row[$nom], ARRAY_FILTER_USE_BOTH);
	if ($set) {
		sql_updateq('spip_transactions', $set, 'id_transaction=' . (int) $row['id_transaction']);
	}
}

/** L'adresse IP que Bank ajoute à la date d'un chèque ou d'un virement. */
function campagnodon_menage_sans_ip(string $texte): string {
	return (string) preg_replace('~(^|/)(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)$~i', '$1', $texte);
}

/** La réponse d'une banque, sans qui a payé : elle est sérialisée, en JSON, ou comme une question d'adresse. */
function campagnodon_menage_donnees(string $data): string {
	if ($data === '') {
		return '';
	}
	$lu = @unserialize($data, ['allowed_classes' => false]);
	if (is_array($lu)) {
		return serialize(campagnodon_menage_tableau($lu));
	}
	$lu = json_decode($data, true);
	if (is_array($lu)) {
		return campagnodon_sceau_json(campagnodon_menage_tableau($lu));
	}
	return (string) preg_replace('~vads_(cust|ship)_\w+=[^&\s]*&?~', '', $data);
}

/** @param array<array-key, mixed> $tableau @return array<array-key, mixed> */
function campagnodon_menage_tableau(array $tableau): array {
	$reste = array_filter($tableau, function ($valeur, $nom): bool {
		return !preg_match('~^vads_(cust|ship)_~', (string) $nom) && !(is_string($valeur) && filter_var($valeur, FILTER_VALIDATE_EMAIL));
	}, ARRAY_FILTER_USE_BOTH);
	return array_map(fn ($valeur) => is_array($valeur) ? campagnodon_menage_tableau($valeur) : $valeur, $reste);
}

/** Le ménage de toutes, et des jetons que plus rien n'accepterait. */
function campagnodon_menage(): void {
	sql_delete('spip_campagnodon_jetons', 'fin<' . (time() - CAMPAGNODON_COOKIE_DUREE));
	sql_updateq('spip_campagnodon_paiements', ['cookie_sha256' => '', 'cookie_fin' => 0], ['cookie_fin>0', 'cookie_fin<' . time()]);
	$depuis = date('Y-m-d H:i:s', time() - 90 * 86400);
	$ou = ['parrain=' . sql_quote(CAMPAGNODON_PARRAIN), 'date_transaction>=' . sql_quote($depuis)];
	foreach (sql_allfetsel('*', 'spip_transactions', $ou) as $row) {
		campagnodon_menage_transaction($row);
	}
}
