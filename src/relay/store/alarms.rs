//! What a person must look at: statuses that a distant did not take, or may not have carried out.

use super::statement::statement;
use super::transactions::parse_status;
use super::{Delivery, StoreError, now};
use crate::protocol::Status;
use rusqlite::{Connection, Row, params};

/// Why a person must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmCause {
    /// The distant answered another status than it was told: its database may have undone the contribution. A CiviCRM
    /// then takes the status the next time and still makes no contribution, so this stays until a person has looked.
    Disputed,
    /// The distant will never take the status.
    Refused,
    /// The distant was down for as long as we try.
    GaveUp,
}

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Our name of the transaction.
    pub idx: String,
    /// The status that the distant was told.
    pub status: Status,
    /// Why.
    pub cause: AlarmCause,
    /// What the distant said; nothing of a person.
    pub said: String,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
}

impl AlarmCause {
    const ALL: [Self; 3] = [Self::Disputed, Self::Refused, Self::GaveUp];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::Refused => "refused",
            Self::GaveUp => "gave_up",
        }
    }
}

impl Alarm {
    /// Raises it for a delivery to a distant; one that is there already stays as it is.
    pub(in crate::relay) fn raise(
        connection: &Connection,
        distant: &str,
        delivery: &Delivery,
        cause: AlarmCause,
        said: &str,
    ) -> Result<(), StoreError> {
        statement(
            connection,
            "INSERT INTO alarms (idx, distant, status, cause, said, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![delivery.idx, distant, delivery.status.as_str(), cause.as_str(), said, now()])?;
        Ok(())
    }

    /// The distant has it after all. Whether it made the contribution of a disputed one, a person must see.
    pub(super) fn calm(connection: &Connection, delivery: &Delivery) -> Result<(), StoreError> {
        statement(connection, "DELETE FROM alarms WHERE idx = ?1 AND status = ?2 AND cause <> 'disputed'")?
            .execute(params![delivery.idx, delivery.status.as_str()])?;
        Ok(())
    }

    /// Up to `limit` of a distant, the oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub fn of(connection: &Connection, distant: &str, limit: usize) -> Result<Vec<Self>, StoreError> {
        statement(
            connection,
            "SELECT idx, status, cause, said, at FROM alarms WHERE distant = ?1 ORDER BY id LIMIT ?2",
        )?
        .query_and_then(params![distant, limit as i64], Self::from_row)?
        .collect()
    }

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let cause: String = row.get(2)?;
        Ok(Self {
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

    /// A person has looked, and done by hand what was to be done: its alarms go, and a status that was parked is not told
    /// any more. Answers how many alarms.
    pub(in crate::relay) fn close(connection: &Connection, idx: &str) -> Result<usize, StoreError> {
        let closed = statement(connection, "DELETE FROM alarms WHERE idx = ?1")?.execute([idx])?;
        Delivery::drop_parked(connection, idx)?;
        Ok(closed)
    }
}
