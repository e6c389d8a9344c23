//! The names of countries, in the order in which a person looks for them.

use super::Language;
use crate::form::rules::country;
use std::sync::LazyLock;

/// One a line: code, French name, English name. From CLDR, by `Intl.DisplayNames`.
const NAMES: &str = include_str!("countries.tsv");

/// Codes and names, by name.
type Countries = Vec<(&'static str, &'static str)>;

static FRENCH: LazyLock<Countries> = LazyLock::new(|| by_name(Language::French));
static ENGLISH: LazyLock<Countries> = LazyLock::new(|| by_name(Language::English));

/// Every country's code and name, sorted by name as if it had no accents.
pub fn countries(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::French => &FRENCH,
        Language::English => &ENGLISH,
    }
}

/// The country's name; the code itself if it is none.
pub fn name(code: &str, language: Language) -> &str {
    countries(language).iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| *name)
}

fn by_name(language: Language) -> Countries {
    let named = |line: &'static str| {
        let mut parts = line.split('\t');
        let (code, french, english) = (parts.next()?, parts.next()?, parts.next()?);
        let name = match language {
            Language::French => french,
            Language::English => english,
        };
        country::is_code(code).then_some((code, name))
    };
    let mut countries: Countries = NAMES.lines().filter_map(named).collect();
    countries.sort_by_cached_key(|(_, name)| fold(name));
    countries
}

/// Lower case, without the accents of the names in `countries.tsv`.
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
