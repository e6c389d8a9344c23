//! Every recorded case of the original's form against ours: what is offered, what is refused, what is sent.
//!
//! It runs on this machine and, by `wasm-pack test --headless --chrome`, in a browser: the rules there give the same line. Here,
//! `CAMPAGNODON_FORM_CASES` names another file of cases, plain or `.gz`.
#![allow(clippy::expect_used, reason = "a helper of a test may fail the test")]

#[path = "form_cases/answers.rs"]
mod answers;
#[path = "form_cases/captcha.rs"]
mod captcha;
#[path = "form_cases/compare.rs"]
mod compare;
#[path = "support/original/config.rs"]
mod config;
#[path = "form_cases/original.rs"]
mod original;
#[path = "form_cases/payload.rs"]
mod payload;
#[path = "support/original/php.rs"]
mod php;
#[path = "form_cases/place.rs"]
mod place;
#[path = "support/original/profile.rs"]
mod profile;
#[path = "support/original/site.rs"]
mod site;
#[path = "support/original/words.rs"]
mod words;

use campagnodon::form::rules::date::Day;
use campagnodon::form::rules::postal_code;
use campagnodon::form::{CampaignLabel, DistantCatalogue, Form, Opening, Refusal, check};
use campagnodon::protocol::{Code, Start};
use compare::Differences;
use original::Case;
use place::say;

/// Differences where ours is right: of which cases, and why.
const ALLOWED: &[Allowed] = &[
    (
        |case, differences| {
            php::intval(&case.mode()["adhesion_magazine_prix"]) < 0
                && differences.iter().all(|difference| difference.starts_with("contributions sent"))
        },
        "a magazine priced below zero makes the original book more than is paid",
    ),
    (
        |case, differences| {
            case.request.get("pays").is_some_and(|country| country == "BY")
                && differences
                    .iter()
                    .all(|difference| difference.contains("code_postal") || difference.contains("payload"))
        },
        "postal codes of Belarus have six digits, not five",
    ),
    (
        |case, differences| {
            let typed = case.request.get("montant_libre").and_then(|typed| typed.as_str()).unwrap_or_default();
            (typed.contains('€') || !typed.contains(['.', '-', '+', 'e', 'E']))
                && differences.iter().all(|difference| {
                    difference.starts_with("error of montant: theirs verifier:erreur_entier,")
                        || difference.starts_with("payload: theirs nothing")
                })
        },
        "1 000, 12,00 and 12 € are amounts, and a number of thirty digits is one too large",
    ),
    (
        |case, differences| {
            case.errors.as_ref().is_some_and(|errors| errors.contains_key("choix_type"))
                && differences.iter().all(|difference| difference.starts_with("error of souscription_optionnelle_"))
        },
        "whom a subscription is for cannot be held against who has not said what they do",
    ),
    (
        |case, differences| {
            let typed = case.typed("date_naissance");
            typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | ' '))
                && concerns_only(differences, "date_naissance: theirs verifier:erreur_date")
        },
        "31/12/1970 and 31121970 are how people write a date of birth",
    ),
    (
        |case, differences| {
            let country = case.typed("pays");
            concerns_only(differences, "code_postal: theirs info_obligatoire, ours none")
                && !postal_code::is_used(country)
                || concerns_only(differences, "code_postal: theirs verifier:erreur_code_postal, ours none")
        },
        "a country may have no codes, codes of no known pattern, and its own letter before them",
    ),
    (
        |case, differences| {
            !case.typed("telephone").contains(char::is_alphabetic)
                && concerns_only(differences, "telephone: theirs none, ours phone_invalid")
        },
        "a number is one of the chosen country, or begins with its calling code",
    ),
    (
        |case, differences| {
            let domain = case.typed("email").rsplit('@').next().unwrap_or_default();
            !domain.is_ascii()
                && concerns_only(differences, "email: theirs campagnodon_form:erreur_email_invalide, ours none")
        },
        "a domain may be beyond ASCII",
    ),
];

type Allowed = (fn(&Case, &Differences) -> bool, &'static str);

/// Whether the verdict on a field is all that differs, and so whether anything is sent.
fn concerns_only(differences: &Differences, verdict: &str) -> bool {
    let verdict = format!("error of {verdict}");
    differences.iter().all(|each| each.starts_with(&verdict) || each.starts_with("payload: theirs "))
        && differences.iter().any(|each| each.starts_with(&verdict))
}

/// At most one case in so many may be allowed to differ.
const CASES_PER_ALLOWED: usize = 100;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn every_case_is_equal() {
    let cases = place::cases();
    let (mut equal, mut marked, mut marked_equal, mut allowed, mut faults) = (0, 0, 0, 0, 0);
    for case in &cases {
        let id = &case.id;
        let Some(differences) = place::or_panic(differences, case) else {
            say(&format!("{id}: panic"));
            faults += 1;
            continue;
        };
        let reason = ALLOWED.iter().find(|(applies, _)| applies(case, &differences)).map(|(_, reason)| *reason);
        if case.is_marked() {
            marked += 1;
            marked_equal += usize::from(differences.is_empty());
        } else if differences.is_empty() {
            equal += 1;
        } else {
            let why = reason.map_or_else(String::new, |why| format!(" ({why})"));
            say(&format!("{id}: {}{why}", differences.join("; ")));
            if reason.is_some() {
                allowed += 1;
            } else {
                faults += 1;
            }
        }
    }
    let (total, differ) = (cases.len(), cases.len() - equal - marked);
    say(&format!(
        "of the marked cases, {marked_equal} are equal all the same; of those that differ, {allowed} are allowed"
    ));
    say(&format!("form cases: {total} total, {equal} equal, {marked} marked, {differ} differ"));
    assert_eq!(faults, 0, "cases that differ without a reason");
    assert!(allowed <= total / CASES_PER_ALLOWED, "too many differences are allowed: {allowed} of {total}");
}

fn differences(case: &Case) -> Differences {
    let open = case.campaign.status == "publie"
        && php::text(&case.campaign.requested_id) == Some(case.campaign.id.to_string());
    let form = form(case).map(|(form, profile)| (Form { closed: !open, ..form }, profile));
    let mut differences = compare::shown(case, form.as_ref().filter(|_| open).map(|(form, _)| form));
    let outcome = match &form {
        Some((form, profile)) => submit(case, form, profile),
        None if open => {
            // Nothing can be posted to a form that is not there; the original lists errors of the request.
            differences.extend(payload::payload(case, None));
            return differences;
        }
        None => Err(Refusal { code: Code::CampaignClosed, errors: Vec::new() }),
    };
    differences.extend(compare::errors(case, outcome.as_ref().err()));
    differences.extend(payload::payload(case, outcome.as_ref().ok()));
    differences
}

fn form(case: &Case) -> Option<(Form, DistantCatalogue)> {
    let (site, tag) = site::site_and_tag(&case.config)?;
    let profile = profile::profile(case.mode());
    let form = site.form(&profile, &tag).ok()?;
    Some((form, profile))
}

fn submit(case: &Case, form: &Form, profile: &DistantCatalogue) -> Result<Start, Refusal> {
    let today = Day::new(2026, 11, 22).expect("a day");
    let transaction = check(form, &answers::answers(case), today)?;
    let opening = Opening {
        idx: "campagnodon/1",
        campaign_id: case.campaign.remote_id,
        campaign: CampaignLabel { id: case.campaign.id, title: &case.campaign.title },
        from: None,
        payment_url: "https://site.example/pay",
        transaction_url: "https://site.example/transaction",
    };
    Ok(Start::of(&transaction, form, profile, &opening).expect("the check refuses what cannot be split"))
}
