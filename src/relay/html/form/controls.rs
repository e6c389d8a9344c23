//! The form as a list of what it asks, for whoever renders it anew: made from what the HTML is rendered from.

use super::FormPage;
use super::declared::{Declared, Presence, Row};
use crate::form::Choice;
use crate::protocol::{Field, Frequency, Operation};
use serde::Serialize;
use utoipa::ToSchema;

/// What a form asks, as its HTML does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Control {
    /// Its key in answers, in transactions and in errors.
    #[schema(value_type = crate::protocol::Field)]
    pub name: String,
    /// What it is.
    pub kind: ControlKind,
    /// What people read beside it; a group of radio buttons has it as its heading.
    pub label: String,
    /// What explains it.
    pub hint: Option<String>,
    /// The heading under which it stands with others.
    pub group: Option<String>,
    /// When it is shown: while all words of one of these lists hold. Always, if absent.
    pub when: Option<Vec<Vec<String>>>,
    /// Whether it must be answered while it is shown.
    pub required: bool,
    /// When it must be, where that is not always.
    pub required_when: Option<Vec<Vec<String>>>,
    /// By the tokens of the HTML standard.
    pub autocomplete: Option<&'static str>,
    /// Which keys a telephone shows.
    pub inputmode: Option<&'static str>,
    /// What can be chosen.
    pub options: Vec<ControlOption>,
    /// The answer that it has at first; of a hidden one, its only one.
    pub value: Option<String>,
    /// What can be read about it.
    pub link: Option<ControlLink>,
}

/// What a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ControlKind {
    /// Not shown: there is only one answer.
    Hidden,
    /// One of several buttons.
    Radio,
    /// A line of text.
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// A list.
    Select,
    /// A box to tick, whose answer is `1` or `true`.
    Checkbox,
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlOption {
    /// The answer; empty for none.
    pub value: String,
    /// What people read.
    pub label: String,
    /// What stands beside it: for which income an amount is meant, or that many choose it.
    pub caption: Option<String>,
    /// When it can be chosen, as for controls.
    pub when: Option<Vec<Vec<String>>>,
}

/// Where to read on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ControlLink {
    /// A path of the site, or an address.
    pub url: String,
    /// What people read.
    pub label: String,
}

impl Control {
    fn new(field: &Field, kind: ControlKind, label: &str) -> Self {
        Self {
            name: field.name(),
            kind,
            label: label.to_owned(),
            hint: None,
            group: None,
            when: None,
            required: false,
            required_when: None,
            autocomplete: None,
            inputmode: None,
            options: Vec::new(),
            value: None,
            link: None,
        }
    }
}

impl ControlOption {
    fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), caption: None, when: None }
    }
}

impl FormPage<'_> {
    /// Returns what the form asks, in the order of the page; nothing where a notice stands in its place.
    pub fn controls(&self) -> Vec<Control> {
        if self.notice().is_some() {
            return Vec::new();
        }
        let mut controls = vec![self.operation_control(), self.frequency_control(), self.amount_control()];
        controls.extend(self.free_amount_control());
        controls.extend(self.fees_control());
        controls.extend(self.purpose_question().map(|question| {
            let purpose = Declared::List(self.question(question));
            Control { when: conditions(self.purpose_shown()), ..self.control(&purpose) }
        }));
        for (group, when, rows) in [
            ("form.contact", None, self.contact_rows()),
            ("form.address", Some("address"), self.address_rows()),
            ("form.subscriptions", None, self.subscription_rows()),
        ] {
            controls.extend(rows.iter().flat_map(Row::declared).map(|declared| {
                let control = self.control(declared);
                let when = conditions(when).or_else(|| control.when.clone());
                Control { group: Some(self.texts.get(group).to_owned()), when, ..control }
            }));
        }
        controls.extend(self.statutes_control());
        controls
    }

    /// Returns what the button says, by operation.
    pub fn button_texts(&self) -> Vec<(Operation, &str)> {
        let text = |operation: Operation| self.texts.get(&["submit.", operation.as_str()].concat());
        self.form.operations().into_iter().map(|operation| (operation, text(operation))).collect()
    }

    fn control(&self, declared: &Declared<'_>) -> Control {
        match declared {
            Declared::Text(text) => {
                let name = text.field.name();
                let kind = match text.kind {
                    "email" => ControlKind::Email,
                    "tel" => ControlKind::Tel,
                    _ => ControlKind::Text,
                };
                Control {
                    hint: text.hint.map(|key| self.texts.get(key).to_owned()),
                    autocomplete: Some(text.autocomplete),
                    inputmode: text.inputmode,
                    ..required(
                        Control::new(&text.field, kind, self.texts.get(&["field.", &name].concat())),
                        text.presence,
                    )
                }
            }
            Declared::List(list) => {
                let none = list.none.map(|none| ("", none));
                let options = none.iter().chain(&list.options);
                Control {
                    autocomplete: Some(list.autocomplete),
                    options: options.map(|(value, label)| ControlOption::new(value, label)).collect(),
                    value: list.chosen.map(str::to_owned),
                    ..required(Control::new(&list.field, ControlKind::Select, list.label), list.presence)
                }
            }
            Declared::Check(check) => Control {
                hint: check.hint.map(|key| self.texts.get(key).to_owned()),
                when: conditions(check.shown.as_deref()),
                ..Control::new(&check.field, ControlKind::Checkbox, check.label)
            },
        }
    }

    fn operation_control(&self) -> Control {
        let option = |operation: &Operation| {
            let word = operation.as_str();
            ControlOption::new(word, self.texts.get(&["operation.", word].concat()))
        };
        let options = self.form.operations().iter().map(option).collect();
        let chosen = self.view().map(|view| view.operation.as_str());
        chosen_of(&Field::Operation, self.texts.get("operation.legend"), options, chosen)
    }

    fn frequency_control(&self) -> Control {
        let option = |frequency: Frequency| {
            let word = frequency.as_str();
            let label = self.texts.get(&["frequency.", word].concat());
            let when = conditions(self.operations_with(frequency).as_deref());
            ControlOption { when, ..ControlOption::new(word, label) }
        };
        let options = self.frequencies().into_iter().map(option).collect();
        let chosen = self.view().map(|view| view.frequency.as_str());
        chosen_of(&Field::Frequency, self.texts.get("frequency.legend"), options, chosen)
    }

    fn amount_control(&self) -> Control {
        let mut options: Vec<_> = self.form.choices.iter().flat_map(|choice| self.amount_options(choice)).collect();
        options.extend(self.free_choices().map(|shown| ControlOption {
            when: conditions(shown.as_deref()),
            ..ControlOption::new("free", self.texts.get("amount.free"))
        }));
        let label = match self.form.operations().as_slice() {
            [operation] => self.texts.get(&["amount.", operation.as_str()].concat()),
            _ => self.texts.get("amount.donation"),
        };
        Control { required: true, options, ..Control::new(&Field::Amount, ControlKind::Radio, label) }
    }

    fn amount_options(&self, choice: &Choice) -> impl Iterator<Item = ControlOption> {
        let key = ["amount.", choice.frequency.as_str()].concat();
        choice.proposals.iter().map(move |proposal| {
            let label = self.texts.fill(&key, &[("amount", &self.money(proposal.amount))]);
            let captions: Vec<_> = self.captions(choice, proposal).collect();
            ControlOption {
                caption: (!captions.is_empty()).then(|| captions.join(" · ")),
                when: conditions(Some(&super::amounts::when(choice))),
                ..ControlOption::new(&proposal.amount.to_decimal(), &label)
            }
        })
    }

    fn free_amount_control(&self) -> Option<Control> {
        let shown = self.free_choices()?;
        let label = self.texts.get("amount.free_label");
        Some(Control {
            when: conditions(shown.as_deref()),
            required_when: Some(vec![vec!["free".to_owned()]]),
            required: true,
            inputmode: Some("decimal"),
            autocomplete: Some("off"),
            ..Control::new(&Field::FreeAmount, ControlKind::Text, label)
        })
    }

    fn fees_control(&self) -> Option<Control> {
        self.form.fees?;
        let label = self.texts.get("appeal.fees");
        Some(Control { hint: self.fees_hint(), ..Control::new(&Field::Fees, ControlKind::Checkbox, label) })
    }

    fn statutes_control(&self) -> Option<Control> {
        let statutes = self.form.statutes.as_ref().filter(|_| !self.agreeing().is_empty())?;
        let link = statutes.url.as_ref();
        Some(Control {
            when: conditions(self.statutes_shown().as_deref()),
            required: true,
            link: link
                .map(|url| ControlLink { url: url.clone(), label: self.texts.get("field.statutes_link").to_owned() }),
            ..Control::new(&Field::Statutes, ControlKind::Checkbox, &statutes.label)
        })
    }
}

impl<'a> Row<'a> {
    /// Returns the fields on it.
    fn declared(&self) -> &[Declared<'a>] {
        match self {
            Self::One(declared) => std::slice::from_ref(declared),
            Self::Two(two) => two,
        }
    }
}

/// Returns the control of an answer that is one of several, or is the only one.
fn chosen_of(field: &Field, label: &str, options: Vec<ControlOption>, chosen: Option<&str>) -> Control {
    let value = chosen.map(str::to_owned);
    let control = Control { required: true, value, ..Control::new(field, ControlKind::Radio, label) };
    match options.len() {
        1 => Control { kind: ControlKind::Hidden, ..control },
        _ => Control { options, ..control },
    }
}

fn required(control: Control, presence: Presence) -> Control {
    let required_when = match presence {
        Presence::RequiredWhen { word, .. } => conditions(Some(word)),
        Presence::Required | Presence::RequiredWhenShown | Presence::Optional => None,
    };
    Control { required: presence != Presence::Optional, required_when, ..control }
}

/// Returns the words of `data-for`, of which one list must hold.
fn conditions(words: Option<&str>) -> Option<Vec<Vec<String>>> {
    let all = |words: &str| words.split(' ').map(str::to_owned).collect();
    words.map(|words| words.split('|').map(all).collect())
}
