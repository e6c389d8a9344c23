//! Tax relief in the settings: the name of a regime, and rules of the site's own.

use super::amounts;
use crate::form::TaxRelief;
use crate::relay::i18n::Label;
use crate::relay::tax::{TaxRegime, TaxRule};
use crate::settings::SettingsError;
use serde::Deserialize;
use std::collections::BTreeMap;
use time::{Date, Month};

/// The rules that come with the relay, written as a site writes its own.
const FRANCE: &str = include_str!("../tax/france.toml");

/// Names the regime that says nothing.
const NONE: &str = "none";

/// `[[tax_rules]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRuleSettings {
    /// The regime to which it belongs, chosen by `options.tax_relief`.
    regime: String,
    /// How much of a gift is given back.
    percent: u16,
    /// Up to how many euros of gifts a year; without limit if absent.
    ceiling: Option<u64>,
    /// How much of what is above.
    percent_beyond: Option<u16>,
    /// Up to which share of the taxable income; told, not reckoned with.
    income_percent: Option<u16>,
    /// The first day.
    from: toml::value::Date,
    /// The last day; none while no end is known.
    to: Option<toml::value::Date>,
    /// The law.
    source: Label,
    /// Where one can read it.
    url: Option<String>,
}

/// Returns the regime of that name, or `None` for `none`. A site's own rules take the place of ours of the same name.
///
/// # Errors
/// At the first rule that cannot be used, and if no regime has that name.
pub fn regime(name: &str, own: &[TaxRuleSettings]) -> Result<Option<TaxRegime>, SettingsError> {
    let mut regimes = regimes(shipped())?;
    regimes.extend(self::regimes(own.to_vec())?);
    match regimes.remove(name) {
        Some(regime) => Ok(Some(regime)),
        None if name == NONE => Ok(None),
        None => {
            let known: Vec<_> = [NONE].into_iter().chain(regimes.keys().map(String::as_str)).collect();
            let reason = format!("unknown regime {name:?}, expected one of {}", known.join(", "));
            Err(SettingsError::unusable("options.tax_relief", reason))
        }
    }
}

/// Reads the embedded file. A test does too, so that it cannot be unreadable.
fn shipped() -> Vec<TaxRuleSettings> {
    #[derive(Deserialize)]
    struct Shipped {
        tax_rules: Vec<TaxRuleSettings>,
    }
    toml::from_str(FRANCE).map(|Shipped { tax_rules }| tax_rules).unwrap_or_default()
}

fn regimes(rules: Vec<TaxRuleSettings>) -> Result<BTreeMap<String, TaxRegime>, SettingsError> {
    let mut by_name: BTreeMap<String, Vec<TaxRule>> = BTreeMap::new();
    for rule in rules {
        let name = rule.regime.clone();
        let unusable = |key: &str, reason: String| {
            SettingsError::unusable(format!("tax_rules, regime {name:?} from {}, {key}", rule.from), reason)
        };
        if name.is_empty() || name == NONE {
            return Err(unusable("regime", format!("{name:?} names no regime")));
        }
        let rule = rule.rule(&unusable)?;
        by_name.entry(name).or_default().push(rule);
    }
    let ordered = |(name, rules)| match TaxRegime::new(rules) {
        Ok(regime) => Ok((name, regime)),
        Err(error) => Err(SettingsError::unusable(format!("tax_rules, regime {name:?}"), error.to_string())),
    };
    by_name.into_iter().map(ordered).collect()
}

impl TaxRuleSettings {
    fn rule(&self, unusable: &impl Fn(&str, String) -> SettingsError) -> Result<TaxRule, SettingsError> {
        let rate = |key: &str, percent: u16| match percent {
            0..=100 => Ok(percent * 100),
            _ => Err(unusable(key, format!("{percent} is more than 100"))),
        };
        let day = |key: &str, day: toml::value::Date| {
            let month = Month::try_from(day.month).ok();
            let date = month.and_then(|month| Date::from_calendar_date(day.year.into(), month, day.day).ok());
            date.ok_or_else(|| unusable(key, format!("{day} is not a day")))
        };
        let whole = TaxRelief::from_basis_points(rate("percent", self.percent)?);
        let relief = match (self.ceiling, self.percent_beyond) {
            (None, None) => whole,
            (Some(ceiling), Some(beyond)) => {
                let ceiling = amounts::euros("tax_rules.ceiling", ceiling)?;
                let beyond = rate("percent_beyond", beyond)?;
                whole.and_then(|relief| relief.up_to(ceiling, beyond))
            }
            _ => return Err(unusable("ceiling", "ceiling and percent_beyond stand together".to_owned())),
        };
        if let Some(url) = self.url.as_ref().filter(|url| !url.starts_with("https://")) {
            return Err(unusable("url", format!("{url:?} does not begin with https://")));
        }
        Ok(TaxRule {
            relief: relief.ok_or_else(|| unusable("percent", "no such rate".to_owned()))?,
            income_share: self.income_percent.map(|percent| rate("income_percent", percent)).transpose()?,
            from: day("from", self.from)?,
            to: self.to.map(|to| day("to", to)).transpose()?,
            source: self.source.clone(),
            url: self.url.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_french_rules_by_the_day_of_the_gift() {
        let euros = |euros| crate::protocol::Amount::from_euros(euros).unwrap();
        for (name, day, percent, beyond) in [
            ("general_interest", date!(2020 - 01 - 01), 66, None),
            ("general_interest", date!(2026 - 11 - 22), 66, None),
            ("aid_to_people_in_difficulty", date!(2025 - 10 - 13), 75, Some((euros(1000), 6600))),
            ("aid_to_people_in_difficulty", date!(2025 - 10 - 14), 75, Some((euros(2000), 6600))),
            ("aid_to_people_in_difficulty", date!(2027 - 12 - 31), 75, Some((euros(2000), 6600))),
        ] {
            let regime = regime(name, &[]).unwrap().unwrap();
            let rule = regime.on(day).unwrap();
            assert_eq!((rule.relief.basis_points(), rule.relief.beyond()), (percent * 100, beyond), "{name} {day}");
            assert!(regime.warnings(date!(2026 - 11 - 22)).is_empty());
            assert_eq!(regime.on(date!(2028 - 01 - 01)), None);
        }
        assert_eq!(shipped().len(), 3);
        assert_eq!(regime("none", &[]).unwrap(), None);
    }

    #[test]
    fn a_sites_own_rules_take_the_place_of_ours() {
        let own = |text: &str| toml::from_str::<TaxRuleSettings>(text).unwrap();
        let rule = "percent = 45\nfrom = 2026-01-01\nsource = \"CIR 92, art. 145/33\"\n";
        let mine = own(&format!("regime = \"general_interest\"\n{rule}"));
        let regime = regime("general_interest", &[mine]).unwrap().unwrap();
        assert_eq!(regime.on(date!(2025 - 12 - 31)), None);
        assert_eq!(regime.on(date!(2099 - 01 - 01)).unwrap().relief.basis_points(), 4500);
    }
}
