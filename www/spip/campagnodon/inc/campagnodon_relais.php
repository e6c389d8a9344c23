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
 * @return array{statut: int, corps: string, liens: array<string, string>, erreur: string, detail: string} statut 0 : pas de
 *     réponse ; `erreur` est une phrase pour qui s'occupe du site, vide si tout va bien ; `detail` va au journal ; `liens` :
 *     ce que la page doit charger
 */
function campagnodon_relais_demander(string $chemin, array $parametres = [], bool $insister = false): array {
	$config = campagnodon_relais_config();
	if ($config['relais'] === '') {
		return campagnodon_relais_echec('pas_configure');
	}
	$temoin = _DIR_TMP . 'campagnodon_repos';
	if (!$insister && is_file($temoin) && time() - (int) filemtime($temoin) < CAMPAGNODON_REPOS) {
		return campagnodon_relais_echec('repos');
	}
	$liens = [];
	$curl = curl_init($config['relais'] . $chemin . ($parametres ? '?' . http_build_query($parametres) : ''));
	if ($curl === false) {
		return campagnodon_relais_echec('muet');
	}
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
	if (!is_string($corps)) {
		@touch($temoin);
		return campagnodon_relais_echec('muet', curl_error($curl));
	}
	if ($statut !== 200 && $statut !== 204) {
		return campagnodon_relais_refus($statut, $corps);
	}
	return ['statut' => $statut, 'corps' => $corps, 'liens' => $liens, 'erreur' => '', 'detail' => ''];
}

/**
 * Ce que le relais reproche à une demande (RFC 9457).
 *
 * @return array{statut: int, corps: string, liens: array<string, string>, erreur: string, detail: string}
 */
function campagnodon_relais_refus(int $statut, string $corps): array {
	$probleme = json_decode($corps, true);
	$texte = fn (string $nom): string => is_array($probleme) && is_string($probleme[$nom] ?? null) ? $probleme[$nom] : '';
	$parametre = $texte('parameter');
	$raison = match (true) {
		$texte('type') === '' => 'autre_chose',
		$parametre === 'origine', $parametre === 'id', $parametre === 'type' => 'parametre_' . $parametre,
		str_starts_with($parametre, 'montants') => 'parametre_montants',
		$parametre !== '' => 'parametre',
		$statut === 401 => 'cle',
		$statut === 404 => 'sans_tags',
		default => 'panne',
	};
	$detail = $parametre === '' ? $texte('title') : $parametre . ' : ' . $texte('detail');
	return campagnodon_relais_echec($raison, $detail, $statut, ['parametre' => $parametre, 'statut' => (string) $statut]);
}

/**
 * @param array<string, string> $noms ce que nomme la phrase
 * @return array{statut: int, corps: string, liens: array<string, string>, erreur: string, detail: string}
 */
function campagnodon_relais_echec(string $raison, string $detail = '', int $statut = 0, array $noms = []): array {
	$erreur = _T('campagnodon:raison_' . $raison, $noms);
	return ['statut' => $statut, 'corps' => '', 'liens' => [], 'erreur' => $erreur, 'detail' => $detail];
}

/**
 * Ce que les balises peuvent demander.
 *
 * @return array{erreur: string, public: string, campagnes: list<array{origine: string, id: int, titre: string, close: bool, cles: list<string>}>}
 */
function campagnodon_relais_catalogue(): array {
	$reponse = campagnodon_relais_demander('/tags', [], true);
	$lu = json_decode($reponse['corps'], true);
	if ($reponse['erreur'] === '' && (!is_string($lu['public_url'] ?? null) || !is_array($lu['campaigns'] ?? null))) {
		$reponse = campagnodon_relais_echec('autre_chose');
	}
	if ($reponse['erreur'] !== '') {
		return ['erreur' => $reponse['erreur'], 'public' => '', 'campagnes' => []];
	}
	$campagnes = array_map(fn (array $campagne): array => [
		'origine' => (string) ($campagne['origin'] ?? ''),
		'id' => (int) ($campagne['id'] ?? 0),
		'titre' => (string) ($campagne['title'] ?? ''),
		'close' => (bool) ($campagne['closed'] ?? false),
		'cles' => array_column((array) ($campagne['subscriptions'] ?? []), 'key'),
	], array_values(array_filter($lu['campaigns'], 'is_array')));
	return ['erreur' => '', 'public' => $lu['public_url'], 'campagnes' => $campagnes];
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
