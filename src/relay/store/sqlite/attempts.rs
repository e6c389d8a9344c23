//! Attempts to pay, what was seen of them, and what is to be looked at.

use super::alarms;
use super::attempt_rows::of;
use super::statement::statement;
use super::transactions::payment_where;
use crate::protocol::{RecurringStatus, Status};
use crate::relay::settlement::{Attempt, Effects, Held, Oddity, Sight, State};
use crate::relay::store::{AlarmCause, FoundAttempt, Look, Seen, Sighting, StoreError};
use rusqlite::{Connection, OptionalExtension, params};

/// How often the billing details of a payer are asked for, for one attempt.
const MOST_BILLING_READS: u32 = 5;

/// Begins an attempt; one of that number that is there stays as it is.
pub(super) fn open(connection: &Connection, idx: &str, number: u32, means: &str, now: i64) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO attempts (idx, number, means, state, opened_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![idx, number, means, State::Open.as_str(), now])?;
    Ok(())
}

/// Notes the provider's object of an attempt, and when to look at it.
pub(super) fn note_reference(
    connection: &Connection,
    idx: &str,
    number: u32,
    reference: &str,
    look_at: i64,
) -> Result<(), StoreError> {
    statement(connection, "UPDATE attempts SET reference = ?3 WHERE idx = ?1 AND number = ?2")?
        .execute(params![idx, number, reference])?;
    statement(
        connection,
        "INSERT INTO looks (means, object, next_at)
         SELECT means, reference, ?3 FROM attempts WHERE idx = ?1 AND number = ?2 ON CONFLICT DO NOTHING",
    )?
    .execute(params![idx, number, look_at])?;
    Ok(())
}

/// Counts that the billing details of the payer are asked for. Returns whether they may be: for an attempt that has
/// not ended, of a payment that has not, and a few times.
pub(super) fn count_billing_read(connection: &Connection, idx: &str, number: u32) -> Result<bool, StoreError> {
    let counted = statement(
        connection,
        "UPDATE attempts SET billing_reads = billing_reads + 1
         WHERE idx = ?1 AND number = ?2 AND state IN ('open', 'pending') AND billing_reads < ?3
           AND (SELECT status IN ('init', 'pending') FROM transactions t WHERE t.idx = ?1)",
    )?
    .execute(params![idx, number, MOST_BILLING_READS])?;
    Ok(counted > 0)
}

/// Records what was seen, and the duty to tell the distant, in one.
pub(super) fn see(connection: &Connection, sighting: &Sighting, now: i64) -> Result<Seen, StoreError> {
    let Sighting { idx, number, means, sight, .. } = sighting;
    let Some(mut payment) = payment_where(connection, "idx = ?1", idx)? else { return Ok(Seen::NotFound) };
    if !payment.attempts.iter().any(|kept| kept.attempt.number == *number) {
        // The provider knows of it, and we no longer: the store is an older copy. What it says counts all the same.
        open(connection, idx, *number, means, now)?;
        payment.attempts = of(connection, idx)?;
    }
    let mut held = payment.held();
    let Some(effects) = held.see(*number, *sight) else { return Ok(known_or_outranked(&held, *number, *sight)) };
    let was = payment.attempts.iter().find(|kept| kept.attempt.number == *number).map(|kept| kept.attempt);
    let attempt = held.attempts.iter().find(|attempt| attempt.number == *number);
    if let Some(attempt) = attempt.filter(|attempt| was != Some(**attempt)) {
        write_attempt(connection, idx, attempt, now)?;
    }
    if held.status != payment.status {
        write_status(connection, sighting, &held, now)?;
    }
    tell(connection, sighting, &payment.distant, &effects, now)?;
    for oddity in &effects.oddities {
        alarms::raise_of(connection, &payment.distant, idx, held.status, cause_of(*oddity), means, now)?;
    }
    let late = payment.status.is_lost() && held.status == Status::Completed;
    Ok(Seen::Changed { distant: payment.distant, told: !effects.tell.is_empty(), late })
}

fn known_or_outranked(held: &Held, number: u32, sight: Sight) -> Seen {
    let mut alone = Held { attempts: vec![Attempt::new(number)], ..held.clone() };
    alone.see(number, sight);
    let is_so = held.attempts.iter().any(|it| it.number == number && it.state == alone.attempts[0].state);
    if is_so { Seen::Known } else { Seen::Outranked }
}

fn write_attempt(connection: &Connection, idx: &str, attempt: &Attempt, now: i64) -> Result<(), StoreError> {
    statement(
        connection,
        "UPDATE attempts SET state = ?3, returned_cents = ?4, returned_reason = ?5, changed_at = ?6
         WHERE idx = ?1 AND number = ?2",
    )?
    .execute(params![
        idx,
        attempt.number,
        attempt.state.as_str(),
        attempt.returned.map(|returned| returned.cents as i64),
        attempt.returned.map(|returned| returned.reason.as_str()),
        now,
    ])?;
    Ok(())
}

/// Writes where the payment stands now, and that it came to stand there.
fn write_status(connection: &Connection, sighting: &Sighting, held: &Held, now: i64) -> Result<(), StoreError> {
    let (idx, status) = (&sighting.idx, held.status.as_str());
    statement(connection, "UPDATE transactions SET status = ?2, recurring_status = ?3 WHERE idx = ?1")?
        .execute(params![idx, status, held.series.map(RecurringStatus::as_str)])?;
    let id = format!("{}:{idx}:{}:{status}", sighting.means, sighting.number);
    statement(
        connection,
        "INSERT INTO payment_events (id, idx, status, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?
    .execute(params![id, idx, status, now])?;
    Ok(())
}

fn tell(
    connection: &Connection,
    sighting: &Sighting,
    distant: &str,
    effects: &Effects,
    now: i64,
) -> Result<(), StoreError> {
    let instrument = sighting.instrument.as_ref().unwrap_or(&sighting.means);
    for (status, series) in &effects.tell {
        statement(
            connection,
            "INSERT INTO outbox (idx, distant, status, recurring_status, instrument, next_at, head)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, NOT EXISTS (SELECT 1 FROM outbox WHERE idx = ?1))",
        )?
        .execute(params![
            sighting.idx,
            distant,
            status.as_str(),
            series.map(RecurringStatus::as_str),
            instrument,
            now
        ])?;
    }
    Ok(())
}

const fn cause_of(oddity: Oddity) -> AlarmCause {
    match oddity {
        Oddity::PaidTwice => AlarmCause::PaidTwice,
        Oddity::OtherSum => AlarmCause::OtherSum,
        Oddity::PaidAfterRefund => AlarmCause::PaidAfterRefund,
    }
}

/// Returns the attempt of a means whose reference this is, or `None` if there is none.
pub(super) fn find(connection: &Connection, means: &str, reference: &str) -> Result<Option<FoundAttempt>, StoreError> {
    let found = statement(connection, "SELECT idx, number FROM attempts WHERE reference = ?1 AND means = ?2")?
        .query_row([reference, means], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .optional()?;
    let Some((idx, number)) = found else { return Ok(None) };
    let payment = payment_where(connection, "idx = ?1", &idx)?;
    Ok(payment.map(|payment| FoundAttempt { payment, number }))
}

/// Returns up to `limit` attempts by a means that wait for their money and did not begin after `before`, the oldest first.
pub(super) fn waiting(
    connection: &Connection,
    means: &str,
    before: i64,
    limit: usize,
) -> Result<Vec<FoundAttempt>, StoreError> {
    let names: Vec<(String, u32)> = statement(
        connection,
        "SELECT idx, number FROM attempts WHERE state = 'pending' AND means = ?1 AND opened_at <= ?2
         ORDER BY opened_at LIMIT ?3",
    )?
    .query_and_then(params![means, before, limit as i64], |row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?)))?
    .collect::<Result<_, _>>()?;
    let mut found = Vec::with_capacity(names.len());
    for (idx, number) in names {
        if let Some(payment) = payment_where(connection, "idx = ?1", &idx)? {
            found.push(FoundAttempt { payment, number });
        }
    }
    Ok(found)
}

/// Who says that an object is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A message that came here.
    ByMessage,
    /// We, who asked what changed.
    ByUs,
}

/// Notes objects that are to be looked at now.
pub(super) fn note_looks(
    connection: &Connection,
    means: &str,
    objects: &[String],
    named: Named,
    now: i64,
) -> Result<(), StoreError> {
    for object in objects {
        statement(
            connection,
            "INSERT INTO looks (means, object, next_at, told) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET next_at = min(next_at, excluded.next_at), told = told + excluded.told",
        )?
        .execute(params![means, object, now, named == Named::ByMessage])?;
    }
    Ok(())
}

/// Returns up to `limit` objects that are to be looked at by now, those first that are due first.
pub(super) fn due_looks(connection: &Connection, now: i64, limit: usize) -> Result<Vec<Look>, StoreError> {
    statement(connection, "SELECT means, object, tries, told FROM looks WHERE next_at <= ?1 ORDER BY next_at LIMIT ?2")?
        .query_and_then(params![now, limit as i64], |row| {
            Ok(Look { means: row.get(0)?, object: row.get(1)?, tries: row.get(2)?, told: row.get(3)? })
        })?
        .collect()
}

/// Notes that an object was looked at, and when it is to be looked at again: never if `next_at` is absent. A message that
/// named it meanwhile is not passed over.
pub(super) fn looked(connection: &Connection, look: &Look, next_at: Option<i64>) -> Result<(), StoreError> {
    let Look { means, object, tries, told } = look;
    match next_at {
        Some(next_at) => statement(
            connection,
            "UPDATE looks SET next_at = ?3, tries = ?4, told = iif(?4 = 0, 0, told)
             WHERE object = ?1 AND means = ?2 AND told = ?5",
        )?
        .execute(params![object, means, next_at, tries, told])?,
        None => statement(connection, "DELETE FROM looks WHERE object = ?1 AND means = ?2 AND told = ?3")?
            .execute(params![object, means, told])?,
    };
    Ok(())
}
