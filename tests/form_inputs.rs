//! Promise: what people really type and paste is understood, or refused for what it is.
//!
//! `CAMPAGNODON_FORM_INPUTS` names another file of inputs, each an object of texts: `kind`, `input`, `context`, `got` (what
//! came of it once) and `right`: a value as it is sent, a code, `accepted`, or words for what a page should do. What only a
//! browser can tell, an end-to-end test tells, which must be there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "form_inputs/page.rs"]
mod page;
mod support;
#[path = "form_inputs/verdict.rs"]
mod verdict;

use serde::Deserialize;

/// An input, and what should come of it.
#[derive(Deserialize)]
struct Entry {
    kind: String,
    input: String,
    #[serde(default)]
    context: String,
    right: String,
}

/// What came of an input: the value or the code for each field that took it; for a page, why it is wrong, if it is.
type Outcome = Result<Vec<String>, String>;

#[tokio::test]
async fn every_input_is_right() {
    let path = std::env::var("CAMPAGNODON_FORM_INPUTS").unwrap_or_else(|_| "tests/data/form-inputs.json".to_owned());
    let text = std::fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{path}: {problem}"));
    let entries: Vec<Entry> = serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{path}: {problem}"));
    let html = page::rendered().await;
    let mut wrong = 0;
    for entry in &entries {
        let outcome = match entry.kind.as_str() {
            "maxlength" => page::is_let_in(entry, &html).and_then(|()| verdict::of_length(entry)),
            "country" => page::has_country(entry, &html),
            "page" => page::is_shown(entry, &html),
            _ => verdict::of(entry),
        };
        let got = match outcome {
            Ok(got) if !got.is_empty() && got.iter().all(|got| is_right(entry, got)) => continue,
            Ok(got) => got.join(", "),
            Err(reason) => reason,
        };
        wrong += 1;
        let Entry { kind, input, context, right } = entry;
        println!("{kind} {input:?} ({context}): got {got:?}, right {right:?}");
    }
    let total = entries.len();
    println!("form inputs: {total} total, {} right, {wrong} wrong", total - wrong);
    assert!(total > 0, "{path}: no input");
    assert_eq!(wrong, 0, "inputs that are wrong");
}

/// Whether a value or a code is what should come. Beside a code, or `accepted` for any value, other words explain.
fn is_right(entry: &Entry, got: &str) -> bool {
    let right = entry.right.as_str();
    let first = right.split([',', ';', ' ', '(']).next().unwrap_or_default();
    let is_refused = verdict::is_code(got);
    right == got
        || match first.to_lowercase().as_str() {
            "accepted" | "offered" | "valid" | "ok" => !is_refused,
            "kept" | "unchanged" | "same" => entry.input == got,
            "refused" | "rejected" | "invalid" | "error" => is_refused,
            code => is_refused && code == got,
        }
}
