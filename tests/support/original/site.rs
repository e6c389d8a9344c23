//! The original's site options and tag arguments as ours.

use super::config::Config;
use super::php;
use campagnodon::form::{AmountList, Asked, Bounds, Fields, OfferOptions, Operations, PaymentBounds, Tag};
use campagnodon::protocol::{Amount, Frequency, Operation};
use serde_json::Value;

const DONATION: &str = "30,50,100,200";
const MONTHLY_DONATION: &str = "6,15,30,50";
const MEMBERSHIP: &str =
    "13[-450],21[450-900],35[900-1200],48[1200-1600],65[1600-2300],84[2300-3000],120[3000-4000],160[4000-]";

/// Returns the site and the tag; `None` where the configuration makes no form.
///
/// The original reads a list only when the form has a use for it, so a list that cannot be read counts only then.
pub fn site_and_tag(config: &Config) -> Option<(OfferOptions, Tag)> {
    let operations = match config.form_type.as_deref()? {
        "don" => Operations::Donation,
        "adhesion" => Operations::Membership,
        "don+adhesion" => Operations::Both,
        _ => return None,
    };
    let recurring = config.constant("DON_RECURRENT") == &Value::Bool(true);
    let tag_recurring = config.arg_don_recurrent.as_str() == Some("1");
    let donation_frequencies = frequencies(config, "don", &[Frequency::Monthly]);
    let membership_frequencies = frequencies(config, "adhesion", &[Frequency::Monthly, Frequency::Yearly]);
    let offers = |operation, frequency: Frequency| {
        let repeated = match operation {
            Operation::Donation => &donation_frequencies,
            Operation::Membership => &membership_frequencies,
        };
        operations.list().contains(&operation)
            && (frequency == Frequency::Once || (recurring && tag_recurring && repeated.contains(&frequency)))
    };

    let [amounts, recurring_amounts, membership_amounts] =
        [&config.arg_liste_montants, &config.arg_liste_montants_recurrent, &config.arg_liste_montants_adhesion]
            .map(|value| php::text(value).filter(|_| !php::is_empty(value)));
    let has_members = operations != Operations::Donation;
    let members_use_amounts = operations == Operations::Membership && membership_amounts.is_none();
    let members_have_list = membership_amounts.is_some() || (members_use_amounts && amounts.is_some());
    let repeats = offers(Operation::Donation, Frequency::Monthly) || offers(Operation::Donation, Frequency::Yearly);
    let uses_amounts = operations != Operations::Membership || members_use_amounts;
    let tag = Tag {
        operations,
        recurring: tag_recurring,
        amounts: read_given(amounts.as_deref(), uses_amounts)?,
        recurring_amounts: read_given(recurring_amounts.as_deref(), repeats)?,
        membership_amounts: read_given(membership_amounts.as_deref(), has_members)?,
        subscriptions: php::text(&config.arg_souscriptions_perso)
            .filter(|_| !php::is_empty(&config.arg_souscriptions_perso))
            .map(|keys| keys.split(',').map(str::to_owned).collect()),
    };

    let uses = |operation, frequency| {
        let given = match (operation, frequency) {
            (Operation::Donation, Frequency::Once) => amounts.is_some(),
            (Operation::Donation, _) => recurring_amounts.is_some(),
            (Operation::Membership, _) => members_have_list,
        };
        offers(operation, frequency) && !given
    };
    let built_in = |list: &str| list.split(',').map(str::to_owned).collect::<Vec<_>>();
    let default = |key| amounts_constant(config, key);
    let (donation, membership) = (Operation::Donation, Operation::Membership);
    let (once, monthly, yearly) = (Frequency::Once, Frequency::Monthly, Frequency::Yearly);
    let site = OfferOptions {
        recurring,
        donation_amounts: read(
            &default("don").unwrap_or_else(|| built_in(DONATION)),
            uses(donation, once) || uses(donation, yearly),
        )?,
        monthly_donation_amounts: read(
            &default("don_mensuel").or_else(|| default("don_recurrent")).unwrap_or_else(|| built_in(MONTHLY_DONATION)),
            uses(donation, monthly),
        )?,
        yearly_donation_amounts: read_some(default("don_annuel"), uses(donation, yearly))?,
        membership_amounts: read(
            &default("adhesion").unwrap_or_else(|| built_in(MEMBERSHIP)),
            uses(membership, once) || uses(membership, yearly),
        )?,
        monthly_membership_amounts: read_some(default("adhesion_mensuel"), uses(membership, monthly))?,
        yearly_membership_amounts: read_some(default("adhesion_annuel"), uses(membership, yearly))?,
        donation_bounds: PaymentBounds::same(bounds(config, "DON", 1.0)?),
        membership_bounds: PaymentBounds::same(bounds(config, "ADHESION", 5.0)?),
        donation_frequencies,
        membership_frequencies,
        // The original asks for all of them with the address, and none must be answered.
        fields: Fields { name: Asked::Off, ..Fields::OPTIONAL },
        default_country: php::text(config.constant("PAYS_DEFAULT")).filter(|country| !country.is_empty()),
        cents_allowed: false,
        captcha: !php::is_empty(config.constant("ALTCHA")),
        maintenance: config.constant("MAINTENANCE") == &Value::Bool(true),
    };
    Some((site, tag))
}

/// Returns the smallest amount that can be paid, whatever smaller bound a site sets: a payment of nothing is none.
pub fn at_least_one_euro(bound: f64) -> f64 {
    if bound <= 0.0 { 1.0 } else { bound }
}

fn bounds(config: &Config, operation: &str, least: f64) -> Option<Bounds> {
    let bound = |end: &str, default| php::numeric(config.constant(&format!("{operation}_{end}"))).unwrap_or(default);
    let amount = |euros: f64| Amount::from_cents((euros * 100.0).round() as u64);
    Bounds::new(amount(at_least_one_euro(bound("MINIMUM", least)))?, amount(bound("MAXIMUM", 10_000_000.0))?)
}

fn frequencies(config: &Config, operation: &str, default: &[Frequency]) -> Vec<Frequency> {
    let given = &config.constant("RECURRENCES")[operation];
    if !php::is_array(given) {
        return default.to_vec();
    }
    php::entries(given)
        .into_iter()
        .filter_map(|(_, word)| match word.as_str()? {
            "mensuel" => Some(Frequency::Monthly),
            "annuel" => Some(Frequency::Yearly),
            _ => None,
        })
        .collect()
}

fn amounts_constant(config: &Config, key: &str) -> Option<Vec<String>> {
    let given = &config.constant("MONTANTS")[key];
    php::is_array(given).then(|| php::entries(given).into_iter().filter_map(|(_, item)| php::text(item)).collect())
}

/// Reads a list; `None` only for one that is used and cannot be read.
fn read(items: &[String], used: bool) -> Option<AmountList> {
    match AmountList::from_items(items.iter().map(String::as_str)) {
        Ok(list) => Some(list),
        Err(_) => (!used).then(AmountList::default),
    }
}

fn read_some(items: Option<Vec<String>>, used: bool) -> Option<Option<AmountList>> {
    items.map_or(Some(None), |items| read(&items, used).map(Some))
}

fn read_given(list: Option<&str>, used: bool) -> Option<Option<AmountList>> {
    match list.map(AmountList::parse) {
        None => Some(None),
        Some(Ok(list)) => Some(Some(list)),
        Some(Err(_)) => (!used).then_some(None),
    }
}
