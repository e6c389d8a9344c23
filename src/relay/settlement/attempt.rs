//! One attempt to pay a transaction, from the choice of a means on.

use super::{Money, Sum};
use crate::protocol::Amount;

/// Where an attempt stands. A later one in this order counts for more than an earlier one, whichever is seen first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The payer may pay.
    Open,
    /// The money is on its way.
    Pending,
    /// Nobody paid in time.
    Expired,
    /// The payer gave up.
    GivenUp,
    /// Refused.
    Failed,
    /// Money came, and not what was to be paid: a person decides.
    OtherSum,
    /// Money came.
    Paid,
}

impl State {
    /// All, in their order.
    pub const ALL: [Self; 7] =
        [Self::Open, Self::Pending, Self::Expired, Self::GivenUp, Self::Failed, Self::OtherSum, Self::Paid];

    /// Returns its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Expired => "expired",
            Self::GivenUp => "given_up",
            Self::Failed => "failed",
            Self::OtherSum => "other_sum",
            Self::Paid => "paid",
        }
    }

    /// Returns the state with that word, or `None` if there is none.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Checks whether nothing came of it, and nothing is expected to.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Expired | Self::GivenUp | Self::Failed)
    }
}

/// Why money went back. A later one in this order counts for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The association gave it back.
    Refund,
    /// The payer's bank took back a debit.
    Returned,
    /// A dispute was lost.
    Disputed,
}

impl Reason {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Refund, Self::Returned, Self::Disputed];

    /// Returns its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::Returned => "returned",
            Self::Disputed => "disputed",
        }
    }

    /// Returns the reason with that word, or `None` if there is none.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// What went back of what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Returned {
    /// How much of it until now, in cents.
    pub cents: u64,
    /// Why, the last time.
    pub reason: Reason,
}

/// An attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which one of its transaction, from 1 on.
    pub number: u32,
    /// Where it stands.
    pub state: State,
    /// What went back of it.
    pub returned: Option<Returned>,
}

impl Attempt {
    /// Returns an attempt that begins.
    pub const fn new(number: u32) -> Self {
        Self { number, state: State::Open, returned: None }
    }

    /// Checks whether all that came went back.
    pub fn is_given_back(&self, amount: Amount) -> bool {
        self.returned.is_some_and(|returned| returned.cents >= amount.cents())
    }

    /// Takes where the money is. Another sum than `amount` is never taken for it.
    pub(super) fn see(&mut self, money: Money, sum: Sum, amount: Amount) {
        let state = match money {
            Money::Open => State::Open,
            Money::Expired => State::Expired,
            Money::Pending => State::Pending,
            Money::Refused => State::Failed,
            Money::GivenUp => State::GivenUp,
            Money::Paid | Money::Returned(_) if sum == Sum::Euros(amount.cents()) => State::Paid,
            Money::Paid | Money::Returned(_) => State::OtherSum,
        };
        self.state = self.state.max(state);
        if let Money::Returned(returned) = money {
            self.returned = self.returned.max(Some(returned));
        }
    }
}
