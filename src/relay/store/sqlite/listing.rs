//! What operators look at: lists and stories, read and never written.

use super::alarms::alarm_of;
use super::statement::statement;
use super::transactions::{parse_recurring_status, parse_status};
use crate::protocol::{Amount, Frequency, Operation, Status};
use crate::relay::store::{AlarmCause, Concern, Filter, Listed, Slice, StoreError, Story, Told, Waiting};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The columns of [`listed_of`].
const LISTED: &str =
    "SELECT idx, form, distant, operation, frequency, amount_cents, came_from, created_at, started, status,
    recurring_status, (SELECT count(*) FROM outbox o WHERE o.idx = t.idx),
    (SELECT count(*) FROM outbox o WHERE o.idx = t.idx AND o.next_at IS NULL),
    distant_status, distant_recurring_status FROM transactions t";

/// Returns up to `limit` transactions that fit, the newest first: those before the one of that name, if one is given.
pub(super) fn list(
    connection: &Connection,
    filter: &Filter,
    before: Option<&str>,
    limit: usize,
) -> Result<Slice, StoreError> {
    let (before_at, before) = match before {
        None => (filter.period.until.unwrap_or(i64::MAX), ""),
        Some(idx) => match began_at(connection, idx)? {
            Some(at) => (at, idx),
            None => return Ok(Slice::default()),
        },
    };
    let sql = [
        LISTED,
        " WHERE (created_at, idx) < (?1, ?2) AND created_at >= ?3 AND created_at < ?4
            AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR form = ?6) AND (?7 IS NULL OR distant = ?7)
            AND (?8 IS NULL OR instr(lower(idx), lower(?8)) > 0)
          ORDER BY created_at DESC, idx DESC LIMIT ?9",
    ];
    let parameters = params![
        before_at,
        before,
        filter.period.since.unwrap_or(i64::MIN),
        filter.period.until.unwrap_or(i64::MAX),
        filter.status.map(Status::as_str),
        filter.form,
        filter.distant,
        filter.search,
        limit as i64 + 1,
    ];
    let mut rows: Vec<Listed> =
        statement(connection, &sql.concat())?.query_and_then(parameters, listed_of)?.collect::<Result<_, _>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok(Slice { rows, more })
}

fn began_at(connection: &Connection, idx: &str) -> Result<Option<i64>, StoreError> {
    let found = statement(connection, "SELECT created_at FROM transactions WHERE idx = ?1")?
        .query_row([idx], |row| row.get(0))
        .optional()?;
    Ok(found)
}

fn listed_of(row: &Row<'_>) -> Result<Listed, StoreError> {
    let word = |at: usize| row.get::<_, String>(at);
    Ok(Listed {
        idx: word(0)?,
        form: word(1)?,
        distant: word(2)?,
        operation: parse_operation(&word(3)?)?,
        frequency: parse_frequency(&word(4)?)?,
        amount: parse_amount(row.get(5)?)?,
        from: row.get(6)?,
        began_at: row.get(7)?,
        opened: row.get(8)?,
        status: parse_status(&word(9)?)?,
        recurring_status: row.get::<_, Option<String>>(10)?.as_deref().map(parse_recurring_status).transpose()?,
        waiting: row.get::<_, i64>(11)?.unsigned_abs(),
        parked: row.get::<_, i64>(12)?.unsigned_abs(),
    })
}

pub(super) fn parse_operation(word: &str) -> Result<Operation, StoreError> {
    Operation::parse(word).ok_or(StoreError::Unknown("operation"))
}

pub(super) fn parse_frequency(word: &str) -> Result<Frequency, StoreError> {
    Frequency::parse(word).ok_or(StoreError::Unknown("frequency"))
}

pub(super) fn parse_amount(cents: i64) -> Result<Amount, StoreError> {
    u64::try_from(cents).ok().and_then(Amount::from_cents).ok_or(StoreError::Unknown("amount"))
}

/// Returns all that is known of a transaction, or `None` if there is none of that name.
pub(super) fn story(connection: &Connection, idx: &str) -> Result<Option<Story>, StoreError> {
    let row = |row: &Row<'_>| {
        let status = row.get::<_, Option<String>>(13)?.as_deref().map(parse_status).transpose()?;
        let series = row.get::<_, Option<String>>(14)?.as_deref().map(parse_recurring_status).transpose()?;
        Ok::<_, StoreError>((listed_of(row)?, (status, series)))
    };
    let found = statement(connection, &[LISTED, " WHERE idx = ?1"].concat())?.query_and_then([idx], row)?.next();
    let Some((transaction, answered)) = found.transpose()? else { return Ok(None) };
    let mut events: Vec<(i64, Status)> = statement(connection, "SELECT at, status FROM payment_events WHERE idx = ?1")?
        .query_and_then([idx], |row| Ok::<_, StoreError>((row.get(0)?, parse_status(&row.get::<_, String>(1)?)?)))?
        .collect::<Result<_, _>>()?;
    // Few rows: an index for their order would cost each event a write.
    events.sort_by_key(|(at, status)| (*at, *status as u8));
    let mut alarms = statement(connection, "SELECT idx, status, cause, said, at FROM alarms WHERE idx = ?1")?
        .query_and_then([idx], alarm_of)?
        .collect::<Result<Vec<_>, StoreError>>()?;
    alarms.sort_by_key(|alarm| alarm.at);
    let told = statement(connection, "SELECT at, status, tries, answer FROM deliveries WHERE idx = ?1 ORDER BY id")?
        .query_and_then([idx], told_of)?
        .collect::<Result<_, _>>()?;
    let waiting =
        statement(connection, "SELECT idx, distant, status, attempts, next_at FROM outbox WHERE idx = ?1 ORDER BY id")?
            .query_and_then([idx], waiting_of)?
            .collect::<Result<_, _>>()?;
    let attempts = super::attempt_rows::of(connection, idx)?;
    Ok(Some(Story { transaction, answered, attempts, events, told, waiting, alarms }))
}

fn told_of(row: &Row<'_>) -> Result<Told, StoreError> {
    Ok(Told {
        at: row.get(0)?,
        status: parse_status(&row.get::<_, String>(1)?)?,
        tries: row.get(2)?,
        answer: row.get::<_, Option<String>>(3)?.as_deref().map(parse_status).transpose()?,
    })
}

fn waiting_of(row: &Row<'_>) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        idx: row.get(0)?,
        distant: row.get(1)?,
        status: parse_status(&row.get::<_, String>(2)?)?,
        tries: row.get(3)?,
        next_at: row.get(4)?,
    })
}

/// Returns up to `limit` of what needs a person: what is parked with its alarms, then alarms alone, each the oldest first.
pub(super) fn concerns(connection: &Connection, limit: usize) -> Result<Vec<Concern>, StoreError> {
    let parked = statement(
        connection,
        "SELECT o.idx, o.distant, o.status, 1, a.cause, a.said, a.at
         FROM outbox o LEFT JOIN alarms a ON a.idx = o.idx AND a.status = o.status
         WHERE o.next_at IS NULL ORDER BY o.id LIMIT ?1",
    )?
    .query_and_then([limit as i64], concern_of)?
    .collect::<Result<Vec<_>, StoreError>>()?;
    let alone = statement(
        connection,
        "SELECT idx, distant, status, 0, cause, said, at FROM alarms a
         WHERE id > 0 AND NOT EXISTS
            (SELECT 1 FROM outbox o WHERE o.idx = a.idx AND o.status = a.status AND o.next_at IS NULL)
         ORDER BY id LIMIT ?1",
    )?
    .query_and_then([(limit - parked.len()) as i64], concern_of)?
    .collect::<Result<Vec<_>, StoreError>>()?;
    Ok([parked, alone].concat())
}

fn concern_of(row: &Row<'_>) -> Result<Concern, StoreError> {
    let cause = row.get::<_, Option<String>>(4)?.as_deref().map(parse_cause).transpose()?;
    Ok(Concern {
        idx: row.get(0)?,
        distant: row.get(1)?,
        status: parse_status(&row.get::<_, String>(2)?)?,
        parked: row.get(3)?,
        alarm: match cause {
            Some(cause) => Some((cause, row.get(5)?, row.get(6)?)),
            None => None,
        },
    })
}

fn parse_cause(word: &str) -> Result<AlarmCause, StoreError> {
    let known = AlarmCause::ALL.into_iter().find(|cause| cause.as_str() == word);
    known.ok_or(StoreError::Unknown("cause of an alarm"))
}
