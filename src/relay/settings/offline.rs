//! Means without a page of a provider: transfers and cheques.

use crate::protocol::Operation;
use crate::relay::i18n::Label;
use crate::relay::payments::offline::{Account, AccountError, Bic, Cheque, Iban, Line, Transfer};
use crate::settings::SettingsError;
use serde::Deserialize;

/// `[payments.transfer]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferSettings {
    /// Whose the account is, as the bank knows it.
    pub holder: String,
    /// The account.
    pub iban: String,
    /// Its bank; only one outside the European Economic Area needs it.
    pub bic: Option<String>,
    /// What the choice of means calls it; a text of ours if absent.
    pub title: Option<Label>,
    /// What the association says beside the instructions.
    pub text: Option<Label>,
    /// For which operations it is; for both if absent.
    pub operations: Option<Vec<Operation>>,
}

/// `[payments.cheque]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChequeSettings {
    /// Whom cheques are made out to.
    pub payee: String,
    /// Where they are sent, a line each.
    pub address: Vec<String>,
    /// What the choice of means calls it; a text of ours if absent.
    pub title: Option<Label>,
    /// What the association says beside the instructions.
    pub text: Option<Label>,
    /// For which operations it is; for both if absent.
    pub operations: Option<Vec<Operation>>,
}

/// The most lines of an address: as many as an envelope has (NF Z 10-011), the name's among them.
const ADDRESS_LINES: usize = 6;

impl TransferSettings {
    /// Returns the means.
    ///
    /// # Errors
    /// If the account is none, or a text is empty.
    pub fn transfer(&self) -> Result<Transfer, SettingsError> {
        let iban = Iban::parse(&self.iban).map_err(|error| {
            SettingsError::unusable("payments.transfer.iban", format!("{:?} is no IBAN: {error}", self.iban))
        })?;
        let bic = self.bic.as_deref().map(|text| {
            let reason = || format!("{text:?} is no BIC: 8 or 11 letters and digits such as PSSTFRPPREN");
            Bic::parse(text).ok_or_else(|| SettingsError::unusable("payments.transfer.bic", reason()))
        });
        let holder = line("payments.transfer.holder", &self.holder)?;
        let account = Account::new(holder, iban, bic.transpose()?).map_err(|error| {
            let key = match error {
                AccountError::Holder => "payments.transfer.holder",
                AccountError::Bic => "payments.transfer.bic",
            };
            SettingsError::unusable(key, error.to_string())
        })?;
        Ok(Transfer {
            account,
            title: said("payments.transfer.title", self.title.as_ref())?,
            text: said("payments.transfer.text", self.text.as_ref())?,
            operations: operations("payments.transfer.operations", self.operations.as_deref())?,
        })
    }
}

impl ChequeSettings {
    /// Returns the means.
    ///
    /// # Errors
    /// If the payee, the address or a text is empty or too long.
    pub fn cheque(&self) -> Result<Cheque, SettingsError> {
        if self.address.is_empty() || self.address.len() > ADDRESS_LINES {
            let reason = format!(
                "it has {} lines, and an address has 1 to {ADDRESS_LINES}: [\"1 rue de la Rive\", \"35000 Rennes\"]",
                self.address.len()
            );
            return Err(SettingsError::unusable("payments.cheque.address", reason));
        }
        Ok(Cheque {
            payee: line("payments.cheque.payee", &self.payee)?,
            address: self.address.iter().map(|text| line("payments.cheque.address", text)).collect::<Result<_, _>>()?,
            title: said("payments.cheque.title", self.title.as_ref())?,
            text: said("payments.cheque.text", self.text.as_ref())?,
            operations: operations("payments.cheque.operations", self.operations.as_deref())?,
        })
    }
}

/// Returns a text of one line.
fn line(key: &str, text: &str) -> Result<Line<70>, SettingsError> {
    Line::parse(text).map_err(|error| SettingsError::unusable(key, format!("{text:?}: {error}")))
}

/// Returns a text that may be absent, and may not be empty.
pub(super) fn said(key: &str, label: Option<&Label>) -> Result<Option<Label>, SettingsError> {
    match label {
        Some(label) if label.is_empty() => Err(SettingsError::unusable(key, "it is empty")),
        label => Ok(label.cloned()),
    }
}

/// Returns the operations that are listed, both where no list is.
fn operations(key: &str, listed: Option<&[Operation]>) -> Result<Vec<Operation>, SettingsError> {
    let Some(listed) = listed else { return Ok(Operation::ALL.to_vec()) };
    if listed.is_empty() {
        let reason = "it lists none; to take the means away, take its word out of payments.means";
        return Err(SettingsError::unusable(key, reason));
    }
    if let Some((_, twice)) = listed.iter().enumerate().find(|(at, operation)| listed[..*at].contains(operation)) {
        return Err(SettingsError::unusable(key, format!("{:?} is listed twice", twice.as_str())));
    }
    Ok(listed.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;

    fn transfer(keys: &str) -> Result<Transfer, String> {
        let settings: TransferSettings = toml::from_str(keys).map_err(|error| error.to_string())?;
        settings.transfer().map_err(|error| error.to_string())
    }

    fn cheque(keys: &str) -> Result<Cheque, String> {
        let settings: ChequeSettings = toml::from_str(keys).map_err(|error| error.to_string())?;
        settings.cheque().map_err(|error| error.to_string())
    }

    const ACCOUNT: &str = "holder = \"Rive\"\niban = \"FR14 2004 1010 0505 0001 3M02 606\"\n";

    const PAYEE: &str = "payee = \"Rive\"\naddress = [\"1 rue A\", \"35000 Rennes\"]\n";

    #[test]
    fn a_transfer_has_an_account() {
        let least = transfer(ACCOUNT).unwrap();
        assert_eq!(least.account.iban().as_str(), "FR1420041010050500013M02606");
        assert_eq!((least.account.bic(), &least.title, &least.text), (None, &None, &None));
        assert_eq!(least.operations, Operation::ALL);
        let most = transfer(
            &[
                ACCOUNT,
                "bic = \"psstfrppren\"\ntitle = { fr = \"Virement\", en = \"Transfer\" }\ntext = \"Merci.\"\n\
             operations = [\"membership\"]",
            ]
            .concat(),
        );
        let most = most.unwrap();
        assert_eq!(most.account.bic().map(Bic::as_str), Some("PSSTFRPPREN"));
        assert_eq!(most.title.unwrap().text(Language::English), "Transfer");
        assert_eq!(most.operations, [Operation::Membership]);
    }

    #[test]
    fn a_bad_transfer_is_refused_with_its_key_and_the_reason() {
        let long = format!("holder = \"{}\"\niban = \"FR1420041010050500013M02606\"", "a".repeat(71));
        let emojis = format!("holder = \"{}\"\niban = \"FR1420041010050500013M02606\"", "\u{1f33f}".repeat(70));
        let with = |keys: &str| [ACCOUNT, keys].concat();
        for (keys, key, reason) in [
            ("", "holder", "missing field"),
            ("holder = \"Rive\"", "iban", "missing field"),
            ("holder = \" \"\niban = \"FR1420041010050500013M02606\"", "payments.transfer.holder", "it is empty"),
            (&long, "payments.transfer.holder", "more than 70 characters"),
            (&emojis, "payments.transfer.holder", "bytes"),
            ("holder = \"a\\nb\"\niban = \"FR1420041010050500013M02606\"", "payments.transfer.holder", "line break"),
            ("holder = \"a\"\niban = \"FR1420041010050500013M02607\"", "payments.transfer.iban", "check digits"),
            ("holder = \"a\"\niban = \"\"", "payments.transfer.iban", "two letters"),
            ("holder = \"a\"\niban = \"CH9300762011623852957\"", "payments.transfer.bic", "European Economic Area"),
            (&with("bic = \"PSST\""), "payments.transfer.bic", "8 or 11"),
            (&with("title = \"\""), "payments.transfer.title", "it is empty"),
            (&with("text = { fr = \"\", en = \"a\" }"), "payments.transfer.text", "it is empty"),
            (&with("operations = []"), "payments.transfer.operations", "payments.means"),
            (&with("operations = [\"donation\", \"donation\"]"), "payments.transfer.operations", "twice"),
            (&with("operations = [\"loan\"]"), "operations", "loan"),
            (&with("ibann = \"a\""), "ibann", "unknown field"),
        ] {
            let refused = transfer(keys).unwrap_err();
            assert!(refused.contains(key) && refused.contains(reason), "{keys}: {refused}");
        }
    }

    #[test]
    fn a_cheque_has_a_payee_and_an_address() {
        let least = cheque(PAYEE).unwrap();
        assert_eq!(least.payee.as_str(), "Rive");
        assert_eq!(least.address.iter().map(Line::as_str).collect::<Vec<_>>(), ["1 rue A", "35000 Rennes"]);
        assert_eq!(least.operations, Operation::ALL);
        let with = |keys: &str| [PAYEE, keys].concat();
        for (keys, key, reason) in [
            ("payee = \"Rive\"", "address", "missing field"),
            ("payee = \"\"\naddress = [\"a\"]", "payments.cheque.payee", "it is empty"),
            ("payee = \"a\"\naddress = []", "payments.cheque.address", "it has 0 lines"),
            ("payee = \"a\"\naddress = [\"a\", \"\"]", "payments.cheque.address", "it is empty"),
            ("payee = \"a\"\naddress = [\"a\\nb\"]", "payments.cheque.address", "line break"),
            (
                "payee = \"a\"\naddress = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"]",
                "payments.cheque.address",
                "7 lines",
            ),
            ("payee = \"a\"\naddress = \"1 rue A\"", "address", "sequence"),
            (&with("text = \"\""), "payments.cheque.text", "it is empty"),
            (&with("operations = []"), "payments.cheque.operations", "payments.means"),
        ] {
            let refused = cheque(keys).unwrap_err();
            assert!(refused.contains(key) && refused.contains(reason), "{keys}: {refused}");
        }
    }
}
