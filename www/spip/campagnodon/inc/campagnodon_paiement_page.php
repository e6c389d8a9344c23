<?php

declare(strict_types=1);

/**
 * La page où l'on paie : le choix d'un moyen, puis ce moyen seul. Elle ne porte ni numéro ni nom dans son adresse, ne se garde nulle
 * part, et marche sans scripts.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_facturation');
include_spip('inc/campagnodon_paiements');

/** Comment s'appelle un moyen qui n'a pas d'étiquette. */
const CAMPAGNODON_MOYENS = ['cheque' => 'moyen_cheque', 'virement' => 'moyen_virement', 'paypal' => 'moyen_paypal', 'paypalexpress' => 'moyen_paypal'];

/**
 * Ce que montre la page.
 *
 * @param mixed $moyen celui qui est choisi
 * @return array{etat: string, libelle: string, montant: string, retour: string, moyens: array<string, string>, bloc: string, instructions: string}
 *     `etat` nomme la phrase ; les autres sont vides s'ils n'ont rien à dire
 */
function campagnodon_paiement_page($moyen): array {
	$page = ['etat' => 'inconnu', 'libelle' => '', 'montant' => '', 'retour' => '', 'moyens' => [], 'bloc' => '', 'instructions' => ''];
	if ($refus = campagnodon_paiement_refus()) {
		return $refus + $page;
	}
	$paiement = campagnodon_paiements_ouvert() ? campagnodon_paiements_du_navigateur() : null;
	$lu = $paiement ? campagnodon_paiements_lire((int) $paiement['id_transaction']) : null;
	if (!$lu) {
		return $page;
	}
	$row = $lu['row'];
	$page['etat'] = campagnodon_paiements_etat((string) $row['statut']) ?: 'inconnu';
	$page['libelle'] = (string) $paiement['libelle'];
	$page['montant'] = campagnodon_paiement_montant((int) $paiement['cents'], (string) $paiement['devise']);
	$page['retour'] = campagnodon_paiements_retour($paiement, $row);
	if (!in_array($page['etat'], ['commande', 'attente'], true)) {
		return $page;
	}
	// Le bloc d'un prestataire porte ce que la banque veut savoir : il ne va pas dans le cache de SPIP.
	defined('_NO_CACHE') || define('_NO_CACHE', -1);
	include_spip('inc/bank');
	$configs = bank_lister_configs('acte');
	$page['instructions'] = $page['etat'] === 'attente' ? campagnodon_paiement_instructions($configs, $row) : '';
	$moyen = is_string($moyen) ? $moyen : '';
	if ($moyen === '' && count($configs) === 1 && $page['etat'] === 'commande') {
		$moyen = (string) array_key_first($configs);
	}
	if (isset($configs[$moyen])) {
		$discret = in_array($configs[$moyen]['presta'], CAMPAGNODON_PRESTAS_DISCRETS, true);
		if ($discret || campagnodon_facturation_demander($paiement)) {
			$page['bloc'] = campagnodon_paiement_bloc($configs[$moyen], $row);
		} else {
			$page['etat'] = 'panne';
			$configs = array_filter($configs, fn (array $config): bool => in_array($config['presta'], CAMPAGNODON_PRESTAS_DISCRETS, true));
		}
	}
	if ($page['bloc'] === '' || count($configs) > 1) {
		$page['moyens'] = array_diff_key(campagnodon_paiement_moyens($configs), $page['bloc'] === '' ? [] : [$moyen => '']);
	}
	return $page;
}

/** @param array<string, array<string, mixed>> $configs @return array<string, string> les noms des moyens */
function campagnodon_paiement_moyens(array $configs): array {
	return array_map(function (array $config): string {
		$etiquette = trim((string) ($config['label'] ?? ''));
		return $etiquette !== '' ? extraire_multi($etiquette) : _T('campagnodon:' . (CAMPAGNODON_MOYENS[$config['presta']] ?? 'moyen_carte'));
	}, $configs);
}

/** Le bloc d'un moyen, tel que Bank le fait. @param array<string, mixed> $config @param array<string, mixed> $row */
function campagnodon_paiement_bloc(array $config, array $row): string {
	return recuperer_fond('inclure/campagnodon_paiement_moyen', [
		'config' => $config,
		'id_transaction' => (int) $row['id_transaction'],
		'hash' => $row['transaction_hash'],
	]);
}

/**
 * Où envoyer le chèque, à qui faire le virement : Bank le dit une fois que c'est choisi, et n'a pas de page pour cela.
 *
 * @param array<string, array<string, mixed>> $configs
 * @param array<string, mixed> $row
 */
function campagnodon_paiement_instructions(array $configs, array $row): string {
	$presta = (string) preg_replace('~(_test)?/.*$~', '', (string) $row['mode']);
	$fond = "presta/$presta/payer/attente";
	if (!in_array($presta, CAMPAGNODON_PRESTAS_DISCRETS, true) || !trouver_fond($fond)) {
		return '';
	}
	$config = current(array_filter($configs, fn (array $config): bool => $config['presta'] === $presta)) ?: [];
	return recuperer_fond($fond, [
		'id_transaction' => (int) $row['id_transaction'],
		'transaction_hash' => $row['transaction_hash'],
		'config' => $config,
		'type' => 'acte',
	]);
}

function campagnodon_paiement_montant(int $cents, string $devise): string {
	$virgule = ($GLOBALS['spip_lang'] ?? 'fr') === 'en' ? '.' : ',';
	$euros = $cents % 100 ? intdiv($cents, 100) . $virgule . sprintf('%02d', $cents % 100) : (string) intdiv($cents, 100);
	return $euros . "\u{a0}" . ($devise === 'EUR' ? '€' : $devise);
}

/**
 * Un refus, de l'action à la page : jamais par l'adresse, où n'importe qui l'écrirait.
 *
 * @param array{etat: string, retour: string}|null $nouveau
 * @return array{etat: string, retour: string}|null
 */
function campagnodon_paiement_refus(?array $nouveau = null): ?array {
	static $refus = null;
	return $refus = $nouveau ?? $refus;
}

/**
 * Refuse, et ramène à la page du relais si l'on sait laquelle.
 *
 * @param array<string, mixed>|null $ligne
 * @return never
 */
function campagnodon_paiement_refuser(string $raison, int $statut, ?array $ligne = null, string $lang = ''): void {
	$retour = $ligne ? campagnodon_paiements_retour($ligne, null) : '';
	campagnodon_paiement_refus(['etat' => $raison, 'retour' => $retour]);
	http_response_code($statut);
	header('Content-Type: text/html; charset=' . ($GLOBALS['meta']['charset'] ?? 'utf-8'));
	header('Cache-Control: no-store');
	header('Referrer-Policy: same-origin');
	$lang = $lang ?: (string) $GLOBALS['spip_lang'];
	lang_select($lang);
	echo recuperer_fond('campagnodon_paiement', ['lang' => $lang]);
	exit;
}
