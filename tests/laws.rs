//! Laws that hold for every form and every answer.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a helper of a test may fail the test")]

#[path = "laws/given.rs"]
mod given;

use campagnodon::form::rules::{amount, country, date, email, phone, postal_code, text};
use campagnodon::form::{AmountList, Answers, Asked, Explanation, Form, View, check};
use campagnodon::protocol::{Amount, Code, Identity, Operation, Transaction};
use campagnodon::relay::Language;
use given::{any_answers, form, good_answers, today};
use proptest::prelude::*;

/// A form and answers that often fit it.
fn form_and_answers() -> impl Strategy<Value = (Form, Answers)> {
    form().prop_flat_map(|form| {
        let answers = good_answers(&form);
        (Just(form), answers)
    })
}

proptest! {
    #[test]
    fn a_transaction_checked_again_is_itself((form, answers) in form_and_answers()) {
        if let Ok(transaction) = check(&form, &answers, today()) {
            let again = check(&form, &Answers::of(&transaction, &form), today());
            prop_assert_eq!(again, Ok(transaction));
        }
    }

    /// What was typed into a page that is older than the settings, or is sent by a program.
    #[test]
    fn what_is_off_reaches_no_transaction((form, answers) in form_and_answers()) {
        let Ok(transaction) = check(&form, &answers, today()) else { return Ok(()) };
        let fields = form.fields;
        let values = match &transaction.contact.identity {
            Identity::Name { first_name, last_name } => vec![(fields.name, first_name), (fields.name, last_name)],
            Identity::Recipient(recipient) => vec![
                (fields.title, &recipient.title),
                (fields.birth_date, &recipient.birth_date),
                (fields.supplemental_address_1, &recipient.supplemental_address_1),
                (fields.supplemental_address_2, &recipient.supplemental_address_2),
                (fields.phone, &recipient.phone),
            ],
        };
        for (asked, value) in values {
            match asked {
                Asked::Off => prop_assert_eq!(value, &None),
                Asked::Optional => {}
                Asked::Required => prop_assert!(value.is_some()),
            }
        }
    }

    /// Whoever must agree did; nobody else is said to have.
    #[test]
    fn the_statutes_are_agreed_to_by_whom_they_are_for((form, answers) in form_and_answers()) {
        if let Ok(transaction) = check(&form, &answers, today()) {
            let asked = form.statutes.as_ref().is_some_and(|statutes| statutes.is_for(transaction.operation));
            prop_assert_eq!(transaction.statutes, asked);
        }
    }

    /// The page says what is paid before it is: the same as the relay reckons, and as the distant is told.
    #[test]
    fn what_is_paid_is_what_the_page_says((form, answers) in form_and_answers()) {
        let told = View::of(&form, &answers).and_then(|view| view.total);
        if let Ok(transaction) = check(&form, &answers, today()) {
            prop_assert_eq!(told, Some(transaction.amount));
            let plain = View::of(&Form { fees: None, ..form.clone() }, &answers).and_then(|view| view.total);
            prop_assert!(plain <= told && (plain == told || form.fees.is_some()));
        }
    }

    #[test]
    fn a_form_reaches_the_page_whole(form in form()) {
        let text = form.encode();
        // Whoever trims it or folds its white space changes nothing.
        prop_assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), text.as_str());
        prop_assert_eq!(Form::decode(&text), Ok(form.without_labels()));
    }

    #[test]
    fn an_amount_is_read_as_it_is_written(cents in 1..=Amount::MAX.cents(), mark in prop_oneof![Just(','), Just('.')]) {
        let amount = Amount::from_cents(cents).expect("an amount");
        prop_assert_eq!(amount::parse(&amount.to_text(mark), true), Ok(amount));
    }

    /// Thousands with a mark are excepted: `1,000` and `1.000` are one to some who read it.
    #[test]
    fn an_amount_is_read_as_each_language_writes_it(
        cents in prop_oneof![1..=Amount::MAX.cents(), 1..=99_999_u64],
        language in prop::sample::select(Language::ALL.to_vec()),
    ) {
        let amount = Amount::from_cents(cents).expect("an amount");
        let written = language.money(amount);
        let group = language.money_style().group;
        if group == "\u{202f}" || !written.contains(group) {
            prop_assert_eq!(amount::parse(&written, true), Ok(amount));
            prop_assert_eq!(amount::parse(&written, false).is_ok(), cents % 100 == 0);
        } else {
            prop_assert_eq!(amount::parse(&written, true), Err(Code::AmountAmbiguous));
        }
    }

    #[test]
    fn a_telephone_number_written_well_stays(
        country in prop::sample::select(country::all().collect::<Vec<_>>()),
        elsewhere in prop::sample::select(country::all().collect::<Vec<_>>()),
        typed in prop_oneof![given::phone(), "[+0-9 ()-]{4,20}", "\\PC{0,20}"],
    ) {
        if let Ok(number) = phone::normalise(&typed, country) {
            prop_assert!(number.starts_with('+') && (6..=16).contains(&number.len()), "{}", number);
            prop_assert_eq!(phone::normalise(&number, elsewhere), Ok(number));
        }
    }

    #[test]
    fn a_birth_date_written_well_stays(
        typed in prop_oneof!["[0-9]{1,4}[-/. ]{1,3}[0-9]{1,2}[-/. ]{1,3}[0-9]{1,4}", "[0-9]{8}", "\\PC{0,12}"],
    ) {
        if let Ok(day) = date::birth_date(&typed, today()) {
            prop_assert_eq!(date::birth_date(&day.to_iso(), today()), Ok(day));
        }
    }

    #[test]
    fn no_text_makes_a_rule_panic(text in any::<String>(), country in any::<String>()) {
        let _ = amount::parse(&text, true);
        let _ = (email::check(&text), email::check(&["a@", &text].concat()));
        let _ = (phone::normalise(&text, &country), postal_code::normalise(&text, &country));
        let _ = (date::birth_date(&text, today()), text::clean(&text, 8));
    }

    #[test]
    fn what_a_payment_costs_is_part_of_it((form, relief) in (form(), given::relief()), cents in 1..=Amount::MAX.cents()) {
        let form = Form { tax_relief: Some(relief), ..form };
        let amount = Amount::from_cents(cents).expect("an amount");
        for choice in &form.choices {
            let Some(told) = Explanation::of(&form, choice.operation, choice.frequency, amount) else { continue };
            for figures in [Some(told.payment), told.year].into_iter().flatten() {
                prop_assert_eq!(figures.magazine + figures.gift, figures.amount);
                prop_assert!(figures.cost <= figures.amount);
            }
            if let Some(year) = told.year {
                // Each is rounded once to the cent.
                prop_assert!((told.payment.cost * 12).abs_diff(year.cost) <= 6);
            }
        }
    }

    #[test]
    fn no_answer_makes_the_check_panic(form in form(), answers in any_answers()) {
        let _ = (check(&form, &answers, today()), View::of(&form, &answers));
    }

    #[test]
    fn no_list_makes_its_reader_panic(list in "(\\PC|[0-9,\\[\\]-]|libre){0,40}") {
        if let Ok(list) = AmountList::parse(&list) {
            let _ = list.monthly();
        }
    }

    #[test]
    fn a_transaction_survives_json((form, answers) in form_and_answers()) {
        if let Ok(transaction) = check(&form, &answers, today()) {
            let json = serde_json::to_value(&transaction).expect("JSON");
            prop_assert_eq!(serde_json::from_value::<Transaction>(json.clone()).ok(), Some(transaction.clone()));
            if transaction.operation == Operation::Membership {
                for key in ["tax_receipt", "first_name", "last_name", "street_address", "postal_code", "city", "country"] {
                    let mut without = json.clone();
                    without.as_object_mut().expect("an object").remove(key);
                    prop_assert!(serde_json::from_value::<Transaction>(without).is_err(), "accepted without {}", key);
                }
            }
        }
    }

    #[test]
    fn a_postal_code_written_well_stays(
        country in prop::sample::select(country::all().collect::<Vec<_>>()),
        typed in prop_oneof![given::postal_code(), "[ A-Za-z0-9-]{2,10}", "\\PC{0,12}"],
    ) {
        if let Ok(code) = postal_code::normalise(&typed, country) {
            prop_assert_eq!(postal_code::normalise(&code, country), Ok(code));
        }
    }
}

/// The laws above say nothing of a form that nobody can fill.
#[test]
fn good_answers_are_often_accepted() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let accepted = (0..200).filter(|_| {
        let tree = form_and_answers().new_tree(&mut runner).expect("a tree");
        let (form, answers) = proptest::strategy::ValueTree::current(&tree);
        check(&form, &answers, today()).is_ok()
    });
    assert!(accepted.count() > 50);
}
