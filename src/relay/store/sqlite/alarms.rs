//! What a person must look at: statuses that a distant did not take, or may not have carried out.

use super::statement::statement;
use super::transactions::{parse_status, payment_where};
use crate::protocol::Status;
use crate::relay::store::{Alarm, AlarmCause, Delivery, StoreError};
use rusqlite::{Connection, Row, params};

/// Raises an alarm for a delivery to a distant; one that is there already stays as it is.
pub(super) fn raise(
    connection: &Connection,
    distant: &str,
    delivery: &Delivery,
    cause: AlarmCause,
    said: &str,
    now: i64,
) -> Result<(), StoreError> {
    raise_of(connection, distant, &delivery.idx, delivery.status, cause, said, now)
}

/// Raises an alarm of a transaction that stands at `status`; one that is there already stays as it is.
pub(super) fn raise_of(
    connection: &Connection,
    distant: &str,
    idx: &str,
    status: Status,
    cause: AlarmCause,
    said: &str,
    now: i64,
) -> Result<(), StoreError> {
    let raised = statement(
        connection,
        "INSERT INTO alarms (idx, distant, status, cause, said, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![idx, distant, status.as_str(), cause.as_str(), said, now])?;
    if let Some(sentence) = cause.sentence().filter(|_| raised > 0) {
        tracing::error!(idx, cause = cause.as_str(), means = said, "{sentence}");
    }
    Ok(())
}

/// Raises an alarm of a transaction, if there is one of that name, as it stands now.
pub(super) fn raise_for(
    connection: &Connection,
    idx: &str,
    cause: AlarmCause,
    said: &str,
    now: i64,
) -> Result<(), StoreError> {
    let Some(payment) = payment_where(connection, "idx = ?1", idx)? else { return Ok(()) };
    raise_of(connection, &payment.distant, idx, payment.status, cause, said, now)
}

/// Closes what a delivery raised: the distant has it after all. Whether it made the contribution of a disputed one, a
/// person must see.
pub(super) fn calm(connection: &Connection, delivery: &Delivery) -> Result<(), StoreError> {
    statement(connection, "DELETE FROM alarms WHERE idx = ?1 AND status = ?2 AND cause IN ('refused', 'gave_up')")?
        .execute(params![delivery.idx, delivery.status.as_str()])?;
    Ok(())
}

/// Closes what says that a means is silent. Returns how many alarms.
pub(super) fn close_silence(connection: &Connection, means: &str) -> Result<usize, StoreError> {
    let sql = "DELETE FROM alarms WHERE cause = 'callbacks_silent' AND said = ?1";
    Ok(statement(connection, sql)?.execute([means])?)
}

/// Returns up to `limit` of a distant, the oldest first.
pub(super) fn list(connection: &Connection, distant: &str, limit: usize) -> Result<Vec<Alarm>, StoreError> {
    statement(connection, "SELECT idx, status, cause, said, at FROM alarms WHERE distant = ?1 ORDER BY id LIMIT ?2")?
        .query_and_then(params![distant, limit as i64], alarm_of)?
        .collect()
}

pub(super) fn alarm_of(row: &Row<'_>) -> Result<Alarm, StoreError> {
    let cause: String = row.get(2)?;
    Ok(Alarm {
        idx: row.get(0)?,
        status: parse_status(&row.get::<_, String>(1)?)?,
        cause: AlarmCause::ALL
            .into_iter()
            .find(|known| known.as_str() == cause)
            .ok_or(StoreError::Unknown("cause of an alarm"))?,
        said: row.get(3)?,
        at: row.get(4)?,
    })
}

/// Closes the alarms of a transaction. Returns how many alarms.
pub(super) fn close(connection: &Connection, idx: &str) -> Result<usize, StoreError> {
    let closed = statement(connection, "DELETE FROM alarms WHERE idx = ?1")?.execute([idx])?;
    Ok(closed)
}
