//! What becomes of a transaction when something is seen of one of its attempts: decided from what is held and what was
//! seen, and nothing else.
//!
//! An attempt's state only grows ([`State`]), and a transaction's status follows from all of its attempts. So it does not
//! matter in what order, or how often, the same things are seen. Money always wins over what was said of it.

mod attempt;

pub use attempt::{Attempt, Reason, Returned, State};

use crate::protocol::{Amount, RecurringStatus, Status};

/// Where a provider says that the money of an attempt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// Not begun, or refused while the payer may try again at the same place.
    Open,
    /// Never to come: the provider's page is closed.
    Expired,
    /// On its way.
    Pending,
    /// Here.
    Paid,
    /// Refused for good.
    Refused,
    /// Not to come: the payer gave up.
    GivenUp,
    /// Here, and so much of it went back.
    Returned(Returned),
}

/// How much an attempt is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// So many cents of a euro.
    Euros(u64),
    /// Of another currency.
    Foreign,
}

impl Sum {
    /// Returns the sum of so many hundredths of a currency, by its code of ISO 4217 in either case.
    pub const fn new(hundredths: u64, currency: &str) -> Self {
        if currency.eq_ignore_ascii_case("eur") { Self::Euros(hundredths) } else { Self::Foreign }
    }
}

/// What was seen of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The provider says where the money is, and how much it is.
    Money(Money, Sum),
    /// The payer gave up, on our page.
    GaveUp,
    /// The time is over in which the payer could have tried again.
    TimeIsOver,
}

/// What is held of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What is to be paid.
    pub amount: Amount,
    /// Where its payment stands.
    pub status: Status,
    /// Where its series stands, if it is the first of one.
    pub series: Option<RecurringStatus>,
    /// Its attempts, in their order.
    pub attempts: Vec<Attempt>,
}

/// A status that the distant is to be told, and that of the series with it.
pub type Step = (Status, Option<RecurringStatus>);

/// What a person must look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Two attempts at one transaction were paid.
    PaidTwice,
    /// Another sum was paid than was to be, or in another currency.
    OtherSum,
    /// Money came after all that had come was given back.
    PaidAfterRefund,
}

/// What follows from what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// What the distant is to be told, in this order.
    pub tell: Vec<Step>,
    /// What a person must look at.
    pub oddities: Vec<Oddity>,
}

impl Held {
    /// Takes what was seen of the attempt of that number, which is one of those held. Returns what follows, or `None` where
    /// it says nothing new: it was seen before, or something that counts for more was.
    pub fn see(&mut self, number: u32, sight: Sight) -> Option<Effects> {
        let before = self.clone();
        let attempt = self.attempts.iter_mut().find(|attempt| attempt.number == number)?;
        let was = *attempt;
        let is_over = match sight {
            Sight::Money(money, sum) => {
                attempt.see(money, sum, self.amount);
                false
            }
            Sight::GaveUp => {
                attempt.see(Money::GivenUp, Sum::Euros(0), self.amount);
                true
            }
            Sight::TimeIsOver => true,
        };
        let now = *attempt;
        let tell = self.go(self.target(is_over));
        if now == was && tell.is_empty() {
            *self = before;
            return None;
        }
        let came = |state| now.state == state && was.state != state;
        let oddities = [
            (came(State::Paid) && self.kept() > 1, Oddity::PaidTwice),
            (came(State::OtherSum), Oddity::OtherSum),
            (came(State::Paid) && before.status == Status::Refunded, Oddity::PaidAfterRefund),
        ];
        Some(Effects { tell, oddities: oddities.into_iter().filter_map(|(is, oddity)| is.then_some(oddity)).collect() })
    }

    /// Checks whether another attempt may be made: nothing was paid, and no bank has it in hand.
    pub fn is_payable(&self) -> bool {
        matches!(self.status, Status::Init | Status::Pending | Status::Cancelled | Status::Failed)
            && !self.attempts.iter().any(|attempt| matches!(attempt.state, State::Paid | State::OtherSum))
    }

    /// Returns how many attempts were paid and not wholly given back.
    fn kept(&self) -> usize {
        self.attempts.iter().filter(|it| it.state == State::Paid && !it.is_given_back(self.amount)).count()
    }

    /// Returns where the attempts, all of them, put the payment; where nothing came and none of them can bring anything any
    /// more, only once the time is over or the payer gave up.
    fn target(&self, is_over: bool) -> Status {
        let any = |state| self.attempts.iter().any(|attempt| attempt.state == state);
        if self.kept() > 0 {
            Status::Completed
        } else if any(State::Paid) {
            Status::Refunded
        } else if any(State::Pending) {
            Status::Pending
        } else if any(State::Open) || any(State::OtherSum) || !(is_over || any(State::GivenUp)) {
            Status::Init
        } else if any(State::Failed) {
            Status::Failed
        } else {
            Status::Cancelled
        }
    }

    /// Goes to `target` if it lies forward. Returns the steps to it, as a CiviCRM takes them.
    fn go(&mut self, target: Status) -> Vec<Step> {
        if rank(target) <= rank(self.status) {
            return Vec::new();
        }
        let told = self.status.told_of(target);
        self.status = target;
        let mut step = |status| {
            self.series = self.series.map(|series| series.after(status));
            (status, self.series)
        };
        told.into_iter().map(&mut step).collect()
    }
}

/// Returns how far on a status is: a payment goes to higher ones alone.
const fn rank(status: Status) -> u8 {
    match status {
        Status::Init => 0,
        Status::Pending => 1,
        Status::Cancelled | Status::Failed => 2,
        Status::Completed | Status::DoubleMembership => 3,
        Status::Refunded => 4,
    }
}

#[cfg(test)]
mod tests;
