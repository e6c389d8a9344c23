//! What people may choose among: CiviCRM's own lists, and the settings'. What was taken out of the settings stays,
//! since transactions point at it.

use crate::distant::standalone::settings::StandaloneSettings;
use rusqlite::{Transaction, params};

/// CiviCRM's numbers and names, which origins are configured with.
const FINANCIAL_TYPES: [(u32, &str); 4] =
    [(1, "Donation"), (2, "Member Dues"), (3, "Campaign Contribution"), (4, "Event Fee")];
const PAYMENT_INSTRUMENTS: [(u32, &str); 5] =
    [(1, "Credit Card"), (2, "Debit Card"), (3, "Cash"), (4, "Check"), (5, "EFT")];
const PREFIXES: [(u32, &str); 4] = [(1, "Mrs."), (2, "Ms."), (3, "Mr."), (4, "Dr.")];

/// Brings the lists up to date.
pub(super) fn fill(transaction: &Transaction<'_>, settings: &StandaloneSettings) -> rusqlite::Result<()> {
    let lists = [
        ("financial_types", FINANCIAL_TYPES.as_slice()),
        ("payment_instruments", PAYMENT_INSTRUMENTS.as_slice()),
        ("prefixes", PREFIXES.as_slice()),
    ];
    for (table, list) in lists {
        let mut insert = transaction.prepare(&format!("INSERT OR IGNORE INTO {table} (id, name) VALUES (?1, ?2)"))?;
        for (id, name) in list {
            insert.execute(params![id, name])?;
        }
    }
    for name in &settings.financial_types {
        transaction.execute("INSERT OR IGNORE INTO financial_types (name) VALUES (?1)", [name])?;
    }
    for tag in &settings.tags {
        transaction
            .execute("INSERT INTO tags (id, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![tag.id, tag.name])?;
    }
    for group in &settings.groups {
        transaction.execute(
            "INSERT INTO groups (id, name, title) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET title = excluded.title",
            params![group.id, group.name, group.title.as_ref().unwrap_or(&group.name)],
        )?;
    }
    for kind in &settings.membership_types {
        transaction.execute(
            "INSERT INTO membership_types (id, name, duration_months, fixed_start, fixed_rollover)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (name) DO UPDATE SET duration_months = excluded.duration_months,
                 fixed_start = excluded.fixed_start, fixed_rollover = excluded.fixed_rollover",
            params![kind.id, kind.name, kind.duration_months, kind.fixed_start(), kind.fixed_rollover],
        )?;
    }
    for campaign in &settings.campaigns {
        transaction.execute(
            "INSERT INTO campaigns (id, name, title, description, start_date, goal_cents)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, title = excluded.title,
                 description = excluded.description, start_date = excluded.start_date,
                 goal_cents = excluded.goal_cents",
            params![
                campaign.id,
                campaign.name.as_ref().unwrap_or(&campaign.title),
                campaign.title,
                campaign.description,
                campaign.start_date,
                campaign.goal.map(|euros| i64::from(euros) * 100),
            ],
        )?;
    }
    Ok(())
}
