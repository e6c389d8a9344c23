//! Promise: a telephone number that a country has is read as what it is, however it is dialled, and what has not the
//! length of one is nearly always refused.
//!
//! The numbers are drawn by `scripts/phone-numbers.py` from libphonenumber's patterns. `CAMPAGNODON_PHONE_NUMBERS` names
//! another file of them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use campagnodon::form::rules::phone;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::Read as _;

const NUMBERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/phone-numbers.txt.gz");

/// How many numbers were read, and which were not, as country and number.
#[derive(Default)]
struct Tally {
    read: usize,
    refused: Vec<String>,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, country: &str, typed: &str, number: &str) {
        self.read += 1;
        match phone::normalise(typed, country) {
            Ok(kept) if kept == number => {}
            Ok(kept) => self.wrong.push(format!("{country} {typed}: {kept}, not {number}")),
            Err(_) => self.refused.push(format!("{country} {typed}")),
        }
    }

    /// Refused under 0.3 %, wrong none.
    fn judge(&self, form: &str) {
        let Self { read, refused, wrong } = self;
        println!("{form}: {read} read, {} refused, {} wrong", refused.len(), wrong.len());
        assert!(wrong.is_empty(), "{form}: {wrong:#?}");
        assert!(refused.len() * 1000 < read * 3, "{form}: {refused:#?}");
    }
}

#[test]
fn numbers_of_every_country() {
    let (mut international, mut inside) = (Tally::default(), Tally::default());
    let mut country = String::new();
    for line in numbers().lines().skip(1) {
        match line.split_once('\t') {
            Some((written, dialled)) => {
                let number: String = written.chars().filter(|c| matches!(c, '+' | '0'..='9')).collect();
                international.add("", written, &number);
                inside.add(&country, dialled, &number);
            }
            None if line.len() == 2 => line.clone_into(&mut country),
            None => {}
        }
    }
    international.judge("international");
    inside.judge("inside the country");
}

#[test]
fn numbers_of_impossible_length() {
    let (mut read, mut kept) = (0, Vec::new());
    let mut country = String::new();
    for line in numbers().lines().skip(1).filter(|line| !line.contains('\t')) {
        if line.len() == 2 {
            line.clone_into(&mut country);
            continue;
        }
        read += 1;
        kept.extend(phone::normalise(line, &country).map(|number| format!("{country} {line}: {number}")));
    }
    println!("impossible: {read} read, {} kept", kept.len());
    // Where a country has numbers of 7 and of 9 digits, one of 8 is let through.
    assert!(kept.len() * 100 < read * 2, "{kept:#?}");
}

fn numbers() -> String {
    let path = std::env::var("CAMPAGNODON_PHONE_NUMBERS").unwrap_or_else(|_| NUMBERS.to_owned());
    let mut text = String::new();
    let file = File::open(path).expect("the file of numbers");
    GzDecoder::new(file).read_to_string(&mut text).expect("text");
    text
}
