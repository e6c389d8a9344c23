//! The one thing that may come back from the distant, and only while a payment is pending.

use super::{Field, Personal};
use serde::{Deserialize, Serialize};

/// What a bank asks about the payer (PSD2 strong customer authentication, "DSP2" in French). Everything is optional:
/// a person who gave an e-mail address alone has nothing else here.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::BillingDetails;
///
/// let details: BillingDetails = serde_json::from_str(r#"{"email":"anne@example.org"}"#).unwrap();
/// assert!(details.email.is_some_and(|email| email.expose() == "anne@example.org"));
/// assert_eq!(details.phone, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingDetails {
    /// Family name.
    #[serde(default)]
    pub last_name: Option<Personal>,
    /// Given name.
    #[serde(default)]
    pub first_name: Option<Personal>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Personal>,
    /// Number and street.
    #[serde(default)]
    pub street_address: Option<Personal>,
    /// Building, floor…
    #[serde(default)]
    pub supplemental_address_1: Option<Personal>,
    /// Hamlet, post office box…
    #[serde(default)]
    pub supplemental_address_2: Option<Personal>,
    /// Postal code.
    #[serde(default)]
    pub postal_code: Option<Personal>,
    /// Town.
    #[serde(default)]
    pub city: Option<Personal>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<Personal>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<Personal>,
}

impl BillingDetails {
    /// Returns the details of these fields alone; the others are forgotten.
    #[must_use]
    pub fn only(self, fields: &[Field]) -> Self {
        let keep = |field: Field, detail: Option<Personal>| detail.filter(|_| fields.contains(&field));
        Self {
            last_name: keep(Field::LastName, self.last_name),
            first_name: keep(Field::FirstName, self.first_name),
            email: keep(Field::Email, self.email),
            street_address: keep(Field::StreetAddress, self.street_address),
            supplemental_address_1: keep(Field::SupplementalAddress1, self.supplemental_address_1),
            supplemental_address_2: keep(Field::SupplementalAddress2, self.supplemental_address_2),
            postal_code: keep(Field::PostalCode, self.postal_code),
            city: keep(Field::City, self.city),
            country: keep(Field::Country, self.country),
            phone: keep(Field::Phone, self.phone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_for_is_kept() {
        let text = |text: &str| Some(Personal::from(text));
        let all = BillingDetails {
            email: text("a@b.fr"),
            city: text("Ville"),
            phone: text("1"),
            ..BillingDetails::default()
        };
        let email = BillingDetails { email: text("a@b.fr"), ..BillingDetails::default() };
        assert_eq!(all.clone().only(&[Field::Email]), email);
        assert_eq!(all.clone().only(&[]), BillingDetails::default());
        assert_eq!(all.clone().only(Field::FIXED), all);
    }
}
