<?php

declare(strict_types=1);

/**
 * Les configurations, la signature des boutons, ce qu'on sait de qui paie, et le règlement.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** @return array<string, array<string, mixed>> */
function bank_lister_configs(string $type = ''): array {
	$meta = unserialize((string) ($GLOBALS['meta']['bank_paiement'] ?? '')) ?: [];
	$configs = [];
	foreach ($meta as $nom => $config) {
		if (str_starts_with($nom, 'config_') && !empty($config['actif']) && in_array($type, ['', ...explode('_', $config['type'])], true)) {
			$configs[substr($nom, 7)] = $config;
		}
	}
	return $configs;
}

/** Le mode d'une transaction : `presta[_test]/XXXX` ; un jeu n'a pas d'essai. */
function bank_mode(array $config): string {
	$numero = strtoupper(substr(md5(serialize($config)), 0, 4));
	return $config['presta'] . (empty($config['mode_test']) || $config['presta'] === 'simu' ? '' : '_test') . '/' . $numero;
}

function bank_signer(string $mode, int $id, string $hash): string {
	include_spip('inc/securiser_action');
	return hash_hmac('sha256', "$mode/$id/$hash", (string) secret_du_site());
}

/** Un bouton qui joue quelque chose. @param array<string, string> $plus */
function bank_bouton(array $config, int $id, string $hash, string $texte, array $plus = []): string {
	$mode = bank_mode($config);
	$champs = [
		'action' => 'bank_response', 'bankp' => str_replace('/', '-', $mode), 'id_transaction' => (string) $id,
		'transaction_hash' => $hash, 'sign' => bank_signer($mode, $id, $hash),
	] + $plus;
	$caches = '';
	foreach ($champs as $nom => $valeur) {
		$caches .= "<input type=\"hidden\" name=\"$nom\" value=\"" . htmlspecialchars($valeur) . '">';
	}
	$adresse = htmlspecialchars(generer_url_action('bank_response', '', true, true));
	return "<form method=\"post\" action=\"$adresse\"><div>$caches<button type=\"submit\">$texte</button></div></form>";
}

/** Ce qui part à la banque : ce qu'un plugin en sait, ou à défaut l'adresse de la personne connectée, ou du webmestre. */
function bank_porteur_infos_facturation(array $row): array {
	$vide = array_fill_keys(['nom', 'prenom', 'email', 'adresse', 'code_postal', 'ville', 'etat', 'pays'], '');
	$infos = pipeline('bank_dsp2_renseigner_facturation', ['args' => $row, 'data' => $vide]);
	$session = (string) ($GLOBALS['visiteur_session']['email'] ?? '');
	$infos['email'] = $infos['email'] ?: ($session ?: (string) ($GLOBALS['meta']['email_webmaster'] ?? ''));
	return array_map(fn ($info): string => html_entity_decode(trim((string) $info)), $infos);
}

/** La transaction, telle qu'elle est. */
function bank_transaction(int $id): array {
	return (array) sql_fetsel('*', 'spip_transactions', "id_transaction=$id");
}
