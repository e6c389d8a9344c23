//! The transaction: what the page posts to the relay once its rules have passed.

use super::{Amount, Contact, Frequency, Identity, Operation, Personal, Recipient};
use serde::{Deserialize, Serialize, Serializer};

/// What a donor decided, normalised and typed. As JSON it is one flat object whose keys are the form's field names:
///
/// ```json
/// {"operation":"donation","frequency":"once","amount":3000,"email":"anne@example.org","subscriptions":[]}
/// ```
///
/// `amount` is in cents. `tax_receipt` is `true` exactly when the recipient's keys are there; for a membership
/// that is always so. Without it there may still be a name.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::{Amount, Operation, Transaction};
///
/// let json =
///     r#"{"operation":"donation","frequency":"once","amount":3000,"email":"a@example.org","subscriptions":[]}"#;
/// let transaction: Transaction = serde_json::from_str(json).unwrap();
/// assert_eq!(Some(transaction.amount), Amount::from_euros(30));
/// let membership = json.replace("donation", "membership");
/// assert!(serde_json::from_str::<Transaction>(&membership).is_err(), "a membership needs the address");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Flat")]
pub struct Transaction {
    /// What the person does.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment's amount.
    pub amount: Amount,
    /// Who pays.
    pub contact: Contact,
    /// The keys of the optional subscriptions that were ticked, in the form's order; then of each question that was
    /// answered, its key, a point and the value chosen.
    pub subscriptions: Vec<String>,
    /// Whether what must be agreed to was, where the form asks for it.
    pub statutes: bool,
    /// The solution of the proof of work, where the site asks for one.
    pub captcha: Option<String>,
}

/// A value of the flat object.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Number(u64),
    /// `true`: a flag that is not set has no key.
    Flag(bool),
    /// A list of texts.
    Texts(&'a [String]),
}

impl Transaction {
    /// Visits the keys and values of the flat object, in its order.
    ///
    /// It has two writers, serde at the servers and the page's own, since serde's weighs more than a rule there.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        visit("operation", Value::Text(self.operation.as_str()));
        visit("frequency", Value::Text(self.frequency.as_str()));
        visit("amount", Value::Number(self.amount.cents()));
        visit("email", Value::Text(self.contact.email.expose()));
        let mut text = |key, text: Option<&'a Personal>| {
            if let Some(text) = text {
                visit(key, Value::Text(text.expose()));
            }
        };
        match &self.contact.identity {
            Identity::Name { first_name, last_name } => {
                text("first_name", first_name.as_ref());
                text("last_name", last_name.as_ref());
            }
            Identity::Recipient(recipient) => {
                text("title", recipient.title.as_ref());
                text("first_name", Some(&recipient.first_name));
                text("last_name", Some(&recipient.last_name));
                text("birth_date", recipient.birth_date.as_ref());
                text("street_address", Some(&recipient.street_address));
                text("supplemental_address_1", recipient.supplemental_address_1.as_ref());
                text("supplemental_address_2", recipient.supplemental_address_2.as_ref());
                text("postal_code", Some(&recipient.postal_code));
                text("city", Some(&recipient.city));
                text("country", Some(&recipient.country));
                text("phone", recipient.phone.as_ref());
                visit("tax_receipt", Value::Flag(true));
            }
        }
        visit("subscriptions", Value::Texts(&self.subscriptions));
        if self.statutes {
            visit("statutes", Value::Flag(true));
        }
        if let Some(captcha) = &self.captcha {
            visit("captcha", Value::Text(captcha));
        }
    }
}

impl Serialize for Transaction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = Vec::new();
        self.visit(&mut |key, value| entries.push((key, value)));
        serializer.collect_map(entries)
    }
}

/// The flat object as it comes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flat {
    operation: Operation,
    frequency: Frequency,
    amount: Amount,
    email: Personal,
    #[serde(default)]
    tax_receipt: bool,
    title: Option<Personal>,
    first_name: Option<Personal>,
    last_name: Option<Personal>,
    birth_date: Option<Personal>,
    street_address: Option<Personal>,
    supplemental_address_1: Option<Personal>,
    supplemental_address_2: Option<Personal>,
    postal_code: Option<Personal>,
    city: Option<Personal>,
    country: Option<Personal>,
    phone: Option<Personal>,
    subscriptions: Vec<String>,
    #[serde(default)]
    statutes: bool,
    captcha: Option<String>,
}

impl TryFrom<Flat> for Transaction {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let identity = match flat.tax_receipt {
            true => Identity::Recipient(Recipient {
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
            false => Identity::Name { first_name: flat.first_name, last_name: flat.last_name },
        };
        Ok(Self {
            operation: flat.operation,
            frequency: flat.frequency,
            amount: flat.amount,
            contact: Contact { email: flat.email, identity },
            subscriptions: flat.subscriptions,
            statutes: flat.statutes,
            captcha: flat.captcha,
        })
    }
}
