//! Tax relief as the law gives it: rules with their dates. A form shows the rule of its own day, so that the first of
//! January needs no restart.

use crate::form::TaxRelief;
use crate::relay::i18n::Label;
use std::fmt;
use time::{Date, Duration};

/// What holds from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxRule {
    /// How much of a year's gifts is given back.
    pub relief: TaxRelief,
    /// Up to which share of the taxable income, in hundredths of a percent. It is shown and not
    /// calculated with: the form does not know the donor's income.
    pub income_share: Option<u16>,
    /// The first day.
    pub from: Date,
    /// The last day; `None` while no end is known.
    pub to: Option<Date>,
    /// The law.
    pub source: Label,
    /// Where one can read it.
    pub url: Option<String>,
}

/// The rules for one kind of association, in the order of their days; never two on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxRegime(Vec<TaxRule>);

/// Why rules make no regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxError {
    /// A rule ends before it begins.
    #[error("the rule from {0} ends before it begins")]
    Backwards(Date),
    /// Two rules hold on one day.
    #[error("the rule from {0} still holds on {1}, when the next one begins")]
    Overlap(Date, Date),
}

/// What an operator is warned of at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxWarning {
    /// No rule holds between the two days.
    Gap(Date, Date),
    /// No rule holds yet.
    Begins(Date),
    /// The last rule ends soon, on this day.
    Ends(Date),
    /// The last rule has ended.
    Ended,
}

/// How long before their end the operator is warned that rules end.
const SOON: Duration = Duration::days(60);

impl TaxRegime {
    /// Puts rules into the order of their days.
    ///
    /// # Errors
    /// If one ends before it begins, or two hold on one day.
    pub fn new(mut rules: Vec<TaxRule>) -> Result<Self, TaxError> {
        rules.sort_by_key(|rule| rule.from);
        if let Some(rule) = rules.iter().find(|rule| rule.to.is_some_and(|to| to < rule.from)) {
            return Err(TaxError::Backwards(rule.from));
        }
        let overlap = rules.windows(2).find(|pair| pair[0].to.is_none_or(|to| to >= pair[1].from));
        overlap.map_or(Ok(()), |pair| Err(TaxError::Overlap(pair[0].from, pair[1].from)))?;
        Ok(Self(rules))
    }

    /// Returns the rule in force on a day, or `None`.
    pub fn on(&self, day: Date) -> Option<&TaxRule> {
        self.0.iter().find(|rule| rule.from <= day && rule.to.is_none_or(|to| day <= to))
    }

    /// Returns what its operator should know on a day.
    pub fn warnings(&self, today: Date) -> Vec<TaxWarning> {
        let gaps = self.0.windows(2).filter_map(|pair| {
            let (to, next) = (pair[0].to?, pair[1].from);
            (to.next_day() != Some(next) && next > today).then_some(TaxWarning::Gap(to, next))
        });
        let mut warnings: Vec<_> = gaps.collect();
        if let Some(first) = self.0.first().filter(|first| today < first.from) {
            warnings.push(TaxWarning::Begins(first.from));
        }
        match self.0.last().map(|last| last.to) {
            Some(Some(to)) if to < today => warnings.push(TaxWarning::Ended),
            Some(Some(to)) if to - today <= SOON => warnings.push(TaxWarning::Ends(to)),
            _ => {}
        }
        warnings
    }
}

impl fmt::Display for TaxWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap(to, next) => write!(f, "no tax rule holds after {to} and before {next}"),
            Self::Begins(from) => write!(f, "no tax rule holds before {from}"),
            Self::Ends(to) => write!(f, "no tax rule is known after {to}; forms will then say nothing of tax relief"),
            Self::Ended => f.write_str("the tax rules have ended; forms say nothing of tax relief"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn rule(from: Date, to: Option<Date>) -> TaxRule {
        let relief = TaxRelief::from_basis_points(6600).unwrap();
        TaxRule { relief, income_share: None, from, to, source: Label::from("a law"), url: None }
    }

    fn regime(days: &[(Date, Option<Date>)]) -> Result<TaxRegime, TaxError> {
        TaxRegime::new(days.iter().map(|&(from, to)| rule(from, to)).collect())
    }

    const OLD: (Date, Option<Date>) = (date!(2025 - 01 - 01), Some(date!(2025 - 12 - 31)));
    const NEW: (Date, Option<Date>) = (date!(2026 - 01 - 01), Some(date!(2026 - 12 - 31)));

    #[test]
    fn a_rule_holds_from_its_first_day_to_its_last() {
        let regime = regime(&[NEW, OLD]).unwrap();
        for (day, from) in [
            (date!(2024 - 12 - 31), None),
            (date!(2025 - 01 - 01), Some(OLD.0)),
            (date!(2025 - 12 - 31), Some(OLD.0)),
            (date!(2026 - 01 - 01), Some(NEW.0)),
            (date!(2027 - 01 - 01), None),
        ] {
            assert_eq!(regime.on(day).map(|rule| rule.from), from, "{day}");
        }
    }

    #[test]
    fn two_rules_on_one_day_are_refused() {
        let late = date!(2025 - 12 - 31);
        assert_eq!(regime(&[(OLD.0, None), NEW]), Err(TaxError::Overlap(OLD.0, NEW.0)));
        assert_eq!(regime(&[OLD, (late, None)]), Err(TaxError::Overlap(OLD.0, late)));
        assert_eq!(regime(&[OLD, OLD]), Err(TaxError::Overlap(OLD.0, OLD.0)));
        assert_eq!(regime(&[(NEW.0, OLD.1)]), Err(TaxError::Backwards(NEW.0)));
    }

    #[test]
    fn the_operator_is_warned_before_the_rules_end() {
        let later = (date!(2026 - 02 - 01), None);
        for (rules, today, expected) in [
            (vec![OLD, NEW], date!(2026 - 06 - 01), vec![]),
            (vec![OLD, NEW], date!(2026 - 11 - 02), vec![TaxWarning::Ends(date!(2026 - 12 - 31))]),
            (vec![OLD, NEW], date!(2027 - 01 - 01), vec![TaxWarning::Ended]),
            (vec![NEW], date!(2025 - 12 - 31), vec![TaxWarning::Begins(NEW.0)]),
            (vec![OLD, later], date!(2025 - 06 - 01), vec![TaxWarning::Gap(date!(2025 - 12 - 31), later.0)]),
            (vec![OLD, later], later.0, vec![]),
        ] {
            assert_eq!(regime(&rules).unwrap().warnings(today), expected, "{today}");
        }
    }
}
