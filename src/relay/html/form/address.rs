//! The full address, which a tax receipt and a membership want.

use super::FormPage;
use super::fields::{Presence, TextField};
use crate::form::Asked;
use crate::form::rules::postal_code;
use crate::protocol::Field;
use crate::relay::i18n::{countries, country_name};
use maud::{Markup, html};

impl FormPage<'_> {
    pub(super) fn address(&self) -> Markup {
        let fields = self.form.fields;
        let birth_date = TextField { hint: Some("field.birth_date_hint"), ..TextField::line(Field::BirthDate, "bday") };
        let phone = TextField { kind: "tel", inputmode: Some("tel"), ..TextField::line(Field::Phone, "tel") };
        let holds = postal_code::is_used(self.country_chosen().unwrap_or_default());
        let postal_code = TextField {
            presence: Presence::RequiredWhen { word: "postal_code", holds, within: Some("address") },
            ..TextField::line(Field::PostalCode, "postal-code")
        };
        html! {
            fieldset.campagnodon-group data-for="address" aria-describedby=(self.id("address-hint")) {
                legend { (self.texts.get("form.address")) }
                p.campagnodon-hint id=(self.id("address-hint")) { (self.by_operation("form.address_hint")) }
                (self.title())
                @if !self.asks_for_name() { (self.names()) }
                (self.asked(fields.birth_date, birth_date))
                (self.text(&TextField::line(Field::StreetAddress, "address-line1")))
                (self.asked(fields.supplemental_address_1, TextField::line(Field::SupplementalAddress1, "address-line2")))
                (self.asked(fields.supplemental_address_2, TextField::line(Field::SupplementalAddress2, "address-line3")))
                div.campagnodon-pair {
                    (self.text(&postal_code.noted()))
                    (self.text(&TextField::line(Field::City, "address-level2")))
                }
                (self.country())
                (self.asked(fields.phone, phone))
            }
        }
    }

    /// Renders a box that the form may ask for: none where it does not.
    fn asked(&self, asked: Asked, text: TextField) -> Markup {
        match asked {
            Asked::Off => Markup::default(),
            Asked::Optional => self.text(&text.optional()),
            Asked::Required => self.text(&text),
        }
    }

    fn title(&self) -> Markup {
        let chosen = self.answers.get(&Field::Title);
        let (presence, none) = match self.form.fields.title {
            Asked::Off => return Markup::default(),
            Asked::Optional => (Presence::Optional, "field.no_title"),
            Asked::Required => (Presence::RequiredWhenShown, "field.choose_title"),
        };
        let options = html! {
            option value="" { (self.texts.get(none)) }
            @for title in &self.form.titles {
                option value=(title.value) selected[title.value == chosen] { (title.label) }
            }
        };
        html! {
            @if !self.form.titles.is_empty() {
                (self.list(&Field::Title, self.texts.get("field.title"), "honorific-prefix", presence, &options))
            }
        }
    }

    fn country_chosen(&self) -> Option<&str> {
        self.answer(&Field::Country).or(self.form.default_country.as_deref())
    }

    /// Renders the list of countries. The one that most people need comes first, and only there.
    fn country(&self) -> Markup {
        let language = self.texts.language();
        let default = self.form.default_country.as_deref();
        let chosen = self.country_chosen();
        let others = countries(language).iter().filter(|(code, _)| Some(*code) != default);
        let options = html! {
            @match default {
                Some(code) => option value=(code) selected[chosen == Some(code)] { (country_name(code, language)) },
                None => option value="" { (self.texts.get("field.choose_country")) },
            }
            @for (code, name) in others {
                option value=(code) selected[chosen == Some(*code)] { (name) }
            }
        };
        self.list(&Field::Country, self.texts.get("field.country"), "country", Presence::RequiredWhenShown, &options)
    }
}
