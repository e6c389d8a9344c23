//! `[payments]`: by which means payers pay.

use super::{ChequeSettings, SpipSettings, StripeSettings, TransferSettings};
use crate::settings::SettingsError;
use serde::Deserialize;

/// The means of payment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentsSettings {
    /// Those that payers can choose from, in the order in which they are proposed.
    pub means: Vec<MeansWord>,
    /// The account at Stripe.
    pub stripe: Option<StripeSettings>,
    /// The account that transfers go to.
    pub transfer: Option<TransferSettings>,
    /// Where cheques are sent.
    pub cheque: Option<ChequeSettings>,
    /// The site whose SPIP Bank takes payments.
    pub spip: Option<SpipSettings>,
}

impl Default for PaymentsSettings {
    fn default() -> Self {
        Self { means: vec![MeansWord::Sandbox], stripe: None, transfer: None, cheque: None, spip: None }
    }
}

/// The means of payment that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeansWord {
    /// A page of Stripe's.
    Stripe,
    /// A transfer that the payer orders.
    Transfer,
    /// A cheque that the payer sends.
    Cheque,
    /// What the site's SPIP Bank takes.
    Spip,
    /// Plays a bank: no money moves.
    Sandbox,
}

impl MeansWord {
    /// Returns the word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::Transfer => "transfer",
            Self::Cheque => "cheque",
            Self::Spip => "spip",
            Self::Sandbox => "sandbox",
        }
    }

    /// Checks whether a provider of it takes money, and says so by itself.
    const fn takes_money(self) -> bool {
        matches!(self, Self::Stripe | Self::Spip)
    }
}

impl PaymentsSettings {
    /// Checks that the list names some means, each once, and none that takes money beside the sandbox.
    ///
    /// # Errors
    /// If it does not.
    pub fn check(&self) -> Result<(), SettingsError> {
        let refuse = |reason: String| Err(SettingsError::unusable("payments.means", reason));
        if self.means.is_empty() {
            return refuse("it lists none, and nobody could pay: [\"transfer\", \"cheque\"]".to_owned());
        }
        if let Some((_, twice)) = self.means.iter().enumerate().find(|(at, word)| self.means[..*at].contains(word)) {
            return refuse(format!("{:?} is listed twice", twice.as_str()));
        }
        let money = self.means.iter().find(|word| word.takes_money());
        if let Some(word) = money.filter(|_| self.means.contains(&MeansWord::Sandbox)) {
            let reason = format!(
                "\"sandbox\" beside {:?}: anybody could say that they paid. What takes money can be tried with its own test keys",
                word.as_str()
            );
            return refuse(reason);
        }
        Ok(())
    }

    /// Returns a table of a means that the list names.
    ///
    /// # Errors
    /// If it is not there.
    pub fn table<T>(word: MeansWord, table: Option<&T>) -> Result<&T, SettingsError> {
        let key = ["payments.", word.as_str()].concat();
        table.ok_or_else(|| SettingsError::unusable(key, "payments.means lists it, and it is not there"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_means_is_checked() {
        for (means, reason) in [
            ("[\"sandbox\"]", None),
            ("[\"transfer\", \"cheque\", \"sandbox\"]", None),
            ("[\"spip\", \"cheque\"]", None),
            ("[\"sandbox\", \"spip\"]", Some("beside \"spip\": anybody could say that they paid")),
            ("[\"stripe\", \"transfer\"]", None),
            ("[\"stripe\", \"transfer\", \"sandbox\"]", Some("beside \"stripe\": anybody could say that they paid")),
            ("[]", Some("nobody could pay")),
            ("[\"cheque\", \"transfer\", \"cheque\"]", Some("\"cheque\" is listed twice")),
        ] {
            let settings: PaymentsSettings = toml::from_str(&format!("means = {means}")).unwrap();
            match (settings.check(), reason) {
                (Ok(()), None) => {}
                (Err(error), Some(reason)) => assert!(error.to_string().contains(reason), "{means}: {error}"),
                (result, _) => panic!("{means}: {result:?}"),
            }
        }
        assert!(toml::from_str::<PaymentsSettings>("means = [\"paypal\"]").unwrap_err().message().contains("paypal"));
    }
}
