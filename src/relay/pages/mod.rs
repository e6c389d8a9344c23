//! The pages: HTML that is whole without scripts, in French and in English. `docs/page.md` is their contract with the
//! page's module and the style sheet.

mod address;
mod amounts;
mod countries;
mod fields;
mod form;
mod guard;
mod label;
mod language;
mod messages;
mod money;
mod page;
mod payment;
mod texts;

pub use form::FormPage;
pub use guard::GuardFields;
pub use label::Label;
pub use language::Language;
pub use page::{Assets, Shell, error_page, form_names, insert_form, mark_title};
pub use payment::PaymentPage;
pub use texts::{Texts, UnknownText};
