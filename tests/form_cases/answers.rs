//! The original's request as our answers.

use super::captcha;
use super::original::Case;
use super::php;
use super::words::{FREQUENCIES, OPERATIONS};
use campagnodon::form::Answers;
use campagnodon::protocol::Field;
use serde_json::Value;

/// The original's words and ours.
const FREE: &[(&str, &str)] = &[("libre", "free")];

const FIELDS: &[(&str, Field)] = &[
    ("choix_type", Field::Operation),
    ("choix_recurrence", Field::Frequency),
    ("montant", Field::Amount),
    ("montant_libre", Field::FreeAmount),
    ("email", Field::Email),
    ("recu_fiscal", Field::TaxReceipt),
    ("civilite", Field::Title),
    ("prenom", Field::FirstName),
    ("nom", Field::LastName),
    ("date_naissance", Field::BirthDate),
    ("adresse", Field::StreetAddress),
    ("complement_adresse_1", Field::SupplementalAddress1),
    ("complement_adresse_2", Field::SupplementalAddress2),
    ("code_postal", Field::PostalCode),
    ("ville", Field::City),
    ("pays", Field::Country),
    ("telephone", Field::Phone),
    ("altcha", Field::Captcha),
];

const SUBSCRIPTION: &str = "souscription_optionnelle_";

/// What the request answers to our form's questions.
pub fn answers(case: &Case) -> Answers {
    let mut answers = Answers::default();
    for (name, value) in &case.request {
        let Some(field) = field(name) else { continue };
        if php::is_array(value) {
            answers.set_malformed(field);
            continue;
        }
        let text = php::text(value).unwrap_or_default();
        let text = match field {
            Field::Operation => ours(OPERATIONS, &text),
            Field::Frequency => ours(FREQUENCIES, &text),
            Field::Amount => ours(FREE, &text),
            Field::Email => in_ascii(text),
            Field::Captcha if !solves(case, &text) => continue,
            _ => text,
        };
        answers.set(field, text);
    }
    answers
}

/// The original's name of a field; an error of the free amount stands at the amount there.
pub fn their_name(field: &Field) -> String {
    match field {
        Field::FreeAmount => "montant".to_owned(),
        Field::Subscription(key) => format!("{SUBSCRIPTION}{key}"),
        fixed => {
            FIELDS.iter().find(|(_, field)| field == fixed).map_or_else(|| fixed.name(), |(name, _)| (*name).into())
        }
    }
}

fn field(name: &str) -> Option<Field> {
    match name.strip_prefix(SUBSCRIPTION) {
        Some(key) => Some(Field::Subscription(key.to_owned())),
        None => FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| field.clone()),
    }
}

/// Our word for one of the original's. Any other goes as it is, unless that happens to be a word of ours.
fn ours(words: &[(&str, &str)], word: &str) -> String {
    match words.iter().find(|(theirs, _)| *theirs == word) {
        Some((_, ours)) => (*ours).to_owned(),
        None if words.iter().any(|(_, ours)| *ours == word) => format!("?{word}"),
        None => word.to_owned(),
    }
}

/// An international domain in ASCII, as who calls the check has to put it.
fn in_ascii(address: String) -> String {
    match address.rsplit_once('@').map(|(local, domain)| (local, idna::domain_to_ascii(domain))) {
        Some((local, Ok(domain))) if !address.is_ascii() => [local, "@", &domain].concat(),
        _ => address,
    }
}

/// The check asks only for a solution's presence, as the relay has verified it by then; so does this.
fn solves(case: &Case, solution: &str) -> bool {
    match &case.config.constant("ALTCHA")["hmacKey"] {
        Value::String(key) => captcha::solves(solution, key.as_bytes()),
        _ => true,
    }
}
