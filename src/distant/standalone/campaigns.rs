//! The action `campaign`: the list of campaigns. No filter is taken, so that nothing else can be asked through it.

use super::envelope::{Failure, Rows};
use super::params::Params;
use crate::distant::decimal;
use rusqlite::{Row, Transaction};
use serde_json::{Value, json};

/// APIv3's limit, where none is asked for.
const DEFAULT_LIMIT: i64 = 25;

/// Returns the campaigns, in the order of their numbers unless another is asked for.
pub(super) fn campaigns(database: &Transaction<'_>, params: &Params) -> Result<Rows, Failure> {
    let options = params.value("options").and_then(Value::as_object).cloned().map(Params::of).unwrap_or_default();
    let limit = match options.integer("limit")? {
        None => DEFAULT_LIMIT,
        Some(limit) if limit <= 0 => -1,
        Some(limit) => limit,
    };
    let offset = options.integer("offset")?.unwrap_or(0).max(0);
    let order = order(options.text("sort", 64)?.as_deref());
    let sql = format!(
        "SELECT id, name, title, description, start_date, goal_cents,
             (SELECT sum(amount_cents) FROM contributions
              WHERE campaign_id = campaigns.id AND status = 'Completed') AS raised_cents
         FROM campaigns ORDER BY {order} LIMIT ?1 OFFSET ?2"
    );
    let rows = database.prepare(&sql)?.query_map([limit, offset], campaign)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Returns the SQL of an asked order, among those we know.
fn order(asked: Option<&str>) -> String {
    let mut words = asked.unwrap_or_default().split_ascii_whitespace();
    let column = words.next().filter(|word| ["id", "name", "title", "start_date"].contains(word)).unwrap_or("id");
    let descends = words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"));
    format!("{column}{}, id", if descends { " DESC" } else { "" })
}

fn campaign(row: &Row<'_>) -> rusqlite::Result<(i64, Value)> {
    let id: i64 = row.get("id")?;
    let mut campaign = json!({"id": id});
    for column in ["name", "title", "description", "start_date"] {
        if let Some(text) = row.get::<_, Option<String>>(column)? {
            campaign[column] = json!(text);
        }
    }
    if let Some(goal) = row.get::<_, Option<i64>>("goal_cents")? {
        campaign["goal_revenue"] = json!(decimal::text(goal.unsigned_abs()));
        // The sum of nothing is a number, and any other a text.
        campaign["current_revenue"] = match row.get::<_, Option<i64>>("raised_cents")? {
            Some(raised) => json!(decimal::text(raised.unsigned_abs())),
            None => json!(0),
        };
    }
    Ok((id, campaign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders() {
        for (asked, expected) in [
            (None, "id, id"),
            (Some("title DESC"), "title DESC, id"),
            (Some("start_date asc"), "start_date, id"),
            (Some("id; DROP TABLE campaigns"), "id, id"),
            (Some("(SELECT email)"), "id, id"),
        ] {
            assert_eq!(order(asked), expected);
        }
    }
}
