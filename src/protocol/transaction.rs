//! The transaction: what the page posts to the relay once its rules have passed.

use super::{Amount, Contact, Frequency, Operation, Personal, Recipient};
use serde::{Deserialize, Serialize};

/// What a donor decided, normalised and typed. As JSON it is one flat object whose keys are the form's field names:
///
/// ```json
/// {"operation":"donation","frequency":"once","amount":3000,"email":"anne@example.org","subscriptions":[]}
/// ```
///
/// `amount` is in cents. `tax_receipt` is `true` exactly when the recipient's keys are there; for a membership
/// that is always so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Flat", into = "Flat")]
pub struct Transaction {
    /// What the person does.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment's amount.
    pub amount: Amount,
    /// Who pays.
    pub contact: Contact,
    /// The keys of the optional subscriptions that were ticked, in the form's order.
    pub subscriptions: Vec<String>,
    /// The solution of the proof of work, where the site asks for one.
    pub captcha: Option<String>,
}

/// The flat object on the wire.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flat {
    operation: Operation,
    frequency: Frequency,
    amount: Amount,
    email: Personal,
    #[serde(default, skip_serializing_if = "is_false")]
    tax_receipt: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_name: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_name: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    birth_date: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    street_address: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supplemental_address_1: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supplemental_address_2: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    postal_code: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    city: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    country: Option<Personal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<Personal>,
    subscriptions: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    captcha: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl From<Transaction> for Flat {
    fn from(transaction: Transaction) -> Self {
        let Transaction { operation, frequency, amount, contact, subscriptions, captcha } = transaction;
        let tax_receipt = contact.recipient.is_some();
        let mut flat = Self {
            operation,
            frequency,
            amount,
            email: contact.email,
            tax_receipt,
            title: None,
            first_name: None,
            last_name: None,
            birth_date: None,
            street_address: None,
            supplemental_address_1: None,
            supplemental_address_2: None,
            postal_code: None,
            city: None,
            country: None,
            phone: None,
            subscriptions,
            captcha,
        };
        if let Some(recipient) = contact.recipient {
            flat.title = recipient.title;
            flat.first_name = Some(recipient.first_name);
            flat.last_name = Some(recipient.last_name);
            flat.birth_date = recipient.birth_date;
            flat.street_address = Some(recipient.street_address);
            flat.supplemental_address_1 = recipient.supplemental_address_1;
            flat.supplemental_address_2 = recipient.supplemental_address_2;
            flat.postal_code = Some(recipient.postal_code);
            flat.city = Some(recipient.city);
            flat.country = Some(recipient.country);
            flat.phone = recipient.phone;
        }
        flat
    }
}

impl TryFrom<Flat> for Transaction {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let recipient = match flat.tax_receipt {
            true => Some(Recipient {
                title: flat.title,
                first_name: flat.first_name.ok_or("a tax receipt wants first_name")?,
                last_name: flat.last_name.ok_or("a tax receipt wants last_name")?,
                birth_date: flat.birth_date,
                street_address: flat.street_address.ok_or("a tax receipt wants street_address")?,
                supplemental_address_1: flat.supplemental_address_1,
                supplemental_address_2: flat.supplemental_address_2,
                postal_code: flat.postal_code.ok_or("a tax receipt wants postal_code")?,
                city: flat.city.ok_or("a tax receipt wants city")?,
                country: flat.country.ok_or("a tax receipt wants country")?,
                phone: flat.phone,
            }),
            false if flat.operation == Operation::Membership => return Err("a membership wants tax_receipt"),
            false => None,
        };
        Ok(Self {
            operation: flat.operation,
            frequency: flat.frequency,
            amount: flat.amount,
            contact: Contact { email: flat.email, recipient },
            subscriptions: flat.subscriptions,
            captcha: flat.captcha,
        })
    }
}
