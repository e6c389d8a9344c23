//! What the store is told and what it answers, in the domain's words. Nothing of it says anything of a person.

use super::attempts::KeptAttempt;
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Status};
use crate::relay::keys::Hash;
use crate::relay::settlement::Held;
use std::time::Duration;

/// What the store keeps of a transaction: nothing of the person.
#[derive(Clone, Debug)]
pub struct NewTransaction {
    /// Our name for it.
    pub idx: String,
    /// The form it came from.
    pub form: String,
    /// The distant it goes to.
    pub distant: String,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// Of the payment page's token.
    pub token_hash: Hash,
    /// The word of the form's list that says whence the person comes.
    pub from: Option<String>,
}

/// What became of a request to begin a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is new.
    New,
    /// The same came before with the same key.
    Again {
        /// Our name for it.
        idx: String,
        /// Whether the distant said that it opened it.
        started: bool,
        /// Where its payment stands.
        status: Status,
    },
    /// The key came before with another transaction.
    KeyReused,
}

/// A transaction as its payment page needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Our name for it.
    pub idx: String,
    /// The form it came from.
    pub form: String,
    /// The distant it went to.
    pub distant: String,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// Where it stands.
    pub status: Status,
    /// Where the series stands, if it is one.
    pub recurring_status: Option<RecurringStatus>,
    /// The attempts to pay it, in their order.
    pub attempts: Vec<KeptAttempt>,
}

/// An attempt that was found by its reference, with its transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAttempt {
    /// The transaction.
    pub payment: Payment,
    /// Which of its attempts.
    pub number: u32,
}

impl Payment {
    /// Returns what settlement needs of it.
    pub fn held(&self) -> Held {
        Held {
            amount: self.amount,
            status: self.status,
            series: self.recurring_status,
            attempts: self.attempts.iter().map(|kept| kept.attempt).collect(),
        }
    }
}

impl FoundAttempt {
    /// Returns the attempt.
    pub fn kept(&self) -> Option<&KeptAttempt> {
        self.payment.attempts.iter().find(|kept| kept.attempt.number == self.number)
    }
}

/// What a step of forgetting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// How many keys it forgot.
    pub keys: usize,
    /// Whether nothing is left to forget.
    pub all: bool,
}

/// Whom the key of a submission may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Its sender alone, who made it: with another transaction it is a mistake.
    Sender,
    /// Everyone who was shown the same page. A site may make its pages once for many, so another transaction is another
    /// donor's.
    Many,
}

/// The key of a request, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// Of the key.
    pub hash: Hash,
    /// Of the key and the transaction, under the relay's secret.
    pub fingerprint: Hash,
    /// Whom it may belong to.
    pub holder: Holder,
}

/// What is to become of a delivery that the distant did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postponement {
    /// After what time it is tried again; parked for a person if absent.
    pub wait: Option<Duration>,
    /// Whether the reason may go away by itself, or by a repair of the distant.
    pub passing: bool,
    /// The alarm to raise, if a person must look: why, and what the distant said.
    pub alarm: Option<(AlarmCause, String)>,
}

/// A status to tell, taken with a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The entry.
    pub id: i64,
    /// Our name of the transaction.
    pub idx: String,
    /// The status.
    pub status: Status,
    /// The status of the series, if it is one.
    pub recurring_status: Option<RecurringStatus>,
    /// By what it was paid, in the provider's word or that of the means.
    pub instrument: Option<String>,
    /// How often it was tried before.
    pub attempts: u32,
}

/// What waits for a distant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Entries that wait, parked ones too.
    pub waiting: u64,
    /// Entries that failed because the distant was down, and will be tried again.
    pub retrying: u64,
    /// Entries that wait for a person.
    pub parked: u64,
    /// When the next entry that can be taken is due: one behind another of its transaction cannot.
    pub next_at: Option<i64>,
}

/// Why a person must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmCause {
    /// The distant answered another status than it was told: its database may have undone the contribution. A CiviCRM
    /// then takes the status the next time and still makes no contribution, so this stays until a person has looked.
    Disputed,
    /// The distant will never take the status.
    Refused,
    /// The distant was down for as long as we try.
    GaveUp,
    /// Two attempts at one transaction were paid: the payer expects one of them back.
    PaidTwice,
    /// Another sum was paid than was to be, or in another currency.
    OtherSum,
    /// Money came after all that had come was given back.
    PaidAfterRefund,
    /// Money could not be given back.
    RefundFailed,
    /// The payer's bank asks for the money back: whoever answers in time may keep it.
    DisputeOpen,
    /// A means that only tries says that it was paid: no money moved, and the distant is told nothing.
    TestMoney,
    /// For two days no message of a means has come here, though there was news of its payments: of this one first.
    CallbacksSilent,
}

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Our name of the transaction.
    pub idx: String,
    /// The status that the distant was told.
    pub status: Status,
    /// Why.
    pub cause: AlarmCause,
    /// What the distant said; nothing of a person.
    pub said: String,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
}

impl AlarmCause {
    /// Every cause.
    pub const ALL: [Self; 10] = [
        Self::Disputed,
        Self::Refused,
        Self::GaveUp,
        Self::PaidTwice,
        Self::OtherSum,
        Self::PaidAfterRefund,
        Self::RefundFailed,
        Self::DisputeOpen,
        Self::TestMoney,
        Self::CallbacksSilent,
    ];

    /// Returns its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::Refused => "refused",
            Self::GaveUp => "gave_up",
            Self::PaidTwice => "paid_twice",
            Self::OtherSum => "other_sum",
            Self::PaidAfterRefund => "paid_after_refund",
            Self::RefundFailed => "refund_failed",
            Self::DisputeOpen => "dispute_open",
            Self::TestMoney => "test_money",
            Self::CallbacksSilent => "callbacks_silent",
        }
    }

    /// Returns what the log says of it when it is new, or `None` where whoever delivers says it.
    pub const fn sentence(self) -> Option<&'static str> {
        Some(match self {
            Self::Disputed | Self::Refused | Self::GaveUp => return None,
            Self::PaidTwice => "two attempts at one transaction were paid: give one of them back",
            Self::OtherSum => "another sum was paid than was to be",
            Self::PaidAfterRefund => "money came after all that had come was given back",
            Self::TestMoney => "the means is on trial at its provider: no money moved, and the distant is told nothing",
            Self::CallbacksSilent => {
                "no message of the means has come for two days, though there was news: see its endpoint"
            }
            Self::RefundFailed => "money could not be given back",
            Self::DisputeOpen => "the payer's bank asks for the money back: answer in time at the provider's",
        })
    }
}

/// What became of a challenge that was to be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// It is spent on this submission, now or since a try before.
    OnThis,
    /// It was spent before, on another or on a wrong answer.
    Before,
}
