<?php

declare(strict_types=1);

/**
 * Les paiements que le relais a confiés au site : une ligne à nous, et la transaction de Bank qui lui répond. Ce que Bank sait fait
 * foi ; nous ne gardons que ce que le relais en a déjà appris.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_sceau');

/** Ce qui distingue nos transactions dans la table de Bank ; l'original y écrit « campagnodon ». */
const CAMPAGNODON_PARRAIN = 'campagnodon-relais';

/** Les états de Bank, qui les fait suivre d'un code : « echec[fail] ». */
const CAMPAGNODON_ETATS = ['commande', 'attente', 'ok', 'echec', 'abandon', 'rembourse'];

/** Pendant tant de secondes, le témoin du navigateur ouvre la page. */
const CAMPAGNODON_COOKIE_DUREE = 3600;

/** Si Bank est là, et le pont ouvert. */
function campagnodon_paiements_ouvert(): bool {
	return test_plugin_actif('bank') && campagnodon_sceau_ici();
}

/** Une somme de Bank, du texte, en centimes : « 15.5 » en fait 1550. */
function campagnodon_paiements_cents(string $montant): int {
	if (preg_match('~^(\d+)(?:[.,](\d{1,2}))?$~D', trim($montant), $parts)) {
		return (int) $parts[1] * 100 + (int) str_pad($parts[2] ?? '', 2, '0');
	}
	return (int) round((float) $montant * 100);
}

/** L'état d'une transaction, sans son code ; vide si Bank en a un de plus. */
function campagnodon_paiements_etat(string $statut): string {
	$etat = (string) preg_replace('~\W.*$~sD', '', $statut);
	return in_array($etat, CAMPAGNODON_ETATS, true) ? $etat : '';
}

/**
 * Une transaction de Bank, si elle est à nous.
 *
 * @return array{paiement: array<string, mixed>, row: array<string, mixed>}|null
 */
function campagnodon_paiements_lire(int $id_transaction): ?array {
	$paiement = $id_transaction > 0 ? sql_fetsel('*', 'spip_campagnodon_paiements', 'id_transaction=' . $id_transaction) : null;
	$row = $paiement ? sql_fetsel('*', 'spip_transactions', 'id_transaction=' . $id_transaction) : null;
	return $row && $row['parrain'] === CAMPAGNODON_PARRAIN ? ['paiement' => $paiement, 'row' => $row] : null;
}

/**
 * Ce que le relais apprend d'une transaction.
 *
 * @param array<string, mixed> $paiement
 * @param array<string, mixed>|null $row
 * @return array{idx: string, attempt: int, bank_id: int, state: string, cents: int, cents_paid: int, currency: string, mode: string}
 */
function campagnodon_paiements_dire(array $paiement, ?array $row): array {
	$etat = campagnodon_paiements_etat((string) ($row['statut'] ?? 'commande'));
	$paye = in_array($etat, ['ok', 'rembourse'], true) ? (string) ($row['montant_regle'] ?? '') : '';
	return [
		'idx' => (string) $paiement['idx'],
		'attempt' => (int) $paiement['attempt'],
		'bank_id' => (int) ($row['id_transaction'] ?? 0),
		'state' => $etat,
		'cents' => $row ? campagnodon_paiements_cents((string) $row['montant']) : (int) $paiement['cents'],
		'cents_paid' => $paye === '' ? 0 : campagnodon_paiements_cents($paye),
		'currency' => (string) ($row['devise'] ?? $paiement['devise']),
		// Le moyen, sans le numéro de sa configuration ; un moyen à l'essai reste reconnaissable, « payzen_test ».
		'mode' => explode('/', (string) ($row['mode'] ?? ''))[0],
	];
}

/** La fin du nom d'un envoi : l'état, et la somme s'il y en a une. @param array<string, mixed> $dit */
function campagnodon_paiements_suffixe(array $dit): string {
	return $dit['state'] . ($dit['cents_paid'] > 0 ? '-' . $dit['cents_paid'] : '');
}

/** Le nom d'un envoi, le même chaque fois que l'état est le même. @param array<string, mixed> $dit */
function campagnodon_paiements_evenement(array $dit): string {
	return campagnodon_sceau_config()['site'] . '-' . $dit['bank_id'] . '-' . campagnodon_paiements_suffixe($dit);
}

/**
 * L'adresse par laquelle le navigateur revient au relais, qui apprend en chemin où en est le paiement.
 *
 * @param array<string, mixed> $paiement
 * @param array<string, mixed>|null $row
 */
function campagnodon_paiements_retour(array $paiement, ?array $row): string {
	$dit = campagnodon_paiements_dire($paiement, $row);
	$quand = time();
	$jeton = campagnodon_sceau_jeton(campagnodon_sceau_config()['secret'], CAMPAGNODON_CLE_RETOUR, [
		'id' => campagnodon_paiements_evenement($dit),
		'iat' => $quand,
		'exp' => $quand + 600,
		'data' => $dit,
	]);
	return rtrim((string) $paiement['relais'], '/') . '/payments/return?r=' . $jeton;
}

/**
 * Le paiement que ce navigateur a ouvert, par son témoin.
 *
 * @return array<string, mixed>|null
 */
function campagnodon_paiements_du_navigateur(): ?array {
	$cookie = (string) ($_COOKIE['campagnodon_p'] ?? '');
	if (!preg_match('~^[0-9a-f]{32}$~D', $cookie)) {
		return null;
	}
	$ou = ['cookie_sha256=' . sql_quote(hash('sha256', $cookie)), 'cookie_fin>' . time()];
	return sql_fetsel('*', 'spip_campagnodon_paiements', $ou) ?: null;
}

/**
 * La ligne d'une tentative et sa transaction, faites au besoin ; null si Bank n'en veut pas.
 *
 * @param array<string, mixed> $jeton ce que le relais en dit
 * @return array<string, mixed>|null
 */
function campagnodon_paiements_faire(array $jeton): ?array {
	$cle = ['idx=' . sql_quote($jeton['idx'], '', 'text'), 'attempt=' . (int) $jeton['att']];
	$paiement = sql_fetsel('*', 'spip_campagnodon_paiements', $cle);
	if (!$paiement) {
		sql_insertq('spip_campagnodon_paiements', [
			'idx' => $jeton['idx'],
			'attempt' => (int) $jeton['att'],
			'cents' => (int) $jeton['cts'],
			'devise' => $jeton['cur'],
			'libelle' => $jeton['lbl'],
			'langue' => $jeton['lang'],
			'relais' => $jeton['iss'],
		]);
		$paiement = sql_fetsel('*', 'spip_campagnodon_paiements', $cle);
	}
	if (!$paiement || $paiement['id_transaction']) {
		return $paiement ?: null;
	}
	$inserer = charger_fonction('inserer_transaction', 'bank');
	// Sans nom ni adresse : ce que Bank n'a pas, il ne le garde pas.
	$page = generer_url_public('campagnodon_paiement', '', true, false);
	$id = (int) $inserer(sprintf('%d.%02d', intdiv((int) $paiement['cents'], 100), (int) $paiement['cents'] % 100), [
		'devise' => $paiement['devise'],
		'id_auteur' => 0,
		'parrain' => CAMPAGNODON_PARRAIN,
		'tracking_id' => (int) $paiement['id_paiement'],
		'champs' => ['url_retour' => serialize(['url_retour_ok' => $page, 'url_retour_attente' => $page, 'url_retour_echec' => $page])],
	]);
	if ($id <= 0) {
		return null;
	}
	// Deux onglets au même instant : la première transaction reste, l'autre ne s'ouvre nulle part.
	$ou = ['id_paiement=' . (int) $paiement['id_paiement'], 'id_transaction IS NULL'];
	sql_updateq('spip_campagnodon_paiements', ['id_transaction' => $id], $ou);
	return sql_fetsel('*', 'spip_campagnodon_paiements', $cle) ?: null;
}
