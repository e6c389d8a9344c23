//! What operators look at: how the relay does, what a person must mend, and whether a distant and the public
//! address are set up as they should be.

mod alarms;
mod backup;
mod by_hand;
mod check_distant;
mod check_public;
mod days;
mod health;
mod home;
mod operators;
mod report;

/// As many as a store can count.
const ALL: usize = i64::MAX as usize;

pub use crate::relay::store::{
    Alarm, AlarmCause, Backlog, Concern, Dimension, Figures, Filter, Happened, Listed, Period, Seen, Slice, Story,
    Tally, Told, Waiting,
};
pub use alarms::Alarms;
pub use backup::back_up;
pub use by_hand::{ByHandError, Promised};
pub use check_distant::DistantCheck;
pub use check_public::PublicCheck;
pub use days::Days;
pub use health::{Condition, Health};
pub use home::{HomeError, check_home, move_home};
pub use operators::{Operators, OperatorsError};
pub use report::{Finding, Report, Verdict};
