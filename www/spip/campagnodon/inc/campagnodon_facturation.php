<?php

declare(strict_types=1);

/**
 * Ce qu'une banque veut savoir de qui paie (DSP2). Le relais le dit au moment d'afficher le moyen choisi, et à lui seul ; cela reste
 * dans la mémoire de cette requête.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_paiements');

/** Ceux-là ne demandent rien : ils ne feront pas lire le nom de quelqu'un. */
const CAMPAGNODON_PRESTAS_DISCRETS = ['cheque', 'virement', 'simu', 'gratuit'];

/**
 * Ce que notre page a obtenu pour une transaction, le temps de la requête.
 *
 * @param array{0: int, 1: array<string, string>}|null $nouveau
 * @return array{0: int, 1: array<string, string>}
 */
function campagnodon_facturation_sue(?array $nouveau = null): array {
	static $sue = [0, []];
	return $sue = $nouveau ?? $sue;
}

/**
 * Demande au relais qui paie, une fois.
 *
 * @param array<string, mixed> $paiement
 * @return bool faux si rien n'est venu : alors ce moyen ne se montre pas, car Bank enverrait l'adresse du webmestre à la place
 */
function campagnodon_facturation_demander(array $paiement): bool {
	$id = (int) $paiement['id_transaction'];
	$nom = campagnodon_sceau_config()['site'] . "-$id-billing-" . bin2hex(random_bytes(4));
	$demande = ['idx' => (string) $paiement['idx'], 'attempt' => (int) $paiement['attempt']];
	[$statut, $corps] = campagnodon_sceau_poster('/payments/billing', $nom, $demande, 3);
	$lu = $statut === 200 ? json_decode($corps, true) : null;
	$texte = fn (string $champ): string => is_array($lu) && is_string($lu[$champ] ?? null) ? trim($lu[$champ]) : '';
	if ($texte('email') === '') {
		spip_log("facturation $id : le relais répond $statut", 'campagnodon.' . _LOG_ERREUR);
		return false;
	}
	$lignes = array_filter(array_map($texte, ['street_address', 'supplemental_address_1', 'supplemental_address_2']));
	campagnodon_facturation_sue([$id, [
		'nom' => $texte('last_name'),
		'prenom' => $texte('first_name'),
		'email' => $texte('email'),
		'adresse' => implode("\n", $lignes),
		'code_postal' => $texte('postal_code'),
		'ville' => $texte('city'),
		'pays' => $texte('country'),
	]]);
	return true;
}

/**
 * Ce que Bank peut en prendre : dans la page que nous affichons, pour cette transaction, tant qu'elle n'est pas réglée.
 *
 * @param array<string, mixed> $row
 * @return array<string, string>
 */
function campagnodon_facturation_donner(array $row): array {
	[$id, $infos] = campagnodon_facturation_sue();
	$ouverte = in_array(campagnodon_paiements_etat((string) ($row['statut'] ?? '')), ['commande', 'attente'], true);
	$notre = ($row['parrain'] ?? '') === CAMPAGNODON_PARRAIN && (int) ($row['id_transaction'] ?? 0) === $id;
	return $id > 0 && $notre && $ouverte && ($row['reglee'] ?? '') !== 'oui' ? $infos : [];
}
