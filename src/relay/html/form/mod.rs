//! The form, from top to bottom. What is in each part is in the files beside.

mod address;
mod amounts;
mod appeal;
mod association;
mod controls;
mod declared;
mod fields;
mod messages;
mod notice;
mod protection;
mod questions;
mod submit;
mod tax;
#[cfg(test)]
mod tests;

pub use appeal::{Appeal, Impact};
pub use controls::{Control, ControlLink};
pub use notice::Notice;
pub use protection::{HONEYPOT, ProtectionFields};

use crate::form::{Answers, Form, Refusal, View};
use crate::protocol::{Code, Field, Frequency, Operation};
use crate::relay::association::Association;
use crate::relay::i18n::{Hyperlink, Texts};
use crate::relay::tax::TaxRule;
use maud::{Markup, html};

/// A form to show, with what was answered already and what is wrong with it.
#[derive(Clone, Copy)]
pub struct FormPage<'a> {
    /// What it offers.
    pub form: &'a Form,
    /// What the ids in the page begin with: letters, digits, `-` and `_`.
    pub id: &'a str,
    /// Where it is posted.
    pub action: &'a str,
    /// The key of this one form: the same for each try, so that none is paid twice.
    pub idempotency_key: &'a str,
    /// What it says.
    pub texts: &'a Texts,
    /// What was answered before; nothing typed is lost after a refusal.
    pub answers: &'a Answers,
    /// Why those answers were refused.
    pub refusal: Option<&'a Refusal>,
    /// What else went wrong, such as a distant that cannot be reached.
    pub notice: Option<Code>,
    /// When it opens, where it is closed until then.
    pub opens: Option<&'a str>,
    /// Where else to go, where it takes nothing.
    pub link: Option<&'a Hyperlink>,
    /// What it has against programs.
    pub guard: ProtectionFields<'a>,
    /// What it has beside.
    pub appeal: &'a Appeal,
    /// Whether the distant sends a confirmation by e-mail, which the form then promises.
    pub confirmation: bool,
    /// The rule of the form's tax relief, and the year of the day on which it is shown.
    pub tax_rule: Option<(&'a TaxRule, i32)>,
    /// What it tells of the association.
    pub association: &'a Association,
}

impl FormPage<'_> {
    /// Renders the `<form>`. Scripts that put the next page into this one (Turbo, htmx, Astro's router) leave its post to
    /// the browser and to us: it leads to a payment. A campaign that is not open has none, only a notice; so has a site that is being maintained,
    /// unless to show again what was posted.
    pub fn render(&self) -> Markup {
        if let Some(notice) = self.notice() {
            return self.render_notice(&notice);
        }
        let language = self.texts.language();
        html! {
            form.campagnodon method="post" action=(self.action) lang=(language.tag()) dir=(language.direction())
                id=(self.form_id()) aria-label=(self.name()) data-campagnodon=(self.form.encode())
                data-appeal[self.appeal.needs_script()] data-from=[self.appeal.words()]
                data-turbo="false" data-hx-boost="false" data-astro-reload {
                input type="hidden" name="idempotency_key" value=(self.idempotency_key) autocomplete="off";
                (self.guard_head())
                (self.summary())
                (self.operation())
                (self.frequency())
                (self.amount())
                p.campagnodon-note { (self.texts.get("form.required_note")) }
                (self.contact())
                (self.address())
                (self.subscriptions())
                (self.statutes())
                (self.honeypot())
                (self.captcha())
                (self.submit())
                (self.privacy())
                (self.legal())
                (self.messages())
            }
        }
    }

    /// Checks whether something is wrong: the title of the page says so too.
    pub const fn is_refused(&self) -> bool {
        self.refusal.is_some() || self.notice.is_some()
    }

    /// Returns its accessible name.
    fn name(&self) -> String {
        let text = |operation: &Operation| self.texts.get(&["operation.", operation.as_str()].concat());
        self.form.operations().iter().map(text).collect::<Vec<_>>().join(", ")
    }

    /// Returns the id of the form.
    pub(super) fn form_id(&self) -> String {
        ["campagnodon-", self.id].concat()
    }

    /// Returns the id of a part of the form.
    pub(super) fn id(&self, part: &str) -> String {
        [&self.form_id(), "-", part].concat()
    }

    /// Returns what the page shows with these answers, or `None` if the form offers nothing.
    pub(super) fn view(&self) -> Option<View> {
        View::of(self.form, self.answers)
    }

    /// Returns the frequencies that some operation has, in the order of [`Frequency::ALL`].
    pub(super) fn frequencies(&self) -> Vec<Frequency> {
        let offered = |frequency: &Frequency| self.form.choices.iter().any(|choice| choice.frequency == *frequency);
        Frequency::ALL.into_iter().filter(offered).collect()
    }

    fn operation(&self) -> Markup {
        let operations = self.form.operations();
        if let [operation] = operations.as_slice() {
            return self.fixed(&Field::Operation, operation.as_str());
        }
        let chosen = self.view().map(|view| view.operation);
        let options = html! {
            @for operation in operations {
                @let part = ["operation-", operation.as_str()].concat();
                (self.choice(&part, &Field::Operation, operation.as_str(), chosen == Some(operation), None, &html! {
                    (self.texts.get(&["operation.", operation.as_str()].concat()))
                }))
            }
        };
        self.group(&Field::Operation, &html! { (self.texts.get("operation.legend")) }, &options, &html! {})
    }

    fn frequency(&self) -> Markup {
        let frequencies = self.frequencies();
        if let [frequency] = frequencies.as_slice() {
            return self.fixed(&Field::Frequency, frequency.as_str());
        }
        let chosen = self.view().map(|view| view.frequency);
        let options = html! {
            @for frequency in frequencies {
                @let (part, is_chosen) = (["frequency-", frequency.as_str()].concat(), chosen == Some(frequency));
                @let shown = self.operations_with(frequency);
                (self.choice(&part, &Field::Frequency, frequency.as_str(), is_chosen, shown.as_deref(), &html! {
                    (self.texts.get(&["frequency.", frequency.as_str()].concat()))
                }))
            }
        };
        let hint = html! {
            p.campagnodon-hint data-for="monthly|yearly" { (self.texts.get("frequency.recurring_hint")) }
        };
        self.group(&Field::Frequency, &html! { (self.texts.get("frequency.legend")) }, &options, &hint)
    }

    /// Returns with which operations a frequency is shown, or `None` if with all.
    fn operations_with(&self, frequency: Frequency) -> Option<String> {
        let operations = self.form.operations();
        let having: Vec<_> = operations
            .iter()
            .filter(|operation| self.form.choice(**operation, frequency).is_some())
            .map(|operation| operation.as_str())
            .collect();
        (having.len() < operations.len()).then(|| having.join("|"))
    }

    /// Renders an answer that the form gives itself, since there is only one.
    fn fixed(&self, field: &Field, value: &str) -> Markup {
        html! {
            input type="hidden" name=(field.name()) value=(value) autocomplete="off";
            (self.error(field))
        }
    }

    /// Renders a question that is answered by one of several choices, in a row.
    fn group(&self, field: &Field, legend: &Markup, options: &Markup, hint: &Markup) -> Markup {
        html! {
            fieldset.campagnodon-group aria-describedby=(self.error_id(field)) {
                legend { (legend) }
                (self.error(field))
                div.campagnodon-segments { (options) }
                (hint)
            }
        }
    }

    /// Renders a text for each operation that the form has; only one of them is shown.
    pub(super) fn by_operation(&self, table: &str) -> Markup {
        let operations = self.form.operations();
        let text = |operation: &Operation| self.texts.get(&[table, ".", operation.as_str()].concat());
        html! {
            @match operations.as_slice() {
                [operation] => (text(operation)),
                operations => @for operation in operations {
                    span data-for=(operation.as_str()) { (text(operation)) } " "
                },
            }
        }
    }
}
