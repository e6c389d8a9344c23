<?php

/**
 * Runs a piece of PHP in a SPIP as its webmaster would in the private area, and prints what it returns as JSON.
 *
 * php inside.php <folder> <address of the site> < piece.php
 */

[, $folder, $address] = $argv;

$host = parse_url($address, PHP_URL_HOST) . ':' . parse_url($address, PHP_URL_PORT);
$_SERVER['HTTP_HOST'] = $host;
$_SERVER += ['REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/ecrire/', 'SERVER_NAME' => '127.0.0.1', 'REMOTE_ADDR' => '127.0.0.1'];
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/ecrire/index.php';
chdir("$folder/ecrire");
define('_ESPACE_PRIVE', true);
require "$folder/vendor/autoload.php";
require 'inc_version.php';
include_spip('base/abstract_sql');
$GLOBALS['visiteur_session'] = sql_fetsel('*', 'spip_auteurs', "login='webmestre'");

ob_start();
$returned = eval(stream_get_contents(STDIN));
ob_end_clean();
echo json_encode($returned, JSON_THROW_ON_ERROR);
