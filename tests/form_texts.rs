//! Promise: the newest package reads the form's text as the oldest relay wrote it, and of what a newer relay writes only
//! what is harmless is passed over.

use campagnodon::form::Form;

/// A text that a relay wrote, recorded.
#[derive(serde::Deserialize)]
struct Recorded {
    relay: String,
    text: String,
}

#[test]
fn what_older_relays_wrote_is_read() {
    let recorded: Vec<Recorded> = serde_json::from_str(include_str!("data/form-texts.json")).expect("JSON");
    assert!(recorded.len() > 2);
    for Recorded { relay, text } in recorded {
        let read = Form::decode(&text).map(|form| form.encode());
        assert_eq!(read.as_deref(), Ok(text.as_str()), "{relay}");
    }
}

#[test]
fn of_what_a_newer_relay_writes_only_what_is_harmless_is_passed_over() {
    const KNOWN: &str = "o donation once - 3000;f c";
    for (newer, page, own) in [
        ("z anything at all", false, true),
        ("zz any", false, true),
        ("f cz", true, true),
        ("a 1011202", true, true),
        // A page has it in its HTML, where it can be chosen.
        ("o donation quarterly - 1000", false, true),
        ("o loan once - 1000", false, true),
        // Must not be passed over, by the policy.
        ("Z anything", false, false),
        ("o donation monthly - 10x", false, false),
        ("r many", false, false),
    ] {
        let text = [KNOWN, ";", newer].concat();
        let known = Form::decode_known(&text).map(|form| form.choices.len()).ok();
        assert_eq!((Form::decode(&text).is_ok(), known), (page, own.then_some(1)), "{newer}");
    }
    assert!(Form::decode_known("o loan once - 1000").is_err(), "nothing is left to offer");
}
