//! The pages: HTML that is whole without scripts, in French and in English. `docs/page.md` is their contract with the
//! page's module and the style sheet.

mod address;
mod amounts;
mod compressed;
mod countries;
mod fields;
mod form;
mod goal;
mod guard;
mod label;
mod language;
mod messages;
mod money;
mod notice;
mod page;
mod payment;
mod surroundings;
mod texts;

pub use compressed::CompressedPages;
pub use form::FormPage;
pub use goal::GoalBar;
pub use guard::GuardFields;
pub use label::Label;
pub use language::Language;
pub use notice::Link;
pub use page::{Assets, Place, Shell, error_page, insert, mark_title, names, with_module};
pub use payment::PaymentPage;
pub use surroundings::put_back;
pub use texts::{Texts, UnknownText};
