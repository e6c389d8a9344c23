//! How answers are printed: a table for people, JSON for programs, CSV for spreadsheets.

use crate::Outcome;
use serde::Serialize;
use std::io::Write as _;

/// In which shape.
#[derive(clap::Args, Clone, Copy)]
pub struct Shape {
    /// Print JSON.
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print CSV (RFC 4180), with the names of the columns first.
    #[arg(long)]
    pub csv: bool,
}

/// The longest that a cell of a table may be: what a tag asks for is its form's name. JSON and CSV have all of it.
const WIDEST: usize = 40;

/// Prints a value as JSON.
pub fn json(value: &impl Serialize) -> Outcome {
    Ok(writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(value)?)?)
}

/// Prints rows as CSV, under the names of their columns.
pub fn csv<R: Serialize>(columns: &[&str], rows: impl IntoIterator<Item = R>) -> Outcome {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(std::io::stdout());
    writer.write_record(columns)?;
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(writer.flush()?)
}

/// Prints a table; the columns from `figures` on are numbers, on the right.
pub fn table<const N: usize>(columns: [&str; N], figures: usize, rows: &[[String; N]]) -> Outcome {
    let cut = |text: &str| match text.char_indices().nth(WIDEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    let rows: Vec<[String; N]> = std::iter::once(columns.map(str::to_uppercase))
        .chain(rows.iter().map(|row| std::array::from_fn(|at| cut(&row[at]))))
        .collect();
    let width: [usize; N] =
        std::array::from_fn(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default());
    let mut out = std::io::stdout().lock();
    for row in &rows {
        let cell = |at: usize| match at < figures {
            true => format!("{:<1$}", row[at], width[at]),
            false => format!("{:>1$}", row[at], width[at]),
        };
        let line = (0..N).map(cell).collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes cents as a number of euros with two decimals.
pub fn euros(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
