//! The form's HTML, by themes.

mod amounts;
mod association;
mod controls;
mod messages;
mod notices;

use super::*;
use crate::form::Fees;
use crate::form::rules::country;
use crate::form::{
    AmountList, Asked, Bounds, Choice, Fields, MagazinePrice, Question, Statutes, Subscription, TaxRelief, Title,
};
use crate::protocol::{Amount, FieldError};
use crate::relay::i18n::{Label, Language};
use crate::relay::tax::TaxRule;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use time::macros::date;

fn list(operation: Operation, frequency: Frequency, amounts: &str) -> Choice {
    let (min, max) = (Amount::from_euros(1).unwrap(), Amount::from_euros(10_000).unwrap());
    let list = AmountList::parse(amounts).unwrap();
    Choice { operation, frequency, proposals: list.proposals, free: list.free.then(|| Bounds::new(min, max).unwrap()) }
}

fn mixed() -> Form {
    let subscription = |key: &str, for_donation, needs_address| Subscription {
        key: key.to_owned(),
        label: format!("About {key}"),
        for_donation,
        for_membership: true,
        needs_address,
    };
    Form {
        choices: vec![
            list(Operation::Donation, Frequency::Once, "30,50,libre"),
            list(Operation::Donation, Frequency::Monthly, "6,15,libre"),
            list(Operation::Membership, Frequency::Once, "13[-450],30[450-900],48[900-]"),
            list(Operation::Membership, Frequency::Yearly, "13,21"),
        ],
        fields: Fields::OPTIONAL,
        titles: vec![Title { value: "2".to_owned(), label: "Mx".to_owned() }],
        subscriptions: vec![subscription("letter", true, false), subscription("paper", false, true)],
        questions: vec![Question {
            key: "topic".to_owned(),
            label: "What matters to you?".to_owned(),
            choices: vec![Title { value: "rivers".to_owned(), label: "Rivers".to_owned() }],
            required: false,
        }],
        statutes: Some(Statutes {
            label: "I agree to the statutes".to_owned(),
            url: Some("/statutes".to_owned()),
            for_donation: false,
            for_membership: true,
        }),
        default_country: Some("FR".to_owned()),
        magazine_price: Some(MagazinePrice(Amount::from_euros(12).unwrap())),
        tax_relief: TaxRelief::from_basis_points(6600),
        fees: Fees::new(140, 25),
        cents_allowed: true,
        captcha: true,
        maintenance: false,
        closed: false,
    }
}

/// A form that asks nothing more of its donors.
static NO_APPEAL: LazyLock<Appeal> = LazyLock::new(Appeal::default);
/// An association that says nothing of itself.
static NO_ASSOCIATION: Association = Association { privacy: None, legal: None };

/// Returns a form in which nothing is wrong, for each test to change.
fn page<'a>(form: &'a Form, texts: &'a Texts, answers: &'a Answers) -> FormPage<'a> {
    FormPage {
        form,
        id: "don",
        action: "/forms/don",
        idempotency_key: "key-0123456789abcdef",
        texts,
        answers,
        refusal: None,
        notice: None,
        opens: None,
        link: None,
        guard: ProtectionFields { challenge: "/forms/don/challenge", ..ProtectionFields::default() },
        appeal: &NO_APPEAL,
        confirmation: false,
        tax_rule: None,
        association: &NO_ASSOCIATION,
    }
}

fn render(form: &Form, answers: &Answers, refusal: Option<&Refusal>, notice: Option<Code>) -> String {
    render_by(None, form, answers, refusal, notice)
}

fn render_by(
    tax_rule: Option<(&TaxRule, i32)>,
    form: &Form,
    answers: &Answers,
    refusal: Option<&Refusal>,
    notice: Option<Code>,
) -> String {
    let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
    FormPage { refusal, notice, tax_rule, ..page(form, &texts, answers) }.render().into_string()
}

/// Returns the values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(opening.as_str()).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

/// Returns the tag that has this text in it.
fn tag<'a>(html: &'a str, text: &str) -> &'a str {
    html.split('<').find(|tag| tag.contains(text)).unwrap_or_default()
}
