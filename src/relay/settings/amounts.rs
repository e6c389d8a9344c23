//! Amounts in the settings: lists as page authors write them, and bounds in whole euros.

use crate::form::{AmountList, Bounds, ListError, OfferError, Side, Unoffered};
use crate::protocol::{Amount, Frequency, Operation};
use crate::settings::SettingsError;

/// Reads an amount list.
pub fn list(key: &str, text: &str) -> Result<AmountList, SettingsError> {
    AmountList::parse(text).map_err(|error| SettingsError::unusable(key, list_reason(&error)))
}

/// Reads an amount of whole euros.
pub fn euros(key: &str, euros: u64) -> Result<Amount, SettingsError> {
    Amount::from_euros(euros).ok_or_else(|| {
        SettingsError::unusable(key, format!("{euros} is not an amount: 1 to {} euros", Amount::MAX.cents() / 100))
    })
}

/// Bounds in whole euros.
pub fn bounds(key: &str, minimum: u64, maximum: u64) -> Result<Bounds, SettingsError> {
    let (min, max) = (euros(&format!("{key}_minimum"), minimum)?, euros(&format!("{key}_maximum"), maximum)?);
    Bounds::new(min, max).ok_or_else(|| {
        SettingsError::unusable(format!("{key}_maximum"), format!("{maximum} is below the minimum, {minimum}"))
    })
}

/// Says why a form's amounts cannot be offered.
pub fn offer_reason(error: &OfferError) -> String {
    match error {
        OfferError::List(error) => list_reason(error),
        OfferError::NoAmount(Operation::Donation) => {
            "no amount is left for donations: all are outside options.donation_minimum and _maximum, or those by frequency"
                .to_owned()
        }
        OfferError::NoAmount(Operation::Membership) => {
            "no amount is left for memberships: all are outside options.membership_minimum and _maximum, or those by frequency"
                .to_owned()
        }
        OfferError::NoTitle => "fields.title is \"required\", and the distant has no titles to choose from".to_owned(),
    }
}

/// Returns which amounts of a form no one sees, for whoever looks after the site, and the key that would bring them
/// back.
pub fn unoffered_reason(form: &str, unoffered: &Unoffered) -> String {
    let Unoffered { operation, frequency, amounts, side, bound, .. } = unoffered;
    let before = match frequency {
        Frequency::Once => "",
        Frequency::Monthly => "monthly_",
        Frequency::Yearly => "yearly_",
    };
    let (than, end) = match side {
        Side::Minimum => ("less", "minimum"),
        Side::Maximum => ("more", "maximum"),
    };
    let amounts = amounts.iter().map(|amount| amount.to_decimal()).collect::<Vec<_>>().join(", ");
    let (operation, bound) = (operation.as_str(), bound.to_decimal());
    format!(
        "{form} does not offer {amounts} ({operation}, {}): {than} than options.{before}{operation}_{end}, {bound}",
        frequency.as_str()
    )
}

/// Says why a list of amounts cannot be read.
pub fn list_reason(error: &ListError) -> String {
    match error {
        ListError::Malformed(item) => format!(
            "{item:?} is not a whole number of euros, such as 30, one with an income bracket, such as 13[-450], *30 for the one that is chosen most, or libre"
        ),
        ListError::OutOfRange(item) => format!("{item:?} is not an amount: 1 to {} euros", Amount::MAX.cents() / 100),
        ListError::Twice(item) => format!("{item:?} is listed twice, with two income brackets"),
        ListError::SecondMark(item) => format!("{item:?} is a second one with *, where one amount is chosen most"),
    }
}
