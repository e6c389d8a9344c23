//! What a CiviCRM is sent: the parameters of an action, which are written as they are, without a tree of JSON between.

use crate::protocol::{
    Contact, Contribution, Identity, OptionalSubscription, Personal, RecurringStatus, Start, Status, StatusUpdate,
};
use serde::Serialize;

/// What APIv3 is told with every action: its version, and that rows are to come as a list.
#[derive(Serialize)]
pub(super) struct Params<P> {
    version: u8,
    sequential: u8,
    #[serde(flatten)]
    of_action: P,
}

impl<P> Params<P> {
    /// Adds it to an action's own.
    pub(super) const fn new(of_action: P) -> Self {
        Self { version: 3, sequential: 1, of_action }
    }
}

/// Those of `start`.
#[derive(Serialize)]
pub(super) struct StartParams<'a> {
    campagnodon_version: &'static str,
    email: &'a Personal,
    source: Option<&'a str>,
    operation_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_recurring: Option<bool>,
    contributions: Vec<ContributionParams<'a>>,
    campaign_id: String,
    transaction_idx: &'a str,
    payment_url: &'a str,
    transaction_url: &'a str,
    optional_subscriptions: &'a [OptionalSubscription],
    #[serde(flatten)]
    person: PersonParams<'a>,
}

impl<'a> StartParams<'a> {
    pub(super) fn of(start: &'a Start) -> Self {
        let source = start.source.as_deref();
        Self {
            campagnodon_version: "1",
            email: &start.contact.email,
            source,
            operation_type: start.operation_type.as_str(),
            is_recurring: start.operation_type.frequency.is_recurring().then_some(true),
            contributions: start.contributions.iter().map(|part| ContributionParams::of(part, source)).collect(),
            campaign_id: start.campaign_id.to_string(),
            transaction_idx: &start.idx,
            payment_url: &start.payment_url,
            transaction_url: &start.transaction_url,
            optional_subscriptions: &start.optional_subscriptions,
            person: PersonParams::of(&start.contact),
        }
    }
}

/// What is known of the person beside the address.
#[allow(clippy::large_enum_variant, reason = "there is one a request, and only until it is written")]
#[derive(Serialize)]
#[serde(untagged)]
enum PersonParams<'a> {
    /// What nobody gave is no parameter there, as before there were names without addresses.
    Name {
        #[serde(skip_serializing_if = "Option::is_none")]
        first_name: Option<&'a Personal>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_name: Option<&'a Personal>,
    },
    Recipient {
        tax_receipt: bool,
        prefix: Option<&'a Personal>,
        first_name: &'a Personal,
        last_name: &'a Personal,
        birth_date: Option<&'a Personal>,
        street_address: &'a Personal,
        supplemental_address_1: Option<&'a Personal>,
        supplemental_address_2: Option<&'a Personal>,
        postal_code: &'a Personal,
        city: &'a Personal,
        country: &'a Personal,
        phone: Option<&'a Personal>,
    },
}

impl<'a> PersonParams<'a> {
    const fn of(contact: &'a Contact) -> Self {
        match &contact.identity {
            Identity::Name { first_name, last_name } => {
                Self::Name { first_name: first_name.as_ref(), last_name: last_name.as_ref() }
            }
            Identity::Recipient(recipient) => Self::Recipient {
                tax_receipt: true,
                prefix: recipient.title.as_ref(),
                first_name: &recipient.first_name,
                last_name: &recipient.last_name,
                birth_date: recipient.birth_date.as_ref(),
                street_address: &recipient.street_address,
                supplemental_address_1: recipient.supplemental_address_1.as_ref(),
                supplemental_address_2: recipient.supplemental_address_2.as_ref(),
                postal_code: &recipient.postal_code,
                city: &recipient.city,
                country: &recipient.country,
                phone: recipient.phone.as_ref(),
            },
        }
    }
}

#[derive(Serialize)]
struct ContributionParams<'a> {
    financial_type: &'a str,
    amount: String,
    currency: &'static str,
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership_option: Option<String>,
}

impl<'a> ContributionParams<'a> {
    fn of(part: &'a Contribution, source: Option<&'a str>) -> Self {
        let option = part.membership_option.as_ref();
        Self {
            financial_type: &part.financial_type,
            amount: part.amount.to_decimal(),
            currency: "EUR",
            source,
            membership: part.membership.as_deref(),
            membership_option: option.map(|(field, answer)| format!("{field}:{}", u8::from(*answer))),
        }
    }
}

/// Those of `updatestatus`.
#[derive(Serialize)]
pub(super) struct StatusParams<'a> {
    transaction_idx: &'a str,
    status: Status,
    payment_instrument: Option<&'a str>,
    recurring_status: Option<RecurringStatus>,
}

impl<'a> StatusParams<'a> {
    pub(super) fn of(update: &'a StatusUpdate) -> Self {
        Self {
            transaction_idx: &update.idx,
            status: update.status,
            payment_instrument: update.payment_instrument.as_deref(),
            recurring_status: update.recurring_status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Amount, Frequency, Operation, OperationType, Recipient, When};
    use serde_json::{Value, json};

    fn start_params(start: &Start) -> Value {
        serde_json::to_value(Params::new(StartParams::of(start))).unwrap()
    }

    fn gift() -> Start {
        Start {
            idx: "site/1".into(),
            operation_type: OperationType::first(Operation::Donation, Frequency::Once),
            contact: Contact { email: "anne@example.org".into(), identity: Identity::UNKNOWN },
            contributions: vec![Contribution {
                financial_type: "Donation".into(),
                amount: Amount::from_cents(1250).unwrap(),
                membership: None,
                membership_option: None,
            }],
            optional_subscriptions: Vec::new(),
            campaign_id: 7,
            source: None,
            payment_url: "https://example.org/pay?a=1&b=2".into(),
            transaction_url: "https://example.org/admin/1".into(),
        }
    }

    #[test]
    fn a_gift_with_an_address_alone() {
        let expected = json!({
            "version": 3, "sequential": 1, "campagnodon_version": "1",
            "email": "anne@example.org", "source": null, "operation_type": "donation",
            "contributions": [{"financial_type": "Donation", "amount": "12.50", "currency": "EUR", "source": null}],
            "campaign_id": "7", "transaction_idx": "site/1",
            "payment_url": "https://example.org/pay?a=1&b=2", "transaction_url": "https://example.org/admin/1",
            "optional_subscriptions": [],
        });
        assert_eq!(start_params(&gift()), expected);
    }

    #[test]
    fn a_gift_with_a_name_and_no_receipt() {
        let mut start = gift();
        start.contact.identity = Identity::Name { first_name: Some("Anne".into()), last_name: None };
        let mut expected = start_params(&gift());
        expected["first_name"] = json!("Anne");
        assert_eq!(start_params(&start), expected);
    }

    #[test]
    fn a_membership_with_everything() {
        let mut start = gift();
        start.operation_type = OperationType::first(Operation::Membership, Frequency::Monthly);
        start.source = Some("campaign".into());
        start.contributions[0].membership = Some("Member".into());
        start.contributions[0].membership_option = Some(("custom_3".into(), true));
        start.optional_subscriptions.push(OptionalSubscription {
            name: "news".into(),
            kind: "group".into(),
            key: Some("Newsletter".into()),
            when: When::Completed,
        });
        start.contact.identity = Identity::Recipient(Recipient {
            title: None,
            first_name: "Anne".into(),
            last_name: "Martin".into(),
            birth_date: None,
            street_address: "1 rue Haute".into(),
            supplemental_address_1: None,
            supplemental_address_2: None,
            postal_code: "75001".into(),
            city: "Paris".into(),
            country: "FR".into(),
            phone: Some("0102030405".into()),
        });
        let params = start_params(&start);
        for (key, expected) in [
            ("is_recurring", json!(true)),
            ("tax_receipt", json!(true)),
            ("prefix", Value::Null),
            ("first_name", json!("Anne")),
            ("birth_date", Value::Null),
            ("country", json!("FR")),
            ("phone", json!("0102030405")),
            (
                "optional_subscriptions",
                json!([{"name": "news", "type": "group", "key": "Newsletter", "when": "completed"}]),
            ),
            (
                "contributions",
                json!([{"financial_type": "Donation", "amount": "12.50", "currency": "EUR", "source": "campaign",
                        "membership": "Member", "membership_option": "custom_3:1"}]),
            ),
        ] {
            assert_eq!(params.get(key), Some(&expected), "{key}");
        }
    }

    #[test]
    fn a_status() {
        let whole = |update: &StatusUpdate| serde_json::to_string(&Params::new(StatusParams::of(update))).unwrap();
        let mut update = StatusUpdate {
            idx: "site/1".into(),
            status: Status::Completed,
            payment_instrument: Some("Credit Card".into()),
            recurring_status: Some(RecurringStatus::Ongoing),
        };
        let begins = r#"{"version":3,"sequential":1,"transaction_idx":"site/1","#;
        let rest = r#""status":"completed","payment_instrument":"Credit Card","recurring_status":"ongoing"}"#;
        assert_eq!(whole(&update), [begins, rest].concat());
        (update.payment_instrument, update.recurring_status) = (None, None);
        let rest = r#""status":"completed","payment_instrument":null,"recurring_status":null}"#;
        assert_eq!(whole(&update), [begins, rest].concat());
    }

    #[test]
    fn an_action_with_no_parameters_of_its_own() {
        assert_eq!(serde_json::to_string(&Params::new(())).unwrap(), r#"{"version":3,"sequential":1}"#);
    }
}
