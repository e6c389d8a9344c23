//! The pages: HTML that is whole without scripts. `docs/page.md` is their contract with the page's module and the style
//! sheet.

mod contact;
mod drawing;
mod form;
mod goal;
mod host_page;
mod inline_module;
mod instructions;
mod links;
mod look;
mod markup;
pub mod operators;
mod payment;
mod shell;
mod slots;
mod thanks;

pub use form::{Appeal, Control, FormPage, HONEYPOT, Impact, Notice, ProtectionFields};
pub use goal::GoalBar;
pub use host_page::{RefusedForm, put_back};
pub use inline_module::InlineModule;
pub use look::{Look, TITLE_JOINT, in_title};
pub use payment::{MeansButton, PaymentPage, Stage, is_paid, means_name, with_choices};
pub use shell::{Assets, Frame, Shell, error, error_title};
pub use slots::{Contents, Slot, SlotKind, Template};
pub use thanks::{Onward, Share};
