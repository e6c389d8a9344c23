//! The means of payment that the settings make, and whether they take all that the forms offer.

use super::clock::Clock;
use super::payments::{Means, Offline, PaymentProvider, Sandbox, Spip, StripeProvider};
use super::public_url::PublicUrl;
use super::settings::{MeansWord, PaymentsSettings};
use super::site::Site;
use crate::form::{Choice, Form};
use crate::protocol::{Frequency, Operation};
use crate::settings::SettingsError;
use std::path::Path;
use std::sync::Arc;

/// Returns the means of payment of the settings, in the order in which they are proposed; nothing is sent.
/// Relative file names are looked up from `base`, the folder of the settings; `relay` is where payers come back to.
///
/// # Errors
/// If one of them cannot be used.
pub fn means(
    settings: &PaymentsSettings,
    base: &Path,
    relay: &PublicUrl,
    clock: &Clock,
) -> Result<Means, SettingsError> {
    settings.check()?;
    let open = |word: &MeansWord| -> Result<Arc<dyn PaymentProvider>, SettingsError> {
        Ok(match word {
            MeansWord::Stripe => {
                let account = PaymentsSettings::table(*word, settings.stripe.as_ref())?;
                Arc::new(StripeProvider::new(account, base, relay, clock.clone())?)
            }
            MeansWord::Transfer => {
                Arc::new(Offline::Transfer(PaymentsSettings::table(*word, settings.transfer.as_ref())?.transfer()?))
            }
            MeansWord::Cheque => {
                Arc::new(Offline::Cheque(PaymentsSettings::table(*word, settings.cheque.as_ref())?.cheque()?))
            }
            MeansWord::Spip => {
                let spip = PaymentsSettings::table(*word, settings.spip.as_ref())?;
                let (address, secret) = spip.open(base)?;
                Arc::new(Spip::new(&address, &secret, spip.title.clone(), relay, clock.clone()))
            }
            MeansWord::Sandbox => {
                tracing::warn!(
                    "payments.means: \"sandbox\" plays a bank: no money moves, and anybody can say that they paid"
                );
                Arc::new(Sandbox)
            }
        })
    };
    Ok(Means::new(settings.means.iter().map(open).collect::<Result<_, _>>()?))
}

/// Checks that there is a means of payment for all that the forms offer.
///
/// # Errors
/// At the first form that offers something else.
pub fn check_offers(site: &Site, means: &Means) -> Result<(), SettingsError> {
    for (name, form) in &site.forms {
        let takes = |operation, frequency| means.of(operation, frequency).next().is_some();
        if let Some(choice) = unoffered(&form.form, takes) {
            let (operation, frequency) = (choice.operation.as_str(), choice.frequency.as_str());
            let reason = format!("no means of payment takes a {operation} with frequency {frequency}");
            return Err(SettingsError::unusable(format!("forms.{name}"), reason));
        }
    }
    Ok(())
}

/// Returns the first choice of a form that a provider does not offer, or `None` if it offers all.
fn unoffered(form: &Form, offers: impl Fn(Operation, Frequency) -> bool) -> Option<&Choice> {
    form.choices.iter().find(|choice| !offers(choice.operation, choice.frequency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Fields;

    #[test]
    fn what_a_provider_does_not_take_is_found() {
        let choice =
            |frequency| Choice { operation: Operation::Donation, frequency, proposals: Vec::new(), free: None };
        let form = Form {
            choices: vec![choice(Frequency::Once), choice(Frequency::Monthly)],
            fields: Fields::default(),
            titles: Vec::new(),
            subscriptions: Vec::new(),
            questions: Vec::new(),
            statutes: None,
            default_country: None,
            magazine_price: None,
            tax_relief: None,
            fees: None,
            cents_allowed: true,
            captcha: false,
            maintenance: false,
            closed: false,
        };
        let found = |offers: fn(Operation, Frequency) -> bool| unoffered(&form, offers).map(|choice| choice.frequency);
        assert_eq!(found(|_, frequency| !frequency.is_recurring()), Some(Frequency::Monthly));
        assert_eq!(found(|_, _| true), None);
    }
}
