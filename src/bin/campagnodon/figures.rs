//! `campagnodon figures`: how many began, how many were paid and how much, with nobody in them.

use crate::Outcome;
use crate::output::{self, Shape, euros};
use crate::transactions::{PeriodArguments, open};
use campagnodon::relay::{Dimension, Tally};
use serde::Serialize;
use std::io::Write as _;
use std::path::PathBuf;

/// Of when.
#[derive(clap::Args)]
pub struct FiguresCommand {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    #[command(flatten)]
    period: PeriodArguments,
    #[command(flatten)]
    shape: Shape,
}

/// A line of figures as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    by: &'static str,
    value: &'a str,
    started: u64,
    paid: u64,
    failed: u64,
    cancelled: u64,
    refunded: u64,
    open: u64,
    paid_cents: u64,
}

const COLUMNS: [&str; 9] = ["by", "value", "started", "paid", "failed", "cancelled", "refunded", "open", "paid_cents"];

impl<'a> Row<'a> {
    fn of(by: Dimension, (value, tally): (&'a str, Tally)) -> Self {
        let Tally { started, paid, failed, cancelled, refunded, open, paid_cents } = tally;
        Self { by: by.as_str(), value, started, paid, failed, cancelled, refunded, open, paid_cents }
    }
}

/// Counts, and prints.
pub async fn run(command: FiguresCommand) -> Outcome {
    let operators = open(&command.config, command.period.utc_offset.as_deref())?;
    let days = operators.days;
    let PeriodArguments { since, until, .. } = &command.period;
    let period = days.period(("--since", since.as_deref()), ("--until", until.as_deref()))?;
    let figures = operators.figures(period).await?;
    let rows = Dimension::ALL.into_iter().flat_map(|by| figures.by(by).map(move |line| Row::of(by, line)));
    if command.shape.csv {
        return output::csv(&COLUMNS, rows);
    }
    if command.shape.json {
        #[derive(Serialize)]
        struct Told<'a> {
            since: Option<String>,
            until: Option<String>,
            clock: String,
            figures: Vec<Row<'a>>,
        }
        let at = |moment: i64| days.write_rfc3339(moment);
        let (since, until) = (period.since.map(at), period.until.map(at));
        return output::json(&Told { since, until, clock: days.clock(), figures: rows.collect() });
    }
    let since = period.since.map_or("the beginning".to_owned(), |at| days.write(at));
    let until = period.until.map_or("now".to_owned(), |at| days.write(at));
    writeln!(std::io::stdout(), "What began from {since} to {until}, {}, and where it stands now.", days.clock())?;
    for by in Dimension::ALL {
        let cells = |(value, tally): (&str, Tally)| {
            let counts = [tally.started, tally.paid, tally.failed, tally.cancelled, tally.refunded, tally.open];
            let [started, paid, failed, cancelled, refunded, open] = counts.map(|count| count.to_string());
            let value = match by {
                Dimension::From if value.is_empty() => "(nothing said)",
                Dimension::Means if value.is_empty() => "(nobody tried)",
                _ => value,
            };
            [value.to_owned(), started, paid, failed, cancelled, refunded, open, euros(tally.paid_cents)]
        };
        let lines: Vec<_> = figures.by(by).map(cells).collect();
        let columns = [by.as_str(), "started", "paid", "failed", "cancelled", "refunded", "open", "euros paid"];
        writeln!(std::io::stdout())?;
        output::table(columns, 1, &lines)?;
    }
    Ok(())
}
