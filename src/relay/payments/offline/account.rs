//! A bank account that transfers can go to.

use super::Line;
use iban::IbanLike as _;

/// An IBAN (ISO 13616): its country is in the registry, its length and signs are that country's, and its check digits
/// are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iban(iban::Iban);

/// Why a text is no IBAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IbanError {
    /// It is not two letters, two digits, and letters and digits behind.
    #[error("it is not two letters of the country, two digits, and letters or digits behind them")]
    Form,
    /// The check digits do not fit the rest.
    #[error("its check digits do not fit: a character is wrong, missing or in another’s place")]
    CheckDigits,
    /// The registry has no such country.
    #[error("no country with IBANs begins them so")]
    Country,
    /// The length or the signs are not the country's.
    #[error("IBANs of that country have another length, or digits where it has letters")]
    Account,
}

impl Iban {
    /// Reads an IBAN; spaces and case are of no matter.
    ///
    /// # Errors
    /// See [`IbanError`].
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        bare.to_ascii_uppercase().parse().map(Self).map_err(|error| match error {
            iban::ParseIbanError::InvalidBaseIban { source: iban::ParseBaseIbanError::InvalidChecksum } => {
                IbanError::CheckDigits
            }
            iban::ParseIbanError::InvalidBaseIban { .. } => IbanError::Form,
            iban::ParseIbanError::UnknownCountry(_) => IbanError::Country,
            iban::ParseIbanError::InvalidBban(_) => IbanError::Account,
        })
    }

    /// Returns it as programs take it, without spaces.
    pub fn as_str(&self) -> &str {
        self.0.electronic_str()
    }

    /// Returns its groups of four characters, as people read it; the last may be shorter.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        groups_of_four(self.as_str())
    }

    /// Checks whether its bank is in the European Economic Area.
    fn is_in_eea(&self) -> bool {
        EEA.split(' ').any(|code| code == self.0.country_code())
    }
}

/// Returns the groups of four of an ASCII text.
pub(super) fn groups_of_four(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len()).step_by(4).filter_map(|at| text.get(at..text.len().min(at + 4)))
}

/// The countries of the European Economic Area, as IBANs begin there: overseas territories have their country's.
const EEA: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";

/// A BIC (ISO 9362): four letters or digits of the bank, two letters of the country, two letters or digits, and three of
/// the branch, which may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bic(String);

impl Bic {
    /// Reads a BIC; spaces and case are of no matter. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let bic = bare.to_ascii_uppercase();
        let fits = |(at, byte): (usize, u8)| match at {
            4 | 5 => byte.is_ascii_uppercase(),
            _ => byte.is_ascii_alphanumeric(),
        };
        (matches!(bic.len(), 8 | 11) && bic.bytes().enumerate().all(fits)).then_some(Self(bic))
    }

    /// Returns it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account that transfers can go to, whose QR code has room for all that it must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    holder: Line<70>,
    iban: Iban,
    bic: Option<Bic>,
}

/// Why an account cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The holder's name has more bytes in UTF-8 than a QR code has room for.
    #[error("the name has more bytes in UTF-8 than the {HOLDER_BYTES} that fit into a QR code")]
    Holder,
    /// The bank is not in the European Economic Area, and its BIC is missing.
    #[error("a bank outside the European Economic Area needs its BIC")]
    Bic,
}

/// What a QR code of 331 bytes leaves for the holder's name, beside the longest of the other lines.
const HOLDER_BYTES: usize = 210;

impl Account {
    /// Returns the account of a holder.
    ///
    /// # Errors
    /// See [`AccountError`].
    pub fn new(holder: Line<70>, iban: Iban, bic: Option<Bic>) -> Result<Self, AccountError> {
        if holder.as_str().len() > HOLDER_BYTES {
            return Err(AccountError::Holder);
        }
        if bic.is_none() && !iban.is_in_eea() {
            return Err(AccountError::Bic);
        }
        Ok(Self { holder, iban, bic })
    }

    /// Returns whose it is.
    pub const fn holder(&self) -> &Line<70> {
        &self.holder
    }

    /// Returns its IBAN.
    pub const fn iban(&self) -> &Iban {
        &self.iban
    }

    /// Returns the BIC of its bank, if it was told.
    pub const fn bic(&self) -> Option<&Bic> {
        self.bic.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_iban_checks_itself() {
        for (text, expected) in [
            ("FR1420041010050500013M02606", Ok("FR14 2004 1010 0505 0001 3M02 606")),
            ("fr14 2004 1010 0505 0001 3m02 606", Ok("FR14 2004 1010 0505 0001 3M02 606")),
            ("FR14\u{a0}20041010\t050500013M02606", Ok("FR14 2004 1010 0505 0001 3M02 606")),
            ("NO9386011117947", Ok("NO93 8601 1117 947")),
            ("FR1420041010050500013M02607", Err(IbanError::CheckDigits)),
            ("FR142004101005050001M302606", Err(IbanError::CheckDigits)),
            ("FR1420041010050500013M0260", Err(IbanError::CheckDigits)),
            ("XX82WEST12345698765432", Err(IbanError::CheckDigits)),
            ("XX431234", Err(IbanError::Country)),
            ("FR2620041010050500013", Err(IbanError::CheckDigits)),
            ("", Err(IbanError::Form)),
            ("FR", Err(IbanError::Form)),
            ("1420041010050500013M02606", Err(IbanError::Form)),
            ("FR14-2004-1010", Err(IbanError::Form)),
            ("FRé420041010050500013M02606", Err(IbanError::Form)),
        ] {
            let read = Iban::parse(text).map(|iban| iban.groups().collect::<Vec<_>>().join(" "));
            assert_eq!(read.as_deref().map_err(|error| *error), expected, "{text}");
        }
    }

    #[test]
    fn a_bic_has_eight_or_eleven_signs() {
        for (text, expected) in [
            ("PSSTFRPPREN", Some("PSSTFRPPREN")),
            ("psst fr pp ren", Some("PSSTFRPPREN")),
            ("BNPAFRPP", Some("BNPAFRPP")),
            ("E097FRPP", Some("E097FRPP")),
            ("BNPAFRP", None),
            ("BNPAFRPPXX", None),
            ("BNPA1RPP", None),
            ("BNPAFRPÉ", None),
            ("", None),
        ] {
            assert_eq!(Bic::parse(text).as_ref().map(Bic::as_str), expected, "{text}");
        }
    }

    #[test]
    fn an_account_outside_the_area_needs_its_bic() {
        let account = |iban: &str, bic: Option<&str>, holder: &str| {
            let bic = bic.map(|bic| Bic::parse(bic).unwrap());
            Account::new(Line::parse(holder).unwrap(), Iban::parse(iban).unwrap(), bic).err()
        };
        assert_eq!(account("FR1420041010050500013M02606", None, "Rive"), None);
        assert_eq!(account("CH9300762011623852957", None, "Rive"), Some(AccountError::Bic));
        assert_eq!(account("CH9300762011623852957", Some("UBSWCHZH80A"), "Rive"), None);
        assert_eq!(account("NO9386011117947", None, &"\u{6cb3}".repeat(70)), None);
        assert_eq!(account("NO9386011117947", None, &"\u{1f33f}".repeat(70)), Some(AccountError::Holder));
    }

    const IBANS: [&str; 4] =
        ["FR1420041010050500013M02606", "DE89370400440532013000", "MT84MALT011000012345MTLCAST001S", "NO9386011117947"];

    proptest! {
        #[test]
        fn an_iban_with_another_character_is_none(
            of in 0..IBANS.len(), at in 0_usize..31, digit in "[0-9]", letter in "[A-Z]",
        ) {
            let right = IBANS[of];
            let at = at % right.len();
            let sign = if right.as_bytes()[at].is_ascii_digit() { digit } else { letter };
            let wrong = [&right[..at], &sign, &right[at + 1..]].concat();
            prop_assert_eq!(Iban::parse(&wrong).is_ok(), wrong == right);
        }

        #[test]
        fn an_iban_with_two_characters_exchanged_is_none(of in 0..IBANS.len(), at in 0_usize..30) {
            let right = IBANS[of];
            let at = at % (right.len() - 1);
            let mut bytes = right.as_bytes().to_vec();
            bytes.swap(at, at + 1);
            let wrong = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(Iban::parse(&wrong).is_ok(), wrong == right);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Ok(iban) = Iban::parse(&text) {
                prop_assert_eq!(Iban::parse(iban.as_str()), Ok(iban));
            }
        }
    }
}
