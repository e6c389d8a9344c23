//! What is wrong: beside each field, in the summary above them, and every message there is for the page's module.

use super::FormPage;
use crate::protocol::{Code, Field, FieldError};
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders links to all that is wrong. The summary takes the focus when the page opens, and is empty where nothing
    /// is wrong.
    pub(super) fn summary(&self) -> Markup {
        let errors = self.errors();
        let form_level = self.refusal.map(|refusal| refusal.code).filter(|code| *code != Code::InvalidAnswers);
        let codes: Vec<_> = self.notice.into_iter().chain(form_level).collect();
        let code = codes.first().copied().or_else(|| (!errors.is_empty()).then_some(Code::InvalidAnswers));
        html! {
            div.campagnodon-summary data-summary data-code=[code] tabindex="-1"
                hidden[!self.is_refused()] autofocus[self.is_refused()] {
                // Inside, since JAWS reads an element twice that takes the focus and is an alert.
                @if self.is_refused() {
                    div role="alert" {
                        @for code in codes {
                            p { (self.texts.problem(code)) @if code == Code::Maintenance { (self.elsewhere()) } }
                        }
                        (self.list_of(errors))
                    }
                }
            }
        }
    }

    fn list_of(&self, errors: &[FieldError]) -> Markup {
        html! {
            @if !errors.is_empty() {
                h2 { (self.texts.get("message.summary")) }
                ul {
                    @for error in errors {
                        li {
                            @match self.anchor(&error.field) {
                                Some(id) => a href={ "#" (id) } { (self.texts.message(error)) },
                                None => (self.texts.message(error)),
                            }
                        }
                    }
                }
            }
        }
    }

    /// Renders a field's error, which is empty while there is none.
    pub(super) fn error(&self, field: &Field) -> Markup {
        let error = self.errors().iter().find(|error| error.field == *field);
        html! {
            p.campagnodon-error id=(self.error_id(field)) data-error=(field.name())
                data-code=[error.map(|error| error.code)] {
                @if let Some(error) = error {
                    span.campagnodon-unseen { (self.texts.get("form.error_prefix")) }
                    (self.texts.message(error))
                }
            }
        }
    }

    /// Returns the value of `aria-invalid`. It is there where nothing is wrong too: else a required control that is
    /// empty would be read as wrong before anyone was there.
    pub(super) fn invalid(&self, field: &Field) -> &'static str {
        if self.errors().iter().any(|error| error.field == *field) { "true" } else { "false" }
    }

    /// Renders every message, for the module to show.
    pub(super) fn messages(&self) -> Markup {
        html! {
            template data-messages {
                p data-message="error_prefix" { (self.texts.get("form.error_prefix")) }
                @for (key, text) in self.texts.messages() {
                    p data-message=(key) { (text) }
                }
            }
        }
    }

    fn errors(&self) -> &[FieldError] {
        self.refusal.map_or(&[], |refusal| &refusal.errors)
    }

    /// Returns the id of the control to go to, in a group the first that is shown; `None` where nothing is asked.
    fn anchor(&self, field: &Field) -> Option<String> {
        let view = self.view()?;
        let part = match field {
            Field::Operation => {
                let operations = self.form.operations();
                if operations.len() < 2 {
                    return None;
                }
                ["operation-", operations.first()?.as_str()].concat()
            }
            Field::Frequency => {
                if self.frequencies().len() < 2 {
                    return None;
                }
                ["frequency-", self.form.frequencies(view.operation).next()?.as_str()].concat()
            }
            Field::Amount => {
                let choice = self.form.choice(view.operation, view.frequency)?;
                match choice.proposals.first() {
                    Some(proposal) => {
                        let value = proposal.amount.to_decimal();
                        ["amount", choice.operation.as_str(), choice.frequency.as_str(), &value].join("-")
                    }
                    None => "amount-free".to_owned(),
                }
            }
            Field::Captcha => return None,
            Field::Statutes if self.agreeing().is_empty() => return None,
            field => field.name(),
        };
        Some(self.id(&part))
    }
}
