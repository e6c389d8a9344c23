<?php

declare(strict_types=1);

/**
 * Une page dont les places se remplissent : les formulaires, les objectifs, et dans la tête ce qu'il leur faut.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

include_spip('inc/campagnodon_balise');
include_spip('inc/campagnodon_relais');

/** Pendant tant de secondes, un objectif n'est pas redemandé. */
const CAMPAGNODON_OBJECTIF_FRAIS = 60;

/** La page, complète. */
function campagnodon_page_completer(string $page): string {
	$liens = $ids = [];
	$visible = false;
	$remplir = function (array $place) use (&$liens, &$ids, &$visible): string {
		$demande = campagnodon_balise_lire($place[1], $place[2]);
		if ($demande === null) {
			return '';
		}
		[$quoi, $parametres] = $demande;
		$reponse = $quoi === 'objectif'
			? campagnodon_page_objectif($parametres)
			: campagnodon_relais_demander('/tags/form', $parametres + ['page' => campagnodon_page_chemin()]);
		$liens += $reponse['liens'];
		$visible = $visible || $quoi === 'formulaire';
		if ($reponse['erreur'] !== '') {
			$raison = $reponse['erreur'] . ' ' . $reponse['detail'] . ' ' . json_encode($parametres);
			spip_log("$quoi : $raison", 'campagnodon.' . _LOG_ERREUR);
			return campagnodon_page_excuse($quoi, $reponse['erreur'], $parametres['lang'] ?? '');
		}
		return campagnodon_page_distinguer($reponse['corps'], $ids);
	};
	$place = '~<div class="campagnodon-place" data-campagnodon-balise="([\w-]+)\.([0-9a-f]{64})">[^<]*</div>~';
	$complete = preg_replace_callback($place, $remplir, $page) ?? $page;
	if ($visible && !headers_sent()) {
		// Sinon SPIP dirait au navigateur que rien n'a changé, et un second don viendrait avec la clé du premier. Le retour
		// en arrière, lui, retrouve la page telle quelle.
		header_remove('Last-Modified');
		header_remove('ETag');
		header('Cache-Control: private, no-cache');
	}
	return campagnodon_page_tete($complete, $liens);
}

/**
 * Deux fois la même balise dans une page : le second formulaire a ses propres identifiants, qui commencent tous par le sien.
 *
 * @param array<string, int> $ids ceux qui sont pris, et combien de fois
 */
function campagnodon_page_distinguer(string $html, array &$ids): string {
	if (!preg_match('~ id="(campagnodon-[\w-]+)"~', $html, $trouve)) {
		return $html;
	}
	$id = $trouve[1];
	$fois = $ids[$id] = ($ids[$id] ?? 0) + 1;
	return $fois === 1 ? $html : str_replace($id, "$id-$fois", $html);
}

/**
 * Met dans la tête, une fois, la feuille de style et le script.
 *
 * @param array<string, string> $liens
 */
function campagnodon_page_tete(string $page, array $liens): string {
	if (!$liens) {
		return $page;
	}
	$liens = array_map(fn (string $lien): string => htmlspecialchars($lien, ENT_QUOTES, 'UTF-8'), $liens);
	$tete = isset($liens['stylesheet']) ? "<link rel=\"stylesheet\" href=\"{$liens['stylesheet']}\">\n" : '';
	if (isset($liens['preload'])) {
		$tete .= "<link rel=\"preload\" href=\"{$liens['preload']}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n";
	}
	if (isset($liens['modulepreload'])) {
		$tete .= "<script type=\"module\" src=\"{$liens['modulepreload']}\"></script>\n";
	}
	$fin = stripos($page, '</head>');
	return $fin === false ? $tete . $page : substr_replace($page, $tete, $fin, 0);
}

/**
 * L'objectif, tel que le relais l'a dit il y a une minute au plus, ou en dernier.
 *
 * @param array<string, string> $parametres
 * @return array{statut: int, corps: string, liens: array<string, string>, erreur: string, detail: string}
 */
function campagnodon_page_objectif(array $parametres): array {
	$fichier = sous_repertoire(_DIR_CACHE, 'campagnodon') . 'objectif-' . md5(serialize($parametres)) . '.json';
	$garde = is_file($fichier) ? json_decode((string) file_get_contents($fichier), true) : null;
	$garde = is_array($garde) && isset($garde['corps'], $garde['liens']) ? $garde : null;
	if ($garde && time() - (int) filemtime($fichier) < CAMPAGNODON_OBJECTIF_FRAIS) {
		return $garde;
	}
	$reponse = campagnodon_relais_demander('/tags/goal', $parametres);
	if ($reponse['erreur'] === '') {
		ecrire_fichier($fichier, (string) json_encode($reponse), true);
	} elseif ($garde && in_array($reponse['statut'], [0, 500, 502, 503, 504], true)) {
		return $garde;
	}
	return $reponse;
}

/**
 * Ce qu'on lit à la place, dans la langue de l'article : sobre pour qui visite ; qui rédige apprend aussi pourquoi. Un objectif
 * manque sans bruit.
 */
function campagnodon_page_excuse(string $quoi, string $raison, string $lang): string {
	$redige = in_array($GLOBALS['visiteur_session']['statut'] ?? '', ['0minirezo', '1comite'], true);
	$pourquoi = $redige ? '<p><em>' . htmlspecialchars($raison, ENT_QUOTES, 'UTF-8') . '</em></p>' : '';
	if ($quoi === 'objectif' && !$redige) {
		return '';
	}
	$excuse = _T('campagnodon:absent_' . $quoi, $lang === '' ? [] : ['spip_lang' => $lang]);
	return '<div class="campagnodon-absent"><p>' . $excuse . '</p>' . $pourquoi . '</div>';
}

/**
 * Le chemin de cette page, où ramène celle du paiement. De sa question ne reste que ce qui désigne un contenu de SPIP : une adresse
 * peut porter le nom de quelqu'un, et le relais garde celle-ci.
 */
function campagnodon_page_chemin(): string {
	$uri = (string) ($_SERVER['REQUEST_URI'] ?? '/');
	$chemin = (string) parse_url($uri, PHP_URL_PATH);
	$garde = array_filter(
		explode('&', (string) parse_url($uri, PHP_URL_QUERY)),
		fn (string $mot): bool => (bool) preg_match('~^([a-z]+\d+|id_[a-z]+=\d+|page=[a-z_-]+|lang=[a-z_]+)$~', $mot)
	);
	$chemin = $garde ? $chemin . '?' . implode('&', $garde) : $chemin;
	return preg_match('~^/(?!/)[^\\\\[:cntrl:]]{0,400}$~', $chemin) ? $chemin : '/';
}
