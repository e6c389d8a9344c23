//! What a payment provider is to the relay. A provider is one file that sees the protocol and this one; the store, the
//! distants and HTTP are not its affair.
//!
//! Callbacks are hints: a provider's message says which object to look at, and what is so is fetched then. Order,
//! repetition and loss of messages so do not matter. Of a provider, only the names of its objects are kept.

use crate::protocol::{Amount, BillingDetails, Field, Frequency, Operation, Status};

/// A payment that a provider is to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Our name of the transaction.
    pub idx: String,
    /// What is paid for.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
}

/// How a payer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checkout {
    /// On a page of the provider, at this address.
    Redirect(String),
    /// On our own page, which tells what the provider was told of the payer.
    Page(Box<BillingDetails>),
}

/// A message that came to us, as the provider sent it or as its page of ours posted it.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// The transaction on whose page it was posted, if it was.
    pub idx: Option<&'a str>,
    /// The headers, by their names in lower case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, byte by byte: signatures are of these.
    pub body: &'a [u8],
}

/// The provider's name of an object that tells where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(pub String);

/// Where a provider says that the money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// On its way.
    Pending,
    /// Here.
    Paid,
    /// Refused by the bank.
    Refused,
    /// Not to come: the payer gave up.
    GivenUp,
    /// Given back.
    Returned,
}

impl Money {
    /// Returns where that puts the payment.
    pub const fn status(self) -> Status {
        match self {
            Self::Pending => Status::Pending,
            Self::Paid => Status::Completed,
            Self::Refused => Status::Failed,
            Self::GivenUp => Status::Cancelled,
            Self::Returned => Status::Refunded,
        }
    }
}

/// What is so, as the provider says when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The provider's name of the event: the same however often it is seen.
    pub event: String,
    /// Our name of the transaction.
    pub idx: String,
    /// Where the money is.
    pub money: Money,
}

/// Why a provider did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// A message that is not of the provider, or that it cannot have meant.
    #[error("not a message of the provider")]
    NotOurs,
    /// It does not do such a thing.
    #[error("the provider does not do that")]
    Unsupported,
    /// It does not answer, or refuses; the reason holds nothing of a person.
    #[error("the provider failed: {0}")]
    Failed(String),
}

/// A payment provider.
#[async_trait::async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Returns its name, which its events and objects are kept under.
    fn name(&self) -> &'static str;

    /// Checks whether it takes such payments. A form offers no others.
    fn offers(&self, operation: Operation, frequency: Frequency) -> bool;

    /// Returns the billing details that it needs to begin. It is given no others.
    fn mask(&self) -> &'static [Field];

    /// Returns what its page of ours can do to a payment that stands at `status`, as the words of buttons.
    fn actions(&self, status: Status) -> Vec<&'static str>;

    /// Begins a payment, with what its mask lets through.
    ///
    /// # Errors
    /// If it refuses, or cannot be reached.
    async fn begin(&self, attempt: &Attempt, billing: BillingDetails) -> Result<Checkout, ProviderError>;

    /// Reads a message: verifies that it is the provider's, and returns which objects to look at.
    ///
    /// # Errors
    /// [`ProviderError::NotOurs`] if it is not the provider's.
    fn hints(&self, callback: Callback<'_>) -> Result<Vec<Reference>, ProviderError>;

    /// Fetches what is so of an object, or `None` where it tells nothing of a payment.
    ///
    /// # Errors
    /// If it cannot be reached.
    async fn observe(&self, reference: &Reference) -> Result<Option<Observed>, ProviderError>;

    /// Ends the series that a transaction began. Returns the object to look at.
    ///
    /// # Errors
    /// If it has no series, or cannot be reached.
    async fn end(&self, idx: &str) -> Result<Reference, ProviderError>;

    /// Gives back what was paid of a transaction. Returns the object to look at.
    ///
    /// # Errors
    /// If it refuses, or cannot be reached.
    async fn refund(&self, idx: &str, amount: Amount) -> Result<Reference, ProviderError>;

    /// Returns the objects that changed since then, in milliseconds since 1970, whose messages may have been lost.
    ///
    /// # Errors
    /// If it cannot be reached.
    async fn sweep(&self, since: i64) -> Result<Vec<Reference>, ProviderError>;
}
