//! Memberships: telling that somebody is a member already, opening one, renewing one.

use super::dates::{self, Period};
use super::envelope::{Failure, Refusal};
use super::transaction::TransactionRow;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use time::{Date, Duration};

/// What a membership has room for; a transaction has more.
const SOURCE_MAX: usize = 128;

/// A membership that a transaction promised.
struct Promise {
    link: i64,
    contribution: Option<i64>,
    kind: i64,
    option: Option<String>,
    keep_current: bool,
    term: Term,
}

/// How long a kind of membership lasts, and from when.
struct Term {
    months: u32,
    fixed_start: Option<(u8, u8)>,
    fixed_rollover: Option<(u8, u8)>,
}

impl Term {
    fn new_period(&self, on: Date) -> Period {
        match self.fixed_start {
            Some(start) => dates::fixed_period(on, self.months, start, self.fixed_rollover),
            None => dates::rolling_period(on, self.months),
        }
    }

    /// Returns one more term after `current`, or a new one if that is over on the day of the payment.
    fn renewed(&self, (start, end): Period, on: Date) -> Period {
        if end < on {
            return self.new_period(on);
        }
        let next = end.saturating_add(Duration::DAY);
        let end = dates::add_months(next, self.months).saturating_sub(Duration::DAY);
        (if self.fixed_start.is_some() { start } else { on }, end)
    }
}

/// Checks whether the person is a member already, in a fixed period that this transaction would pay for. Notes it.
pub(super) fn find_double(
    database: &Transaction<'_>,
    transaction: &TransactionRow,
    today: Date,
) -> rusqlite::Result<bool> {
    // A membership that this transaction opened itself, before it was set back, is no double.
    database.execute(
        "UPDATE links SET cancelled = 'already_member', entity_id = (
             SELECT id FROM memberships
             WHERE contact_id = ?2 AND membership_type_id = links.membership_type_id
             ORDER BY end_date DESC, id DESC LIMIT 1)
         WHERE transaction_id = ?1 AND kind = 'membership' AND cancelled IS NULL AND entity_id IS NULL
             AND membership_type_id IN (SELECT id FROM membership_types WHERE fixed_start IS NOT NULL)
             AND EXISTS (SELECT 1 FROM memberships
                 WHERE contact_id = ?2 AND membership_type_id = links.membership_type_id AND end_date >= ?3)",
        params![transaction.id, transaction.contact_id, today.to_string()],
    )?;
    let sql = "SELECT 1 FROM links WHERE transaction_id = ?1 AND kind = 'membership' AND cancelled = 'already_member'";
    database.prepare_cached(sql)?.exists([transaction.id])
}

/// Opens or renews the memberships that the transaction promised and that are not there yet.
pub(super) fn open(
    database: &Transaction<'_>,
    transaction: &TransactionRow,
    contact_id: i64,
    today: Date,
) -> Result<(), Failure> {
    let sql = "SELECT 1 FROM links WHERE transaction_id = ?1 AND kind = 'membership' AND membership_type_id IS NULL";
    if database.prepare_cached(sql)?.exists([transaction.id])? {
        return Err(Refusal::unmade("Membership", "membership_type_id").into());
    }
    let paid_on = dates::parse(&transaction.started_at).unwrap_or(today);
    for promise in promises(database, transaction.id)? {
        let id = match latest(database, contact_id, promise.kind)? {
            Some((id, (_, end))) if promise.keep_current && end >= dates::add_months(today, 1) => id,
            Some((id, current)) => {
                let (start, end) = promise.term.renewed(current, paid_on);
                let sql = "UPDATE memberships SET start_date = ?2, end_date = ?3 WHERE id = ?1";
                database.execute(sql, params![id, start.to_string(), end.to_string()])?;
                id
            }
            None => create(database, transaction, contact_id, &promise, paid_on)?,
        };
        if let Some(option) = &promise.option {
            database.execute("UPDATE memberships SET option = ?2 WHERE id = ?1", params![id, option])?;
        }
        database
            .execute("UPDATE contributions SET membership_id = ?2 WHERE id = ?1", params![promise.contribution, id])?;
        database.execute("UPDATE links SET entity_id = ?2 WHERE id = ?1", [promise.link, id])?;
    }
    Ok(())
}

fn create(
    database: &Transaction<'_>,
    transaction: &TransactionRow,
    contact_id: i64,
    promise: &Promise,
    paid_on: Date,
) -> Result<i64, Failure> {
    let length = transaction.source.as_ref().map_or(0, |source| source.chars().count());
    if length > SOURCE_MAX {
        return Err(Refusal::too_long("source", length, SOURCE_MAX).into());
    }
    let (start, end) = promise.term.new_period(paid_on);
    database.execute(
        "INSERT INTO memberships (contact_id, membership_type_id, join_date, start_date, end_date, source, campaign_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            contact_id,
            promise.kind,
            paid_on.to_string(),
            start.to_string(),
            end.to_string(),
            transaction.source,
            transaction.campaign_id,
        ],
    )?;
    Ok(database.last_insert_rowid())
}

fn latest(database: &Transaction<'_>, contact_id: i64, kind: i64) -> rusqlite::Result<Option<(i64, Period)>> {
    let sql = "SELECT id, start_date, end_date FROM memberships
        WHERE contact_id = ?1 AND membership_type_id = ?2 ORDER BY end_date DESC, id DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, (day(row, "start_date")?, day(row, "end_date")?)));
    database.query_row(sql, [contact_id, kind], read).optional()
}

fn promises(database: &Transaction<'_>, transaction_id: i64) -> rusqlite::Result<Vec<Promise>> {
    let sql = "SELECT links.id AS link, parents.entity_id AS contribution, kinds.id AS kind, links.membership_option,
            links.keep_current, kinds.duration_months, kinds.fixed_start, kinds.fixed_rollover
        FROM links JOIN membership_types AS kinds ON kinds.id = links.membership_type_id
            LEFT JOIN links AS parents ON parents.id = links.parent_id
        WHERE links.transaction_id = ?1 AND links.kind = 'membership' AND links.entity_id IS NULL
            AND links.cancelled IS NULL
        ORDER BY links.id";
    let month_day = |text: Option<String>| text.as_deref().and_then(dates::parse_month_day);
    let read = |row: &Row<'_>| {
        Ok(Promise {
            link: row.get("link")?,
            contribution: row.get("contribution")?,
            kind: row.get("kind")?,
            option: row.get("membership_option")?,
            keep_current: row.get("keep_current")?,
            term: Term {
                months: row.get("duration_months")?,
                fixed_start: month_day(row.get("fixed_start")?),
                fixed_rollover: month_day(row.get("fixed_rollover")?),
            },
        })
    };
    database.prepare_cached(sql)?.query_map([transaction_id], read)?.collect()
}

/// Reads a day that this server wrote; what cannot be read is a fault of the file.
fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<Date> {
    dates::parse(&row.get::<_, String>(column)?).ok_or(rusqlite::Error::InvalidQuery)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn renewals() {
        let rolling = Term { months: 12, fixed_start: None, fixed_rollover: None };
        let fixed = Term { months: 12, fixed_start: Some((3, 1)), fixed_rollover: None };
        let current = (date!(2024 - 03 - 01), date!(2025 - 02 - 28));
        for (term, on, expected) in [
            (&rolling, date!(2025 - 02 - 01), (date!(2025 - 02 - 01), date!(2026 - 02 - 28))),
            (&rolling, date!(2025 - 03 - 10), (date!(2025 - 03 - 10), date!(2026 - 03 - 09))),
            (&fixed, date!(2025 - 02 - 01), (date!(2024 - 03 - 01), date!(2026 - 02 - 28))),
            (&fixed, date!(2025 - 06 - 01), (date!(2025 - 03 - 01), date!(2026 - 02 - 28))),
        ] {
            assert_eq!(term.renewed(current, on), expected, "{on}");
        }
    }
}
