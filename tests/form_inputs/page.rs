//! What the relay's page and the end-to-end tests say of an input.

use super::support::donor::Donor;
use super::support::origin::Origin;
use super::{Entry, Outcome, verdict};
use std::path::Path;

/// What only a browser can tell: words of the entry, all of which it has, the test that tells it, and words of that test.
const BY_BROWSER: &[(&[&str], &str, &str)] = &[
    (&["light-dark"], "tests/e2e/old-browsers.test.mjs", "light-dark"),
    (&[":has("], "tests/e2e/old-browsers.test.mjs", ":has"),
    (&["tax_receipt", "script"], "tests/e2e/readers.test.mjs", "[name=tax_receipt]').checked = true"),
];

/// The form as the relay shows it.
pub async fn rendered() -> String {
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "http://127.0.0.1:9");
    donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap()
}

/// Whether the control of the entry's field lets in as many characters as somebody pastes.
pub fn is_let_in(entry: &Entry, html: &str) -> Result<(), String> {
    let field = verdict::field(entry).ok_or("no field is named")?;
    let name = format!("name=\"{}\"", field.name());
    let tag =
        html.split('<').find(|tag| tag.contains(&name)).ok_or_else(|| format!("the page has no {}", field.name()))?;
    if tag.contains("maxlength") { Err(format!("cut in the page: <{tag}")) } else { Ok(()) }
}

/// Whether the list of countries has it.
pub fn has_country(entry: &Entry, html: &str) -> Outcome {
    let code = entry.input.trim();
    let listed = html.contains(&format!("<option value=\"{code}\""));
    match verdict::of(entry)?.as_slice() {
        [got] if got == code => Ok(vec![if listed { "offered" } else { "not_offered" }.to_owned()]),
        got => Ok(got.to_vec()),
    }
}

/// Whether the page, or else the test in a browser, has what the entry wants.
pub fn is_shown(entry: &Entry, html: &str) -> Outcome {
    let said = format!("{} {} {}", entry.input, entry.context, entry.right);
    let as_wanted = || Ok(vec![entry.right.clone()]);
    if said.contains("autocomplete") {
        let key = html.split('<').find(|tag| tag.contains("name=\"idempotency_key\"")).unwrap_or_default();
        return if key.contains("autocomplete=\"off\"") { as_wanted() } else { Err(format!("<{key}")) };
    }
    let told = BY_BROWSER.iter().find(|(words, ..)| words.iter().all(|word| said.contains(word)));
    let (_, file, words) = told.ok_or("no test is known that tells it")?;
    let test = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap_or_default();
    if test.contains(words) { as_wanted() } else { Err(format!("{file} does not try {words}")) }
}
