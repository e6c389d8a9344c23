//! Promise: the postal codes that another author knows are taken, and no other becomes one of a country whose codes are known.
//!
//! `tests/data/postal-codes.txt` is written by `scripts/postal-codes.py`, which says whose they are.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use campagnodon::form::rules::postal_code::normalise;
use serde_json::json;
use std::collections::BTreeSet;

/// Examples that we refuse.
const OLD: &[(&str, &[&str], &str)] = &[
    ("CR", &["1000", "2010", "1001"], "five digits since 2007"),
    ("MT", &["NXR 01", "ZTN 05", "GPO 01"], "four digits since 2007"),
    ("PE", &["LIMA 23", "LIMA 42", "CALLAO 2"], "five digits since 2011"),
];

/// Countries of which we take more than the other author, and why.
const LOOSER: &[(&str, &str)] = &[
    ("AD", "the number of the parish is not looked at"),
    ("AS FM GU MH MP PR PW UM US VI", "nor which codes are an island's"),
    ("BL GF GP MF MQ PM RE YT", "nor which are a department's: all begin with 97"),
    ("CA GB GG IM JE NL", "nor which letters are in use"),
    ("LI ME PE XK", "nor which first digits"),
    ("MU", "codes of Rodrigues and Agalega begin with a letter"),
    ("PT", "the first four digits are the code of before 1998"),
];

struct Country<'a> {
    code: &'a str,
    pattern: jsonschema::Validator,
    examples: Vec<&'a str>,
}

fn countries(data: &str) -> Vec<Country<'_>> {
    let country = |line| {
        let [code, pattern, examples] = str::split(line, '\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let pattern = jsonschema::validator_for(&json!({ "pattern": format!("^(?:{pattern})$") })).unwrap();
        Country { code, pattern, examples: examples.split(',').collect() }
    };
    data.lines().map(country).collect()
}

fn data() -> String {
    std::fs::read_to_string("tests/data/postal-codes.txt").unwrap()
}

fn without_marks(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[test]
fn every_example_is_taken_as_it_is() {
    let data = data();
    let mut count = 0;
    for country in countries(&data) {
        for example in country.examples {
            count += 1;
            if OLD.iter().any(|(code, old, _)| *code == country.code && old.contains(&example)) {
                assert!(normalise(example, country.code).is_err(), "{} {example}", country.code);
                continue;
            }
            let code = normalise(example, country.code).unwrap_or_default();
            let same = without_marks(&code).trim_start_matches(country.code)
                == without_marks(example).trim_start_matches(country.code);
            assert!(same, "{} {example}: {code:?}", country.code);
        }
    }
    assert_eq!(count, 430);
}

/// With one character less, one more, or one twice.
fn slips(example: &str) -> impl Iterator<Item = String> {
    (0..=example.len()).flat_map(move |at| {
        let (before, after) = example.split_at(at);
        let fewer = after.get(1..).unwrap_or_default();
        ["", "0", "9", "A", "X", " ", "-"].into_iter().flat_map(move |more| {
            [format!("{before}{more}{after}"), format!("{before}{more}{fewer}"), format!("{before}{more}")]
        })
    })
}

#[test]
fn a_slip_is_refused_or_makes_a_code_of_the_country() {
    let data = data();
    let (mut taken, mut refused) = (0, 0);
    let mut wrong = BTreeSet::new();
    // A country without a pattern of ours takes any text.
    for country in countries(&data).iter().filter(|country| normalise("9X9X9X9X9X9X", country.code).is_err()) {
        for example in &country.examples {
            for slip in slips(example) {
                let Ok(code) = normalise(&slip, country.code) else {
                    refused += 1;
                    continue;
                };
                taken += 1;
                // Nothing is invented: what is not typed is the country's letters and the marks between.
                let typed = without_marks(&slip.to_uppercase());
                assert!(
                    typed.ends_with(without_marks(&code).trim_start_matches(country.code)),
                    "{} {slip:?}: {code:?}",
                    country.code
                );
                if !country.pattern.is_valid(&json!(code))
                    && !LOOSER.iter().any(|(looser, _)| looser.contains(country.code))
                {
                    wrong.insert(format!("{} {slip:?}: {code:?}", country.code));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} taken, {refused} refused, not of the country: {wrong:#?}", taken);
    assert!(taken > 1000 && refused > 1000, "{taken} {refused}");
}
