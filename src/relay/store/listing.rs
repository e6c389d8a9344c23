//! What operators ask of the store: lists, one transaction's story, what needs a person, and figures. They read and change
//! nothing, and nothing in them is of a person.

use super::Alarm;
use super::attempts::KeptAttempt;
use super::model::AlarmCause;
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Status};
use crate::relay::clock::local;
use std::collections::BTreeMap;
use time::UtcOffset;

/// Which transactions are listed: those that fit all that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those that stand there.
    pub status: Option<Status>,
    /// Those of this form.
    pub form: Option<String>,
    /// Those of this distant.
    pub distant: Option<String>,
    /// When they began.
    pub period: Period,
    /// What their name has somewhere in it, in letters of either case.
    pub search: Option<String>,
}

/// A time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// Its first moment; since ever if absent.
    pub since: Option<i64>,
    /// The moment after it; for ever if absent.
    pub until: Option<i64>,
}

/// A transaction in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
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
    /// The word of the form's list that said whence the person came.
    pub from: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub began_at: i64,
    /// Whether the distant said that it opened it.
    pub opened: bool,
    /// Where its payment stands.
    pub status: Status,
    /// Where the series stands, if it is one.
    pub recurring_status: Option<RecurringStatus>,
    /// How many statuses the distant has still to be told, parked ones too.
    pub waiting: u64,
    /// How many of them wait for a person.
    pub parked: u64,
}

/// A page of a list, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// What is on it.
    pub rows: Vec<Listed>,
    /// Whether older ones follow: those before its last row.
    pub more: bool,
}

/// All that is known of one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The transaction.
    pub transaction: Listed,
    /// What the distant last answered: of the payment, and of the series.
    pub answered: (Option<Status>, Option<RecurringStatus>),
    /// The attempts to pay it, in their order.
    pub attempts: Vec<KeptAttempt>,
    /// What was said of its payment, the oldest first: when, and where it came to stand.
    pub events: Vec<(i64, Status)>,
    /// What became of the statuses that were to be told, the oldest first.
    pub told: Vec<Told>,
    /// Those that are still to be told, in their order.
    pub waiting: Vec<Waiting>,
    /// What a person must look at, the oldest first.
    pub alarms: Vec<Alarm>,
}

/// Something that happened to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened<'a> {
    /// It began.
    Began,
    /// An attempt to pay it began.
    Attempt(&'a KeptAttempt),
    /// Its payment came to stand there.
    Payment(Status),
    /// Something came up that a person must look at.
    Alarm(&'a Alarm),
    /// A status waits no more.
    Told(&'a Told),
}

impl Story {
    /// Returns what happened and when, in milliseconds since 1970, the oldest first. Of one moment, the cause comes before
    /// what followed.
    pub fn happened(&self) -> Vec<(i64, Happened<'_>)> {
        let mut all = vec![(self.transaction.began_at, Happened::Began)];
        all.extend(self.attempts.iter().map(|kept| (kept.opened_at, Happened::Attempt(kept))));
        all.extend(self.events.iter().map(|(at, status)| (*at, Happened::Payment(*status))));
        all.extend(self.alarms.iter().map(|alarm| (alarm.at, Happened::Alarm(alarm))));
        all.extend(self.told.iter().map(|told| (told.at, Happened::Told(told))));
        // A stable sort: of one moment, they stay in this order.
        all.sort_by_key(|(at, _)| *at);
        all
    }
}

/// A status that waits no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The status.
    pub status: Status,
    /// How often it was tried.
    pub tries: u32,
    /// What the distant answered; `None` where a person closed it, and the distant was not told.
    pub answer: Option<Status>,
}

/// A status that waits to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Our name of the transaction.
    pub idx: String,
    /// The distant.
    pub distant: String,
    /// The status.
    pub status: Status,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next, in milliseconds since 1970; `None` where it is parked.
    pub next_at: Option<i64>,
}

/// What needs a person: a parked status, an alarm, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Our name of the transaction.
    pub idx: String,
    /// The distant.
    pub distant: String,
    /// The status that the distant was told, or is still to be.
    pub status: Status,
    /// Whether it waits for a person; else the distant has it, and a person must see whether it did its work.
    pub parked: bool,
    /// Why, if an alarm says so: the cause, what the distant said, and since when in milliseconds since 1970.
    pub alarm: Option<(AlarmCause, String, i64)>,
}

/// By what figures are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// By nothing: all of them.
    All,
    /// By the day on which they began.
    Day,
    /// By the form.
    Form,
    /// By what is done.
    Operation,
    /// By how often.
    Frequency,
    /// By the word that says whence people came; the empty one is for those of whom nothing is said.
    From,
    /// By the means of the last attempt to pay; the empty one is for those that nobody tried to pay.
    Means,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 7] =
        [Self::All, Self::Day, Self::Form, Self::Operation, Self::Frequency, Self::From, Self::Means];

    /// Returns its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Day => "day",
            Self::Form => "form",
            Self::Operation => "operation",
            Self::Frequency => "frequency",
            Self::From => "from",
            Self::Means => "means",
        }
    }
}

/// How many transactions came to what, of those that began in a period and that a distant opened. Each is in `started` and
/// in one of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Opened.
    pub started: u64,
    /// Paid, and not given back.
    pub paid: u64,
    /// Refused.
    pub failed: u64,
    /// Given up.
    pub cancelled: u64,
    /// Paid and given back.
    pub refunded: u64,
    /// Neither paid nor lost yet.
    pub open: u64,
    /// The sum of those that are paid, in cents: of a series, its first payment.
    pub paid_cents: u64,
}

impl Tally {
    fn count(&mut self, status: Status, amount: Amount) {
        self.started += 1;
        match status {
            Status::Completed | Status::DoubleMembership => {
                self.paid += 1;
                self.paid_cents = self.paid_cents.saturating_add(amount.cents());
            }
            Status::Failed => self.failed += 1,
            Status::Cancelled => self.cancelled += 1,
            Status::Refunded => self.refunded += 1,
            Status::Init | Status::Pending => self.open += 1,
        }
    }
}

/// What figures are made of: one transaction, without its name.
#[derive(Clone, Debug)]
pub struct Counted {
    /// When it began, in milliseconds since 1970.
    pub began_at: i64,
    /// The form it came from.
    pub form: String,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// Where its payment stands.
    pub status: Status,
    /// The word that said whence the person came.
    pub from: Option<String>,
    /// The means of the last attempt to pay it.
    pub means: Option<String>,
}

/// Figures by each dimension and its values, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    offset: UtcOffset,
    tallies: BTreeMap<(Dimension, String), Tally>,
}

impl Figures {
    /// Begins with nothing counted; a day is one of this offset.
    pub fn by_days_of(offset: UtcOffset) -> Self {
        let all = ((Dimension::All, String::new()), Tally::default());
        Self { offset, tallies: BTreeMap::from([all]) }
    }

    /// Counts a transaction.
    pub fn count(&mut self, counted: Counted) {
        let Counted { began_at, form, operation, frequency, amount, status, from, means } = counted;
        for key in [
            (Dimension::All, String::new()),
            (Dimension::Day, local(began_at, self.offset).date().to_string()),
            (Dimension::Form, form),
            (Dimension::Operation, operation.as_str().to_owned()),
            (Dimension::Frequency, frequency.as_str().to_owned()),
            (Dimension::From, from.unwrap_or_default()),
            (Dimension::Means, means.unwrap_or_default()),
        ] {
            self.tallies.entry(key).or_default().count(status, amount);
        }
    }

    /// Returns the values of a dimension and what was counted of each, in their order.
    pub fn by(&self, dimension: Dimension) -> impl Iterator<Item = (&str, Tally)> {
        let of_it = move |((by, _), _): &(&(Dimension, String), &Tally)| *by == dimension;
        self.tallies.iter().filter(of_it).map(|((_, value), tally)| (value.as_str(), *tally))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::offset;

    fn counted() -> impl Strategy<Value = Counted> {
        let words = proptest::option::of("[a-c]");
        let choices = (0..Operation::ALL.len(), 0..Frequency::ALL.len(), 0..Status::ALL.len());
        (0..i64::from(u32::MAX), "[a-c]", choices, 1..10_000_u64, words).prop_map(
            |(seconds, form, (operation, frequency, status), cents, from)| Counted {
                began_at: seconds * 1000,
                form,
                operation: Operation::ALL[operation],
                frequency: Frequency::ALL[frequency],
                amount: Amount::from_cents(cents).unwrap(),
                status: Status::ALL[status],
                means: from.clone(),
                from,
            },
        )
    }

    proptest! {
        /// Whatever they are told apart by, they are as many and as much; and each came to one thing.
        #[test]
        fn every_dimension_adds_up(all in proptest::collection::vec(counted(), 0..40)) {
            let mut figures = Figures::by_days_of(offset!(+2));
            let number = all.len() as u64;
            all.into_iter().for_each(|each| figures.count(each));
            for dimension in Dimension::ALL {
                let sum = |part: fn(Tally) -> u64| figures.by(dimension).map(|(_, tally)| part(tally)).sum::<u64>();
                prop_assert_eq!(sum(|tally| tally.started), number);
                prop_assert_eq!(
                    sum(|tally| tally.paid + tally.failed + tally.cancelled + tally.refunded + tally.open),
                    number
                );
                let (_, whole) = figures.by(Dimension::All).next().unwrap();
                prop_assert_eq!(sum(|tally| tally.paid_cents), whole.paid_cents);
            }
        }
    }

    #[test]
    fn a_day_is_one_of_the_offset() {
        // 23:30 UTC of a new year's eve.
        const EVE: i64 = 1_798_759_800_000;
        for (offset, day) in [(offset!(UTC), "2026-12-31"), (offset!(+1), "2027-01-01"), (offset!(-4), "2026-12-31")] {
            assert_eq!(local(EVE, offset).date().to_string(), day);
        }
    }
}
