//! What is shown, which controls can be used, and the figures.

use super::{Page, answers, dom, text};
use crate::form::{Explanation, View};
use crate::protocol::Amount;

/// Brings the form in line with its answers. The amount chosen, if it can be given.
pub fn show(page: &Page) -> Option<Amount> {
    let root = &page.root;
    let view = View::of(&page.form, &answers::all(root))?;
    for element in root.all("[data-for]") {
        let shown = element.get_attribute("data-for").is_some_and(|alternatives| holds(&alternatives, &view));
        dom::set_flag(&element, "hidden", !shown);
    }
    for control in root.controls() {
        let hidden = matches!(control.closest("[data-for][hidden]"), Ok(Some(_)));
        if matches!(control.closest("[data-for]"), Ok(Some(_))) {
            control.set_disabled(hidden);
        }
        if control.has_attribute("data-required") {
            control.set_required(!hidden);
        }
    }
    tick(page, &view);
    if let Some(explanation) = view.explanation {
        for element in root.all("[data-figure]") {
            let cents = element.get_attribute("data-figure").and_then(|name| figure(&explanation, &name));
            if let Some(cents) = cents {
                element.set_text_content(Some(&text::money(page, cents)));
            }
        }
    }
    view.amount
}

fn holds(alternatives: &str, view: &View) -> bool {
    alternatives.split('|').any(|words| {
        words.split_ascii_whitespace().all(|word| match word {
            "address" => view.address,
            "explained" => view.explanation.is_some(),
            "magazine" => view.explanation.is_some_and(|explanation| explanation.payment.magazine > 0),
            word => word == view.operation.as_str() || word == view.frequency.as_str(),
        })
    })
}

/// A choice that was just hidden passes to its like among those shown: the same amount at another frequency, and the
/// first frequency for one that the operation has not.
fn tick(page: &Page, view: &View) {
    answers::tick(&page.root, "frequency", view.frequency.as_str());
    if view.free {
        answers::choose_free(&page.root);
    } else if let Some(amount) = view.amount {
        answers::tick(&page.root, "amount", &amount.to_decimal());
    }
}

/// A figure in cents.
fn figure(explanation: &Explanation, name: &str) -> Option<u64> {
    let (figures, name) = match name.strip_prefix("year-") {
        Some(name) => (explanation.year?, name),
        None => (explanation.payment, name),
    };
    match name {
        "amount" => Some(figures.amount),
        "cost" => Some(figures.cost * 100),
        "magazine" => Some(figures.magazine),
        "gift" => Some(figures.gift),
        _ => None,
    }
}
