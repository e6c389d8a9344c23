//! Where a transaction stands, and where it may go from there: only forward. Money that comes wins over what was said of it.
//!
//! The plugins accept every change, `completed` to `pending` among them, which re-opens the window in which billing
//! details can be read. The origin refuses those.

use serde::{Deserialize, Serialize};

/// Where a payment stands. The words are the distant's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Opened at the distant; nothing paid yet.
    Init,
    /// The payer chose a means that takes time: a transfer, a cheque, a direct debit.
    Pending,
    /// Paid.
    Completed,
    /// Paid, by a person who was a member already: the association decides what to do with it. Only the distant
    /// can find this; it answers a request for `completed` with it.
    DoubleMembership,
    /// Given up by the payer.
    Cancelled,
    /// Refused by the bank.
    Failed,
    /// Paid, then given back.
    Refunded,
}

/// What moves a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Something that was said of it: a payer gave up, a bank refused, a debit is on its way.
    Word,
    /// Money that came. It is told whatever was said before.
    Money,
}

impl Status {
    /// All, in no particular order.
    pub const ALL: [Self; 7] = [
        Self::Init,
        Self::Pending,
        Self::Completed,
        Self::DoubleMembership,
        Self::Cancelled,
        Self::Failed,
        Self::Refunded,
    ];

    /// Returns the word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::DoubleMembership => "double_membership",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
        }
    }

    /// Returns the status with that word, or `None` if there is none.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Checks whether a payment may go from here to `next`. Staying is no change, and not among these.
    ///
    /// A bank may announce the end of a payment without ever having said that it was pending, so `init` goes wherever
    /// `pending` goes. Money also comes after a payment was refused or given up, by a second try with the provider: dropped,
    /// it would be taken from a person and told to nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::{Cause, Status};
    ///
    /// assert!(Status::Init.can_become(Status::Completed, Cause::Money));
    /// assert!(Status::Completed.can_become(Status::Refunded, Cause::Word));
    /// assert!(!Status::Completed.can_become(Status::Pending, Cause::Word));
    /// assert!(Status::Failed.can_become(Status::Completed, Cause::Money));
    /// assert!(!Status::Failed.can_become(Status::Completed, Cause::Word));
    /// ```
    pub const fn can_become(self, next: Self, cause: Cause) -> bool {
        use Status::{Cancelled, Completed, DoubleMembership, Failed, Init, Pending, Refunded};
        matches!(
            (self, next),
            (Init, Pending)
                | (Init | Pending, Completed | DoubleMembership | Cancelled | Failed)
                | (Completed | DoubleMembership, Refunded)
        ) || matches!((self, next, cause), (Cancelled | Failed, Completed, Cause::Money))
    }

    /// Returns what the distant is told, in order, of a payment that goes from here to `next`. A CiviCRM takes no
    /// `completed` after `failed`, but takes `pending` in between; and `refunded` after `completed` alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::Status;
    ///
    /// assert_eq!(Status::Failed.told_of(Status::Completed), [Status::Pending, Status::Completed]);
    /// assert_eq!(Status::Init.told_of(Status::Completed), [Status::Completed]);
    /// ```
    pub fn told_of(self, next: Self) -> Vec<Self> {
        match (self, next) {
            (Self::Failed, Self::Completed) => vec![Self::Pending, next],
            (Self::Failed, Self::Refunded) => vec![Self::Pending, Self::Completed, next],
            (Self::Init | Self::Pending | Self::Cancelled, Self::Refunded) => vec![Self::Completed, next],
            _ => vec![next],
        }
    }

    /// Checks whether the payment has come to an end: the payer can do nothing more to it.
    pub const fn has_ended(self) -> bool {
        !matches!(self, Self::Init | Self::Pending)
    }

    /// Checks whether the payment has come to an end and nothing was paid.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Cancelled | Self::Failed)
    }

    /// Checks whether billing details may be asked for: only before the payment has come to an end (PSD2).
    pub const fn opens_billing_details(self) -> bool {
        !self.has_ended()
    }
}

/// Where a series of payments stands. The words are the distant's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecurringStatus {
    /// Opened; no mandate yet.
    Init,
    /// Authorised; the first debit is to come.
    Waiting,
    /// Running.
    Ongoing,
    /// No further payment will be taken.
    Ended,
}

impl RecurringStatus {
    /// All, in the order in which a series goes through them.
    pub const ALL: [Self; 4] = [Self::Init, Self::Waiting, Self::Ongoing, Self::Ended];

    /// Returns the word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Waiting => "waiting",
            Self::Ongoing => "ongoing",
            Self::Ended => "ended",
        }
    }

    /// Returns the recurring status with that word, or `None` if there is none.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Checks whether a series may go from here to `next`: any step forward, none back.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::RecurringStatus;
    ///
    /// assert!(RecurringStatus::Waiting.can_become(RecurringStatus::Ongoing));
    /// assert!(!RecurringStatus::Ended.can_become(RecurringStatus::Ongoing));
    /// ```
    pub const fn can_become(self, next: Self) -> bool {
        (self as u8) < (next as u8)
    }

    /// Returns where the series stands once its first payment stands at `payment`; never further back than now.
    ///
    /// A series runs from the first payment on. Without it, or once it is given back, none follows.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::{RecurringStatus, Status};
    ///
    /// assert_eq!(RecurringStatus::Init.after(Status::Completed), RecurringStatus::Ongoing);
    /// assert_eq!(RecurringStatus::Ongoing.after(Status::Refunded), RecurringStatus::Ended);
    /// ```
    #[must_use]
    pub const fn after(self, payment: Status) -> Self {
        let next = match payment {
            Status::Init => Self::Init,
            Status::Pending => Self::Waiting,
            Status::Completed | Status::DoubleMembership => Self::Ongoing,
            Status::Cancelled | Status::Failed | Status::Refunded => Self::Ended,
        };
        if self.can_become(next) { next } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_leads_back_to_where_billing_details_are_open() {
        for from in Status::ALL.into_iter().filter(|status| !status.opens_billing_details()) {
            for to in Status::ALL.into_iter().filter(|status| status.opens_billing_details()) {
                for cause in [Cause::Word, Cause::Money] {
                    assert!(!from.can_become(to, cause), "{from:?} -> {to:?}");
                }
            }
        }
    }

    #[test]
    fn transitions() {
        use Status::*;
        let allowed = [
            (Init, Pending),
            (Init, Completed),
            (Init, DoubleMembership),
            (Init, Cancelled),
            (Init, Failed),
            (Pending, Completed),
            (Pending, DoubleMembership),
            (Pending, Cancelled),
            (Pending, Failed),
            (Completed, Refunded),
            (DoubleMembership, Refunded),
        ];
        for from in Status::ALL {
            for to in Status::ALL {
                let by_word = allowed.contains(&(from, to));
                let by_money = by_word || [(Failed, Completed), (Cancelled, Completed)].contains(&(from, to));
                assert_eq!(from.can_become(to, Cause::Word), by_word, "{from:?} -> {to:?}");
                assert_eq!(from.can_become(to, Cause::Money), by_money, "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn a_series_only_goes_forward() {
        assert!(RecurringStatus::Init.can_become(RecurringStatus::Ongoing));
        assert!(!RecurringStatus::Ended.can_become(RecurringStatus::Ongoing));
        assert!(!RecurringStatus::Ongoing.can_become(RecurringStatus::Ongoing));
    }

    #[test]
    fn a_series_after_its_first_payment() {
        use RecurringStatus::*;
        // From each recurring status, in the order of `ALL`.
        for (payment, expected) in [
            (Status::Init, [Init, Waiting, Ongoing, Ended]),
            (Status::Pending, [Waiting, Waiting, Ongoing, Ended]),
            (Status::Completed, [Ongoing, Ongoing, Ongoing, Ended]),
            (Status::DoubleMembership, [Ongoing, Ongoing, Ongoing, Ended]),
            (Status::Cancelled, [Ended; 4]),
            (Status::Failed, [Ended; 4]),
            (Status::Refunded, [Ended; 4]),
        ] {
            assert_eq!(RecurringStatus::ALL.map(|series| series.after(payment)), expected, "{payment:?}");
        }
    }

    #[test]
    fn words_round_trip() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        for status in RecurringStatus::ALL {
            assert_eq!(RecurringStatus::parse(status.as_str()), Some(status));
        }
    }
}
