//! What the site itself asks: questions with choices, and a box for what must be agreed to.

use super::FormPage;
use crate::form::Question;
use crate::protocol::{Field, Operation};
use maud::{Markup, html};

impl FormPage<'_> {
    /// Returns the question of what a donation may be for, or `None` where it is not asked.
    pub(super) fn purpose_question(&self) -> Option<&Question> {
        self.form.questions.iter().find(|question| question.is_of_purpose())
    }

    /// Returns with what that question is shown, as `data-for` says it, or `None` if always.
    pub(super) fn purpose_shown(&self) -> Option<&'static str> {
        self.form.has(Operation::Membership).then_some("donation")
    }

    /// Renders the list of what a donation may be for.
    pub(super) fn purpose(&self) -> Markup {
        html! {
            @if let Some(question) = self.purpose_question() {
                div data-for=[self.purpose_shown()] { (self.list(&self.question(question))) }
            }
        }
    }

    /// Returns the operations of the form for which the statutes must be agreed to.
    pub(super) fn agreeing(&self) -> Vec<Operation> {
        let must =
            |operation: &Operation| self.form.statutes.as_ref().is_some_and(|statutes| statutes.is_for(*operation));
        self.form.operations().into_iter().filter(must).collect()
    }

    /// Returns with what that box is shown, as `data-for` says it, or `None` if always.
    pub(super) fn statutes_shown(&self) -> Option<String> {
        let agreeing = self.agreeing();
        let words = || agreeing.iter().map(|operation| operation.as_str()).collect::<Vec<_>>().join("|");
        (agreeing.len() < self.form.operations().len()).then(words)
    }

    /// Renders the box for the statutes. Its link opens another tab, so that nothing typed is lost.
    pub(super) fn statutes(&self) -> Markup {
        let Some(statutes) = &self.form.statutes else { return Markup::default() };
        let (field, agreeing) = (Field::Statutes, self.agreeing());
        let (name, shown) = (field.name(), self.statutes_shown());
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
