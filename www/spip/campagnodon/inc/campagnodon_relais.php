<?php

declare(strict_types=1);

/**
 * Le relais, interrogé par le serveur du site, avec sa clé. Jamais rien d'une personne ne passe par ici.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Pendant tant de secondes, un relais qui n'a pas répondu n'est plus attendu : aucune page n'est lente à cause de lui. */
const CAMPAGNODON_REPOS = 10;

/** Ce que lit le passe-plat, qui ne démarre pas SPIP. Du PHP : demandé par le web, le fichier ne montre rien. */
const CAMPAGNODON_PASSE_PLAT = _DIR_ETC . 'campagnodon_relais.php';

/**
 * La configuration du plugin.
 *
 * @return array{relais: string, cle: string, delai: int, acces: string, entete_client: string}
 */
function campagnodon_relais_config(): array {
	include_spip('inc/config');
	$lue = lire_config('campagnodon');
	$lue = is_array($lue) ? $lue : [];
	return [
		'relais' => rtrim((string) ($lue['relais'] ?? ''), '/'),
		'cle' => (string) ($lue['cle'] ?? ''),
		'delai' => min(10, max(1, (int) ($lue['delai'] ?? 2))),
		'acces' => ($lue['acces'] ?? '') === 'passe_plat' ? 'passe_plat' : 'proxy',
		'entete_client' => (string) ($lue['entete_client'] ?? ''),
	];
}

/**
 * Demande quelque chose au relais.
 *
 * @param array<string, string> $parametres
 * @param bool $insister même s'il n'a pas répondu il y a un instant
 * @return array{statut: int, corps: string, liens: array<string, string>, erreur: string} statut 0 : pas de réponse ; `erreur` est
 *     une phrase pour le journal, vide si tout va bien ; `liens` : ce que la page doit charger
 */
function campagnodon_relais_demander(string $chemin, array $parametres = [], bool $insister = false): array {
	$config = campagnodon_relais_config();
	if ($config['relais'] === '') {
		return campagnodon_relais_echec('le relais n\'est pas configuré');
	}
	$temoin = _DIR_TMP . 'campagnodon_repos';
	if (!$insister && is_file($temoin) && time() - (int) filemtime($temoin) < CAMPAGNODON_REPOS) {
		return campagnodon_relais_echec('le relais n\'a pas répondu il y a un instant');
	}
	$liens = [];
	$curl = curl_init($config['relais'] . $chemin . ($parametres ? '?' . http_build_query($parametres) : ''));
	curl_setopt_array($curl, [
		CURLOPT_RETURNTRANSFER => true,
		CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
		CURLOPT_CONNECTTIMEOUT => $config['delai'],
		CURLOPT_TIMEOUT => $config['delai'],
		CURLOPT_HTTPHEADER => ['Accept: text/html, application/json', 'Authorization: Bearer ' . $config['cle']],
		CURLOPT_HEADERFUNCTION => function ($curl, string $ligne) use (&$liens): int {
			if (stripos($ligne, 'link:') === 0 && preg_match_all('~<([^<>"\s]+)>;\s*rel="(\w+)"~', $ligne, $trouves)) {
				$liens = array_combine($trouves[2], $trouves[1]);
			}
			return strlen($ligne);
		},
	]);
	$corps = curl_exec($curl);
	$statut = (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
	$erreur = curl_error($curl);
	if (!is_string($corps)) {
		@touch($temoin);
		return campagnodon_relais_echec("le relais ne répond pas ($erreur)");
	}
	if ($statut !== 200 && $statut !== 204) {
		return campagnodon_relais_echec(campagnodon_relais_raison($statut, $corps), $statut);
	}
	return ['statut' => $statut, 'corps' => $corps, 'liens' => $liens, 'erreur' => ''];
}

/** Ce que le relais reproche à une demande (RFC 9457). */
function campagnodon_relais_raison(int $statut, string $corps): string {
	$probleme = json_decode($corps, true);
	if (!is_array($probleme)) {
		return "le relais répond $statut, et ce n'est pas sa page";
	}
	$texte = fn (string $nom): string => is_string($probleme[$nom] ?? null) ? $probleme[$nom] : '';
	return match (true) {
		$texte('parameter') !== '' => $texte('parameter') . ' : ' . $texte('detail'),
		$statut === 401 => 'le relais refuse la clé',
		$statut === 404 => 'le relais n\'a pas de [tags] dans ses réglages',
		default => "le relais répond $statut : " . $texte('title'),
	};
}

/** @return array{statut: int, corps: string, liens: array<string, string>, erreur: string} */
function campagnodon_relais_echec(string $erreur, int $statut = 0): array {
	return ['statut' => $statut, 'corps' => '', 'liens' => [], 'erreur' => $erreur];
}

/** Écrit où est le relais pour le passe-plat ; s'il ne sert pas, il ne passe rien. */
function campagnodon_relais_ecrire_passe_plat(): bool {
	$config = campagnodon_relais_config();
	if ($config['acces'] !== 'passe_plat') {
		return !is_file(CAMPAGNODON_PASSE_PLAT) || unlink(CAMPAGNODON_PASSE_PLAT);
	}
	$reglages = ['relais' => $config['relais'], 'entete_client' => $config['entete_client']];
	return (bool) ecrire_fichier(CAMPAGNODON_PASSE_PLAT, "<?php\n\nreturn " . var_export($reglages, true) . ";\n", true);
}
