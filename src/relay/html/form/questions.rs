//! What the site itself asks: questions with choices, and a box for what must be agreed to.

use super::FormPage;
use super::fields::Presence;
use crate::form::Question;
use crate::protocol::{Field, Operation};
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders a question as a list. No choice is an answer too, where one is not required.
    pub(super) fn question(&self, question: &Question) -> Markup {
        let field = Field::Question(question.key.clone());
        let (presence, none) = match question.required {
            true => (Presence::Required, "field.choose"),
            false if question.is_of_purpose() => (Presence::Optional, "appeal.purpose_open"),
            false => (Presence::Optional, "field.no_choice"),
        };
        let given = self.answers.get(&field);
        let options = html! {
            option value="" { (self.texts.get(none)) }
            @for choice in &question.choices {
                option value=(choice.value) selected[choice.value == given] { (choice.label) }
            }
        };
        self.list(&field, &question.label, "off", presence, &options)
    }

    /// Renders the list of what a donation may be for.
    pub(super) fn purpose(&self) -> Markup {
        let question = self.form.questions.iter().find(|question| question.is_of_purpose());
        let shown = self.form.has(Operation::Membership).then_some("donation");
        html! {
            @if let Some(question) = question {
                div data-for=[shown] { (self.question(question)) }
            }
        }
    }

    /// Returns the operations of the form for which the statutes must be agreed to.
    pub(super) fn agreeing(&self) -> Vec<Operation> {
        let must =
            |operation: &Operation| self.form.statutes.as_ref().is_some_and(|statutes| statutes.is_for(*operation));
        self.form.operations().into_iter().filter(must).collect()
    }

    /// Renders the box for the statutes. Its link opens another tab, so that nothing typed is lost.
    pub(super) fn statutes(&self) -> Markup {
        let Some(statutes) = &self.form.statutes else { return Markup::default() };
        let (field, agreeing) = (Field::Statutes, self.agreeing());
        let name = field.name();
        let shown = (agreeing.len() < self.form.operations().len())
            .then(|| agreeing.iter().map(|operation| operation.as_str()).collect::<Vec<_>>().join("|"));
        html! {
            @if !agreeing.is_empty() {
                div.campagnodon-check data-for=[shown.as_deref()] {
                    input id=(self.id(&name)) name=(name) type="checkbox" value="1"
                        checked[self.answers.get(&field) == "1"]
                        required[shown.is_none()] data-required=[shown.as_ref().map(|_| "")]
                        aria-describedby=(self.described_by(&field, statutes.url.is_some()))
                        aria-invalid=(self.invalid(&field));
                    div {
                        label for=(self.id(&name)) { (statutes.label) }
                        @if let Some(url) = &statutes.url {
                            p.campagnodon-hint id=(self.hint_id(&field)) {
                                a href=(url) target="_blank" rel="noopener" { (self.texts.get("field.statutes_link")) }
                            }
                        }
                        (self.error(&field))
                    }
                }
            }
        }
    }
}
