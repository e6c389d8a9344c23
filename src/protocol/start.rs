//! What the relay sends to the distant: the opening of a transaction, and its statuses afterwards.

use super::{Amount, Contact, OperationType, RecurringStatus, Status};
use serde::{Deserialize, Serialize};

/// The opening of a transaction at the distant.
///
/// The names are ours; the CiviCRM client gives them the names of the CiviCRM extension's protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The origin's name of the transaction: unique, and impossible to guess.
    pub idx: String,
    /// What is done, and how often.
    pub operation_type: OperationType,
    /// Who pays.
    pub contact: Contact,
    /// What the amount is made of; never empty.
    pub contributions: Vec<Contribution>,
    /// What the person also subscribed to.
    pub optional_subscriptions: Vec<OptionalSubscription>,
    /// The distant's number of the campaign.
    pub campaign_id: u64,
    /// The label under which the distant files the contact and the contributions.
    pub source: Option<String>,
    /// Where the payer can go back to pay.
    pub payment_url: String,
    /// Where the association's staff find the transaction at the origin.
    pub transaction_url: String,
}

/// A part of the amount, as the distant books it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// The distant's accounting category, by name or number.
    pub financial_type: String,
    /// This part, in cents.
    pub amount: Amount,
    /// The membership type that this part pays for, by name or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership: Option<String>,
    /// A yes-or-no field to set on the membership: its name, and the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership_option: Option<(String, bool)>,
}

/// Something that the person subscribed to: a group, an opt-in, a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionalSubscription {
    /// The origin's key for it.
    pub name: String,
    /// The distant's kind of subscription: `group`, `opt-in`, `tag`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The distant's name or number of the group or tag, or the name of the opt-in.
    pub key: Option<String>,
    /// When it takes effect.
    pub when: When,
}

/// When an optional subscription takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// At once, even if nothing is ever paid.
    #[default]
    Init,
    /// When the payment is completed.
    Completed,
}

/// A payment's status, as the origin reports it to the distant.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::{RecurringStatus, Status, StatusUpdate};
///
/// let update = StatusUpdate {
///     idx: "impossible-to-guess".to_owned(),
///     status: Status::Completed,
///     payment_instrument: None,
///     recurring_status: Some(RecurringStatus::Init.after(Status::Completed)),
/// };
/// let json = r#"{"idx":"impossible-to-guess","status":"completed","recurring_status":"ongoing"}"#;
/// assert_eq!(serde_json::to_string(&update).unwrap(), json);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusUpdate {
    /// The origin's name of the transaction.
    pub idx: String,
    /// Where the payment stands.
    pub status: Status,
    /// The distant's name or number of the means of payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_instrument: Option<String>,
    /// Where the series of payments stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_status: Option<RecurringStatus>,
}

/// The distant's answer to both: where the transaction now stands there, and nothing about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The distant's status; it may differ from the one asked for (`double_membership`).
    pub status: Status,
    /// The distant's status of the series, if it is one.
    pub recurring_status: Option<RecurringStatus>,
}
