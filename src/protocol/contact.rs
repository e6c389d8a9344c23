//! The person: the only types that hold personal data.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A piece of personal data. It prints as `[redacted]`, so that no log, panic or error text can carry it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal<T = String>(T);

impl<T> Personal<T> {
    /// Marks `value` as personal.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the wire.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Who pays: an e-mail address, and the full address when a tax receipt or a membership wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The e-mail address.
    pub email: Personal,
    /// Who gets the tax receipt, if one is wanted.
    pub recipient: Option<Recipient>,
}

/// Who gets the tax receipt: what French law wants on it (CGI art. 200, form 11580), and what people may add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The form of address, as a value that the distant knows.
    pub title: Option<Personal>,
    /// Given name.
    pub first_name: Personal,
    /// Family name.
    pub last_name: Personal,
    /// ISO 8601, `1970-12-31`.
    pub birth_date: Option<Personal>,
    /// Number and street.
    pub street_address: Personal,
    /// Building, floor…
    pub supplemental_address_1: Option<Personal>,
    /// Hamlet, post office box…
    pub supplemental_address_2: Option<Personal>,
    /// As the country writes it.
    pub postal_code: Personal,
    /// Town.
    pub city: Personal,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Personal,
    /// Telephone number, as ITU-T E.164 writes it, `+33612345678`.
    pub phone: Option<Personal>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_do_not_print() {
        assert_eq!(format!("{:?}", Personal::from("anne@example.org")), "[redacted]");
    }
}
