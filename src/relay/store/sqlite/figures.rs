//! Figures: how many began and what became of them, without names.

use super::listing::{parse_amount, parse_frequency, parse_operation};
use super::statement::statement;
use super::transactions::parse_status;
use crate::relay::store::{Counted, Figures, Period, StoreError};
use rusqlite::{Connection, Row, params};
use time::UtcOffset;

/// Returns the figures of what began in a period and was opened at its distant; a day is one of this offset.
pub(super) fn figures(connection: &Connection, period: Period, offset: UtcOffset) -> Result<Figures, StoreError> {
    let mut figures = Figures::by_days_of(offset);
    let mut counted = statement(
        connection,
        "SELECT created_at, form, operation, frequency, amount_cents, status, came_from,
            (SELECT means FROM attempts a WHERE a.idx = t.idx ORDER BY number DESC LIMIT 1) FROM transactions t
         WHERE created_at >= ?1 AND created_at < ?2 AND started = 1",
    )?;
    let (since, until) = (period.since.unwrap_or(i64::MIN), period.until.unwrap_or(i64::MAX));
    for each in counted.query_and_then(params![since, until], counted_of)? {
        figures.count(each?);
    }
    Ok(figures)
}

fn counted_of(row: &Row<'_>) -> Result<Counted, StoreError> {
    let word = |at: usize| row.get::<_, String>(at);
    Ok(Counted {
        began_at: row.get(0)?,
        form: word(1)?,
        operation: parse_operation(&word(2)?)?,
        frequency: parse_frequency(&word(3)?)?,
        amount: parse_amount(row.get(4)?)?,
        status: parse_status(&word(5)?)?,
        from: row.get(6)?,
        means: row.get(7)?,
    })
}
