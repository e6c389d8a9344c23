//! Texts: the messages that the HTML brings, and amounts in them.

use super::Page;
use super::dom;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement};

/// The message of a code for a field, or of the code alone.
pub fn message(page: &Page, field: &str, code: &str) -> Option<String> {
    let field = if field.starts_with("subscription_") { "subscription" } else { field };
    let content = page.root.first("template[data-messages]")?.unchecked_into::<HtmlTemplateElement>().content();
    let find = |key: &str| {
        // A fragment has the same `querySelector`, and one import is smaller than two.
        dom::first(content.unchecked_ref::<Element>(), &["[data-message=\"", key, "\"]"].concat())?.text_content()
    };
    find(&[field, ".", code].concat()).or_else(|| find(code))
}

/// An amount as the page writes it.
pub fn money(page: &Page, cents: u64) -> String {
    page.money.write(cents)
}

/// Replaces `{name}`. By hand, since the standard library's search weighs more than this whole file.
pub fn fill(template: &str, name: &str, value: &str) -> String {
    let mut parts = template.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.strip_prefix(name).and_then(|rest| rest.strip_prefix('}')) {
            Some(rest) => {
                filled.push_str(value);
                filled.push_str(rest);
            }
            None => {
                filled.push('{');
                filled.push_str(part);
            }
        }
    }
    filled
}
