//! What differs between a recorded case and what our form makes of it. Each difference is a line: what, theirs, ours.

use super::answers::their_name;
use super::original::{Case, Form as TheirForm, Shown};
use super::php;
use super::site::at_least_one_euro;
use super::words::{FREQUENCIES, OPERATIONS, theirs};
use campagnodon::form::{Answers, Choice, Form, Proposal, Refusal, View};
use campagnodon::protocol::{Code, Operation};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// The parts of a case that differ.
pub type Differences = Vec<String>;

fn note<T: PartialEq + Debug>(differences: &mut Differences, what: &str, theirs: &T, ours: &T) {
    if theirs != ours {
        differences.push(format!("{what}: theirs {theirs:?}, ours {ours:?}"));
    }
}

/// Compares what is shown; `None` is no form.
pub fn shown(case: &Case, ours: Option<&Form>) -> Differences {
    let mut differences = Vec::new();
    match (&case.form, ours) {
        (Shown::Nothing(something), None) => note(&mut differences, "shows a form", something, &false),
        (Shown::Form(theirs), Some(ours)) => {
            form(theirs, ours, &mut differences);
            amounts(&their_amounts(case), &our_amounts(ours), &mut differences);
        }
        (theirs, ours) => {
            note(&mut differences, "shows a form", &matches!(theirs, Shown::Form(_)), &ours.is_some());
        }
    }
    differences
}

fn form(theirs: &TheirForm, ours: &Form, differences: &mut Differences) {
    let type_of = |operation: Operation| self::theirs(OPERATIONS, operation.as_str()).to_owned();
    let types = ours.operations();
    note(differences, "types", &theirs.types, &types.iter().map(|&operation| type_of(operation)).collect());
    for &operation in &types {
        let frequencies: Vec<_> =
            ours.frequencies(operation).map(|frequency| self::theirs(FREQUENCIES, frequency.as_str())).collect();
        let offered = php::entries(&theirs.recurrences[type_of(operation)]);
        let offered: Vec<_> = offered.into_iter().filter_map(|(_, word)| word.as_str()).collect();
        note(differences, "recurrences", &offered, &frequencies);
    }
    let first = View::of(ours, &Answers::default())
        .map(|view| (type_of(view.operation), self::theirs(FREQUENCIES, view.frequency.as_str()).to_owned()));
    let defaults = Some((theirs.default_type.clone(), theirs.default_recurrence.clone()));
    note(differences, "default choice", &defaults, &first);
    let keys = ours.subscriptions.iter().map(|subscription| subscription.key.clone()).collect();
    note(differences, "subscriptions", &theirs.subscriptions, &keys);
    let titles: Vec<_> = theirs.titles.iter().map(|title| (php::text(&title.value), title.label.clone())).collect();
    let our_titles = ours.titles.iter().map(|title| (Some(title.value.clone()), title.label.clone())).collect();
    note(differences, "titles", &titles, &our_titles);
    let country = theirs.default_country.clone().unwrap_or_default();
    note(differences, "default country", &country, &ours.default_country.clone().unwrap_or_default());
    let price = u64::try_from(php::intval(&theirs.magazine_price)).unwrap_or_default();
    note(differences, "magazine price", &price, &ours.magazine_price.map_or(0, |price| price.0.cents() / 100));
    note(differences, "captcha", &theirs.altcha, &ours.captcha);
    note(differences, "maintenance", &theirs.maintenance, &ours.maintenance);
}

/// An amount offered: for what, its value, the least free amount in cents, and the ends of the income bracket.
type Offered = (String, String, Option<i64>, Option<i64>, Option<i64>);

/// Names the amounts that only one side has; where there is none, it is the order that differs.
fn amounts(theirs: &[Offered], ours: &[Offered], differences: &mut Differences) {
    if theirs == ours {
        return;
    }
    let only = |these: &[Offered], those: &[Offered]| -> Vec<Offered> {
        these.iter().filter(|each| !those.contains(each)).cloned().collect()
    };
    differences.push(format!("amounts: theirs {:?}, ours {:?}", only(theirs, ours), only(ours, theirs)));
}

fn their_amounts(case: &Case) -> Vec<Offered> {
    let end = |income: &Value, end: &str| php::numeric(&income[end]).map(|income| income as i64);
    let proposals = case.proposals.iter().flatten().map(|proposal| {
        let min = php::numeric(&proposal.min).map(|min| cents(at_least_one_euro(min)));
        let income = &proposal.income;
        (proposal.choice.clone(), proposal.value.clone(), min, end(income, "min"), end(income, "max"))
    });
    proposals.collect()
}

/// In the original's order: the free amount ends a donation's list, but a membership's comes before everything.
fn our_amounts(form: &Form) -> Vec<Offered> {
    let mut offered = Vec::new();
    for choice in form.choices.iter().rev().filter(|choice| choice.operation == Operation::Membership) {
        offered.extend(free(choice));
    }
    for choice in &form.choices {
        offered.extend(choice.proposals.iter().map(|each| proposal(choice, each)));
        offered.extend(free(choice).filter(|_| choice.operation == Operation::Donation));
    }
    offered
}

fn proposal(choice: &Choice, proposal: &Proposal) -> Offered {
    let ends = proposal.income.map_or((None, None), |income| (income.min(), income.max()));
    (name(choice), proposal.amount.to_decimal(), None, ends.0.map(i64::from), ends.1.map(i64::from))
}

fn free(choice: &Choice) -> Option<Offered> {
    let min = choice.free?.min().cents();
    Some((name(choice), "libre".to_owned(), Some(min as i64), None, None))
}

fn name(choice: &Choice) -> String {
    let operation = theirs(OPERATIONS, choice.operation.as_str());
    format!("{operation}_{}", theirs(FREQUENCIES, choice.frequency.as_str()))
}

fn cents(euros: f64) -> i64 {
    (euros * 100.0).round() as i64
}

/// Compares the errors, field by field; `None` is none at all.
pub fn errors(case: &Case, refusal: Option<&Refusal>) -> Differences {
    let mut ours = BTreeMap::new();
    for error in refusal.iter().flat_map(|refusal| &refusal.errors) {
        ours.insert(their_name(&error.field), (error.code, error.limit));
    }
    match refusal.map(|refusal| refusal.code) {
        None | Some(Code::InvalidAnswers) => {}
        Some(code) => {
            ours.insert("message_erreur".to_owned(), (code, None));
        }
    }
    let nothing = serde_json::Map::new();
    let theirs = case.errors.as_ref().unwrap_or(&nothing);
    let mut differences = Vec::new();
    // Ours does not tell what only follows from an error before it.
    let follows = |field: &str| match field {
        "montant" => theirs.contains_key("choix_type") || theirs.contains_key("choix_recurrence"),
        "choix_recurrence" => theirs.contains_key("choix_type"),
        _ => false,
    };
    for (field, key) in theirs {
        if follows(field) && !ours.contains_key(field) {
            continue;
        }
        let key = key.as_str().unwrap_or_default();
        match ours.remove(field) {
            None => differences.push(format!("error of {field}: theirs {key}, ours none")),
            Some(_) if case.allows_any_code() => {}
            Some((code, limit)) => {
                if !codes(key).contains(&code) {
                    differences.push(format!("error of {field}: theirs {key}, ours {code}"));
                } else if let Some(bound) = their_limit(case, field) {
                    note(
                        &mut differences,
                        &format!("bound of {field}"),
                        &Some(bound),
                        &limit.map(|limit| limit as i64),
                    );
                }
            }
        }
    }
    differences.extend(ours.iter().map(|(field, (code, _))| format!("error of {field}: theirs none, ours {code}")));
    differences
}

/// The bound in a message, in cents.
fn their_limit(case: &Case, field: &str) -> Option<i64> {
    let arguments = case.error_args.as_ref()?.get(field)?;
    let min = php::numeric(&arguments["min"]).map(at_least_one_euro);
    min.or_else(|| php::numeric(&arguments["max"])).map(cents)
}

/// The codes that stand for one of the original's message keys.
fn codes(key: &str) -> &'static [Code] {
    match key {
        "info_obligatoire" => &[Code::Required],
        "campagnodon_form:erreur_valeur_invalide" => &[Code::NotOffered, Code::AddressNeeded],
        "campagnodon_form:erreur_email_invalide" => &[Code::EmailInvalid],
        "campagnodon_form:erreur_pays_invalide" => &[Code::CountryInvalid],
        "campagnodon_form:erreur_civilite_invalide" => &[Code::TitleInvalid],
        "campagnodon_form:erreur_altcha" => &[Code::CaptchaInvalid],
        "verifier:erreur_entier" => &[Code::AmountInvalid, Code::AmountNotWhole, Code::AmountAmbiguous],
        "verifier:erreur_entier_min" => &[Code::AmountTooSmall],
        "verifier:erreur_entier_max" => &[Code::AmountTooLarge],
        "verifier:erreur_date_format" => &[Code::DateInvalid],
        "verifier:erreur_date" => &[Code::DateImpossible],
        "verifier:erreur_code_postal" => &[Code::PostalCodeInvalid],
        "verifier:erreur_telephone" => &[Code::PhoneInvalid],
        "campagnodon:erreur_maintenance" => &[Code::Maintenance],
        "campagnodon:campagne_invalide" => &[Code::CampaignClosed],
        _ => &[],
    }
}
