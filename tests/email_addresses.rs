//! Promise: an e-mail address is judged as another author judges it, but where we say why.
//!
//! `tests/data/email-addresses.txt` is written by `scripts/email-addresses.py`, which says whose they are. Those that need
//! letters beyond ASCII or quotes before the `@` count as bad: CiviCRM takes none.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use campagnodon::form::Answers;
use campagnodon::form::rules::{email, text};
use campagnodon::protocol::Field;
use campagnodon::relay::in_one_form;

/// Which addresses, and why.
type Reason = (fn(&str) -> bool, &'static str);

/// What we take all the same.
const TAKEN: &[Reason] = &[
    (
        |address| {
            ["test", "invalid", "local", "localhost", "arpa", "onion", "example"]
                .iter()
                .any(|top| address.ends_with(top))
        },
        "names that are reserved: nobody gives one by mistake, and tests need some",
    ),
    (|address| address.ends_with("--0.tld"), "a label that is reserved, as none is sold"),
    (|address| address.trim() != address, "white space around is no part of it"),
    (|address| text::plain(address) != address, "nor are characters that are not seen"),
];

#[test]
fn each_is_judged_as_others_judge_it() {
    let data = std::fs::read_to_string("tests/data/email-addresses.txt").unwrap();
    let mut wrong = Vec::new();
    for line in data.lines() {
        let (verdict, address) = line.split_once('\t').unwrap();
        let address: String = serde_json::from_str(address).unwrap();
        let answers = in_one_form(Answers::default().with(Field::Email, address.as_str()));
        let taken = email::check(&text::plain(answers.get(&Field::Email))).is_ok();
        let excepted = taken && TAKEN.iter().any(|(applies, _)| applies(&address));
        if taken != (verdict == "good") && !excepted {
            wrong.push(line);
        }
    }
    assert!(data.lines().count() > 100);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
