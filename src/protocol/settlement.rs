//! What becomes of a payment when its provider says where it stands: decided from what is held and what was observed, and
//! nothing else.

use super::{Cause, RecurringStatus, Status};

/// Where a payment stands, and its series if it is the first of one.
///
/// ```
/// use campagnodon::protocol::{RecurringStatus, Settlement, Standing, Status};
///
/// let held = Standing { status: Status::Pending, series: Some(RecurringStatus::Waiting) };
/// let paid = Standing { status: Status::Completed, series: Some(RecurringStatus::Ongoing) };
/// assert_eq!(held.settle(Status::Completed), Settlement::Changed(paid));
/// assert_eq!(paid.settle(Status::Completed), Settlement::Known);
/// assert_eq!(paid.settle(Status::Failed), Settlement::MovedOn);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where the payment stands.
    pub status: Status,
    /// Where its series stands.
    pub series: Option<RecurringStatus>,
}

/// What an observation comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The payment stands here now, which the distant must be told.
    Changed(Standing),
    /// It was so before.
    Known,
    /// The payment has gone on: this cannot follow.
    MovedOn,
}

impl Standing {
    /// Returns what it comes to that the payment was seen at `observed`. Seen again, it is [`Settlement::Known`], so that
    /// neither a repetition nor a crash in between does anything twice. That it was paid is [`Cause::Money`]. A series that
    /// has ended stays so: whether it goes on, its provider says.
    #[must_use]
    pub fn settle(self, observed: Status) -> Settlement {
        if self.status == observed {
            return Settlement::Known;
        }
        let cause = if matches!(observed, Status::Completed) { Cause::Money } else { Cause::Word };
        if !self.status.can_become(observed, cause) {
            return Settlement::MovedOn;
        }
        Settlement::Changed(Self { status: observed, series: self.series.map(|series| series.after(observed)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_an_observation() {
        use RecurringStatus::{Ended, Init as NotYet, Ongoing, Waiting};
        use Status::{Cancelled, Completed, Failed, Init, Pending, Refunded};
        let standing = |(status, series)| Standing { status, series };
        for (held, observed, expected) in [
            ((Init, None), Pending, Settlement::Changed(standing((Pending, None)))),
            ((Init, None), Completed, Settlement::Changed(standing((Completed, None)))),
            ((Pending, Some(Waiting)), Completed, Settlement::Changed(standing((Completed, Some(Ongoing))))),
            ((Init, Some(NotYet)), Failed, Settlement::Changed(standing((Failed, Some(Ended))))),
            ((Completed, Some(Ended)), Refunded, Settlement::Changed(standing((Refunded, Some(Ended))))),
            ((Completed, None), Completed, Settlement::Known),
            ((Completed, None), Pending, Settlement::MovedOn),
            ((Failed, None), Completed, Settlement::Changed(standing((Completed, None)))),
            ((Cancelled, Some(Ended)), Completed, Settlement::Changed(standing((Completed, Some(Ended))))),
            ((Failed, None), Pending, Settlement::MovedOn),
            ((Refunded, None), Completed, Settlement::MovedOn),
        ] {
            assert_eq!(standing(held).settle(observed), expected, "{held:?} {observed:?}");
        }
    }
}
