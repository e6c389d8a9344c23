//! The tables of amount lists.

use super::outcome::{Expressed, NO_AMOUNT, Outcome, Row, compared};
use super::{php, site};
use campagnodon::form::{AmountList, ListError};
use campagnodon::protocol::{Frequency, Operation};
use serde_json::{Value, json};

const NO_LIST: &str = "a list that ours refuses whole, as an item is no amount or one amount has two brackets";

/// An amount in euros, and the ends of its income bracket; an end of zero is open.
type Item = (u128, Option<u128>, Option<u128>);

/// What a list offers: its amounts, and whether the free amount is among them. Where that stands is the page's affair.
#[derive(Debug, Default)]
struct Offered {
    amounts: Vec<Item>,
    free: bool,
}

pub fn parse_amount(row: &Row) -> Outcome {
    let theirs = php::text(&row.out["value"]).and_then(|value| {
        let end = |name| php::text(&row.out["income"][name]).and_then(|end| open_end(&end));
        Some((number(&value)?, end("min"), end("max")))
    });
    match AmountList::from_items([row.text("text")]) {
        Err(ListError::OutOfRange(_)) if theirs.is_some() => Outcome::Inexpressible(NO_AMOUNT),
        ours => compared(&theirs, &ours.ok().and_then(|list| our_items(&list).amounts.first().copied())),
    }
}

pub fn annual_to_monthly(row: &Row) -> Outcome {
    let items = texts(&row.given["list"]);
    let ours = AmountList::from_items(items.iter().map(String::as_str)).ok().map(|list| list.monthly());
    offered(row, ours.as_ref(), true).into()
}

pub fn default_amounts(row: &Row) -> Outcome {
    default_list(row).into()
}

fn default_list(row: &Row) -> Expressed<Outcome> {
    let (operation, frequency) = (row.operation()?, row.frequency()?);
    let mut page = row.page(row.text("type"), &Value::Null);
    // The original reads a list only when it is used: so does this, and it must be able to read no other.
    if operation == Operation::Donation && frequency != Frequency::Once {
        page.arg_liste_montants = json!("1");
    }
    let mut constants = page.constants.as_object().cloned().unwrap_or_default();
    constants.insert("_CAMPAGNODON_DON_RECURRENT".to_owned(), json!(true));
    constants.insert("_CAMPAGNODON_RECURRENCES".to_owned(), json!({ (row.text("type")): [row.text("recurrence")] }));
    let given = php::is_array(&page.constant("MONTANTS")["adhesion_mensuel"]);
    let converted = operation == Operation::Membership && frequency == Frequency::Monthly && !given;
    page.constants = Value::Object(constants);
    let site = site::site_and_tag(&page).map(|(site, _)| site);
    offered(row, site.map(|site| site.default_amounts(operation, frequency)).as_ref(), converted)
}

/// Compares lists; none is a list that cannot be read, which leaves the page without a form.
///
/// The original drops a converted amount below the least membership when it converts, ours when the form is made.
fn offered(row: &Row, ours: Option<&AmountList>, converted: bool) -> Expressed<Outcome> {
    let theirs = their_items(&row.out);
    if theirs.is_some() && ours.is_none() {
        return Err(NO_LIST);
    }
    let mut ours = ours.map(our_items);
    if converted && let Some(ours) = &mut ours {
        let least = row.membership_minimum()?;
        ours.amounts.retain(|(euros, ..)| *euros * 100 >= least.into());
    }
    Ok(compared(&theirs, &ours))
}

impl Row {
    /// In cents.
    fn membership_minimum(&self) -> Expressed<u64> {
        let site = site::site_and_tag(&self.page("adhesion", &json!("1"))).map(|(site, _)| site);
        Ok(site.ok_or("bounds that are no amounts")?.bounds(Operation::Membership, Frequency::Monthly).min().cents())
    }
}

fn our_items(list: &AmountList) -> Offered {
    let amounts = list.proposals.iter().map(|proposal| {
        let ends = proposal.income.map_or((None, None), |income| (income.min(), income.max()));
        (u128::from(proposal.amount.cents() / 100), ends.0.map(u128::from), ends.1.map(u128::from))
    });
    Offered { amounts: amounts.collect(), free: list.free }
}

/// A list as the original's form then reads it: an amount that comes again keeps its place, and the later bracket
/// counts.
fn their_items(list: &Value) -> Option<Offered> {
    let mut offered = Offered::default();
    for text in texts(list) {
        if text == "libre" {
            offered.free = true;
            continue;
        }
        let item = their_item(text.trim())?;
        match offered.amounts.iter_mut().find(|known| known.0 == item.0) {
            Some(known) => *known = item,
            None => offered.amounts.push(item),
        }
    }
    Some(offered)
}

fn their_item(text: &str) -> Option<Item> {
    let Some((value, bracket)) = text.split_once('[') else { return Some((number(text)?, None, None)) };
    let (min, max) = bracket.strip_suffix(']')?.split_once('-')?;
    let fits = [min, max].into_iter().all(|end| end.is_empty() || number(end).is_some());
    if fits { Some((number(value)?, open_end(min), open_end(max))) } else { None }
}

fn open_end(text: &str) -> Option<u128> {
    number(text).filter(|end| *end > 0)
}

fn number(text: &str) -> Option<u128> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn texts(list: &Value) -> Vec<String> {
    php::entries(list).into_iter().map(|(_, item)| php::text(item).unwrap_or_default()).collect()
}
