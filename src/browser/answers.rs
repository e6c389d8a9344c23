//! From the form's controls to answers.

use super::dom::Root;
use crate::form::Answers;
use crate::protocol::Field;
use web_sys::HtmlInputElement;

/// What is typed and ticked anywhere, also where it is not shown now: it comes back when it is shown again.
pub fn all(root: &Root) -> Answers {
    read(&root.controls())
}

/// What a plain post would send: not what is disabled.
pub fn usable(root: &Root) -> Answers {
    let mut controls = root.controls();
    controls.retain(|control| !control.disabled());
    read(&controls)
}

fn read(controls: &[HtmlInputElement]) -> Answers {
    let mut answers = Answers::default();
    for control in controls {
        if let Some(field) = Field::parse(&control.name())
            && (!is_box(control) || control.checked())
        {
            answers.set(field, control.value());
        }
    }
    answers
}

fn is_box(control: &HtmlInputElement) -> bool {
    matches!(control.type_().as_str(), "radio" | "checkbox")
}

/// Ticks the box of that name and value that can be used.
pub fn tick(root: &Root, name: &str, value: &str) {
    if let Some(control) = root.named(name).iter().find(|control| !control.disabled() && control.value() == value) {
        control.set_checked(true);
    }
}

/// Ticks the free amount.
pub fn choose_free(root: &Root) {
    tick(root, "amount", "free");
}
