//! What arrived, for people: the transactions with their contact, contributions and memberships. This is the only
//! reader of personal data beside `dsp2info`, and is served to this machine alone.

use super::envelope::Failure;
use crate::distant::decimal;
use rusqlite::{Row, Transaction, params};
use serde::Serialize;

/// A transaction and what became of it.
#[derive(Serialize)]
pub(super) struct View {
    #[serde(skip)]
    id: i64,
    pub idx: String,
    pub status: String,
    pub recurring_status: Option<String>,
    pub operation_type: String,
    pub tax_receipt: bool,
    pub started_at: String,
    pub campaign: Option<String>,
    pub source: Option<String>,
    pub payment_instrument: Option<String>,
    pub payment_url: Option<String>,
    pub transaction_url: Option<String>,
    pub contact: ContactView,
    pub contributions: Vec<ContributionView>,
    pub memberships: Vec<MembershipView>,
    pub optional_subscriptions: Vec<SubscriptionView>,
}

/// The person as typed, and what the contact was subscribed to.
#[derive(Serialize)]
pub(super) struct ContactView {
    pub id: Option<i64>,
    pub email: Option<String>,
    pub prefix: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub birth_date: Option<String>,
    pub street_address: Option<String>,
    pub supplemental_address_1: Option<String>,
    pub supplemental_address_2: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub phone: Option<String>,
    pub do_not_trade: Option<bool>,
    pub groups: Vec<String>,
    pub tags: Vec<String>,
}

/// A part of the amount; `promised` until there is a contribution.
#[derive(Serialize)]
pub(super) struct ContributionView {
    pub financial_type: Option<String>,
    #[serde(serialize_with = "as_decimal")]
    pub amount: u64,
    pub status: String,
    pub membership_type: Option<String>,
}

/// A membership that was opened or renewed, or that stood in the way.
#[derive(Serialize)]
pub(super) struct MembershipView {
    pub membership_type: String,
    pub start_date: String,
    pub end_date: String,
    pub option: Option<String>,
    pub cancelled: Option<String>,
}

/// An optional subscription.
#[derive(Serialize)]
pub(super) struct SubscriptionView {
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub key: String,
    pub when: &'static str,
}

impl View {
    /// Returns the whole amount, in cents.
    pub fn amount_cents(&self) -> u64 {
        self.contributions.iter().map(|contribution| contribution.amount).sum()
    }
}

fn as_decimal<S: serde::Serializer>(cents: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&decimal::text(*cents))
}

/// Returns the latest transactions, the newest first; or the one of that idx.
pub(super) fn latest(database: &Transaction<'_>, idx: Option<&str>, limit: u32) -> Result<Vec<View>, Failure> {
    let sql = "SELECT transactions.*, campaigns.title AS campaign, prefixes.name AS prefix,
            payment_instruments.name AS payment_instrument, contacts.do_not_trade
        FROM transactions LEFT JOIN campaigns ON campaigns.id = campaign_id
            LEFT JOIN prefixes ON prefixes.id = transactions.prefix_id
            LEFT JOIN payment_instruments ON payment_instruments.id = payment_instrument_id
            LEFT JOIN contacts ON contacts.id = contact_id
        WHERE ?1 IS NULL OR idx = ?1 ORDER BY transactions.id DESC LIMIT ?2";
    let mut views: Vec<_> =
        database.prepare_cached(sql)?.query_map(params![idx, limit], view)?.collect::<Result<_, _>>()?;
    for view in &mut views {
        view.contributions = list(database, CONTRIBUTIONS, view.id, contribution)?;
        view.memberships = list(database, MEMBERSHIPS, view.id, membership)?;
        view.optional_subscriptions = list(database, SUBSCRIPTIONS, view.id, subscription)?;
        if let Some(contact) = view.contact.id {
            view.contact.groups = list(database, GROUPS, contact, |row| row.get(0))?;
            view.contact.tags = list(database, TAGS, contact, |row| row.get(0))?;
        }
    }
    Ok(views)
}

const CONTRIBUTIONS: &str = "SELECT financial_types.name AS financial_type, links.amount_cents,
        coalesce(contributions.status, 'promised') AS status,
        (SELECT membership_types.name FROM links AS children
         JOIN membership_types ON membership_types.id = children.membership_type_id
         WHERE children.parent_id = links.id) AS membership_type
    FROM links LEFT JOIN contributions ON contributions.id = links.entity_id
        LEFT JOIN financial_types
            ON financial_types.id = coalesce(contributions.financial_type_id, links.financial_type_id)
    WHERE transaction_id = ?1 AND kind = 'contribution' ORDER BY links.id";
const MEMBERSHIPS: &str = "SELECT membership_types.name AS membership_type, start_date, end_date, option, cancelled
    FROM links JOIN memberships ON memberships.id = links.entity_id
        JOIN membership_types ON membership_types.id = memberships.membership_type_id
    WHERE transaction_id = ?1 AND kind = 'membership' ORDER BY links.id";
const SUBSCRIPTIONS: &str = "SELECT subscription_name, kind, on_complete, coalesce(
        CASE kind WHEN 'group' THEN (SELECT name FROM groups WHERE groups.id = entity_id)
                  WHEN 'tag' THEN (SELECT name FROM tags WHERE tags.id = entity_id) END, 'do_not_trade') AS key
    FROM links WHERE transaction_id = ?1 AND kind IN ('group', 'opt-in', 'tag') ORDER BY id";
const GROUPS: &str = "SELECT name FROM groups JOIN group_contacts ON group_id = groups.id
    WHERE contact_id = ?1 AND status = 'added' ORDER BY name";
const TAGS: &str = "SELECT name FROM tags JOIN contact_tags ON tag_id = tags.id WHERE contact_id = ?1 ORDER BY name";

fn list<T>(
    database: &Transaction<'_>,
    sql: &str,
    id: i64,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    database.prepare_cached(sql)?.query_map([id], read)?.collect()
}

fn view(row: &Row<'_>) -> rusqlite::Result<View> {
    Ok(View {
        id: row.get("id")?,
        idx: row.get("idx")?,
        status: row.get("status")?,
        recurring_status: row.get("recurring_status")?,
        operation_type: row.get("operation_type")?,
        tax_receipt: row.get("tax_receipt")?,
        started_at: row.get("started_at")?,
        campaign: row.get("campaign")?,
        source: row.get("source")?,
        payment_instrument: row.get("payment_instrument")?,
        payment_url: row.get("payment_url")?,
        transaction_url: row.get("transaction_url")?,
        contact: contact(row)?,
        contributions: Vec::new(),
        memberships: Vec::new(),
        optional_subscriptions: Vec::new(),
    })
}

fn contact(row: &Row<'_>) -> rusqlite::Result<ContactView> {
    Ok(ContactView {
        id: row.get("contact_id")?,
        email: row.get("email")?,
        prefix: row.get("prefix")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        birth_date: row.get("birth_date")?,
        street_address: row.get("street_address")?,
        supplemental_address_1: row.get("supplemental_address_1")?,
        supplemental_address_2: row.get("supplemental_address_2")?,
        postal_code: row.get("postal_code")?,
        city: row.get("city")?,
        country: row.get("country")?,
        phone: row.get("phone")?,
        do_not_trade: row.get("do_not_trade")?,
        groups: Vec::new(),
        tags: Vec::new(),
    })
}

fn contribution(row: &Row<'_>) -> rusqlite::Result<ContributionView> {
    Ok(ContributionView {
        financial_type: row.get("financial_type")?,
        amount: row.get::<_, i64>("amount_cents")?.unsigned_abs(),
        status: row.get("status")?,
        membership_type: row.get("membership_type")?,
    })
}

fn membership(row: &Row<'_>) -> rusqlite::Result<MembershipView> {
    Ok(MembershipView {
        membership_type: row.get("membership_type")?,
        start_date: row.get("start_date")?,
        end_date: row.get("end_date")?,
        option: row.get("option")?,
        cancelled: row.get("cancelled")?,
    })
}

fn subscription(row: &Row<'_>) -> rusqlite::Result<SubscriptionView> {
    Ok(SubscriptionView {
        name: row.get("subscription_name")?,
        kind: row.get("kind")?,
        key: row.get("key")?,
        when: if row.get("on_complete")? { "completed" } else { "init" },
    })
}
