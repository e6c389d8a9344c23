//! The fields of a form: one name each in HTML, JSON and errors alike.

use serde::{Deserialize, Serialize};

/// A field of the form, by its name in HTML, JSON and errors.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Field {
    /// `operation`
    Operation,
    /// `frequency`
    Frequency,
    /// `amount`: a proposal's value, or `free`
    Amount,
    /// `free_amount`: the amount as typed
    FreeAmount,
    /// `fees`: whether the fees are added
    Fees,
    /// `email`
    Email,
    /// `tax_receipt`
    TaxReceipt,
    /// `title`
    Title,
    /// `first_name`
    FirstName,
    /// `last_name`
    LastName,
    /// `birth_date`
    BirthDate,
    /// `street_address`
    StreetAddress,
    /// `supplemental_address_1`
    SupplementalAddress1,
    /// `supplemental_address_2`
    SupplementalAddress2,
    /// `postal_code`
    PostalCode,
    /// `city`
    City,
    /// `country`
    Country,
    /// `phone`
    Phone,
    /// `statutes`
    Statutes,
    /// `captcha`
    Captcha,
    /// `subscription_<key>`
    Subscription(String),
    /// `question_<key>`
    Question(String),
}

const SUBSCRIPTION: &str = "subscription_";
const QUESTION: &str = "question_";

impl Field {
    /// Every field but the optional subscriptions and the questions, in the order of a form.
    pub const FIXED: &'static [Self; 20] = &[
        Self::Operation,
        Self::Frequency,
        Self::Amount,
        Self::FreeAmount,
        Self::Fees,
        Self::Email,
        Self::TaxReceipt,
        Self::Title,
        Self::FirstName,
        Self::LastName,
        Self::BirthDate,
        Self::StreetAddress,
        Self::SupplementalAddress1,
        Self::SupplementalAddress2,
        Self::PostalCode,
        Self::City,
        Self::Country,
        Self::Phone,
        Self::Statutes,
        Self::Captcha,
    ];

    /// Returns the name; of an optional subscription and of a question, without its key.
    const fn stem(&self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Frequency => "frequency",
            Self::Amount => "amount",
            Self::FreeAmount => "free_amount",
            Self::Fees => "fees",
            Self::Email => "email",
            Self::TaxReceipt => "tax_receipt",
            Self::Title => "title",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::BirthDate => "birth_date",
            Self::StreetAddress => "street_address",
            Self::SupplementalAddress1 => "supplemental_address_1",
            Self::SupplementalAddress2 => "supplemental_address_2",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Country => "country",
            Self::Phone => "phone",
            Self::Statutes => "statutes",
            Self::Captcha => "captcha",
            Self::Subscription(_) => SUBSCRIPTION,
            Self::Question(_) => QUESTION,
        }
    }

    /// Returns the name in HTML, JSON and errors.
    pub fn name(&self) -> String {
        let mut name = self.stem().to_owned();
        if let Self::Subscription(key) | Self::Question(key) = self {
            name.push_str(key);
        }
        name
    }

    /// Returns the field of that name, or `None` if there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::Field;
    ///
    /// assert_eq!(Field::parse("free_amount"), Some(Field::FreeAmount));
    /// assert_eq!(Field::parse("subscription_news"), Some(Field::Subscription("news".to_owned())));
    /// assert_eq!(Field::parse("surname"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(key) = name.strip_prefix(SUBSCRIPTION) {
            return Some(Self::Subscription(key.to_owned()));
        }
        if let Some(key) = name.strip_prefix(QUESTION) {
            return Some(Self::Question(key.to_owned()));
        }
        Self::FIXED.iter().find(|field| field.stem() == name).cloned()
    }
}

impl TryFrom<String> for Field {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name).ok_or("unknown field")
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_round_trip() {
        let keyed = [Field::Subscription("newsletter".to_owned()), Field::Question("interest".to_owned())];
        for field in Field::FIXED.iter().cloned().chain(keyed) {
            assert_eq!(Field::parse(&field.name()), Some(field));
        }
        assert_eq!(Field::parse("mail"), None);
    }
}
