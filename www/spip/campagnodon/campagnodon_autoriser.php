<?php

declare(strict_types=1);

/**
 * Qui peut quoi dans l'espace privé.
 */

if (!defined('_ECRIRE_INC_VERSION')) {
	return;
}

/** Le pipeline « autoriser » : charger ce fichier suffit. */
function campagnodon_autoriser(): void {
}

/**
 * L'aide à l'écriture des balises, pour qui rédige.
 *
 * @param array<string, mixed> $qui
 */
function autoriser_campagnodonaide_menu_dist(string $faire, string $type = '', $id = 0, array $qui = [], array $opt = []): bool {
	return in_array($qui['statut'] ?? '', ['0minirezo', '1comite'], true);
}

/** Les pages elles-mêmes demandent la même chose que leur entrée de menu. */
function autoriser_campagnodon_voir_dist(string $faire, string $type = '', $id = 0, array $qui = [], array $opt = []): bool {
	return autoriser_campagnodonaide_menu_dist($faire, $type, $id, $qui, $opt);
}

/**
 * La configuration, dont la clé du relais : pour qui est webmestre.
 *
 * @param array<string, mixed> $qui
 */
function autoriser_configurercampagnodon_menu_dist(string $faire, string $type = '', $id = 0, array $qui = [], array $opt = []): bool {
	return autoriser('webmestre', '', 0, $qui, $opt);
}

/** @param array<string, mixed> $qui */
function autoriser_campagnodon_configurer_dist(string $faire, string $type = '', $id = 0, array $qui = [], array $opt = []): bool {
	return autoriser('webmestre', '', 0, $qui, $opt);
}

/**
 * Les paiements que le relais n'a pas appris : il y a de l'argent derrière, et rien d'une personne.
 *
 * @param array<string, mixed> $qui
 */
function autoriser_campagnodonpaiements_menu_dist(string $faire, string $type = '', $id = 0, array $qui = [], array $opt = []): bool {
	return test_plugin_actif('bank') && autoriser('webmestre', '', 0, $qui, $opt);
}

/** @param array<string, mixed> $qui */
function autoriser_campagnodon_payer_dist(string $faire, string $type = '', $id = 0, array $qui = [], array $opt = []): bool {
	return autoriser_campagnodonpaiements_menu_dist($faire, $type, $id, $qui, $opt);
}
