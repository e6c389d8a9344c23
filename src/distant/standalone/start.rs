//! The action `start`: opens a transaction, and promises what it will become.

use super::dates;
use super::envelope::{ErrorCode, Failure, Refusal, Rows};
use super::params::Params;
use super::request::{self, Contribution, Request, Subscription};
use super::settings::Dedupe;
use super::statement::Cause;
use super::store::{Named, find, known};
use super::{contacts, subscriptions};
use crate::protocol::Status;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;
use time::OffsetDateTime;

/// Opens the transaction. `gives_way` has the database undo it for the sake of another.
pub(super) fn start(
    database: &Transaction<'_>,
    params: &Params,
    dedupe: Dedupe,
    now: OffsetDateTime,
    gives_way: bool,
) -> Result<Rows, Failure> {
    let request = request::read(params)?;
    let prefix_id = match &request.person.prefix {
        Some(prefix) => Some(known(database, Named::Prefix, prefix)?),
        None => None,
    };
    let now = dates::stamp(now);
    let contact_id = contacts::choose(database, &request, prefix_id, dedupe, &now)?;
    if gives_way {
        return Err(Refusal::by_database(ErrorCode::Deadlock, request.contact_statement(Cause::Deadlock)).into());
    }
    let id = insert(database, &request, prefix_id, contact_id, &now)?;
    for contribution in &request.contributions {
        promise_contribution(database, id, contribution)?;
    }
    for subscription in &request.subscriptions {
        promise_subscription(database, id, contact_id, subscription)?;
    }
    subscriptions::fire(database, id, contact_id, Status::Init)?;
    let recurring_status = request.is_recurring.then_some("init");
    Ok(vec![(id, json!({"id": id, "status": "init", "recurring_status": recurring_status}))])
}

fn insert(
    database: &Transaction<'_>,
    request: &Request,
    prefix_id: Option<i64>,
    contact_id: i64,
    now: &str,
) -> Result<i64, Failure> {
    let refusal = |code, cause| Refusal::by_database(code, request.transaction_statement(cause));
    let sql = "SELECT 1 FROM transactions WHERE rtrim(lower(idx)) = rtrim(lower(?1))";
    if database.prepare_cached(sql)?.exists([&request.idx])? {
        return Err(refusal(ErrorCode::TransactionKnown, Cause::Duplicate).into());
    }
    if let Some(id) = request.campaign_id {
        let campaign = database.query_row("SELECT 1 FROM campaigns WHERE id = ?1", [id], |_| Ok(())).optional()?;
        campaign.ok_or_else(|| refusal(ErrorCode::CampaignUnknown, Cause::Foreign))?;
    }
    let person = &request.person;
    database.execute(
        "INSERT INTO transactions (idx, operation_type, started_at, status, recurring_status,
             tax_receipt, payment_url, transaction_url, contact_id, campaign_id, source, email, prefix_id, first_name,
             last_name, birth_date, street_address, supplemental_address_1, supplemental_address_2, postal_code, city,
             country, phone)
         VALUES (?1, ?2, ?3, 'init', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
             ?21, ?22)",
        params![
            request.idx,
            request.operation_type,
            now,
            request.is_recurring.then_some("init"),
            request.tax_receipt,
            request.payment_url,
            request.transaction_url,
            contact_id,
            request.campaign_id,
            request.source,
            person.email,
            prefix_id,
            person.first_name,
            person.last_name,
            person.birth_date,
            person.street_address,
            person.supplemental_address_1,
            person.supplemental_address_2,
            person.postal_code,
            person.city,
            person.country,
            person.phone,
        ],
    )?;
    Ok(database.last_insert_rowid())
}

fn promise_contribution(database: &Transaction<'_>, id: i64, contribution: &Contribution) -> Result<(), Failure> {
    // What is not known is nothing, and is missed when the contribution is made.
    let financial_type = match &contribution.financial_type {
        Some(name) => find(database, Named::FinancialType, name)?,
        None => None,
    };
    database.execute(
        "INSERT INTO links (transaction_id, kind, amount_cents, currency, financial_type_id)
         VALUES (?1, 'contribution', ?2, 'EUR', ?3)",
        params![id, contribution.amount_cents, financial_type],
    )?;
    let Some(membership) = &contribution.membership else { return Ok(()) };
    let parent = database.last_insert_rowid();
    let kind = find(database, Named::MembershipType, &membership.kind)?;
    database.execute(
        "INSERT INTO links (transaction_id, parent_id, kind, on_complete, membership_type_id, membership_option,
             keep_current)
         VALUES (?1, ?2, 'membership', 1, ?3, ?4, ?5)",
        params![id, parent, kind, membership.option, membership.keep_current],
    )?;
    Ok(())
}

fn promise_subscription(
    database: &Transaction<'_>,
    id: i64,
    contact_id: i64,
    subscription: &Subscription,
) -> Result<(), Failure> {
    let entity_id = match subscription.kind.as_str() {
        "group" => known(database, Named::Group, &subscription.key)?,
        "tag" => known(database, Named::Tag, &subscription.key)?,
        "opt-in" if subscription.key == "do_not_trade" => contact_id,
        "opt-in" => return Err(Refusal::new(ErrorCode::OptInUnknown, "no such opt-in").into()),
        _ => {
            let reason = "an optional subscription is a group, an opt-in or a tag";
            return Err(Refusal::new(ErrorCode::SubscriptionInvalid, reason).into());
        }
    };
    database.execute(
        "INSERT INTO links (transaction_id, kind, entity_id, subscription_name, on_complete)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, subscription.kind, entity_id, subscription.name, subscription.on_complete],
    )?;
    Ok(())
}
