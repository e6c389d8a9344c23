//! Errors in the page: beside the fields, in the summary, and the focus on the first.

use super::{Page, dom, text};
use crate::protocol::{FieldError, digits};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// A refused answer in words of the wire, so that a newer relay may send codes that this build does not know.
pub struct Fault {
    pub field: String,
    pub code: String,
    pub limit: Option<u64>,
}

/// Holds the code of an error beside its message.
const CODE: &str = "data-code";

impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Self {
        Self { field: error.field.name(), code: error.code.as_str().to_owned(), limit: error.limit }
    }
}

impl Fault {
    fn message(&self, page: &Page) -> String {
        // A code shows that the HTML lacks its message; nothing would look as if all were well.
        let message = text::message(page, &self.field, &self.code).unwrap_or_else(|| self.code.clone());
        match self.limit {
            None => message,
            Some(characters) if self.code == "too_long" => text::fill(&message, "limit", &digits(characters)),
            Some(cents) => text::fill(&message, "limit", &text::money(page, cents)),
        }
    }
}

/// Writes the errors in the place of those before, and focuses the first field at fault.
pub fn write(page: &Page, faults: &[Fault]) {
    clear(page);
    let Some(summary) = page.root.first("[data-summary]") else { return };
    dom::append(&summary, "h2", &text::message(page, "", "summary").unwrap_or_default());
    let Some(list) = dom::append(&summary, "ul", "") else { return };
    let mut first = None;
    for fault in faults {
        let message = fault.message(page);
        for control in page.root.named(&fault.field) {
            dom::set(&control, "aria-invalid", "true");
        }
        if let Some(place) = place(page, &fault.field) {
            place.set_text_content(Some(&message));
            dom::set(&place, CODE, &fault.code);
        }
        let Some(item) = dom::append(&list, "li", "") else { return };
        match control(page, &fault.field) {
            Some(control) => {
                if let Some(link) = dom::append(&item, "a", &message) {
                    dom::set(&link, "href", &["#", &control.id()].concat());
                }
                first = first.or(Some(control));
            }
            None => item.set_text_content(Some(&message)),
        }
    }
    dom::set(&summary, CODE, "invalid_answers");
    dom::set_flag(&summary, "hidden", false);
    dom::focus(first.as_deref().map_or(&summary, |control| control.unchecked_ref()));
}

/// Writes what is wrong with the whole.
pub fn write_problem(page: &Page, code: &str) {
    clear(page);
    let Some(summary) = page.root.first("[data-summary]") else { return };
    let message = text::message(page, "", code).or_else(|| text::message(page, "", "internal"));
    dom::append(&summary, "p", message.as_deref().unwrap_or(code));
    dom::set(&summary, CODE, code);
    dom::set_flag(&summary, "hidden", false);
    dom::focus(&summary);
}

/// Takes all errors away.
pub fn clear(page: &Page) {
    for place in page.root.all("[data-error]") {
        empty(&place);
    }
    for control in page.root.all("[aria-invalid]") {
        let _ = control.remove_attribute("aria-invalid");
    }
    if let Some(summary) = page.root.first("[data-summary]") {
        empty(&summary);
        dom::set_flag(&summary, "hidden", true);
    }
}

/// Takes the errors of one field away. The amount and the free amount are one question.
pub fn forgive(page: &Page, name: &str) {
    let names = if name.ends_with("amount") { ["amount", "free_amount"].as_slice() } else { &[name] };
    for name in names {
        for control in page.root.named(name) {
            let _ = control.remove_attribute("aria-invalid");
        }
        if let Some(place) = place(page, name) {
            empty(&place);
        }
    }
}

fn empty(place: &Element) {
    place.set_text_content(None);
    let _ = place.remove_attribute(CODE);
}

fn place(page: &Page, field: &str) -> Option<Element> {
    page.root.first(&["[data-error=\"", field, "\"]"].concat())
}

/// The control of a field that can take the focus; of radio buttons, the one chosen.
fn control(page: &Page, field: &str) -> Option<HtmlInputElement> {
    let mut usable = page.root.named(field);
    usable.retain(|control| !control.disabled() && control.type_() != "hidden");
    let chosen = usable.iter().position(|control| control.checked()).unwrap_or(0);
    (chosen < usable.len()).then(|| usable.swap_remove(chosen))
}
