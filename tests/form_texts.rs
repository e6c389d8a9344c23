//! Promise: the newest package reads the form's text as the oldest relay wrote it, as pages hand it on, and as a relay
//! writes it that is newer than the package.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use campagnodon::form::Form;

/// A text that a relay wrote, recorded, and how today's writes the same.
#[derive(serde::Deserialize)]
struct Recorded {
    relay: String,
    text: String,
    reads: String,
}

fn recorded() -> Vec<Recorded> {
    let recorded: Vec<Recorded> = serde_json::from_str(include_str!("data/form-texts.json")).expect("JSON");
    assert!(recorded.len() > 2);
    recorded
}

fn read(text: &str) -> Option<String> {
    Form::decode(text).ok().map(|form| form.encode())
}

#[test]
fn what_older_relays_wrote_is_read() {
    for Recorded { relay, text, reads } in recorded() {
        assert_eq!(read(&text).as_deref(), Some(reads.as_str()), "{relay}");
    }
}

#[test]
fn whoever_trims_it_or_folds_its_space_loses_nothing() {
    for Recorded { relay, text, reads } in recorded() {
        let spread = ["\n  ", &reads.replace(';', " ;\r\n\t "), "\n"].concat();
        let folded = spread.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines = text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\r\n");
        for handed_on in [spread, folded, lines, [&reads, ";"].concat(), text.replace('\n', "\n\n")] {
            assert_eq!(read(&handed_on).as_deref(), Some(reads.as_str()), "{relay}: {handed_on:?}");
        }
    }
}

#[test]
fn of_what_a_newer_relay_writes_only_what_is_harmless_is_passed_over() {
    const KNOWN: &str = "o donation once - 3000;f c";
    for (newer, page, own) in [
        ("z anything at all", true, true),
        ("zz", true, true),
        ("f cz", true, true),
        ("a 1011202", true, true),
        // A page has it in its HTML, where it can be chosen.
        ("o donation quarterly - 1000", false, true),
        ("o loan once - 1000", false, true),
        // Must not be passed over, by the policy.
        ("Z anything", false, false),
        ("z1 anything", false, false),
        ("o donation monthly - 10x", false, false),
        ("r many", false, false),
    ] {
        let text = [KNOWN, ";", newer].concat();
        let known = Form::decode_known(&text).map(|form| form.choices.len()).ok();
        assert_eq!((Form::decode(&text).is_ok(), known), (page, own.then_some(1)), "{newer}");
    }
    assert!(Form::decode_known("o loan once - 1000").is_err(), "nothing is left to offer");
}
