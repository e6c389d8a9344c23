//! Promise: an IBAN is judged as another author judges it, but where we say why.
//!
//! `tests/data/ibans.txt` is written by `scripts/ibans.py`, which says whose they are.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use campagnodon::relay::offline::{Iban, IbanError};

/// IBANs that we refuse all the same: which, and why. None is of a country that transfers in euros go to.
const REFUSED: &[(&str, IbanError, &str)] = &[
    ("PK", IbanError::Country, "our crate's edition of the registry lacks it"),
    ("SN", IbanError::Country, "it is not in the registry"),
];

#[test]
fn each_is_judged_as_others_judge_it() {
    let data = std::fs::read_to_string("tests/data/ibans.txt").unwrap();
    let mut wrong = Vec::new();
    for line in data.lines() {
        let (verdict, written) = line.split_once('\t').unwrap();
        let read = Iban::parse(written);
        let expected = match verdict {
            "good" => read.is_ok(),
            "bad" => read.is_err(),
            // Of a country that is in the registry, or is not.
            _ => read.is_ok() || read == Err(IbanError::Country),
        };
        let excepted = REFUSED.iter().any(|(country, error, _)| written.starts_with(country) && read == Err(*error));
        let other = read.is_ok_and(|iban| iban.groups().collect::<Vec<_>>().join(" ") != written);
        if !(expected || excepted) || other {
            wrong.push(line);
        }
    }
    assert!(data.lines().count() > 100);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
