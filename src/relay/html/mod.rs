//! The pages: HTML that is whole without scripts. `docs/page.md` is their contract with the page's module and the style
//! sheet.

mod form;
mod goal;
mod host_page;
mod markup;
mod payment;
mod shell;
mod slots;

pub use form::{Appeal, FormPage, HONEYPOT, ProtectionFields};
pub use goal::GoalBar;
pub use host_page::{RefusedForm, put_back};
pub use payment::PaymentPage;
pub use shell::{Assets, Shell, error_page};
pub use slots::{Contents, Slot, SlotKind, Template};
