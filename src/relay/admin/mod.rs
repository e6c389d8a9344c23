//! What operators look at: how the relay does, what a person must mend, and whether a distant is set up as it should
//! be.

mod alarms;
mod check_distant;
mod health;

pub use crate::relay::store::{Alarm, Backlog};
pub use alarms::Alarms;
pub use check_distant::{DistantCheck, Finding, Report, Verdict};
pub use health::{Condition, Health};
