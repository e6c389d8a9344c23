//! Fields: a label, a hint and an error tied to each control.

use super::FormPage;
use super::declared::{CheckBox, Declared, List, Presence, Row, TextField};
use crate::protocol::Field;
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders the e-mail address, and the box that asks for a tax receipt.
    pub(super) fn contact(&self) -> Markup {
        html! {
            fieldset.campagnodon-group {
                legend { (self.texts.get("form.contact")) }
                (self.rows(&self.contact_rows()))
            }
        }
    }

    /// Renders fields, one below the other.
    pub(super) fn rows(&self, rows: &[Row<'_>]) -> Markup {
        html! {
            @for row in rows {
                @match row {
                    Row::One(declared) => (self.declared(declared)),
                    Row::Two(two) => div.campagnodon-pair { @for declared in two { (self.declared(declared)) } },
                }
            }
        }
    }

    fn declared(&self, declared: &Declared<'_>) -> Markup {
        match declared {
            Declared::Text(text) => self.text(text),
            Declared::List(list) => self.list(list),
            Declared::Check(check) => self.check_box(check),
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

    /// Renders a labelled list.
    pub(super) fn list(&self, list: &List<'_>) -> Markup {
        let List { field, label, autocomplete, presence, none, options, chosen } = list;
        let name = field.name();
        html! {
            div.campagnodon-field {
                (self.label(field, label, *presence))
                (self.error(field))
                select id=(self.id(&name)) name=(name) autocomplete=(autocomplete)
                    required[*presence == Presence::Required]
                    data-required=[presence.required_when()]
                    aria-describedby=(self.error_id(field)) aria-invalid=(self.invalid(field)) {
                    @if let Some(none) = none { option value="" { (none) } }
                    @for (value, label) in options {
                        option value=(value) selected[*chosen == Some(*value)] { (label) }
                    }
                }
            }
        }
    }

    /// Renders a labelled box to tick.
    pub(super) fn check_box(&self, CheckBox { field, label, hint, shown }: &CheckBox<'_>) -> Markup {
        let name = field.name();
        html! {
            div.campagnodon-check data-for=[shown] {
                input id=(self.id(&name)) name=(name) type="checkbox" value="1" checked[self.answers.get(field) == "1"]
                    aria-describedby=(self.described_by(field, hint.is_some())) aria-invalid=(self.invalid(field));
                div {
                    label for=(self.id(&name)) { (label) }
                    (self.hint(field, *hint))
                    (self.error(field))
                }
            }
        }
    }

    /// Renders the questions and the optional subscriptions.
    pub(super) fn subscriptions(&self) -> Markup {
        let rows = self.subscription_rows();
        let shown: Option<Vec<_>> = rows.iter().map(Row::shown).collect();
        html! {
            @if !rows.is_empty() {
                fieldset.campagnodon-group data-for=[shown.map(|words| words.join("|"))] {
                    legend { (self.texts.get("form.subscriptions")) }
                    (self.rows(&rows))
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
