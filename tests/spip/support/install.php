<?php

/**
 * Puts up a SPIP of its own in the folder that is given, by SPIP's own functions: SQLite, a webmaster, the plugins active,
 * articles published. Prints the articles' numbers as JSON.
 *
 * php install.php <folder> <settings as JSON: address, password, plugins: [prefix], articles: {name: text}>
 */

[, $folder, $json] = $argv;
$settings = json_decode($json, true, 512, JSON_THROW_ON_ERROR);

// As SPIP's installation page would.
$_SERVER += ['REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/ecrire/?exec=install', 'SERVER_NAME' => '127.0.0.1'];
$_SERVER['HTTP_HOST'] = parse_url($settings['address'], PHP_URL_HOST) . ':' . parse_url($settings['address'], PHP_URL_PORT);
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/ecrire/index.php';
$_GET['exec'] = $_REQUEST['exec'] = 'install';
chdir("$folder/ecrire");
define('_ESPACE_PRIVE', true);
require "$folder/vendor/autoload.php";
require 'inc_version.php';

if (!_FILE_CONNECT) {
	create_base();
	again($argv);
}
unset($_GET['exec'], $_REQUEST['exec']);

if (!isset($GLOBALS['meta']['adresse_site']) || $GLOBALS['meta']['adresse_site'] !== $settings['address']) {
	webmaster($settings);
	// Plugins declare their tables at SPIP's start: one process makes them active, the next one installs them.
	again($argv);
}

include_spip('inc/plugin');
// It tells what it does, as HTML.
ob_start();
plugin_installes_meta();
ob_end_clean();
$active = array_keys(unserialize($GLOBALS['meta']['plugin']));
if ($missing = array_diff(array_map('strtoupper', $settings['plugins']), $active)) {
	fwrite(STDERR, 'not active: ' . implode(', ', $missing) . ' ' . ($GLOBALS['meta']['plugin_erreur_activation'] ?? ''));
	exit(1);
}

$section = sql_insertq('spip_rubriques', ['titre' => 'Soutenir', 'statut' => 'publie', 'lang' => 'fr', 'date' => date('Y-m-d H:i:s')]);
$numbers = [];
foreach ($settings['articles'] as $name => $text) {
	$numbers[$name] = sql_insertq('spip_articles', [
		'titre' => $name, 'texte' => $text, 'statut' => 'publie', 'id_rubrique' => $section, 'id_secteur' => $section,
		'lang' => $name === 'english' ? 'en' : 'fr', 'date' => date('Y-m-d H:i:s', time() - 3600), 'accepter_forum' => 'non',
	]);
}
echo json_encode($numbers, JSON_FORCE_OBJECT);

/**
 * SPIP learns at its start what it has.
 *
 * @return never
 */
function again(array $argv): void {
	passthru(implode(' ', array_map('escapeshellarg', [PHP_BINARY, ...$argv])), $status);
	exit($status);
}

function webmaster(array $settings): void {
	include_spip('inc/acces');
	include_spip('auth/spip');
	\Spip\Chiffrer\SpipCles::instance()->getSecretAuth() || auth_spip_initialiser_secret();
	$author = sql_insertq('spip_auteurs', [
		'nom' => 'Webmestre', 'login' => 'webmestre', 'email' => '', 'statut' => '0minirezo', 'webmestre' => 'oui',
	]);
	auth_spip_modifier_pass('webmestre', $settings['password'], $author);
	ecrire_acces();
	$GLOBALS['visiteur_session'] = sql_fetsel('*', 'spip_auteurs', "id_auteur=$author");

	ecrire_meta('adresse_site', $settings['address']);
	ecrire_meta('nom_site', 'Les Amis de la Rivière');
	ecrire_meta('langue_site', 'fr');
	ecrire_meta('langues_multilingue', 'fr,en');
	// What rewrites the head of pages, and must leave a module's script as it is.
	ecrire_meta('auto_compress_js', 'oui');
	ecrire_meta('auto_compress_css', 'oui');

	include_spip('inc/plugin');
	sous_repertoire(_DIR_TMP, 'cache');
	actualise_plugins_actifs();
	ecrire_plugin_actifs($settings['plugins'], false, 'ajoute');
}

function create_base(): void {
	include_spip('inc/install');
	include_spip('install/etape_3');
	include_spip('base/create');
	$failed = install_bases('', '', '', 'sqlite3', 'new_spip', 'spip', 0777);
	if ($failed) {
		fwrite(STDERR, $failed);
		exit(1);
	}
	foreach ([_FILE_CHMOD_TMP, _FILE_CONNECT_TMP] as $file) {
		rename($file, str_replace(_FILE_TMP_SUFFIX, '.php', $file));
	}
}
