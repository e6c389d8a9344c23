//! What `start` is asked, read and checked before anything is looked up.

mod statements;

use super::envelope::{ErrorCode, Failure, Refusal};
use super::params::Params;
use super::statement::Cause;
use super::{addresses, countries};
use crate::distant::decimal;
use serde_json::Value;

/// The longest `transaction_idx`.
pub(super) const IDX_MAX: usize = 255;
/// What an answer about a membership may take: `custom_12:1`.
const MEMBERSHIP_OPTION_MAX: usize = 25;
const DISPLAY_NAME_MAX: usize = 128;

const TABLE: &str = "civicrm_campagnodon_transaction";
const LINKS: &str = "civicrm_campagnodon_transaction_link";

/// A `start` whose form is right.
pub(super) struct Request {
    pub idx: String,
    pub operation_type: String,
    pub contributions: Vec<Contribution>,
    pub subscriptions: Vec<Subscription>,
    pub campaign_id: Option<i64>,
    pub payment_url: Option<String>,
    pub transaction_url: Option<String>,
    pub source: Option<String>,
    pub tax_receipt: bool,
    pub is_recurring: bool,
    pub person: Person,
}

/// A part of the amount.
pub(super) struct Contribution {
    pub amount_cents: i64,
    pub financial_type: Option<String>,
    pub membership: Option<Membership>,
}

/// The membership that a part pays for.
pub(super) struct Membership {
    pub kind: String,
    pub option: Option<String>,
    pub keep_current: bool,
}

/// An optional subscription.
pub(super) struct Subscription {
    pub name: Option<String>,
    pub kind: String,
    pub key: String,
    pub on_complete: bool,
}

/// The person, as typed.
#[derive(Default)]
pub(super) struct Person {
    pub email: String,
    pub prefix: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub birth_date: Option<String>,
    pub street_address: Option<String>,
    pub supplemental_address_1: Option<String>,
    pub supplemental_address_2: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub phone: Option<String>,
}

impl Request {
    /// Returns what CiviCRM calls the contact: by its name, else by its e-mail address.
    pub fn display_name(&self) -> String {
        let names = [&self.person.first_name, &self.person.last_name];
        let names: Vec<_> = names.into_iter().flatten().map(String::as_str).collect();
        if names.is_empty() { self.person.email.clone() } else { names.join(" ") }
    }
}

/// Reads a `start`. The checks come in the original's order: of several faults the same one is told.
pub(super) fn read(params: &Params) -> Result<Request, Failure> {
    params.require(&["campagnodon_version", "email", "transaction_idx", "operation_type", "contributions"])?;
    let campaign_id = params.integer("campaign_id")?;
    let birth_date = params.day("birth_date")?;
    check_version(params)?;
    let contributions = contributions(params)?;
    let email = params.needed("email", 254)?;
    if !addresses::is_email(&email) {
        return Err(Refusal::new(ErrorCode::EmailInvalid, "Invalid email").into());
    }
    let payment_url = url(params, "payment_url")?;
    let transaction_url = url(params, "transaction_url")?;
    let column = |key, column, max| {
        let text = params.column(key, (TABLE, column), max)?;
        text.ok_or_else(|| Failure::from(Refusal::missing(vec![key])))
    };
    let request = Request {
        idx: column("transaction_idx", "idx", IDX_MAX)?,
        operation_type: column("operation_type", "operation_type", 255)?,
        contributions,
        subscriptions: subscriptions(params)?,
        campaign_id,
        payment_url,
        transaction_url,
        source: params.text("source", 255)?,
        tax_receipt: params.flag("tax_receipt"),
        is_recurring: params.flag("is_recurring"),
        person: person(params, email, birth_date)?,
    };
    check_contact(&request)?;
    Ok(request)
}

/// Refuses what CiviCRM would not make a contact of.
fn check_contact(request: &Request) -> Result<(), Failure> {
    if let Some(country) = request.person.country.as_deref().filter(|code| !countries::is_known(code)) {
        return Err(Refusal::no_option(ErrorCode::CountryUnknown, "country_id", country).into());
    }
    // A name of 64 characters and one of 64 are cut to fit; an address that stands for a name is not.
    let is_named = request.person.first_name.is_some() || request.person.last_name.is_some();
    if !is_named && request.person.email.chars().count() > DISPLAY_NAME_MAX {
        let statement = request.contact_statement(Cause::TooLong("display_name"));
        return Err(Refusal::by_database(ErrorCode::DoesNotFit, statement).into());
    }
    Ok(())
}

fn check_version(params: &Params) -> Result<(), Failure> {
    match params.needed("campagnodon_version", 20)?.as_str() {
        "1" => Ok(()),
        _ => Err(Refusal::new(ErrorCode::VersionUnknown, "Unknown campagnodon_version").into()),
    }
}

fn person(params: &Params, email: String, birth_date: Option<String>) -> Result<Person, Failure> {
    Ok(Person {
        email,
        prefix: params.text("prefix", 64)?,
        first_name: params.personal("first_name", 64)?,
        last_name: params.personal("last_name", 64)?,
        birth_date,
        street_address: params.personal("street_address", 96)?,
        supplemental_address_1: params.personal("supplemental_address_1", 96)?,
        supplemental_address_2: params.personal("supplemental_address_2", 96)?,
        postal_code: params.personal("postal_code", 64)?,
        city: params.personal("city", 64)?,
        country: params.text("country", 64)?,
        phone: params.personal("phone", 32)?,
    })
}

fn contributions(params: &Params) -> Result<Vec<Contribution>, Failure> {
    let refusal = |text: String| Refusal::new(ErrorCode::ContributionsInvalid, text);
    let entries = entries(params.value("contributions")).ok_or_else(|| refusal("Invalid contributions".to_owned()))?;
    let read = |(key, entry): (String, &Value)| {
        let entry = object(entry).ok_or_else(|| refusal(format!("Invalid contributions {key}")))?;
        contribution(&entry)
    };
    entries.into_iter().map(read).collect()
}

fn contribution(entry: &Params) -> Result<Contribution, Failure> {
    let refusal = || Refusal::new(ErrorCode::AmountInvalid, "the amount of a contribution is not money above zero");
    let cents = entry.text("amount", 20)?.and_then(|amount| decimal::cents(amount.trim())).ok_or_else(refusal)?;
    if cents < 100 {
        return Err(refusal().into());
    }
    let amount_cents = i64::try_from(cents).map_err(|_| refusal())?;
    if entry.text("currency", 3)?.is_some_and(|currency| currency != "EUR") {
        return Err(Refusal::new(ErrorCode::CurrencyInvalid, "the currency of a contribution is not EUR").into());
    }
    let financial_type = entry.text("financial_type", 64)?;
    let membership = match entry.text("membership", 128)? {
        None => None,
        Some(kind) => Some(Membership {
            kind,
            option: entry.column("membership_option", (LINKS, "opt_in"), MEMBERSHIP_OPTION_MAX)?,
            keep_current: entry.flag("keep_current_membership_if_possible"),
        }),
    };
    Ok(Contribution { amount_cents, financial_type, membership })
}

fn subscriptions(params: &Params) -> Result<Vec<Subscription>, Failure> {
    let refusal = |reason| Refusal::new(ErrorCode::SubscriptionInvalid, reason);
    let Some(value) = params.value("optional_subscriptions") else { return Ok(Vec::new()) };
    let entries = entries(Some(value)).ok_or_else(|| refusal("optional_subscriptions is not a list"))?;
    let read = |(_, entry): (String, &Value)| {
        let entry = object(entry).ok_or_else(|| refusal("an optional subscription is not an object"))?;
        Ok(Subscription {
            name: entry.text("name", 64)?,
            kind: entry.text("type", 20)?.unwrap_or_default(),
            key: entry.text("key", 255)?.unwrap_or_default(),
            on_complete: entry.text("when", 20)?.as_deref() == Some("completed"),
        })
    };
    entries.into_iter().map(read).collect()
}

/// Returns the entries of a list, or of a map, each with what it is under.
fn entries(value: Option<&Value>) -> Option<Vec<(String, &Value)>> {
    match value? {
        Value::Array(list) => Some(list.iter().enumerate().map(|(place, entry)| (place.to_string(), entry)).collect()),
        Value::Object(map) => Some(map.iter().map(|(key, entry)| (key.clone(), entry)).collect()),
        _ => None,
    }
}

fn object(value: &Value) -> Option<Params> {
    value.as_object().cloned().map(Params::of)
}

fn url(params: &Params, key: &'static str) -> Result<Option<String>, Failure> {
    match params.column(key, (TABLE, key), 255)? {
        Some(text) if !addresses::is_url(&text) => {
            Err(Refusal::new(ErrorCode::UrlInvalid, format!("Invalid {key}")).into())
        }
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn verdict(changes: &Value) -> Result<Request, Option<ErrorCode>> {
        let mut params = json!({
            "campagnodon_version": 1, "email": "anne@example.org", "transaction_idx": "site/1",
            "operation_type": "donation", "contributions": {"don": {"financial_type": "Donation", "amount": 45}},
        });
        for (key, value) in changes.as_object().unwrap() {
            params[key] = value.clone();
        }
        read(&Params::of(params.as_object().unwrap().clone())).map_err(|failure| failure.code())
    }

    fn long_email(length: usize) -> String {
        let domain = format!("{}.{}.org", "b".repeat(50), "c".repeat(60));
        format!("{}@{domain}", "a".repeat(length - domain.len() - 1))
    }

    #[test]
    fn refusals() {
        use ErrorCode as E;
        let contribution = |key: &str, value: Value| {
            let mut one = json!({"financial_type": "Donation", "amount": 45});
            one[key] = value;
            json!({"contributions": [one]})
        };
        for (changes, expected) in [
            (json!({}), None),
            (json!({"campagnodon_version": "2"}), Some(E::VersionUnknown)),
            (json!({"campagnodon_version": null}), Some(E::MandatoryMissing)),
            (json!({"contributions": []}), Some(E::MandatoryMissing)),
            (json!({"contributions": "text"}), Some(E::ContributionsInvalid)),
            (json!({"contributions": ["12"]}), Some(E::ContributionsInvalid)),
            (contribution("amount", json!("nonono")), Some(E::AmountInvalid)),
            (contribution("amount", json!(0.5)), Some(E::AmountInvalid)),
            (contribution("amount", json!(-3)), Some(E::AmountInvalid)),
            (contribution("amount", json!(null)), Some(E::AmountInvalid)),
            (contribution("amount", json!("12.50")), None),
            (contribution("amount", json!(12.5)), None),
            (contribution("currency", json!("XXX")), Some(E::CurrencyInvalid)),
            (contribution("financial_type", json!("Nothing")), None),
            (contribution("membership", json!("Nothing")), None),
            (json!({"email": "not-an-email"}), Some(E::EmailInvalid)),
            (json!({"email": " anne@example.org"}), Some(E::EmailInvalid)),
            (json!({"email": "anne@example"}), Some(E::EmailInvalid)),
            (json!({"payment_url": "this is not url /"}), Some(E::UrlInvalid)),
            (json!({"payment_url": "/pay"}), Some(E::UrlInvalid)),
            (json!({"transaction_url": "javascript:alert(1)"}), Some(E::UrlInvalid)),
            (json!({"birth_date": "no date"}), Some(E::DateInvalid)),
            (json!({"country": "France"}), Some(E::CountryUnknown)),
            (json!({"country": "AN"}), Some(E::CountryUnknown)),
            (json!({"country": "XK"}), None),
            (json!({"first_name": "x".repeat(64), "last_name": "y".repeat(64)}), None),
            (json!({"first_name": "x".repeat(65)}), Some(E::TooLong)),
            (json!({"first_name": "<".repeat(17)}), Some(E::TooLong)),
            (json!({"email": long_email(128)}), None),
            (json!({"email": long_email(129)}), Some(E::DoesNotFit)),
            (json!({"email": long_email(129), "last_name": "Martin"}), None),
            (json!({"payment_url": format!("https://example.org/{}", "x".repeat(240))}), Some(E::DoesNotFit)),
            (json!({"transaction_idx": "x".repeat(256)}), Some(E::DoesNotFit)),
            (json!({"campaign_id": "seven"}), Some(E::TypeInvalid)),
            (json!({"city": "x".repeat(65)}), Some(E::TooLong)),
            (json!({"optional_subscriptions": ["news"]}), Some(E::SubscriptionInvalid)),
            // Of several faults, the first in the original's order.
            (json!({"email": "no", "campagnodon_version": 2, "birth_date": "no"}), Some(E::DateInvalid)),
            (json!({"email": "no", "campagnodon_version": 2}), Some(E::VersionUnknown)),
            (json!({"email": "no", "payment_url": "no"}), Some(E::EmailInvalid)),
        ] {
            assert_eq!(verdict(&changes).err().flatten(), expected, "{changes}");
            assert_eq!(verdict(&changes).is_ok(), expected.is_none(), "{changes}");
        }
    }

    #[test]
    fn a_list_where_a_text_is_meant() {
        for changes in [json!({"first_name": []}), json!({"city": ["Paris"]}), json!({"source": {"a": 1}})] {
            assert_eq!(verdict(&changes).err(), Some(None), "{changes}");
        }
    }

    #[test]
    fn what_is_read() {
        let urls = "https://example.org/pay?a=1&b=2&c=3";
        let request = verdict(&json!({"payment_url": urls, "is_recurring": true, "prefix": "", "tax_receipt": "0",
            "transaction_idx": "test/123456789123456789"}));
        let request = request.ok().unwrap();
        assert_eq!(request.payment_url.as_deref(), Some(urls));
        assert_eq!(request.idx, "test/123456789123456789");
        assert!(request.is_recurring && !request.tax_receipt && request.person.prefix.is_none());
        assert_eq!(request.contributions[0].amount_cents, 4500);
    }
}
