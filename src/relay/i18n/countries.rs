//! The names of countries, in the order in which a person looks for them.

use super::Language;
use crate::form::rules::country;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One a line: its code, then its name in each language, in the order of [`Language::ALL`]. From CLDR, by
/// `Intl.DisplayNames`.
const NAMES: &str = include_str!("countries.tsv");

/// Codes and names, by name.
type Countries = Vec<(&'static str, &'static str)>;

static BY_NAME: LazyLock<BTreeMap<&'static str, Countries>> =
    LazyLock::new(|| (1..).zip(Language::ALL).map(|(column, language)| (language.tag(), by_name(column))).collect());

/// Returns every country's code and name, sorted by name as if it had no accents.
pub fn countries(language: Language) -> &'static [(&'static str, &'static str)] {
    BY_NAME.get(language.tag()).map_or(&[], Vec::as_slice)
}

/// Returns the country's name, or the code itself if it is none.
pub fn name(code: &str, language: Language) -> &str {
    countries(language).iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| *name)
}

fn by_name(column: usize) -> Countries {
    let named = |line: &'static str| {
        let code = line.split('\t').next().filter(|code| country::is_code(code))?;
        Some((code, line.split('\t').nth(column)?))
    };
    let mut countries: Countries = NAMES.lines().filter_map(named).collect();
    countries.sort_by_cached_key(|(_, name)| fold(name));
    countries
}

/// Returns the name in lower case, without the accents of the names in `countries.tsv`.
fn fold(name: &str) -> String {
    let unaccented = |c: char| match c {
        'à' | 'â' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'í' | 'î' | 'ï' => 'i',
        'ô' => 'o',
        'ü' => 'u',
        '\u{2019}' | '-' => ' ',
        c => c,
    };
    name.chars().flat_map(char::to_lowercase).map(unaccented).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_name_in_its_place() {
        for language in Language::ALL {
            let listed = countries(language);
            assert_eq!(listed.len(), country::all().count());
            assert!(listed.iter().all(|(code, name)| country::is_code(code) && name.len() > 2));
            for (_, name) in listed {
                assert!(fold(name).is_ascii(), "{name}");
            }
        }
        let french: Vec<_> = countries(Language::French).iter().map(|(_, name)| *name).collect();
        let at = |wanted: &str| french.iter().position(|name| *name == wanted);
        assert!(at("Égypte") < at("Espagne") && at("Espagne") < at("Finlande"));
        assert!(at("Érythrée") > at("Équateur"));
        assert_eq!(name("GB", Language::French), "Royaume-Uni");
        assert_eq!(name("ZZ", Language::English), "ZZ");
    }
}
