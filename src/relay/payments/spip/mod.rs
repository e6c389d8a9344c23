//! SPIP Bank: the payer goes on in the site's own SPIP, whose plugin of ours (`www/spip/campagnodon`) shows what Bank can do.
//!
//! Both share one secret: what a browser carries from one to the other is signed, and so is what the plugin tells. Nothing can
//! be fetched from there, so that its messages say all.

mod said;
mod seal;

use super::provider::{
    Asked, Attempt, Back, Callback, Checkout, Observed, PaymentProvider, ProviderError, Reference, Taken,
};
use crate::protocol::{BillingDetails, Field, Frequency, Operation, Status};
use crate::relay::clock::Clock;
use crate::relay::i18n::Label;
use crate::relay::keys;
use crate::relay::public_url::PublicUrl;
use crate::relay::settlement::Money;
use said::{Event, Question, Returned, Said};
use seal::{Purpose, Seal};
use secrecy::SecretString;
use serde::Serialize;

/// How long the token is good that takes a payer to the site, in seconds.
const GOOD_FOR: i64 = 600;
/// No label is longer there, in characters.
const LONGEST_LABEL: usize = 60;
/// Where the plugin takes payers, behind the site's address.
const ACTION: &str = "/spip.php?action=campagnodon_payer";
/// What one of Bank's means may ask of the payer: European law (2015/2366) has the payer's bank told who pays.
const ASKED: [Field; 9] = [
    Field::LastName,
    Field::FirstName,
    Field::Email,
    Field::StreetAddress,
    Field::SupplementalAddress1,
    Field::SupplementalAddress2,
    Field::PostalCode,
    Field::City,
    Field::Country,
];

/// A site whose Bank takes payments.
pub struct Spip {
    /// Where the site is.
    address: PublicUrl,
    /// The address of the plugin's action.
    action: String,
    /// The address of this relay, which the payer comes back to.
    relay: String,
    seal: Seal,
    title: Option<Label>,
    clock: Clock,
}

/// What the token says that takes a payer to the site: nothing of a person.
#[derive(Serialize)]
struct HandOver<'a> {
    iss: &'a str,
    aud: &'a str,
    idx: &'a str,
    att: u32,
    cts: u64,
    cur: &'static str,
    ser: &'static str,
    lbl: String,
    lang: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

impl Spip {
    /// The word of the means.
    pub const NAME: &'static str = "spip";

    /// Takes the site at `address`, with which `secret` is shared, for the relay at `relay`.
    pub fn new(
        address: &PublicUrl,
        secret: &SecretString,
        title: Option<Label>,
        relay: &PublicUrl,
        clock: Clock,
    ) -> Self {
        let action = [address.as_str(), ACTION].concat();
        Self {
            address: address.clone(),
            action,
            relay: relay.as_str().to_owned(),
            seal: Seal::new(secret),
            title,
            clock,
        }
    }

    /// Returns the address that takes the payer over, once, within ten minutes.
    fn hand_over(&self, attempt: &Attempt) -> Result<Checkout, ProviderError> {
        let failed = |error: String| ProviderError::Failed(error);
        let iat = self.clock.now().div_euclid(1000);
        let claims = HandOver {
            iss: &self.relay,
            aud: &self.action,
            idx: &attempt.idx,
            att: attempt.number,
            cts: attempt.amount.cents(),
            cur: "EUR",
            ser: "none",
            lbl: attempt.label.chars().take(LONGEST_LABEL).collect(),
            lang: attempt.language,
            iat,
            exp: iat.saturating_add(GOOD_FOR),
            jti: keys::mint_single_use().map_err(|error| failed(error.to_string()))?,
        };
        let token = self.seal.token(Purpose::HandOver, &claims).map_err(|error| failed(error.to_string()))?;
        Ok(Checkout::Redirect([&self.action, "&jeton=", &token].concat()))
    }

    /// Returns what a message says that the plugin signed.
    fn open<T: serde::de::DeserializeOwned>(&self, callback: Callback<'_>) -> Result<T, ProviderError> {
        if callback.posted.is_some() || !self.seal.is_message(callback.headers, callback.body, callback.at) {
            return Err(ProviderError::NotOurs);
        }
        serde_json::from_slice(callback.body).map_err(|_| ProviderError::NotOurs)
    }
}

#[async_trait::async_trait]
impl PaymentProvider for Spip {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_told(&self) -> bool {
        true
    }

    fn title(&self) -> Option<&Label> {
        self.title.as_ref()
    }

    fn offers(&self, _: Operation, frequency: Frequency) -> bool {
        !frequency.is_recurring()
    }

    /// Returns nothing: the plugin asks once the payer has chosen a means that needs it.
    fn mask(&self) -> &'static [Field] {
        &[]
    }

    fn actions(&self, _: Status) -> Vec<&'static str> {
        Vec::new()
    }

    /// Returns no: what waits there is a cheque or a transfer, and the site's page proposes the other means beside it.
    fn holds(&self) -> bool {
        false
    }

    fn origin(&self) -> Option<String> {
        Some(self.address.origin())
    }

    fn says_all(&self) -> bool {
        true
    }

    async fn begin(&self, attempt: &Attempt, _: Option<BillingDetails>) -> Result<Taken, ProviderError> {
        let reference = Reference(format!("{}:{}", attempt.number, attempt.idx));
        Ok(Taken { reference, checkout: self.hand_over(attempt)?, money: Money::Open })
    }

    /// Returns a new token for the same attempt: the site finds the row of Bank that it made of it.
    async fn resume(&self, attempt: &Attempt, _: &Reference) -> Result<Option<Checkout>, ProviderError> {
        self.hand_over(attempt).map(Some)
    }

    /// Closes nothing: the site takes no orders. Its page closes within an hour, and money that comes all the same is seen.
    async fn close(&self, _: &Reference) -> Result<(), ProviderError> {
        Ok(())
    }

    fn hints(&self, callback: Callback<'_>) -> Result<Vec<Reference>, ProviderError> {
        let Event::State(said) = self.open::<Event>(callback)?;
        Ok(vec![said.reference().ok_or(ProviderError::NotOurs)?])
    }

    fn came_back(&self, token: &str, at: i64) -> Option<Back> {
        let Returned { exp, data, .. } = self.seal.read(Purpose::Return, token)?;
        let reference = data.reference().filter(|_| at.div_euclid(1000) <= exp);
        Some(Back { idx: data.idx, reference })
    }

    fn asked(&self, callback: Callback<'_>) -> Result<Asked, ProviderError> {
        let Question { idx, attempt } = self.open(callback)?;
        Ok(Asked { idx, number: attempt, mask: &ASKED })
    }

    async fn observe(&self, reference: &Reference) -> Result<Option<Observed>, ProviderError> {
        Ok(Said::read(reference).map(Said::observed))
    }

    async fn refund(&self, _: &Reference, _: u64, _: &str) -> Result<Reference, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn sweep(&self, _: i64) -> Result<Vec<Reference>, ProviderError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests;
