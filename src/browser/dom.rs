//! The form's HTML: finding elements, and reading and setting what all of them have.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, HtmlInputElement};

/// The form element.
pub struct Root(HtmlFormElement);

const BUSY: &str = "data-busy";

impl Root {
    pub const fn new(form: HtmlFormElement) -> Self {
        Self(form)
    }

    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    pub fn is_busy(&self) -> bool {
        self.0.has_attribute(BUSY)
    }

    pub fn set_busy(&self, busy: bool) {
        set_flag(&self.0, BUSY, busy);
    }

    pub fn first(&self, selector: &str) -> Option<Element> {
        first(&self.0, selector)
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let list = self.0.query_selector_all(selector).ok();
        let mut elements = Vec::new();
        while let Some(element) = list.as_ref().and_then(|list| list.get(elements.len() as u32)) {
            elements.push(element.unchecked_into());
        }
        elements
    }

    /// Everything that can be filled in, in the order of the form. Lists and text areas have what we ask of an input
    /// (`name`, `value`, `disabled`), so one type does for all.
    pub fn controls(&self) -> Vec<HtmlInputElement> {
        self.all("input,select,textarea,fieldset").into_iter().map(JsCast::unchecked_into).collect()
    }

    /// The controls of that name.
    pub fn named(&self, name: &str) -> Vec<HtmlInputElement> {
        let mut controls = self.controls();
        controls.retain(|control| control.name() == name);
        controls
    }
}

/// The first element inside; none where the selector is none, as with a name from elsewhere that has quotes.
pub fn first(parent: &Element, selector: &str) -> Option<Element> {
    parent.query_selector(selector).ok().flatten()
}

/// Sets or removes an attribute without a value.
pub fn set_flag(element: &Element, name: &str, on: bool) {
    // It fails only for names that are no names.
    let _ = element.toggle_attribute_with_force(name, on);
}

pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

pub fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// A new element at the end of `parent`.
pub fn append(parent: &Element, tag: &str, text: &str) -> Option<Element> {
    let element = document()?.create_element(tag).ok()?;
    element.set_text_content(Some(text));
    parent.append_child(&element).ok()?;
    Some(element)
}
