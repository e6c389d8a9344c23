//! The part of the check about the recipient of the tax receipt.

use super::Checker;
use crate::form::rules::{country, date, phone, postal_code, text};
use crate::protocol::{Code, Field, Personal, Recipient};

impl Checker<'_> {
    /// Makes the recipient. A field that was refused is empty; its error is noted.
    pub(super) fn recipient(&mut self) -> Recipient {
        Recipient {
            title: self.title(),
            first_name: self.required(Field::FirstName, text::max::NAME),
            last_name: self.required(Field::LastName, text::max::NAME),
            birth_date: self.birth_date(),
            street_address: self.required(Field::StreetAddress, text::max::STREET),
            supplemental_address_1: self.optional(Field::SupplementalAddress1, text::max::STREET),
            supplemental_address_2: self.optional(Field::SupplementalAddress2, text::max::STREET),
            postal_code: self.postal_code(),
            city: self.required(Field::City, text::max::CITY),
            country: self.country(),
            phone: self.phone(),
        }
    }

    /// Returns the text cleaned, or notes the error and returns an empty one.
    fn text(&mut self, field: &Field, max: usize) -> String {
        let clean = self.given(field).map(|typed| text::clean(typed, max));
        match clean {
            Some(Ok(text)) => return text,
            Some(Err(code)) => self.refuse(field.clone(), code, (code == Code::TooLong).then_some(max as u64)),
            None => {}
        }
        String::new()
    }

    fn required(&mut self, field: Field, max: usize) -> Personal {
        let before = self.errors.len();
        let text = self.text(&field, max);
        if text.is_empty() && self.errors.len() == before {
            self.refuse(field, Code::Required, None);
        }
        Personal::new(text)
    }

    fn optional(&mut self, field: Field, max: usize) -> Option<Personal> {
        let text = self.text(&field, max);
        (!text.is_empty()).then(|| Personal::new(text))
    }

    fn title(&mut self) -> Option<Personal> {
        let value = self.given(&Field::Title).filter(|value| !value.is_empty())?;
        if !self.form.titles.iter().any(|title| title.value == value) {
            self.refuse(Field::Title, Code::TitleInvalid, None);
        }
        Some(Personal::from(value))
    }

    fn birth_date(&mut self) -> Option<Personal> {
        match date::birth_date(self.given(&Field::BirthDate)?, self.today) {
            Ok(day) => return Some(Personal::new(day.to_iso())),
            Err(Code::Required) => {}
            Err(code) => self.refuse(Field::BirthDate, code, None),
        }
        None
    }

    fn postal_code(&mut self) -> Personal {
        let country = self.answers.get(&Field::Country);
        let typed = if postal_code::is_used(country) {
            self.required(Field::PostalCode, text::max::POSTAL_CODE)
        } else {
            self.optional(Field::PostalCode, text::max::POSTAL_CODE).unwrap_or_else(|| Personal::from(""))
        };
        if typed.expose().is_empty() {
            return typed;
        }
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

    fn phone(&mut self) -> Option<Personal> {
        // A lone 0 is how some people say that they have none.
        let typed = self.given(&Field::Phone).filter(|typed| !matches!(*typed, "" | "0"))?;
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
