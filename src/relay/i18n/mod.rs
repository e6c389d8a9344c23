//! Languages: texts, and how sums and countries are written. Nothing here knows HTML.

mod by_language;
mod countries;
mod hyperlink;
mod label;
mod language;
mod moment;
mod money;
mod texts;

pub use by_language::TextsByLanguage;
pub use countries::{countries, name as country_name};
pub use hyperlink::Hyperlink;
pub use label::Label;
pub use language::Language;
pub use texts::{Texts, UnknownText};
