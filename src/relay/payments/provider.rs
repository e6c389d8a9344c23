//! What a payment provider is to the relay. A provider is one file that sees the protocol, the words of settlement and
//! this one; the store, the distants and HTTP are not its affair.
//!
//! Callbacks are hints: a provider's message says which object to look at, and what is so is fetched then. Order,
//! repetition and loss of messages so do not matter. Of a provider, only the names of its objects are kept.

use super::offline::Instructions;
use crate::protocol::{Amount, BillingDetails, Field, Frequency, Operation, Status};
use crate::relay::i18n::Label;
use crate::relay::settlement::{Money, Sum};

/// An attempt to pay, which a provider is to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Our name of the transaction.
    pub idx: String,
    /// Which attempt at it, from 1 on.
    pub number: u32,
    /// What is paid for.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// When it began, in milliseconds since 1970: the same, however often it is asked for.
    pub opened_at: i64,
    /// What the payer reads of it at the provider's.
    pub label: String,
    /// The language of the payer's page, by its tag.
    pub language: &'static str,
    /// The address of the payment's page of ours.
    pub page: String,
}

/// An attempt that a provider has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The object that tells where it stands. It is kept.
    pub reference: Reference,
    /// How the payer goes on. It is not kept.
    pub checkout: Checkout,
    /// Where the money is already: open, or on its way where nothing but the payer's promise is to be waited for.
    pub money: Money,
}

/// How a payer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checkout {
    /// On a page of the provider, at this address.
    Redirect(String),
    /// On the payment's page of ours.
    Page,
    /// On the payment's page of ours, which shows once what the provider was told of the payer.
    Told(Box<BillingDetails>),
}

/// The attempt on whose page of ours something was posted.
#[derive(Clone, Copy, Debug)]
pub struct Posted<'a> {
    /// Our name of the transaction.
    pub idx: &'a str,
    /// Which attempt at it.
    pub number: u32,
    /// What is to be paid.
    pub amount: Amount,
}

/// A message that came to us, as the provider sent it or as its page of ours posted it.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// The attempt on whose page of ours it was posted, if it was.
    pub posted: Option<Posted<'a>>,
    /// The headers, by their names in lower case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, byte by byte: signatures are of these.
    pub body: &'a [u8],
    /// When it came, in milliseconds since 1970.
    pub at: i64,
}

/// The provider's name of an object that tells where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(pub String);

/// A payer who comes back from a provider, with what it says on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// Our name of the transaction.
    pub idx: String,
    /// What to look at, where the provider says something.
    pub reference: Option<Reference>,
}

/// What a provider asks of the payer of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Our name of the transaction.
    pub idx: String,
    /// Which attempt at it.
    pub number: u32,
    /// The billing details that it is given, and no others.
    pub mask: &'static [Field],
}

/// What a person must look at, as the provider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The payer's bank asks for the money back.
    DisputeOpen,
    /// Money could not be given back.
    RefundFailed,
    /// The provider only tried: no money moved.
    TestMoney,
}

/// A try that a bank refused. Many of them in a minute are somebody trying stolen cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The provider's name of the try.
    pub object: String,
    /// When it was, in milliseconds since 1970.
    pub at: i64,
}

/// What is so, as the provider says when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Our name of the transaction.
    pub idx: String,
    /// Which attempt at it.
    pub number: u32,
    /// Where the money is.
    pub money: Money,
    /// How much it is.
    pub sum: Sum,
    /// By what it was paid, in the provider's word: `card`, `sepa_debit`.
    pub instrument: Option<String>,
    /// What a person must look at.
    pub warnings: Vec<Warning>,
    /// The tries that a bank refused, where the provider tells tries apart: those of the last ones that are news perhaps.
    pub refusals: Vec<Refusal>,
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
    /// What it has is of its other mode: of a trial where money is taken, or of money where one only tries.
    #[error("an answer of the provider's other mode")]
    OtherMode,
    /// It does not answer, or refuses; the reason holds nothing of a person.
    #[error("the provider failed: {0}")]
    Failed(String),
}

/// A payment provider.
#[async_trait::async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Returns the word of the means, which its attempts and objects are kept under.
    fn name(&self) -> &'static str;

    /// Returns what the choice of means calls it, or `None` for a text of ours.
    fn title(&self) -> Option<&Label> {
        None
    }

    /// Returns what the payer must do, where no page of the provider's says it, or `None`.
    fn instructions(&self, _: Amount, _: &Reference) -> Option<Instructions> {
        None
    }

    /// Checks whether it takes such payments. A form offers no others.
    fn offers(&self, operation: Operation, frequency: Frequency) -> bool;

    /// Returns the billing details that help it to begin. It is given no others, and none where they are not to be had.
    fn mask(&self) -> &'static [Field];

    /// Returns what its page of ours can do to a payment that stands at `status`, as the words of buttons.
    fn actions(&self, status: Status) -> Vec<&'static str>;

    /// Checks whether an attempt of it that waits for its money keeps the payer from choosing another means: money is on its
    /// way, and cannot be stopped.
    fn holds(&self) -> bool;

    /// Returns the origin of its page (RFC 6454), where the form of a means may lead to, or `None` where it has none.
    fn origin(&self) -> Option<String> {
        None
    }

    /// Checks whether its messages say what is so, since nothing can be fetched from it.
    fn says_all(&self) -> bool {
        false
    }

    /// Begins an attempt, with what its mask lets through. The same attempt twice is one.
    ///
    /// # Errors
    /// If it refuses, or cannot be reached.
    async fn begin(&self, attempt: &Attempt, billing: Option<BillingDetails>) -> Result<Taken, ProviderError>;

    /// Returns how the payer goes on with an attempt that was begun, or `None` where nobody can pay there any more.
    ///
    /// # Errors
    /// If it cannot be reached.
    async fn resume(&self, attempt: &Attempt, reference: &Reference) -> Result<Option<Checkout>, ProviderError>;

    /// Sees to it that nobody can pay an attempt any more, before there is another: a forgotten tab must not pay twice. What
    /// became of it is observed afterwards.
    ///
    /// # Errors
    /// If it cannot be reached.
    async fn close(&self, reference: &Reference) -> Result<(), ProviderError>;

    /// Checks whether it tells of payments at an address of ours, unasked.
    fn is_told(&self) -> bool {
        false
    }

    /// Reads a message: verifies that it is the provider's, and returns which objects to look at.
    ///
    /// # Errors
    /// [`ProviderError::NotOurs`] if it is not the provider's.
    fn hints(&self, callback: Callback<'_>) -> Result<Vec<Reference>, ProviderError>;

    /// Reads what a browser brings back from it, in milliseconds since 1970, or returns `None` where that is not of this provider.
    fn came_back(&self, _: &str, _: i64) -> Option<Back> {
        None
    }

    /// Reads a message that asks who pays: verifies that it is the provider's.
    ///
    /// # Errors
    /// [`ProviderError::NotOurs`] if it is not the provider's.
    fn asked(&self, _: Callback<'_>) -> Result<Asked, ProviderError> {
        Err(ProviderError::NotOurs)
    }

    /// Fetches what is so of an object, or `None` where it tells nothing of a payment of ours.
    ///
    /// # Errors
    /// If it cannot be reached.
    async fn observe(&self, reference: &Reference) -> Result<Option<Observed>, ProviderError>;

    /// Gives back so many cents of an attempt, once for each name of a request: another one gives as much back again. Returns the
    /// object to look at.
    ///
    /// # Errors
    /// If it refuses, or cannot be reached.
    async fn refund(&self, reference: &Reference, cents: u64, request: &str) -> Result<Reference, ProviderError>;

    /// Returns the objects that changed since then, in milliseconds since 1970, whose messages may have been lost.
    ///
    /// # Errors
    /// If it cannot be reached.
    async fn sweep(&self, since: i64) -> Result<Vec<Reference>, ProviderError>;
}
