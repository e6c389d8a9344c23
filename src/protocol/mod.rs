//! What crosses a wire, typed once for both ends: the page and the relay, the relay and the distant.
//!
//! Every type serialises and deserialises; none can hold a value that the protocol forbids.

mod amount;
mod billing;
mod campaign;
pub(crate) mod compact;
mod contact;
mod error;
mod field;
mod json;
mod key;
mod operation;
mod start;
mod status;
mod transaction;

pub use amount::{Amount, NotAnAmount, cents_to_text};
pub use billing::BillingDetails;
pub use campaign::Campaign;
pub use contact::{Contact, Identity, Personal, Recipient};
pub use error::{Code, FieldError, Problem};
pub use field::Field;
pub use key::is_idempotency_key;
pub use operation::{Frequency, Operation, OperationType};
pub use start::{Contribution, OptionalSubscription, Start, Started, StatusUpdate, When};
pub use status::{Cause, RecurringStatus, Status};
pub use transaction::{Transaction, Value};
