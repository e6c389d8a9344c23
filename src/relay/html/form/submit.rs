//! The end of the form: what is about to be done, and the button that sends it and says the sum.

use super::FormPage;
use super::amounts::when;
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders the review, the button, and the live region.
    pub(super) fn submit(&self) -> Markup {
        html! {
            div.campagnodon-end {
                (self.review())
                button.campagnodon-submit type="submit" { (self.button()) }
                p.campagnodon-note { (self.texts.get("form.payment_note")) }
                // Said here, and seen in the button.
                p.campagnodon-unseen role="status" data-status {}
            }
        }
    }

    /// Renders what is about to be done, for each combination: to be read again before the payment. It is hidden, since
    /// without the module it has no figures; the payment's page says it then.
    fn review(&self) -> Markup {
        html! {
            @for choice in &self.form.choices {
                @let key = ["review.", choice.operation.as_str(), "_", choice.frequency.as_str()].concat();
                p.campagnodon-review data-for={ (when(choice)) " amount" } hidden { (self.texts.figures(&key)) }
            }
        }
    }

    /// Renders the button's words: the operation alone until an amount is chosen, and without the module; then with the
    /// sum; while the form is sent, that it is.
    fn button(&self) -> Markup {
        let operations = self.form.operations();
        html! {
            @for operation in &operations {
                @let word = if operations.len() > 1 { [operation.as_str(), " "].concat() } else { String::new() };
                span data-for={ (word) "!amount" } { (self.texts.get(&["submit.", operation.as_str()].concat())) } " "
            }
            @for choice in &self.form.choices {
                @let key = ["submit.", choice.operation.as_str(), "_", choice.frequency.as_str()].concat();
                span data-for={ (when(choice)) " amount" } hidden { (self.texts.figures(&key)) }
            }
            span data-status {}
        }
    }
}
