//! `campagnodon payments`: transfers and cheques, which only a person sees come.

use crate::Outcome;
use crate::output::{self, euros};
use crate::transactions::open;
use campagnodon::protocol::Amount;
use campagnodon::relay::offline::TransferReference;
use campagnodon::relay::{Days, Operators, Promised, Seen};
use clap::Subcommand;
use serde::Serialize;
use std::io::Write as _;
use std::path::PathBuf;

/// What to do.
#[derive(Subcommand)]
pub enum PaymentsCommand {
    /// List the transfers and cheques that are waited for, the oldest first.
    List(List),
    /// Say that one came: its payment is made, and its distant is told. The relay can run meanwhile.
    Received(Received),
    /// Say that one will not come. If nothing else is under way, its payment is given up, and its distant is told.
    Cancelled(Cancelled),
}

/// Which ones.
#[derive(clap::Args)]
pub struct List {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Those that were promised so many days ago or more: 120d.
    #[arg(long, value_name = "DAYS", value_parser = days_parser, default_value = "0d")]
    older_than: u16,
    /// How many at most.
    #[arg(long, default_value_t = 200, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    #[command(flatten)]
    shape: output::Shape,
}

/// Which one, and what came.
#[derive(clap::Args)]
pub struct Received {
    #[command(flatten)]
    which: Which,
    /// How much came, in cents: 1550 for 15.50 euros.
    #[arg(long, value_parser = cents_parser)]
    cents: Amount,
    /// The day on which it came, for the log: 2026-11-20. Today by default.
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Take another sum than was promised for the whole. The distant is told that what was promised came: correct the
    /// amount there too.
    #[arg(long)]
    accept_amount: bool,
}

/// Which one.
#[derive(clap::Args)]
pub struct Cancelled {
    #[command(flatten)]
    which: Which,
}

/// A transfer or a cheque.
#[derive(clap::Args)]
struct Which {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Its reference, as the bank or the cheque has it: spaces, hyphens and case are of no matter, O is 0, I and L are 1.
    #[arg(value_name = "REFERENCE", num_args = 1.., required = true)]
    reference: Vec<String>,
    /// Say what would be done, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

fn days_parser(text: &str) -> Result<u16, String> {
    let days = text.strip_suffix('d').unwrap_or(text);
    days.parse().map_err(|_| format!("{text:?} is not a number of days such as 120d"))
}

fn cents_parser(text: &str) -> Result<Amount, String> {
    let cents = text.parse::<u64>().map_err(|_| format!("{text:?} is not a number of cents: 1550 is 15.50 euros"))?;
    Amount::from_cents(cents).ok_or_else(|| format!("{cents} cents cannot be paid"))
}

/// Lists, or takes what a person says.
pub async fn run(command: PaymentsCommand) -> Outcome {
    match command {
        PaymentsCommand::List(list) => run_list(list).await,
        PaymentsCommand::Received(received) => run_received(received).await,
        PaymentsCommand::Cancelled(Cancelled { which }) => run_cancelled(which).await,
    }
}

/// What is waited for, as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    reference: String,
    idx: &'a str,
    means: &'a str,
    form: &'a str,
    amount_cents: u64,
    promised_at: String,
}

const COLUMNS: [&str; 6] = ["reference", "idx", "means", "form", "amount_cents", "promised_at"];

impl<'a> Row<'a> {
    fn of(promised: &'a Promised, days: Days) -> Self {
        Self {
            reference: promised.reference.creditor_reference(),
            idx: &promised.idx,
            means: &promised.means,
            form: &promised.form,
            amount_cents: promised.amount.cents(),
            promised_at: days.write_rfc3339(promised.promised_at),
        }
    }
}

async fn run_list(list: List) -> Outcome {
    let operators = open(&list.config, None)?;
    let days = operators.days;
    let limit = list.limit as usize;
    let mut all = operators.promised(operators.moment_days_ago(list.older_than), limit.saturating_add(1)).await?;
    if all.len() > limit {
        all.truncate(limit);
        // Beside the rows, so that they stay what a program can read.
        eprintln!("There are more: --limit {}", list.limit.saturating_mul(2));
    }
    let rows = all.iter().map(|promised| Row::of(promised, days));
    if list.shape.json {
        return output::json(&rows.collect::<Vec<_>>());
    }
    if list.shape.csv {
        return output::csv(&COLUMNS, rows);
    }
    if all.is_empty() {
        return Ok(writeln!(std::io::stdout(), "No transfer and no cheque is waited for.")?);
    }
    let cells = |promised: &Promised| {
        [
            days.write(promised.promised_at),
            promised.reference.to_string(),
            promised.means.clone(),
            promised.form.clone(),
            promised.idx.clone(),
            euros(promised.amount.cents()),
        ]
    };
    let since = format!("since ({})", days.clock());
    output::table(
        [since.as_str(), "reference", "means", "form", "idx", "euros"],
        5,
        &all.iter().map(cells).collect::<Vec<_>>(),
    )
}

/// Finds what the reference is of.
async fn find(which: &Which) -> Result<(Operators, Promised), Box<dyn std::error::Error>> {
    let text = which.reference.join(" ");
    let reference = TransferReference::parse(&text).map_err(|error| format!("{text:?} is no reference: {error}"))?;
    let operators = open(&which.config, None)?;
    let promised = operators.promised_with(&reference).await?;
    Ok((operators, promised))
}

async fn run_received(received: Received) -> Outcome {
    let (operators, promised) = find(&received.which).await?;
    let on = match &received.on {
        Some(text) => operators.days.past_day("--on", text, operators.now())?,
        None => operators.days_ago(0),
    };
    promised
        .check_received(received.cents, received.accept_amount)
        .map_err(|error| format!("{}: {error}", promised.reference))?;
    let mut out = std::io::stdout().lock();
    let (means, idx) = (&promised.means, &promised.idx);
    let came = euros(received.cents.cents());
    writeln!(out, "{}  {means} of {came} euros for {idx}, on {on}", promised.reference)?;
    if received.cents != promised.amount {
        let told = euros(promised.amount.cents());
        writeln!(out, "The distant is told that {told} euros came: correct the amount there too.")?;
    }
    if received.which.dry_run {
        return Ok(writeln!(out, "Nothing was changed: --dry-run.")?);
    }
    let seen = operators.received(&promised).await?;
    tracing::info!(idx, means, cents = received.cents.cents(), %on, "received");
    if matches!(seen, Seen::Changed { told: false, .. }) {
        return Ok(writeln!(
            out,
            "Recorded. The distant is told nothing new: see campagnodon transactions show {idx}"
        )?);
    }
    Ok(writeln!(out, "Recorded. A relay that runs tells the distant within a minute.")?)
}

async fn run_cancelled(which: Which) -> Outcome {
    let (operators, promised) = find(&which).await?;
    promised.check_cancelled().map_err(|error| format!("{}: {error}", promised.reference))?;
    let mut out = std::io::stdout().lock();
    let (means, idx, sum) = (&promised.means, &promised.idx, euros(promised.amount.cents()));
    writeln!(out, "{}  {means} of {sum} euros for {idx} will not come", promised.reference)?;
    if which.dry_run {
        return Ok(writeln!(out, "Nothing was changed: --dry-run.")?);
    }
    operators.will_not_come(&promised).await?;
    Ok(writeln!(out, "Recorded. A relay that runs tells the distant within a minute, if nothing else is under way.")?)
}
