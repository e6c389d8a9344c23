//! Promise: what a donor decides arrives at the distant, whole and once; what the form does not offer is refused, with
//! the same codes as JSON and as a page.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn setting() -> (TestDistant, Origin, Donor) {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    (distant, origin, donor)
}

fn contributions(transaction: &Value) -> Vec<(String, String, String)> {
    let word = |contribution: &Value, key: &str| contribution[key].as_str().unwrap_or_default().to_owned();
    transaction["contributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| (word(each, "financial_type"), word(each, "amount"), word(each, "status")))
        .collect()
}

fn expected(rows: &[(&str, &str)], status: &str) -> Vec<(String, String, String)> {
    rows.iter().map(|(kind, amount)| ((*kind).into(), (*amount).into(), status.into())).collect()
}

#[tokio::test]
async fn a_donation_with_an_address_of_mail_alone() {
    let (_distant, _origin, donor) = setting().await;
    let person = Person::new();
    let page = donor.give("don", &person.donation(3000)).await;
    let opened = donor.only_transaction(&person).await;
    assert_eq!((&opened["status"], &opened["operation_type"]), (&json!("init"), &json!("donation")));
    assert_eq!(opened["contact"]["last_name"], Value::Null);
    donor.press(&page, "pay").await;
    let paid = donor.until(&person, "completed").await;
    assert_eq!(contributions(&paid), expected(&[("Donation", "30.00")], "Completed"));
    assert_eq!(paid["recurring_status"], Value::Null);
}

#[tokio::test]
async fn a_monthly_donation_with_a_free_amount_and_a_receipt() {
    let (_distant, _origin, donor) = setting().await;
    let person = Person::new();
    let page = donor.give("both", &person.full("donation", "monthly", 1700)).await;
    donor.press(&page, "pay").await;
    let paid = donor.until(&person, "completed").await;
    assert_eq!(contributions(&paid), expected(&[("Donation", "17.00")], "Completed"));
    assert_eq!((&paid["recurring_status"], &paid["tax_receipt"]), (&json!("ongoing"), &json!(true)));
    assert_eq!(paid["contact"]["city"], json!(person.city));
    assert_eq!(paid["contact"]["groups"], json!(["news"]));
}

#[tokio::test]
async fn a_yearly_membership_with_the_magazine() {
    let (_distant, _origin, donor) = setting().await;
    let person = Person::new();
    let page = donor.give("adhesion", &person.full("membership", "yearly", 3500)).await;
    donor.press(&page, "pay").await;
    let paid = donor.until(&person, "completed").await;
    assert_eq!(contributions(&paid), expected(&[("Member Dues", "12.00"), ("Member Dues", "23.00")], "Completed"));
    assert_eq!(paid["memberships"].as_array().unwrap().len(), 2);
    assert_eq!(paid["operation_type"], "yearly_membership");
}

#[tokio::test]
async fn refusals_have_the_same_codes_as_json_and_as_a_page() {
    let (_distant, _origin, donor) = setting().await;
    let person = Person::new();
    let with = |mut transaction: Value, changes: Value| {
        for (key, value) in changes.as_object().unwrap() {
            transaction[key] = value.clone();
        }
        transaction
    };
    let receipt = || person.full("donation", "once", 3000);
    for (form, transaction, errors) in [
        (
            "adhesion",
            with(person.full("membership", "yearly", 3500), json!({"amount": 300})),
            vec![("free_amount", "amount_too_small")],
        ),
        ("don", with(person.donation(3000), json!({"amount": "31"})), vec![("amount", "not_offered")]),
        ("don", with(person.donation(3000), json!({"amount": 3050})), vec![("free_amount", "amount_not_whole")]),
        (
            "don",
            with(person.donation(3000), json!({"amount": "free", "free_amount": "1.000"})),
            vec![("free_amount", "amount_ambiguous")],
        ),
        ("don", with(person.donation(3000), json!({"amount": "free"})), vec![("free_amount", "required")]),
        // What follows from another fault is not told: no amount is offered for a frequency that is not.
        ("don", with(person.donation(3000), json!({"frequency": "weekly"})), vec![("frequency", "not_offered")]),
        ("adhesion", with(person.full("donation", "once", 3000), json!({})), vec![("operation", "not_offered")]),
        ("don", with(person.donation(3000), json!({"email": ""})), vec![("email", "required")]),
        ("don", with(person.donation(3000), json!({"email": "anne@example"})), vec![("email", "email_invalid")]),
        ("don", with(receipt(), json!({"city": "\u{a0}"})), vec![("city", "required")]),
        (
            "don",
            with(receipt(), json!({"first_name": "a\u{fffd}b", "last_name": "x".repeat(65)})),
            vec![("first_name", "forbidden_characters"), ("last_name", "too_long")],
        ),
        (
            "don",
            with(receipt(), json!({"country": "XX", "title": "9", "birth_date": "2000-02-30"})),
            vec![("title", "title_invalid"), ("birth_date", "date_impossible"), ("country", "country_invalid")],
        ),
        (
            "don",
            with(receipt(), json!({"postal_code": "7500", "phone": "12"})),
            vec![("postal_code", "postal_code_invalid"), ("phone", "phone_invalid")],
        ),
    ] {
        let (status, problem) = donor.post_json(form, &donor.key(), &transaction).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        let as_json: Vec<_> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| (error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        assert_eq!(as_json, errors, "{form}");
        let (status, page) = donor.post_form(form, &donor.key(), &transaction).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(crate::support::donor::codes_in(&page), errors, "{form}");
    }
    assert_eq!(donor.transactions().await, json!([]), "nothing reached the distant");
}

#[tokio::test]
async fn an_ordinary_form_is_answered_with_the_page_of_the_payment() {
    let (_distant, _origin, donor) = setting().await;
    let person = Person::new();
    let (status, location) =
        donor.post_form("adhesion", &donor.key(), &person.full("membership", "yearly", 3500)).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    donor.press(&donor.absolute(&location), "pay").await;
    donor.until(&person, "completed").await;
}

#[tokio::test]
async fn an_international_domain_reaches_the_distant_in_ascii() {
    let (_distant, _origin, donor) = setting().await;
    let mut person = Person::new();
    let ascii = person.email.replace("@Qdomainxz", "@xn--exmple-cua");
    person.email = person.email.replace("@Qdomainxz", "@exämple");
    let (key, other) = (donor.key(), donor.key());
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
    assert_eq!(donor.post_form("don", &other, &person.donation(3000)).await.0, StatusCode::SEE_OTHER);
    person.email = ascii;
    let (status, _) = donor.post_json("don", &key, &person.donation(3000)).await;
    assert_eq!(status, StatusCode::CREATED, "the same, as a page's module sends it");
    assert_eq!(donor.transactions_of(&person).await.len(), 2);
}

#[tokio::test]
async fn a_refusal_of_the_distant_is_told_and_uses_no_key_up() {
    let (_distant, _origin, donor) = setting().await;
    let (person, key) = (Person::new(), donor.key());
    // The distant has no such campaign.
    let (status, problem) = donor.post_json("lost", &key, &person.donation(3000)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::BAD_GATEWAY, &json!("distant_refused")));
    assert!(!problem.to_string().contains(&person.email));
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn requests_that_no_form_sends_are_refused() {
    let (_distant, _origin, donor) = setting().await;
    let person = Person::new();
    let send = |headers: &[(&'static str, &'static str)], body: String| {
        let mut request = donor.client.post(donor.absolute("/forms/don")).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        async {
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    };
    let json = ("content-type", "application/json");
    let key = ("idempotency-key", "a-key-of-the-tests");
    let good = person.donation(3000).to_string();
    for (headers, body, status, code) in [
        (vec![key], good.clone(), 415, "media_type_unsupported"),
        (vec![json], good.clone(), 400, "idempotency_key_invalid"),
        (vec![json, ("idempotency-key", "short")], good.clone(), 400, "idempotency_key_invalid"),
        (vec![json, key], "{".to_owned(), 400, "body_invalid"),
        (vec![json, key], "[]".to_owned(), 400, "body_invalid"),
        (vec![json, key], r#"{"mail":"a@b.fr"}"#.to_owned(), 400, "body_invalid"),
        (vec![json, key], "x".repeat(70_000), 413, "body_too_large"),
        (vec![json, key, ("origin", "https://elsewhere.example")], good.clone(), 403, "cross_origin"),
        (vec![json, key, ("sec-fetch-site", "cross-site")], good.clone(), 403, "cross_origin"),
    ] {
        let (answered, text) = send(&headers, body).await;
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((answered, problem["code"].as_str()), (status, Some(code)), "{headers:?}");
    }
    for (path, status) in [("/forms/other", 404), ("/payments/other", 404), ("/nothing", 404)] {
        assert_eq!(donor.client.get(donor.absolute(path)).send().await.unwrap().status(), status, "{path}");
    }
    assert_eq!(donor.client.delete(donor.absolute("/forms/don")).send().await.unwrap().status(), 405);
    assert_eq!(donor.transactions().await, json!([]));
}
