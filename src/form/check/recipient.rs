//! The part of the check for who gets the tax receipt.

use super::Checker;
use crate::form::rules::{country, date, phone, postal_code, text};
use crate::protocol::{Code, Field, Personal, Recipient};

impl<'a> Checker<'a> {
    /// `None` only where an error was noted.
    pub(super) fn recipient(&mut self) -> Option<Recipient> {
        let title = self.title();
        let first_name = self.required(Field::FirstName, text::max::NAME);
        let last_name = self.required(Field::LastName, text::max::NAME);
        let birth_date = self.birth_date();
        let street_address = self.required(Field::StreetAddress, text::max::STREET);
        let supplemental_address_1 = self.optional(Field::SupplementalAddress1, text::max::STREET);
        let supplemental_address_2 = self.optional(Field::SupplementalAddress2, text::max::STREET);
        let postal_code = self.postal_code();
        let city = self.required(Field::City, text::max::CITY);
        let country = self.country();
        let phone = self.phone();
        Some(Recipient {
            title: title?,
            first_name: first_name?,
            last_name: last_name?,
            birth_date: birth_date?,
            street_address: street_address?,
            supplemental_address_1: supplemental_address_1?,
            supplemental_address_2: supplemental_address_2?,
            postal_code: postal_code?,
            city: city?,
            country: country?,
            phone: phone?,
        })
    }

    fn text(&mut self, field: &Field, max: usize) -> Option<&'a str> {
        let typed = self.given(field)?;
        match text::clean(typed, max) {
            Ok(text) => Some(text),
            Err(code) => {
                let limit = (code == Code::TooLong).then_some(max as u64);
                self.refuse(field.clone(), code, limit)
            }
        }
    }

    fn required(&mut self, field: Field, max: usize) -> Option<Personal> {
        let text = self.text(&field, max)?;
        if text.is_empty() {
            return self.refuse(field, Code::Required, None);
        }
        Some(Personal::from(text))
    }

    /// The outer `None` is an error, the inner one no answer.
    fn optional(&mut self, field: Field, max: usize) -> Option<Option<Personal>> {
        let text = self.text(&field, max)?;
        Some((!text.is_empty()).then(|| Personal::from(text)))
    }

    fn title(&mut self) -> Option<Option<Personal>> {
        let value = self.given(&Field::Title)?;
        if value.is_empty() {
            return Some(None);
        }
        if self.form.titles.iter().any(|title| title.value == value) {
            return Some(Some(Personal::from(value)));
        }
        self.refuse(Field::Title, Code::TitleInvalid, None)
    }

    fn birth_date(&mut self) -> Option<Option<Personal>> {
        let typed = self.given(&Field::BirthDate)?;
        if text::trim(typed).is_empty() {
            return Some(None);
        }
        match date::birth_date(typed, self.today) {
            Ok(day) => Some(Some(Personal::new(day.to_iso()))),
            Err(code) => self.refuse(Field::BirthDate, code, None),
        }
    }

    fn postal_code(&mut self) -> Option<Personal> {
        let typed = self.text(&Field::PostalCode, text::max::POSTAL_CODE)?;
        if typed.is_empty() {
            return self.refuse(Field::PostalCode, Code::Required, None);
        }
        match postal_code::normalise(typed, self.answers.get(&Field::Country)) {
            Ok(code) => Some(Personal::new(code)),
            Err(code) => self.refuse(Field::PostalCode, code, None),
        }
    }

    fn country(&mut self) -> Option<Personal> {
        let code = self.given(&Field::Country)?;
        if code.is_empty() {
            return self.refuse(Field::Country, Code::Required, None);
        }
        if !country::is_code(code) {
            return self.refuse(Field::Country, Code::CountryInvalid, None);
        }
        Some(Personal::from(code))
    }

    fn phone(&mut self) -> Option<Option<Personal>> {
        let typed = self.given(&Field::Phone)?;
        // A lone 0 is how some people say that they have none.
        if typed.is_empty() || typed == "0" {
            return Some(None);
        }
        match phone::check(typed) {
            Ok(number) => Some(Some(Personal::from(number))),
            Err(code) => {
                let limit = (code == Code::TooLong).then_some(text::max::PHONE as u64);
                self.refuse(Field::Phone, code, limit)
            }
        }
    }
}
