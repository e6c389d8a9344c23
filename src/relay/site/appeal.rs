//! From what the settings ask for to what a form has beside.

use crate::form::Form;
use crate::protocol::{Amount, Frequency, Operation};
use crate::relay::html::{Appeal, Impact};
use crate::relay::i18n::Language;
use crate::relay::settings::{FormSettings, ImpactSettings, MonthlySettings, euros, from_words};
use crate::settings::SettingsError;

/// Makes what `form`, of the table `key`, has beside.
///
/// # Errors
/// At the first value that cannot be used.
pub fn make(key: &str, settings: &FormSettings, form: &Form, language: Language) -> Result<Appeal, SettingsError> {
    Ok(Appeal {
        from: from_words(&format!("{key}.from"), &settings.from)?,
        impacts: impacts(&format!("{key}.impact"), &settings.impact, form, language)?,
        monthly: monthly(&format!("{key}.propose_monthly"), settings.propose_monthly.as_ref(), form)?,
    })
}

fn impacts(
    key: &str,
    settings: &[ImpactSettings],
    form: &Form,
    language: Language,
) -> Result<Vec<Impact>, SettingsError> {
    let mut impacts: Vec<Impact> = Vec::new();
    for (at, &ImpactSettings { amount, ref text, operation, frequency }) in settings.iter().enumerate() {
        let key = format!("{key}, number {}", at + 1);
        let unusable = |name: &str, reason: &str| Err(SettingsError::unusable(format!("{key}.{name}"), reason));
        let amount = euros(&format!("{key}.amount"), amount)?;
        if text.is_empty() {
            return unusable("text", "is empty");
        }
        let is_offered = form.choices.iter().any(|choice| {
            operation.is_none_or(|of| of == choice.operation) && frequency.is_none_or(|of| of == choice.frequency)
        });
        if !is_offered {
            return unusable("frequency", "the form does not offer that operation at that frequency");
        }
        let is_same =
            |other: &Impact| (other.amount, other.operation, other.frequency) == (amount, operation, frequency);
        if impacts.iter().any(is_same) {
            return unusable("amount", "is listed twice");
        }
        impacts.push(Impact { amount, operation, frequency, text: text.text(language).to_owned() });
    }
    // Of the same amount, what is said of fewer choices counts.
    impacts.sort_by_key(|impact| (impact.amount, impact.operation.is_some(), impact.frequency.is_some()));
    Ok(impacts)
}

fn monthly(key: &str, settings: Option<&MonthlySettings>, form: &Form) -> Result<Vec<(u64, Amount)>, SettingsError> {
    let unusable = |reason: String| SettingsError::unusable(key, reason);
    let mut proposed = match settings {
        None => return Ok(Vec::new()),
        Some(MonthlySettings::Same(monthly)) => vec![(0, euros(key, *monthly)?)],
        Some(MonthlySettings::Each(each)) => {
            let read = |(single, monthly): (&String, &u64)| {
                let single = single.parse().map_err(|_| unusable(format!("{single:?} is not a number of euros")))?;
                let single = if single == 0 { 0 } else { euros(key, single)?.cents() };
                Ok((single, euros(key, *monthly)?))
            };
            each.iter().map(read).collect::<Result<_, SettingsError>>()?
        }
    };
    let Some(choice) = form.choice(Operation::Donation, Frequency::Monthly) else {
        let reason = "the form offers no monthly donation: its recurring, options.recurring and donation_frequencies";
        return Err(unusable(reason.to_owned()));
    };
    let takes = |amount: Amount| {
        let proposals = choice.proposals.iter().any(|proposal| proposal.amount == amount);
        proposals || choice.free.is_some_and(|bounds| bounds.contain(amount))
    };
    if let Some((_, refused)) = proposed.iter().find(|(_, amount)| !takes(*amount)) {
        return Err(unusable(format!("the form takes no monthly donation of {} euros", refused.to_decimal())));
    }
    proposed.sort_unstable();
    Ok(proposed)
}
