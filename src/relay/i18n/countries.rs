//! The names of countries, in the order in which a person looks for them.

use super::Language;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Codes and names, by name.
type Countries = Vec<(&'static str, &'static str)>;

static BY_LANGUAGE: LazyLock<BTreeMap<&'static str, Countries>> =
    LazyLock::new(|| Language::ALL.map(|language| (language.tag(), read(language.countries()))).into());

/// Returns every country's code and name, sorted by name as the language sorts.
pub fn countries(language: Language) -> &'static [(&'static str, &'static str)] {
    BY_LANGUAGE.get(language.tag()).map_or(&[], Vec::as_slice)
}

/// Returns the country's name, or the code itself if it is none.
pub fn name(code: &str, language: Language) -> &str {
    countries(language).iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| *name)
}

/// Reads a file that `scripts/country-names.mjs` writes.
fn read(names: &'static str) -> Countries {
    names.lines().filter_map(|line| line.split_once('\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::rules::country;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for language in Language::ALL {
            let mut codes: Vec<_> = countries(language).iter().map(|(code, _)| *code).collect();
            codes.sort_unstable();
            assert!(country::all().eq(codes), "{}: node scripts/country-names.mjs", language.tag());
            assert!(countries(language).iter().all(|(code, name)| name.len() > 2 && name != code));
        }
        assert_eq!(name("GB", Language::French), "Royaume-Uni");
        assert_eq!(name("ZZ", Language::English), "ZZ");
    }

    #[test]
    fn countries_are_where_people_look_for_them() {
        let french: Vec<_> = countries(Language::French).iter().map(|(_, name)| *name).collect();
        for [earlier, later] in [
            ["Égypte", "Espagne"],
            ["Espagne", "Finlande"],
            ["Équateur", "Érythrée"],
            ["Guinée-Bissau", "Guinée équatoriale"],
        ] {
            let at = |wanted: &str| french.iter().position(|name| *name == wanted);
            assert!(at(earlier).is_some() && at(earlier) < at(later), "{earlier}, {later}");
        }
    }
}
