//! What is shown, and the figures, as objects. Every sum is in cents.

use super::object::Out;
use crate::form::{Explanation, Figures, View};

/// Writes what is shown with some answers.
pub fn write(view: View) -> Out {
    Out::Object(vec![
        ("operation", Out::text(view.operation.as_str())),
        ("frequency", Out::text(view.frequency.as_str())),
        ("address", Out::Flag(view.address)),
        ("free", Out::Flag(view.free)),
        ("amount", Out::cents(view.amount)),
        ("fees", Out::some(view.fees, Out::Number)),
        ("total", Out::cents(view.total)),
        ("explanation", write_explanation(view.explanation)),
        ("postal_code_used", Out::Flag(view.postal_code_used)),
        ("postal_code_unusual", Out::Flag(view.postal_code_unusual)),
    ])
}

/// Writes what an amount means; `null` if that is not known.
pub fn write_explanation(explanation: Option<Explanation>) -> Out {
    Out::some(explanation, |explanation| {
        Out::Object(vec![
            ("payment", write_figures(explanation.payment)),
            ("year", Out::some(explanation.year, write_figures)),
        ])
    })
}

fn write_figures(figures: Figures) -> Out {
    Out::Object(vec![
        ("amount", Out::Number(figures.amount)),
        ("magazine", Out::Number(figures.magazine)),
        ("gift", Out::Number(figures.gift)),
        ("cost", Out::Number(figures.cost)),
    ])
}
