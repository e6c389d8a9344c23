//! Fields: a label, a hint and an error tied to each control.

use super::FormPage;
use crate::form::{Asked, Subscription};
use crate::protocol::{Field, Operation};
use maud::{Markup, html};

/// What distinguishes one text box from another.
pub(super) struct TextField {
    /// The field; its label is the text `field.<name>`.
    pub field: Field,
    /// `type`
    pub kind: &'static str,
    /// `autocomplete`, by the tokens of the HTML standard.
    pub autocomplete: &'static str,
    /// `inputmode`
    pub inputmode: Option<&'static str>,
    /// The key of its hint.
    pub hint: Option<&'static str>,
    /// Whether it must be answered, and whether it is shown always.
    pub presence: Presence,
    /// Whether it has a place for a note that blocks nothing.
    pub noted: bool,
}

/// Whether a field must be answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Always.
    Required,
    /// While it is shown.
    RequiredWhenShown,
    /// While it is shown and that word of `data-for` holds.
    RequiredWhen {
        /// The word.
        word: &'static str,
        /// Whether it holds with the answers so far.
        holds: bool,
        /// The word of what it is in, by which the module shows it; `None` if it is always shown.
        within: Option<&'static str>,
    },
    /// Never.
    Optional,
}

impl Presence {
    /// Returns the value of `data-required`, or `None` where there is no such attribute.
    const fn required_when(self) -> Option<&'static str> {
        match self {
            Self::RequiredWhenShown => Some(""),
            Self::RequiredWhen { word, .. } => Some(word),
            Self::Required | Self::Optional => None,
        }
    }
}

impl TextField {
    /// Returns a box for a line of text that is required while shown.
    pub const fn line(field: Field, autocomplete: &'static str) -> Self {
        Self {
            field,
            kind: "text",
            autocomplete,
            inputmode: None,
            hint: None,
            presence: Presence::RequiredWhenShown,
            noted: false,
        }
    }

    /// Returns the same box, which may be left empty.
    pub fn optional(self) -> Self {
        Self { presence: Presence::Optional, ..self }
    }

    /// Returns the same box, with a place for a note.
    pub fn noted(self) -> Self {
        Self { noted: true, ..self }
    }
}

impl FormPage<'_> {
    /// Renders the e-mail address, and the box that asks for a tax receipt.
    pub(super) fn contact(&self) -> Markup {
        let email = TextField {
            kind: "email",
            inputmode: Some("email"),
            hint: self.confirmation.then_some("field.email_hint"),
            presence: Presence::Required,
            noted: true,
            ..TextField::line(Field::Email, "email")
        };
        html! {
            fieldset.campagnodon-group {
                legend { (self.texts.get("form.contact")) }
                (self.text(&email))
                @if self.asks_for_name() { (self.names()) }
                @if self.form.operations().contains(&Operation::Donation) {
                    @let label = self.texts.get("field.tax_receipt");
                    @let hint = Some("field.tax_receipt_hint");
                    (self.check_box(&Field::TaxReceipt, label, hint, Some("donation")))
                }
            }
        }
    }

    /// Checks whether a name is asked for beside the e-mail address, and so not with the address.
    pub(super) fn asks_for_name(&self) -> bool {
        self.form.fields.name != Asked::Off && self.form.has(Operation::Donation)
    }

    /// Renders the name: once, whether or not there is an address.
    pub(super) fn names(&self) -> Markup {
        let presence = match self.form.fields.name {
            _ if !self.asks_for_name() => Presence::RequiredWhenShown,
            Asked::Required => Presence::Required,
            _ => {
                let holds = self.view().is_some_and(|view| view.address);
                Presence::RequiredWhen { word: "address", holds, within: None }
            }
        };
        html! {
            div.campagnodon-pair {
                (self.text(&TextField { presence, ..TextField::line(Field::FirstName, "given-name") }))
                (self.text(&TextField { presence, ..TextField::line(Field::LastName, "family-name") }))
            }
        }
    }

    /// Renders a labelled text box.
    pub(super) fn text(&self, text: &TextField) -> Markup {
        let name = text.field.name();
        let described = self.described_by(&text.field, text.hint.is_some());
        let described = if text.noted { [&described, " ", &self.note_id(&text.field)].concat() } else { described };
        html! {
            div.campagnodon-field {
                (self.label(&text.field, self.texts.get(&["field.", &name].concat()), text.presence))
                (self.hint(&text.field, text.hint))
                (self.error(&text.field))
                input id=(self.id(&name)) name=(name) type=(text.kind) value=[self.answer(&text.field)]
                    autocomplete=(text.autocomplete) inputmode=[text.inputmode]
                    required[text.presence == Presence::Required]
                    data-required=[text.presence.required_when()]
                    aria-describedby=(described) aria-invalid=(self.invalid(&text.field));
                @if text.noted { (self.note(&text.field)) }
            }
        }
    }

    /// Renders a labelled list; `options` are its `<option>` elements.
    pub(super) fn list(
        &self,
        field: &Field,
        label: &str,
        autocomplete: &str,
        presence: Presence,
        options: &Markup,
    ) -> Markup {
        let name = field.name();
        html! {
            div.campagnodon-field {
                (self.label(field, label, presence))
                (self.error(field))
                select id=(self.id(&name)) name=(name) autocomplete=(autocomplete)
                    required[presence == Presence::Required]
                    data-required=[presence.required_when()]
                    aria-describedby=(self.error_id(field)) aria-invalid=(self.invalid(field)) {
                    (options)
                }
            }
        }
    }

    /// Renders a labelled box to tick.
    pub(super) fn check_box(&self, field: &Field, label: &str, hint: Option<&str>, shown: Option<&str>) -> Markup {
        let name = field.name();
        html! {
            div.campagnodon-check data-for=[shown] {
                input id=(self.id(&name)) name=(name) type="checkbox" value="1" checked[self.answers.get(field) == "1"]
                    aria-describedby=(self.described_by(field, hint.is_some())) aria-invalid=(self.invalid(field));
                div {
                    label for=(self.id(&name)) { (label) }
                    (self.hint(field, hint))
                    (self.error(field))
                }
            }
        }
    }

    /// Renders the questions and the optional subscriptions.
    pub(super) fn subscriptions(&self) -> Markup {
        let when = |subscription: &Subscription| {
            let audience = match (subscription.for_donation, subscription.for_membership) {
                (true, false) => Some("donation"),
                (false, true) => Some("membership"),
                _ => None,
            };
            let words: Vec<_> = audience.into_iter().chain(subscription.needs_address.then_some("address")).collect();
            (!words.is_empty()).then(|| words.join(" "))
        };
        let shown: Vec<_> = self.form.subscriptions.iter().map(when).collect();
        let questions: Vec<_> = self.form.questions.iter().filter(|question| !question.is_of_purpose()).collect();
        let some_shown: Option<Vec<_>> = shown.iter().cloned().collect::<Option<_>>().filter(|_| questions.is_empty());
        html! {
            @if !shown.is_empty() || !questions.is_empty() {
                fieldset.campagnodon-group data-for=[some_shown.map(|words| words.join("|"))] {
                    legend { (self.texts.get("form.subscriptions")) }
                    @for question in &questions { (self.question(question)) }
                    @for (subscription, shown) in self.form.subscriptions.iter().zip(&shown) {
                        @let field = Field::Subscription(subscription.key.clone());
                        (self.check_box(&field, &subscription.label, None, shown.as_deref()))
                    }
                }
            }
        }
    }

    fn label(&self, field: &Field, label: &str, presence: Presence) -> Markup {
        html! {
            label for=(self.id(&field.name())) {
                (label)
                @match presence {
                    Presence::Optional => (self.optional_mark(None, false)),
                    // The module brings it out, and the style sheet hides it while the control is required.
                    Presence::RequiredWhen { holds, within, .. } => (self.optional_mark(within, holds)),
                    Presence::Required | Presence::RequiredWhenShown => {}
                }
            }
        }
    }

    fn optional_mark(&self, shown: Option<&str>, hidden: bool) -> Markup {
        let text = self.texts.get("form.optional");
        html! { " " span.campagnodon-optional data-for=[shown] hidden[hidden] { "(" (text) ")" } }
    }

    /// Renders the place where the module asks whether an answer is meant so. The text alone describes the field, not
    /// the button.
    fn note(&self, field: &Field) -> Markup {
        html! {
            div data-note=(field.name()) hidden {
                p.campagnodon-hint id=(self.note_id(field)) data-note-text {}
                button type="button" data-accept { (self.texts.get("form.accept")) }
            }
        }
    }

    fn hint(&self, field: &Field, key: Option<&str>) -> Markup {
        html! {
            @if let Some(key) = key {
                p.campagnodon-hint id=(self.hint_id(field)) { (self.texts.get(key)) }
            }
        }
    }

    /// Returns an answer to show again, or `None` if it is empty, which sets no attribute.
    pub(super) fn answer(&self, field: &Field) -> Option<&str> {
        Some(self.answers.get(field)).filter(|answer| !answer.is_empty())
    }

    /// Returns the id of a field's error.
    pub(super) fn error_id(&self, field: &Field) -> String {
        self.id(&[&field.name(), "-error"].concat())
    }

    /// Returns the id of a field's note.
    fn note_id(&self, field: &Field) -> String {
        self.id(&[&field.name(), "-note"].concat())
    }

    /// Returns the id of a field's hint.
    pub(super) fn hint_id(&self, field: &Field) -> String {
        self.id(&[&field.name(), "-hint"].concat())
    }

    /// Returns the value of `aria-describedby`: the hint, if there is one, and the error.
    pub(super) fn described_by(&self, field: &Field, has_hint: bool) -> String {
        let error = self.error_id(field);
        if has_hint { [&self.hint_id(field), " ", &error].concat() } else { error }
    }

    /// Renders a radio button and its label, as a card; `part` ends the id.
    pub(super) fn choice(
        &self,
        part: &str,
        field: &Field,
        value: &str,
        checked: bool,
        shown: Option<&str>,
        label: &Markup,
    ) -> Markup {
        let id = self.id(part);
        html! {
            div.campagnodon-choice data-for=[shown] {
                input id=(id) name=(field.name()) type="radio" value=(value) checked[checked] required
                    aria-invalid=(self.invalid(field));
                label for=(id) { (label) }
            }
        }
    }
}
