<?php

/**
 * Makes and opens what `vectors.json` has, with the plugin's own functions and without SPIP. Prints what is not the same.
 *
 * php vectors.php <inc/campagnodon_sceau.php> < vectors.json
 */

define('_ECRIRE_INC_VERSION', 1);
require $argv[1];
$vectors = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$secret = $vectors['secret'];
$made = $expected = [];

foreach ($vectors['keys'] as $use => $key) {
	$expected["key $use"] = $key;
	$made["key $use"] = bin2hex(campagnodon_sceau_cle($secret, $use));
}
foreach (['handover' => CAMPAGNODON_CLE_ACCUEIL, 'return' => CAMPAGNODON_CLE_RETOUR] as $name => $use) {
	['claims' => $claims, 'json' => $json, 'token' => $token] = $vectors[$name];
	$expected[$name] = [$json, $token, $claims];
	$made[$name] = [campagnodon_sceau_json($claims), campagnodon_sceau_jeton($secret, $use, $claims), campagnodon_sceau_ouvrir($secret, $use, $token)];
}
foreach (['event', 'billing'] as $name) {
	['id' => $id, 'timestamp' => $at, 'value' => $value, 'body' => $body, 'headers' => $headers] = $vectors[$name];
	$expected[$name] = [$body, $headers];
	$made[$name] = [campagnodon_sceau_json($value), campagnodon_sceau_entetes($secret, $id, $at, $body)];
}
$expected['forged'] = array_fill(0, count($vectors['forged']), null);
$made['forged'] = array_map(fn (string $token) => campagnodon_sceau_ouvrir($secret, CAMPAGNODON_CLE_ACCUEIL, $token), $vectors['forged']);

foreach ($expected as $name => $value) {
	if ($value !== $made[$name]) {
		echo "$name: ", var_export($made[$name], true), "\n";
	}
}
echo count($expected), "\n";
