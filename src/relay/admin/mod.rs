//! What operators look at: how the relay does, what a person must mend, and whether a distant is set up as it should
//! be.

mod alarms;
mod by_hand;
mod check_distant;
mod days;
mod health;
mod operators;

pub use crate::relay::store::{
    Alarm, AlarmCause, Backlog, Concern, Dimension, Figures, Filter, Happened, Listed, Period, Slice, Story, Tally,
    Told, Waiting,
};
pub use alarms::Alarms;
pub use by_hand::{ByHandError, Promised};
pub use check_distant::{DistantCheck, Finding, Report, Verdict};
pub use days::Days;
pub use health::{Condition, Health};
pub use operators::{Operators, OperatorsError};
