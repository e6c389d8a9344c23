//! What `start` is asked, read and checked before anything is looked up.

use super::envelope::{ErrorCode, Refusal};
use super::params::Params;
use crate::distant::decimal;
use reqwest::Url;
use serde_json::Value;

/// The longest `transaction_idx`.
pub(super) const IDX_MAX: usize = 255;

/// A `start` whose form is right.
pub(super) struct Request {
    pub idx: String,
    pub fingerprint: [u8; 32],
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
    pub financial_type: String,
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

/// Reads a `start`. The checks come in the reference's order: of several faults the same one is told.
pub(super) fn read(params: &Params) -> Result<Request, Refusal> {
    params.require(&["campagnodon_version", "email", "transaction_idx", "operation_type", "contributions"])?;
    let campaign_id = params.integer("campaign_id")?;
    let person = person(params)?;
    check_version(params)?;
    let contributions = contributions(params)?;
    if !is_email(&person.email) {
        return Err(Refusal::new(ErrorCode::EmailInvalid, "Invalid email address"));
    }
    let payment_url = url(params, "payment_url")?;
    let transaction_url = url(params, "transaction_url")?;
    if person.country.as_deref().is_some_and(|code| code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase())) {
        return Err(Refusal::new(ErrorCode::CountryInvalid, "country is not a code of two capital letters"));
    }
    Ok(Request {
        idx: params.needed("transaction_idx", IDX_MAX)?,
        fingerprint: params.fingerprint(),
        operation_type: params.needed("operation_type", 255)?,
        contributions,
        subscriptions: subscriptions(params)?,
        campaign_id,
        payment_url,
        transaction_url,
        source: params.text("source", 255)?,
        tax_receipt: params.flag("tax_receipt"),
        is_recurring: params.flag("is_recurring"),
        person,
    })
}

fn check_version(params: &Params) -> Result<(), Refusal> {
    match params.needed("campagnodon_version", 20)?.as_str() {
        "1" => Ok(()),
        _ => Err(Refusal::new(ErrorCode::VersionUnknown, "Unknown campagnodon_version")),
    }
}

fn person(params: &Params) -> Result<Person, Refusal> {
    Ok(Person {
        email: params.needed("email", 254)?,
        prefix: params.text("prefix", 64)?,
        first_name: params.text("first_name", 64)?,
        last_name: params.text("last_name", 64)?,
        birth_date: params.day("birth_date")?,
        street_address: params.text("street_address", 96)?,
        supplemental_address_1: params.text("supplemental_address_1", 96)?,
        supplemental_address_2: params.text("supplemental_address_2", 96)?,
        postal_code: params.text("postal_code", 64)?,
        city: params.text("city", 64)?,
        country: params.text("country", 64)?,
        phone: params.text("phone", 32)?,
    })
}

fn contributions(params: &Params) -> Result<Vec<Contribution>, Refusal> {
    let refusal = |reason| Refusal::new(ErrorCode::ContributionsInvalid, reason);
    let entries =
        entries(params.value("contributions")).ok_or_else(|| refusal("contributions is not a list or a map"))?;
    let entries: Option<Vec<_>> = entries.into_iter().map(object).collect();
    let entries = entries.ok_or_else(|| refusal("an entry of contributions is not an object"))?;
    entries.iter().map(contribution).collect()
}

fn contribution(entry: &Params) -> Result<Contribution, Refusal> {
    let refusal = || Refusal::new(ErrorCode::AmountInvalid, "the amount of a contribution is not money above zero");
    let cents = entry.text("amount", 20)?.and_then(|amount| decimal::cents(amount.trim())).ok_or_else(refusal)?;
    if cents < 100 {
        return Err(refusal());
    }
    let amount_cents = i64::try_from(cents).map_err(|_| refusal())?;
    if entry.text("currency", 3)?.is_some_and(|currency| currency != "EUR") {
        return Err(Refusal::new(ErrorCode::CurrencyInvalid, "the currency of a contribution is not EUR"));
    }
    let unknown = || Refusal::new(ErrorCode::FinancialTypeUnknown, "a contribution has no financial_type");
    let financial_type = entry.text("financial_type", 64)?.ok_or_else(unknown)?;
    let membership = match entry.text("membership", 128)? {
        None => None,
        Some(kind) => Some(Membership {
            kind,
            option: entry.text("membership_option", 64)?,
            keep_current: entry.flag("keep_current_membership_if_possible"),
        }),
    };
    Ok(Contribution { amount_cents, financial_type, membership })
}

fn subscriptions(params: &Params) -> Result<Vec<Subscription>, Refusal> {
    let refusal = |reason| Refusal::new(ErrorCode::SubscriptionInvalid, reason);
    let Some(value) = params.value("optional_subscriptions") else { return Ok(Vec::new()) };
    let entries = entries(Some(value)).ok_or_else(|| refusal("optional_subscriptions is not a list"))?;
    let read = |entry: &Value| {
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

/// The entries of a list, or of a map whose keys mean nothing.
fn entries(value: Option<&Value>) -> Option<Vec<&Value>> {
    match value? {
        Value::Array(list) => Some(list.iter().collect()),
        Value::Object(map) => Some(map.values().collect()),
        _ => None,
    }
}

fn object(value: &Value) -> Option<Params> {
    value.as_object().cloned().map(Params::of)
}

fn url(params: &Params, key: &str) -> Result<Option<String>, Refusal> {
    let Some(text) = params.text(key, 255)? else { return Ok(None) };
    let is_absolute = Url::parse(&text).is_ok_and(|url| url.has_host() && matches!(url.scheme(), "http" | "https"));
    if !is_absolute || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(Refusal::new(ErrorCode::UrlInvalid, format!("Invalid {key}: not an absolute address")));
    }
    Ok(Some(text))
}

/// Whether mail could be sent there, going by the form alone.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    !local.is_empty()
        && local.len() <= 64
        && !local.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn verdict(changes: &Value) -> Result<Request, ErrorCode> {
        let mut params = json!({
            "campagnodon_version": 1, "email": "anne@example.org", "transaction_idx": "site/1",
            "operation_type": "donation", "contributions": {"don": {"financial_type": "Donation", "amount": 45}},
        });
        for (key, value) in changes.as_object().unwrap() {
            params[key] = value.clone();
        }
        read(&Params::of(params.as_object().unwrap().clone())).map_err(|refusal| refusal.code)
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
            (contribution("financial_type", json!("")), Some(E::FinancialTypeUnknown)),
            (json!({"email": "not-an-email"}), Some(E::EmailInvalid)),
            (json!({"email": " anne@example.org"}), Some(E::EmailInvalid)),
            (json!({"email": "anne@example"}), Some(E::EmailInvalid)),
            (json!({"payment_url": "this is not url /"}), Some(E::UrlInvalid)),
            (json!({"payment_url": "/pay"}), Some(E::UrlInvalid)),
            (json!({"transaction_url": "javascript:alert(1)"}), Some(E::UrlInvalid)),
            (json!({"birth_date": "no date"}), Some(E::DateInvalid)),
            (json!({"country": "France"}), Some(E::CountryInvalid)),
            (json!({"campaign_id": "seven"}), Some(E::TypeInvalid)),
            (json!({"city": "x".repeat(65)}), Some(E::TooLong)),
            (json!({"optional_subscriptions": ["news"]}), Some(E::SubscriptionInvalid)),
            // Of several faults, the first in the reference's order.
            (json!({"email": "no", "campagnodon_version": 2, "birth_date": "no"}), Some(E::DateInvalid)),
            (json!({"email": "no", "campagnodon_version": 2}), Some(E::VersionUnknown)),
            (json!({"email": "no", "payment_url": "no"}), Some(E::EmailInvalid)),
        ] {
            assert_eq!(verdict(&changes).err(), expected, "{changes}");
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
