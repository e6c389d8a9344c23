//! What a QR code of a transfer says (EPC069-12 of the European Payments Council): banking applications fill a transfer
//! from it.

use super::{Account, Line, TransferReference};
use crate::protocol::Amount;

/// The most bytes that there may be: what fits at level M into version 13 of a QR code.
const MAX_BYTES: usize = 331;

/// The highest amount, in cents.
const MAX_CENTS: u64 = 99_999_999_999;

/// What tells the receiver what the transfer is for. Not both can be said.
#[derive(Clone, Copy, Debug)]
pub enum Remittance<'a> {
    /// A reference, which the banks hand on as it is.
    Reference(&'a TransferReference),
    /// A text.
    Text(&'a Line<140>),
}

/// A payload: ten or eleven lines, at most 331 bytes of UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload(String);

/// Why there is no payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// The amount is above 999,999,999.99 euros.
    #[error("the amount is above 999999999.99 euros")]
    Amount,
    /// It has more than 331 bytes.
    #[error("it has more than {MAX_BYTES} bytes")]
    TooLong,
}

impl Payload {
    /// Returns what the code of a transfer says. With a reference, it fits for every account.
    ///
    /// # Errors
    /// See [`PayloadError`].
    pub fn new(account: &Account, amount: Amount, remittance: Remittance<'_>) -> Result<Self, PayloadError> {
        if amount.cents() > MAX_CENTS {
            return Err(PayloadError::Amount);
        }
        let bic = account.bic().map_or("", |bic| bic.as_str());
        let (euros, cents) = (amount.cents() / 100, amount.cents() % 100);
        let amount = format!("EUR{euros}.{cents:02}");
        let reference = match remittance {
            Remittance::Reference(reference) => reference.creditor_reference(),
            // The line of references stays empty.
            Remittance::Text(text) => format!("\n{text}"),
        };
        // The version, in which a bank of the European Economic Area needs no BIC; the character set, UTF-8; no purpose.
        let (version, characters, purpose) = ("002", "1", "");
        let (holder, iban) = (account.holder().as_str(), account.iban().as_str());
        let lines = ["BCD", version, characters, "SCT", bic, holder, iban, &amount, purpose, &reference];
        let payload = lines.join("\n");
        if payload.len() > MAX_BYTES { Err(PayloadError::TooLong) } else { Ok(Self(payload)) }
    }

    /// Returns the lines.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::relay::payments::offline::{Bic, Iban};
    use proptest::prelude::*;

    /// Returns an account.
    pub fn account(holder: &str, iban: &str, bic: Option<&str>) -> Account {
        let bic = bic.map(|bic| Bic::parse(bic).unwrap());
        Account::new(Line::parse(holder).unwrap(), Iban::parse(iban).unwrap(), bic).unwrap()
    }

    fn reference() -> TransferReference {
        TransferReference::parse("539007547034").unwrap()
    }

    #[test]
    fn the_lines_are_those_of_the_guidelines() {
        let account = account("Association Rive & Saulaie", "FR1420041010050500013M02606", None);
        let amount = Amount::from_cents(1550).unwrap();
        let payload = Payload::new(&account, amount, Remittance::Reference(&reference())).unwrap();
        assert_eq!(
            payload.as_str(),
            "BCD\n002\n1\nSCT\n\nAssociation Rive & Saulaie\nFR1420041010050500013M02606\nEUR15.50\n\nRF18539007547034"
        );
        let text = Line::parse("Don n° 12").unwrap();
        let payload = Payload::new(&account, amount, Remittance::Text(&text)).unwrap();
        assert!(payload.as_str().ends_with("\nEUR15.50\n\n\nDon n° 12"), "{payload:?}");
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let account = account(&"é".repeat(70), "MT84MALT011000012345MTLCAST001S", Some("MALTMTMT001"));
        let payload = |cents, remittance: Remittance<'_>| {
            Payload::new(&account, Amount::from_cents(cents).unwrap(), remittance).map(|_| ())
        };
        let (plain, long) = (Line::parse(&"a".repeat(80)).unwrap(), Line::parse(&"é".repeat(140)).unwrap());
        assert_eq!(payload(MAX_CENTS, Remittance::Reference(&reference())), Ok(()));
        assert_eq!(payload(MAX_CENTS + 1, Remittance::Reference(&reference())), Err(PayloadError::Amount));
        assert_eq!(payload(100, Remittance::Text(&plain)), Ok(()));
        assert_eq!(payload(100, Remittance::Text(&long)), Err(PayloadError::TooLong));
    }

    proptest! {
        #[test]
        fn with_a_reference_it_fits_and_every_line_is_in_its_place(
            holder in "\\PC{1,70}", cents in 1..=MAX_CENTS, with_bic: bool,
        ) {
            let Ok(line) = Line::parse(&holder) else { return Ok(()) };
            let iban = Iban::parse("MT84MALT011000012345MTLCAST001S").unwrap();
            let bic = with_bic.then(|| Bic::parse("MALTMTMT001").unwrap());
            let Ok(account) = Account::new(line, iban, bic) else { return Ok(()) };
            let amount = Amount::from_cents(cents).unwrap();
            let payload = Payload::new(&account, amount, Remittance::Reference(&reference())).unwrap();
            let lines: Vec<_> = payload.as_str().split('\n').collect();
            prop_assert_eq!(lines.len(), 10);
            prop_assert_eq!(lines[4].is_empty(), !with_bic);
            prop_assert_eq!(lines[5], account.holder().as_str());
            prop_assert_eq!(lines[7], format!("EUR{}.{:02}", cents / 100, cents % 100));
            prop_assert!(payload.as_str().len() <= MAX_BYTES);
        }
    }
}
