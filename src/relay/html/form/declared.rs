//! What a form asks, field by field: what its HTML renders, and what [`super::controls`] lists, are both made from this.

use super::FormPage;
use crate::form::rules::postal_code;
use crate::form::{Asked, Question, Subscription};
use crate::protocol::{Field, Operation};
use crate::relay::i18n::{countries, country_name};

/// What distinguishes one text box from another.
pub struct TextField {
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
pub enum Presence {
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
    pub(super) const fn required_when(self) -> Option<&'static str> {
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

/// A list to choose from.
pub struct List<'a> {
    /// The field.
    pub field: Field,
    /// Its label.
    pub label: &'a str,
    /// `autocomplete`
    pub autocomplete: &'static str,
    /// Whether it must be answered.
    pub presence: Presence,
    /// What stands for no choice; `None` where there is always one.
    pub none: Option<&'a str>,
    /// Values and what people read.
    pub options: Vec<(&'a str, &'a str)>,
    /// The value that is chosen.
    pub chosen: Option<&'a str>,
}

/// A box to tick.
pub struct CheckBox<'a> {
    /// The field.
    pub field: Field,
    /// Its label.
    pub label: &'a str,
    /// The key of its hint.
    pub hint: Option<&'static str>,
    /// With what it is shown, as `data-for` says it; `None` if always.
    pub shown: Option<String>,
}

/// A field, whatever it is.
pub enum Declared<'a> {
    /// A box for a line of text.
    Text(TextField),
    /// A list.
    List(List<'a>),
    /// A box to tick.
    Check(CheckBox<'a>),
}

/// What stands on one line.
pub enum Row<'a> {
    /// A field.
    One(Declared<'a>),
    /// Two of them, side by side where there is room.
    Two([Declared<'a>; 2]),
}

impl Row<'_> {
    /// Returns with what it is shown, as `data-for` says it, or `None` if always.
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::One(Declared::Check(check)) => check.shown.clone(),
            _ => None,
        }
    }
}

impl From<TextField> for Row<'_> {
    fn from(text: TextField) -> Self {
        Self::One(Declared::Text(text))
    }
}

impl<'a> From<List<'a>> for Row<'a> {
    fn from(list: List<'a>) -> Self {
        Self::One(Declared::List(list))
    }
}

impl<'a> From<CheckBox<'a>> for Row<'a> {
    fn from(check: CheckBox<'a>) -> Self {
        Self::One(Declared::Check(check))
    }
}

impl FormPage<'_> {
    /// Returns the e-mail address, the name where it is asked for without an address, and the box that asks for a tax
    /// receipt.
    pub(super) fn contact_rows(&self) -> Vec<Row<'_>> {
        let email = TextField {
            kind: "email",
            inputmode: Some("email"),
            hint: self.confirmation.then_some("field.email_hint"),
            presence: Presence::Required,
            noted: true,
            ..TextField::line(Field::Email, "email")
        };
        let receipt = CheckBox {
            field: Field::TaxReceipt,
            label: self.texts.get("field.tax_receipt"),
            hint: Some("field.tax_receipt_hint"),
            shown: Some("donation".to_owned()),
        };
        let mut rows = vec![email.into()];
        rows.extend(self.asks_for_name().then(|| self.names()));
        rows.extend(self.form.has(Operation::Donation).then(|| receipt.into()));
        rows
    }

    /// Checks whether a name is asked for beside the e-mail address, and so not with the address.
    fn asks_for_name(&self) -> bool {
        self.form.fields.name != Asked::Off && self.form.has(Operation::Donation)
    }

    /// Returns the name: once, whether or not there is an address.
    fn names(&self) -> Row<'_> {
        let presence = match self.form.fields.name {
            _ if !self.asks_for_name() => Presence::RequiredWhenShown,
            Asked::Required => Presence::Required,
            _ => {
                let holds = self.view().is_some_and(|view| view.address);
                Presence::RequiredWhen { word: "address", holds, within: None }
            }
        };
        let names = [(Field::FirstName, "given-name"), (Field::LastName, "family-name")];
        Row::Two(names.map(|(field, autocomplete)| {
            Declared::Text(TextField { presence, ..TextField::line(field, autocomplete) })
        }))
    }

    /// Returns what is asked with the address.
    pub(super) fn address_rows(&self) -> Vec<Row<'_>> {
        let fields = self.form.fields;
        let birth_date = TextField { hint: Some("field.birth_date_hint"), ..TextField::line(Field::BirthDate, "bday") };
        let phone = TextField { kind: "tel", inputmode: Some("tel"), ..TextField::line(Field::Phone, "tel") };
        let holds = postal_code::is_used(self.country_chosen().unwrap_or_default());
        let postal_code = TextField {
            presence: Presence::RequiredWhen { word: "postal_code", holds, within: Some("address") },
            ..TextField::line(Field::PostalCode, "postal-code")
        };
        let city = TextField::line(Field::City, "address-level2");
        let mut rows: Vec<Row<'_>> = self.title().into_iter().map(Row::from).collect();
        rows.extend((!self.asks_for_name()).then(|| self.names()));
        rows.extend(asked(fields.birth_date, birth_date));
        rows.push(TextField::line(Field::StreetAddress, "address-line1").into());
        let first = TextField::line(Field::SupplementalAddress1, "address-line2");
        rows.extend(asked(fields.supplemental_address_1, first));
        let second = TextField::line(Field::SupplementalAddress2, "address-line3");
        rows.extend(asked(fields.supplemental_address_2, second));
        rows.push(Row::Two([postal_code.noted(), city].map(Declared::Text)));
        rows.push(self.country().into());
        rows.extend(asked(fields.phone, phone));
        rows
    }

    fn title(&self) -> Option<List<'_>> {
        let (presence, none) = match self.form.fields.title {
            Asked::Off => return None,
            Asked::Optional => (Presence::Optional, "field.no_title"),
            Asked::Required => (Presence::RequiredWhenShown, "field.choose_title"),
        };
        let titles = &self.form.titles;
        (!titles.is_empty()).then(|| List {
            field: Field::Title,
            label: self.texts.get("field.title"),
            autocomplete: "honorific-prefix",
            presence,
            none: Some(self.texts.get(none)),
            options: titles.iter().map(|title| (title.value.as_str(), title.label.as_str())).collect(),
            chosen: self.answer(&Field::Title),
        })
    }

    fn country_chosen(&self) -> Option<&str> {
        self.answer(&Field::Country).or(self.form.default_country.as_deref())
    }

    /// Returns the list of countries. The one that most people need comes first, and only there.
    fn country(&self) -> List<'_> {
        let language = self.texts.language();
        let default = self.form.default_country.as_deref();
        let first = default.map(|code| (code, country_name(code, language)));
        let others = countries(language).iter().copied().filter(|(code, _)| Some(*code) != default);
        List {
            field: Field::Country,
            label: self.texts.get("field.country"),
            autocomplete: "country",
            presence: Presence::RequiredWhenShown,
            none: default.is_none().then(|| self.texts.get("field.choose_country")),
            options: first.into_iter().chain(others).collect(),
            chosen: self.country_chosen(),
        }
    }

    /// Returns the questions and the optional subscriptions.
    pub(super) fn subscription_rows(&self) -> Vec<Row<'_>> {
        let when = |subscription: &Subscription| {
            let audience = match (subscription.for_donation, subscription.for_membership) {
                (true, false) => Some("donation"),
                (false, true) => Some("membership"),
                _ => None,
            };
            let words: Vec<_> = audience.into_iter().chain(subscription.needs_address.then_some("address")).collect();
            (!words.is_empty()).then(|| words.join(" "))
        };
        let questions = self.form.questions.iter().filter(|question| !question.is_of_purpose());
        let questions = questions.map(|question| self.question(question).into());
        let subscriptions = self.form.subscriptions.iter().map(|subscription| {
            let (field, label) = (Field::Subscription(subscription.key.clone()), subscription.label.as_str());
            CheckBox { field, label, hint: None, shown: when(subscription) }.into()
        });
        questions.chain(subscriptions).collect()
    }

    /// Returns a question as a list. No choice is an answer too, where one is not required.
    pub(super) fn question<'q>(&'q self, question: &'q Question) -> List<'q> {
        let field = Field::Question(question.key.clone());
        let (presence, none) = match question.required {
            true => (Presence::Required, "field.choose"),
            false if question.is_of_purpose() => (Presence::Optional, "appeal.purpose_open"),
            false => (Presence::Optional, "field.no_choice"),
        };
        List {
            label: &question.label,
            autocomplete: "off",
            presence,
            none: Some(self.texts.get(none)),
            options: question.choices.iter().map(|choice| (choice.value.as_str(), choice.label.as_str())).collect(),
            chosen: self.answer(&field),
            field,
        }
    }
}

/// Returns a box that the form may ask for: none where it does not.
fn asked(asked: Asked, text: TextField) -> Option<Row<'static>> {
    match asked {
        Asked::Off => None,
        Asked::Optional => Some(text.optional().into()),
        Asked::Required => Some(text.into()),
    }
}
