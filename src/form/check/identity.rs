//! The part of the check about the person: a name, or the recipient of a tax receipt.

use super::Checker;
use crate::form::Asked;
use crate::form::rules::{country, date, phone, postal_code, text};
use crate::protocol::{Code, Field, Identity, Personal, Recipient};

/// Reads a field; `None` if it has no answer, or its error is noted.
type Read<C> = fn(&mut C, &Field) -> Option<Personal>;

impl Checker<'_> {
    /// Makes the identity. A field that was refused is empty; its error is noted.
    pub(super) fn identity(&mut self) -> Identity {
        if self.answers.want_address() {
            return Identity::Recipient(self.recipient());
        }
        let name = self.form.fields.name;
        Identity::Name {
            first_name: self.asked(name, Field::FirstName, Self::name),
            last_name: self.asked(name, Field::LastName, Self::name),
        }
    }

    fn recipient(&mut self) -> Recipient {
        let fields = self.form.fields;
        Recipient {
            title: self.asked(fields.title, Field::Title, Self::title),
            first_name: self.required(Field::FirstName, Self::name),
            last_name: self.required(Field::LastName, Self::name),
            birth_date: self.asked(fields.birth_date, Field::BirthDate, Self::birth_date),
            street_address: self.required(Field::StreetAddress, Self::street),
            supplemental_address_1: self.asked(
                fields.supplemental_address_1,
                Field::SupplementalAddress1,
                Self::street,
            ),
            supplemental_address_2: self.asked(
                fields.supplemental_address_2,
                Field::SupplementalAddress2,
                Self::street,
            ),
            postal_code: self.postal_code(),
            city: self.required(Field::City, Self::city),
            country: self.country(),
            // No form that asks for it can be read there, and the rules weigh a sixth of the page's module.
            phone: match cfg!(campagnodon_lean) {
                true => None,
                false => self.asked(fields.phone, Field::Phone, Self::phone),
            },
        }
    }

    /// Reads a field as the form asks for it: not at all, or noting that a required one has no answer.
    fn asked(&mut self, asked: Asked, field: Field, read: Read<Self>) -> Option<Personal> {
        if asked == Asked::Off {
            return None;
        }
        let before = self.errors.len();
        let answer = read(self, &field);
        if answer.is_none() && asked == Asked::Required && self.errors.len() == before {
            self.refuse(field, Code::Required, None);
        }
        answer
    }

    fn required(&mut self, field: Field, read: Read<Self>) -> Personal {
        self.asked(Asked::Required, field, read).unwrap_or_else(|| Personal::from(""))
    }

    /// Returns the text cleaned; `None` if it is empty, or its error is noted.
    fn text(&mut self, field: &Field, max: usize) -> Option<Personal> {
        match text::clean(self.given(field)?, max) {
            Ok(text) => (!text.is_empty()).then(|| Personal::new(text)),
            Err(code) => self.none(field.clone(), code, (code == Code::TooLong).then_some(max as u64)),
        }
    }

    fn name(&mut self, field: &Field) -> Option<Personal> {
        self.text(field, text::max::NAME)
    }

    fn street(&mut self, field: &Field) -> Option<Personal> {
        self.text(field, text::max::STREET)
    }

    fn city(&mut self, field: &Field) -> Option<Personal> {
        self.text(field, text::max::CITY)
    }

    fn title(&mut self, field: &Field) -> Option<Personal> {
        let value = self.given(field).filter(|value| !value.is_empty())?;
        if !self.form.titles.iter().any(|title| title.value == value) {
            self.refuse(Field::Title, Code::TitleInvalid, None);
        }
        Some(Personal::from(value))
    }

    fn birth_date(&mut self, field: &Field) -> Option<Personal> {
        match date::birth_date(self.given(field)?, self.today) {
            Ok(day) => return Some(Personal::new(day.to_iso())),
            Err(Code::Required) => {}
            Err(code) => self.refuse(Field::BirthDate, code, None),
        }
        None
    }

    fn postal_text(&mut self, field: &Field) -> Option<Personal> {
        self.text(field, text::max::POSTAL_CODE)
    }

    fn postal_code(&mut self) -> Personal {
        let country = self.answers.get(&Field::Country);
        let asked = if postal_code::is_used(country) { Asked::Required } else { Asked::Optional };
        let Some(typed) = self.asked(asked, Field::PostalCode, Self::postal_text) else { return Personal::from("") };
        match postal_code::normalise(typed.expose(), country) {
            Ok(code) => Personal::new(code),
            Err(code) => {
                self.refuse(Field::PostalCode, code, None);
                typed
            }
        }
    }

    fn country(&mut self) -> Personal {
        let code = self.given(&Field::Country);
        match code {
            Some("") => self.refuse(Field::Country, Code::Required, None),
            Some(code) if !country::is_code(code) => self.refuse(Field::Country, Code::CountryInvalid, None),
            _ => {}
        }
        Personal::from(code.unwrap_or_default())
    }

    fn phone(&mut self, field: &Field) -> Option<Personal> {
        // A lone 0 is how some people say that they have none.
        let typed = self.given(field).filter(|typed| !matches!(*typed, "" | "0"))?;
        match phone::normalise(typed, self.answers.get(&Field::Country)) {
            Ok(number) => return Some(Personal::new(number)),
            Err(_) if text::clean(typed, text::max::PHONE) == Err(Code::TooLong) => {
                self.refuse(Field::Phone, Code::TooLong, Some(text::max::PHONE as u64));
            }
            Err(code) => self.refuse(Field::Phone, code, None),
        }
        None
    }
}
