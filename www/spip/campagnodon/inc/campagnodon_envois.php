<?php

declare(strict_types=1);

/**
 * Ce que le relais doit apprendre. La table fait foi, la file de travaux de SPIP n'est qu'une sonnette ; le contenu d'un envoi se
 * fait au moment de partir, d'après la transaction telle qu'elle est.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_paiements');

/** Combien de secondes après chaque essai vient le suivant ; ensuite un par jour. */
const CAMPAGNODON_ENVOIS_ATTENTES = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
/** Après tant de secondes, c'est à une personne de voir. */
const CAMPAGNODON_ENVOIS_FIN = 30 * 86400;
/** Les transactions plus anciennes ne changent plus, sauf celles qui attendent. */
const CAMPAGNODON_ENVOIS_MEMOIRE = 60 * 86400;
/** Ce que le relais refusera toujours : une transaction qu'il ne connaît pas ; une autre somme, ou l'argent d'un essai. */
const CAMPAGNODON_ENVOIS_REFUS = [404 => 'inconnu', 409 => 'somme'];

/**
 * Note qu'une transaction a changé. Appelé au milieu d'un règlement de Bank : une écriture, et jamais d'exception, qui laisserait
 * le règlement à moitié fait.
 */
function campagnodon_envois_noter(int $id_transaction): void {
	try {
		$lu = campagnodon_paiements_lire($id_transaction);
		if ($lu && campagnodon_envois_ajouter($lu)) {
			job_queue_add('campagnodon_envoyer', 'Campagnodon : dire au relais', [], 'inc/campagnodon_envois', true, time());
		}
	} catch (\Throwable $erreur) {
		spip_log('noter ' . $id_transaction . ' : ' . get_class($erreur), 'campagnodon.' . _LOG_ERREUR);
	}
}

/**
 * @param array{paiement: array<string, mixed>, row: array<string, mixed>} $lu
 * @return bool s'il y a quelque chose à dire
 */
function campagnodon_envois_ajouter(array $lu): bool {
	$dit = campagnodon_paiements_dire($lu['paiement'], $lu['row']);
	if (in_array($dit['state'], ['', 'commande'], true) || campagnodon_paiements_suffixe($dit) === $lu['paiement']['acked_state']) {
		return false;
	}
	$nom = campagnodon_paiements_evenement($dit);
	if (sql_countsel('spip_campagnodon_envois', 'event_id=' . sql_quote($nom, '', 'text'))) {
		return true;
	}
	return sql_insertq('spip_campagnodon_envois', [
		'event_id' => $nom,
		'id_transaction' => $dit['bank_id'],
		'depuis' => time(),
		'next_at' => time(),
	]) !== false;
}

/**
 * Envoie ce qui est dû, un seul à la fois sur ce serveur.
 *
 * @return int combien sont partis
 */
function campagnodon_envoyer(): int {
	if (!campagnodon_paiements_ouvert()) {
		return 0;
	}
	$verrou = fopen(_DIR_TMP . 'campagnodon_envois.lock', 'c');
	if ($verrou === false || !flock($verrou, LOCK_EX | LOCK_NB)) {
		return 0;
	}
	$partis = 0;
	$fin = time() + 15;
	$dus = sql_allfetsel('*', 'spip_campagnodon_envois', ["parked=''", 'next_at<=' . time()], '', 'depuis, event_id', '0,50');
	foreach ($dus as $envoi) {
		if (time() >= $fin) {
			break;
		}
		$partis += campagnodon_envois_un($envoi) ? 1 : 0;
	}
	flock($verrou, LOCK_UN);
	fclose($verrou);
	return $partis;
}

/** @param array<string, mixed> $envoi */
function campagnodon_envois_un(array $envoi): bool {
	$ou = 'event_id=' . sql_quote($envoi['event_id'], '', 'text');
	$lu = campagnodon_paiements_lire((int) $envoi['id_transaction']);
	$dit = $lu ? campagnodon_paiements_dire($lu['paiement'], $lu['row']) : null;
	if ($dit === null || campagnodon_paiements_evenement($dit) !== $envoi['event_id']) {
		// La transaction a changé depuis : c'est son nouvel état qui part, l'ancien n'apprendrait plus rien.
		sql_delete('spip_campagnodon_envois', $ou);
		$lu && campagnodon_envois_noter((int) $envoi['id_transaction']);
		return false;
	}
	$donnees = ['type' => 'payment.state', 'data' => $dit];
	[$statut] = campagnodon_sceau_poster('/payments/events/spip', (string) $envoi['event_id'], $donnees, 5);
	if ($statut === 204) {
		$set = ['acked_state' => campagnodon_paiements_suffixe($dit), 'acked_at' => time()];
		sql_updateq('spip_campagnodon_paiements', $set, 'id_paiement=' . (int) $lu['paiement']['id_paiement']);
		sql_delete('spip_campagnodon_envois', $ou);
		include_spip('inc/campagnodon_menage');
		campagnodon_menage_transaction($lu['row']);
		return true;
	}
	$tries = (int) $envoi['tries'] + 1;
	$parked = CAMPAGNODON_ENVOIS_REFUS[$statut] ?? (time() - (int) $envoi['depuis'] >= CAMPAGNODON_ENVOIS_FIN ? 'delai' : '');
	sql_updateq('spip_campagnodon_envois', [
		'tries' => $tries,
		'next_at' => time() + (CAMPAGNODON_ENVOIS_ATTENTES[$tries - 1] ?? 86400),
		'reponse' => $statut,
		'parked' => $parked,
	], $ou);
	spip_log("envoi {$envoi['event_id']} : réponse $statut, essai $tries $parked", 'campagnodon.' . _LOG_ERREUR);
	return false;
}

/** Retrouve ce qui a changé sans que Bank ne l'ait dit : un abandon, un remboursement, une sonnette perdue. */
function campagnodon_verifier(): int {
	if (!campagnodon_paiements_ouvert()) {
		return 0;
	}
	$recentes = 'date_transaction>=' . sql_quote(date('Y-m-d H:i:s', time() - CAMPAGNODON_ENVOIS_MEMOIRE));
	$ou = ['parrain=' . sql_quote(CAMPAGNODON_PARRAIN), "($recentes OR statut LIKE 'attente%')", "statut NOT LIKE 'commande%'"];
	$ajoutes = 0;
	foreach (array_column(sql_allfetsel('id_transaction', 'spip_transactions', $ou), 'id_transaction') as $id) {
		$lu = campagnodon_paiements_lire((int) $id);
		$ajoutes += $lu && campagnodon_envois_ajouter($lu) ? 1 : 0;
	}
	return $ajoutes;
}

/** Remet en route ce qui est arrêté, ou qui attend. */
function campagnodon_envois_reprendre(): void {
	sql_updateq('spip_campagnodon_envois', ['parked' => '', 'tries' => 0, 'next_at' => time(), 'depuis' => time()]);
}
