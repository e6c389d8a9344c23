<?php

declare(strict_types=1);

/**
 * Les pipelines de Bank : des sonnettes. Ce qui n'est pas à nous passe sans être touché.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_paiements');

/** Si un pipeline parle d'une de nos transactions. @param array<string, mixed> $flux */
function campagnodon_bank_a_nous(array $flux): bool {
	$args = is_array($flux['args'] ?? null) ? $flux['args'] : [];
	$row = $args['row'] ?? $args['avant'] ?? $args;
	return is_array($row) && ($row['parrain'] ?? '') === CAMPAGNODON_PARRAIN;
}

/** @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_bank_sonner(array $flux): array {
	if (campagnodon_bank_a_nous($flux)) {
		include_spip('inc/campagnodon_envois');
		campagnodon_envois_noter((int) ($flux['args']['id_transaction'] ?? 0));
	}
	return $flux;
}

/** @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_bank_traiter_reglement(array $flux): array {
	return campagnodon_bank_sonner($flux);
}

/** @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_bank_traiter_remboursement(array $flux): array {
	return campagnodon_bank_sonner($flux);
}

/** @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_trig_bank_notifier_reglement(array $flux): array {
	return campagnodon_bank_sonner($flux);
}

/** @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_trig_bank_reglement_en_attente(array $flux): array {
	return campagnodon_bank_sonner($flux);
}

/** @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_trig_bank_reglement_en_echec(array $flux): array {
	return campagnodon_bank_sonner($flux);
}

/** Ce que la banque veut savoir de qui paie. @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_bank_dsp2_renseigner_facturation(array $flux): array {
	if (campagnodon_bank_a_nous($flux)) {
		include_spip('inc/campagnodon_facturation');
		$flux['data'] = campagnodon_facturation_donner($flux['args']) + $flux['data'];
	}
	return $flux;
}

/** Ce qu'on lit sur un relevé : la campagne. @param array<string, mixed> $flux @return array<string, mixed> */
function campagnodon_bank_description_transaction(array $flux): array {
	if (campagnodon_bank_a_nous($flux)) {
		$lu = campagnodon_paiements_lire((int) $flux['args']['id_transaction']);
		if ($lu && $lu['paiement']['libelle'] !== '') {
			$flux['data']['libelle'] = $lu['paiement']['libelle'];
		}
	}
	return $flux;
}

/**
 * Le retour du navigateur, au relais, sans le numéro ni l'empreinte de Bank. Jamais dans l'espace privé, où l'on encaisse un
 * chèque ; et qui a choisi un chèque ou un virement lit d'abord où l'envoyer.
 *
 * @param array<string, mixed> $flux
 * @return array<string, mixed>
 */
function campagnodon_bank_redirige_apres_retour_transaction(array $flux): array {
	if (!campagnodon_bank_a_nous($flux) || test_espace_prive() || !campagnodon_paiements_ouvert()) {
		return $flux;
	}
	$lu = campagnodon_paiements_lire((int) $flux['args']['id_transaction']);
	if (!$lu) {
		return $flux;
	}
	$instructions = ($flux['args']['succes'] ?? '') === 'wait' && preg_match('~^(cheque|virement)\b~', (string) $lu['row']['mode']);
	$flux['data'] = $instructions
		? generer_url_public('campagnodon_paiement', 'lang=' . $lu['paiement']['langue'], true, false)
		: campagnodon_paiements_retour($lu['paiement'], $lu['row']);
	return $flux;
}
