//! Stripe's objects, as far as they are read: no name, no e-mail address, no card, no account number is a field here, so
//! none of them is ever taken out of an answer.
//!
//! Words that Stripe may add are `Other`; what they mean is for [`super::reading`] to say.

use secrecy::SecretString;
use serde::Deserialize;
use std::fmt;

/// The name of one of Stripe's objects, as `cs_test_a1B2`: letters, digits and underscores, so that it can stand in a path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Id(String);

impl Id {
    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if (1..=255).contains(&text.len()) && fits(&text) { Ok(Self(text)) } else { Err("not the name of an object") }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Another object: its name, or all of it where the request asked for that.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Expandable<T> {
    /// Its name.
    Id(Id),
    /// All of it.
    Object(Box<T>),
}

impl<T> Expandable<T> {
    /// Returns all of it, or `None` where only its name is there.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct List<T> {
    /// The objects, the newest first.
    pub data: Vec<T>,
    /// Whether there are more.
    #[serde(default)]
    pub has_more: bool,
}

/// What we wrote on an object when we made it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Metadata {
    /// Our name of the transaction.
    pub idx: Option<String>,
    /// Which attempt at it.
    pub attempt: Option<String>,
}

/// A Checkout Session: a page of Stripe's on which one attempt is paid.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// `cs_…`
    pub id: Id,
    /// Whether it can still be paid.
    pub status: Option<SessionStatus>,
    /// Where its money is.
    pub payment_status: PaymentStatus,
    /// In cents.
    pub amount_total: Option<u64>,
    /// ISO 4217, in lower case.
    pub currency: Option<String>,
    /// What we wrote on it.
    #[serde(default)]
    pub metadata: Metadata,
    /// The payment, once the payer has begun it.
    pub payment_intent: Option<Expandable<PaymentIntent>>,
    /// Its page, while it is open. The page shows the payer's e-mail address, so this is neither stored nor printed.
    pub url: Option<SecretString>,
}

/// Whether a session can still be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// It can.
    Open,
    /// The payer did all that is to do; a debit may be on its way.
    Complete,
    /// Nobody can pay it any more.
    Expired,
    /// A word that we do not know.
    #[serde(other)]
    Other,
}

/// Where a session's money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Here.
    Paid,
    /// Not here.
    Unpaid,
    /// There was nothing to pay. We never ask for such a session.
    NoPaymentRequired,
    /// A word that we do not know.
    #[serde(other)]
    Other,
}

/// A payment, with all tries of it.
#[derive(Clone, Debug, Deserialize)]
pub struct PaymentIntent {
    /// `pi_…`
    pub id: Id,
    /// Where it stands.
    pub status: IntentStatus,
    /// What is to be paid, in cents.
    pub amount: u64,
    /// What has come, in cents.
    #[serde(default)]
    pub amount_received: u64,
    /// ISO 4217, in lower case.
    pub currency: String,
    /// What we wrote on it.
    #[serde(default)]
    pub metadata: Metadata,
    /// The last try.
    pub latest_charge: Option<Expandable<Charge>>,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentStatus {
    /// No means yet, or the last one was refused.
    RequiresPaymentMethod,
    /// A means is there.
    RequiresConfirmation,
    /// The payer has to do something at their bank.
    RequiresAction,
    /// A debit is on its way.
    Processing,
    /// Held, and not taken. We never ask for that.
    RequiresCapture,
    /// Not to be paid any more.
    Canceled,
    /// The money is here.
    Succeeded,
    /// A word that we do not know.
    #[serde(other)]
    Other,
}

/// One try of a payment.
#[derive(Clone, Debug, Deserialize)]
pub struct Charge {
    /// `ch_…` or `py_…`
    pub id: Id,
    /// When it was tried, in seconds since 1970.
    #[serde(default)]
    pub created: i64,
    /// Whether it came to something.
    pub status: Option<ChargeStatus>,
    /// What was or is being given back, in cents. A refund that failed is not in it.
    #[serde(default)]
    pub amount_refunded: u64,
    /// Whether the payer's bank was asked for the money back, however that ended.
    #[serde(default)]
    pub disputed: bool,
    /// By what it was paid.
    pub payment_method_details: Option<MethodDetails>,
    /// What was given back of it, where it was asked for.
    pub refunds: Option<List<Refund>>,
    /// The payment that it is a try of.
    pub payment_intent: Option<Expandable<PaymentIntent>>,
}

/// Whether a try came to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeStatus {
    /// It brought the money.
    Succeeded,
    /// It may still bring it.
    Pending,
    /// It was refused.
    Failed,
    /// A word that we do not know.
    #[serde(other)]
    Other,
}

/// By what it was paid: the kind alone.
#[derive(Clone, Debug, Deserialize)]
pub struct MethodDetails {
    /// `card`, `sepa_debit`…
    #[serde(rename = "type")]
    pub kind: String,
}

/// Money given back.
#[derive(Clone, Debug, Deserialize)]
pub struct Refund {
    /// `re_…`
    pub id: Id,
    /// In cents.
    pub amount: u64,
    /// Where it stands.
    pub status: Option<RefundStatus>,
    /// The payment that it is of.
    pub payment_intent: Option<Expandable<PaymentIntent>>,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// On its way.
    Pending,
    /// The payer has to say where to.
    RequiresAction,
    /// Given back.
    Succeeded,
    /// It could not be given back.
    Failed,
    /// Called off.
    Canceled,
    /// A word that we do not know.
    #[serde(other)]
    Other,
}

/// The payer's bank was asked for the money back.
#[derive(Clone, Debug, Deserialize)]
pub struct Dispute {
    /// In cents.
    pub amount: u64,
    /// Where it stands.
    pub status: DisputeStatus,
    /// The payment that it is of.
    pub payment_intent: Option<Expandable<PaymentIntent>>,
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The money went back.
    Lost,
    /// The money stayed, or came again.
    Won,
    /// A question of the bank that came to nothing.
    WarningClosed,
    /// Stripe or the bank prevented it.
    Prevented,
    /// Still open.
    #[serde(other)]
    Open,
}

/// Something that happened: which object to look at. Events are written in the shapes of the day on which they were made,
/// whatever version a request names, so nothing else of them is read.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    /// `evt_…`
    pub id: Id,
    /// As `checkout.session.completed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it happened to.
    pub data: EventData,
}

/// What an event happened to.
#[derive(Clone, Debug, Deserialize)]
pub struct EventData {
    /// The object.
    pub object: Named,
}

/// The little that is read of an event's object.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// Its name; what has none, as a balance, is not ours.
    pub id: Option<Id>,
    /// What it is.
    pub object: String,
}
