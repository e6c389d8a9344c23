//! The person: the only types that hold personal data.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a server wipes once it is done with it. In a browser, and without the feature `server`, nothing is: the page
/// shows it anyway.
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub trait Wiped: zeroize::Zeroize {}
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
impl<T: zeroize::Zeroize> Wiped for T {}
/// What a server wipes once it is done with it. Here nothing is: this is not a server.
#[cfg(not(all(feature = "server", not(target_arch = "wasm32"))))]
pub trait Wiped {}
#[cfg(not(all(feature = "server", not(target_arch = "wasm32"))))]
impl<T> Wiped for T {}

/// A piece of personal data. It prints as `[redacted]`, so that no log, panic or error text can carry it, and a server
/// wipes it when it is dropped. The copies that reading and writing make are not wiped with it: see the program's
/// allocator for these.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::Personal;
///
/// let email = Personal::from("anne@example.org");
/// assert_eq!(format!("{email:?}"), "[redacted]");
/// assert_eq!(email.expose(), "anne@example.org");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal<T: Wiped = String>(T);

impl<T: Wiped> Personal<T> {
    /// Marks `value` as personal.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value, for the wire.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
impl<T: Wiped> Drop for Personal<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Wiped> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Who pays: an e-mail address, and who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The e-mail address.
    pub email: Personal,
    /// What is known of the person beside.
    pub identity: Identity,
}

/// What is known of a person beside the e-mail address.
#[allow(clippy::large_enum_variant, reason = "there is one a transaction, and a box would be one more place to wipe")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A name, as far as it was asked for and given.
    Name {
        /// Given name.
        first_name: Option<Personal>,
        /// Family name.
        last_name: Option<Personal>,
    },
    /// The full address, which a tax receipt or a membership needs.
    Recipient(Recipient),
}

impl Identity {
    /// Nothing.
    pub const UNKNOWN: Self = Self::Name { first_name: None, last_name: None };
}

impl Contact {
    /// Returns who gets the tax receipt, or `None` if nobody does.
    pub const fn recipient(&self) -> Option<&Recipient> {
        match &self.identity {
            Identity::Recipient(recipient) => Some(recipient),
            Identity::Name { .. } => None,
        }
    }
}

/// Who gets the tax receipt: what French law requires on it (CGI art. 200, form 11580), and what people may add.
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

    /// Counts how often it is wiped.
    #[cfg(all(feature = "server", not(target_arch = "wasm32")))]
    struct Counted<'a>(&'a std::cell::Cell<u32>);

    #[cfg(all(feature = "server", not(target_arch = "wasm32")))]
    impl zeroize::Zeroize for Counted<'_> {
        fn zeroize(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    #[cfg(all(feature = "server", not(target_arch = "wasm32")))]
    fn personal_data_are_wiped_when_they_are_dropped() {
        let wiped = std::cell::Cell::new(0);
        let personal = Personal::new(Counted(&wiped));
        assert_eq!(wiped.get(), 0);
        drop(personal);
        assert_eq!(wiped.get(), 1);
    }
}
