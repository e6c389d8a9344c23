//! The other tables: recurrences, bounds, prices, titles, labels, explanations.

use super::outcome::{Expressed, NO_AMOUNT, Outcome, Row, compared};
use super::profile::profile;
use super::words::{FREQUENCIES, theirs};
use super::{php, site};
use campagnodon::form::rules::amount;
use campagnodon::form::{CampaignLabel, Explanation, Form, MagazinePrice, OfferOptions, TaxRelief, source_label};
use campagnodon::protocol::{Amount, Code, Frequency, Operation};
use serde_json::{Value, json};

const NO_PRICE: &str = "a price that is no amount";
const NO_BOUNDS: &str = "bounds that are no amounts";
/// The mark of a year's cost that was rounded twelve times: ours is to differ there, and only there.
const YEARLY_COST: &str = "yearly cost = rounded monthly cost x 12";
/// The original rounds a cost to the euro: of 1 euro nothing is left to pay, and 12 times 3 euros are 41.
const COST_IN_CENTS: &str = "a cost to the cent, which is the original's once it is rounded to the euro";

pub fn recurrences(row: &Row) -> Outcome {
    row.operation().and_then(|operation| frequencies(row, operation)).into()
}

fn frequencies(row: &Row, operation: Operation) -> Expressed<Outcome> {
    let offered = php::entries(&row.out).into_iter().filter_map(|(_, word)| php::text(word)).collect::<Vec<_>>();
    let site = site(row)?;
    let ours = site.recurring_frequencies(operation).iter();
    Ok(compared(&offered, &ours.map(|frequency| theirs(FREQUENCIES, frequency.as_str()).to_owned()).collect()))
}

pub fn bounds(row: &Row) -> Outcome {
    row.operation().and_then(|operation| bounds_of(row, operation)).into()
}

fn bounds_of(row: &Row, operation: Operation) -> Expressed<Outcome> {
    let theirs = [&row.out[0], &row.out[1]].map(|bound| php::numeric(bound).map(|euros| euros * 100.0));
    if theirs.iter().flatten().any(|cents| *cents <= 0.0 || cents.fract() != 0.0) {
        return Err(NO_BOUNDS);
    }
    let bounds = site(row)?.bounds(operation, Frequency::Once);
    Ok(compared(&theirs, &[bounds.min(), bounds.max()].map(|bound| Some(bound.cents() as f64))))
}

pub fn magazine_price(row: &Row) -> Outcome {
    magazine_share(row).into()
}

fn magazine_share(row: &Row) -> Expressed<Outcome> {
    let profile = profile(&row.given["mode"]);
    let page = row.page(row.text("form_type"), &Value::Null);
    let (site, tag) = site::site_and_tag(&page).ok_or("a type of form that we do not have")?;
    let form = site.form(&profile, &tag).map_err(|_| "a form without amounts")?;
    let has_members = tag.operations.list().contains(&Operation::Membership);
    if has_members && profile.magazine_price.is_none() && php::intval(&row.given["mode"]["adhesion_magazine_prix"]) != 0
    {
        return Err(NO_PRICE);
    }
    let frequency = if row.given["monthly"] == true { Frequency::Monthly } else { Frequency::Once };
    let share = form.magazine_price.and_then(|price| price.split(Amount::MAX, frequency)).map(|(share, _)| share);
    Ok(compared(&php::intval(&row.out), &share.map_or(0, |share| (share.cents() / 100) as i64)))
}

pub fn titles(row: &Row) -> Outcome {
    let text = |value: &Value| php::text(value).unwrap_or_default();
    let theirs = php::entries(&row.out).into_iter().map(|(_, title)| (text(&title[0]), text(&title[1])));
    let ours = profile(&row.given["mode"]).titles.into_iter().map(|title| (title.value, title.label));
    compared(&theirs.collect::<Vec<_>>(), &ours.collect())
}

pub fn source(row: &Row) -> Outcome {
    let campaign = CampaignLabel { id: php::intval(&row.given["id"]).unsigned_abs(), title: row.text("title") };
    let ours = profile(&row.given["mode"]).source.and_then(|template| source_label(Some(&template), campaign, None));
    compared(&php::text(&row.out), &ours)
}

pub fn explanation(row: &Row) -> Outcome {
    explained(row).into()
}

fn explained(row: &Row) -> Expressed<Outcome> {
    let (operation, frequency) = (row.operation()?, row.frequency()?);
    let (site, tag) = site::site_and_tag(&row.page(row.text("type"), &Value::Null)).ok_or("a site without a form")?;
    let price = u64::try_from(php::intval(&row.given["magazine_price"])).map_err(|_| NO_PRICE)?;
    let form = Form {
        magazine_price: Amount::from_euros(price).map(MagazinePrice),
        tax_relief: TaxRelief::from_basis_points(6600),
        fees: None,
        ..site.form(&profile(&Value::Null), &tag).map_err(|_| "a form without amounts")?
    };
    let typed = if row.given["fixed"].is_null() { row.text("browser_value") } else { row.text("fixed") };
    let ours = match amount::parse(typed, form.cents_allowed) {
        Err(Code::AmountTooSmall | Code::AmountTooLarge) if !row.out.is_null() => {
            return Err(NO_AMOUNT);
        }
        typed => typed.ok().and_then(|amount| Explanation::of(&form, operation, frequency, amount)),
    };
    let Some(theirs) = row.out.as_object() else { return Ok(compared(&None, &ours.map(|ours| format!("{ours:?}")))) };
    // Of a monthly donation, the original tells no figures of a year.
    let theirs = || theirs.iter().filter(|(name, _)| *name != "cost_year" || !row.is_marked(YEARLY_COST));
    let theirs: Vec<_> = theirs().map(|(name, euros)| (name, php::numeric(euros))).collect();
    let rounded: Vec<_> = theirs
        .iter()
        .map(|(name, _)| (*name, ours.and_then(|ours| figure(&ours, name)).map(|euros| to_the_euro(name, euros))))
        .collect();
    let in_cents = theirs.iter().any(|(name, euros)| ours.and_then(|ours| figure(&ours, name)) != *euros);
    let is_ours = in_cents && theirs == rounded && row.improve.is_empty();
    Ok(if is_ours { Outcome::Improved(COST_IN_CENTS) } else { compared(&theirs, &rounded) })
}

/// Ours as the original rounds it: costs, and no other figure.
fn to_the_euro(name: &str, euros: f64) -> f64 {
    if name.starts_with("cost") { euros.round() } else { euros }
}

/// In euros.
fn figure(explanation: &Explanation, name: &str) -> Option<f64> {
    let (name, figures) = match name.strip_suffix("_year") {
        Some(name) => (name, explanation.year?),
        None => (name, explanation.payment),
    };
    let euros = |cents: u64| cents as f64 / 100.0;
    match name {
        "amount" => Some(euros(figures.amount)),
        "magazine" => Some(euros(figures.magazine)),
        "rest" => Some(euros(figures.gift)),
        "cost" => Some(euros(figures.cost)),
        _ => None,
    }
}

/// The site with the row's options, whatever its default amounts.
fn site(row: &Row) -> Expressed<OfferOptions> {
    let site = site::site_and_tag(&row.page("don+adhesion", &json!("1"))).map(|(site, _)| site);
    site.ok_or(NO_BOUNDS)
}
