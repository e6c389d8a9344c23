//! `campagnodon transactions`: which there are, and what happened to one. Of whom they are, the distant knows alone.

use crate::output::{self, Shape, euros};
use crate::{Outcome, settings_folder};
use campagnodon::protocol::{RecurringStatus, Status};
use campagnodon::relay::settings::RelaySettings;
use campagnodon::relay::{Days, Filter, Happened, Listed, Operators, Story};
use clap::builder::PossibleValuesParser;
use clap::{Subcommand, builder::TypedValueParser as _};
use serde::Serialize;
use std::io::Write as _;
use std::path::PathBuf;

/// What to look at.
#[derive(Subcommand)]
pub enum TransactionsCommand {
    /// List transactions, the newest first.
    List(List),
    /// Tell all that is known of one: what happened to its payment, what its distant was told and when, and what waits.
    Show(Show),
}

/// Which transactions.
#[derive(clap::Args)]
pub struct List {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Those whose payment stands there.
    #[arg(long, value_parser = status_parser())]
    status: Option<Status>,
    /// Those of this form.
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// Those of this distant.
    #[arg(long, value_name = "NAME")]
    distant: Option<String>,
    /// Those that began on this day.
    #[arg(long, conflicts_with_all = ["since", "until"])]
    day: Option<String>,
    #[command(flatten)]
    period: PeriodArguments,
    /// Those whose name (idx) has this in it; spaces and case are of no matter.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Those before the one of this name: the next page.
    #[arg(long, value_name = "IDX")]
    before: Option<String>,
    #[command(flatten)]
    shape: Shape,
}

/// Which one.
#[derive(clap::Args)]
pub struct Show {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Its name.
    idx: String,
    /// Times are of a clock so far from UTC, such as +01:00; of operators.utc_offset in the settings by default.
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true)]
    utc_offset: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// From when to when.
#[derive(clap::Args)]
pub struct PeriodArguments {
    /// From this day on, 2026-12-01, or from a time with its offset, 2026-12-01T18:00:00+01:00.
    #[arg(long, value_name = "DAY")]
    pub since: Option<String>,
    /// To the end of this day, or to a time with its offset.
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
    /// Days and times are of a clock so far from UTC, such as +01:00; of operators.utc_offset in the settings by default.
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true)]
    pub utc_offset: Option<String>,
}

fn status_parser() -> impl clap::builder::TypedValueParser<Value = Status> {
    PossibleValuesParser::new(Status::ALL.map(Status::as_str))
        .try_map(|word| Status::parse(&word).ok_or("no such status"))
}

/// Opens the store, with days of the clock that was asked for.
pub fn open(config: &std::path::Path, utc_offset: Option<&str>) -> Result<Operators, Box<dyn std::error::Error>> {
    let settings = RelaySettings::read(config)?;
    let mut operators = Operators::open(&settings, settings_folder(config))?;
    if let Some(offset) = utc_offset {
        operators.days = Days::of_clock("--utc-offset", offset)?;
    }
    Ok(operators)
}

/// Lists, or shows one.
pub async fn run(command: TransactionsCommand) -> Outcome {
    match command {
        TransactionsCommand::List(list) => run_list(list).await,
        TransactionsCommand::Show(show) => run_show(show).await,
    }
}

/// A transaction as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    idx: &'a str,
    began_at: String,
    form: &'a str,
    distant: &'a str,
    operation: &'static str,
    frequency: &'static str,
    amount_cents: u64,
    from: Option<&'a str>,
    opened: bool,
    status: &'static str,
    recurring_status: Option<&'static str>,
    waiting: u64,
    parked: u64,
}

const COLUMNS: [&str; 13] = [
    "idx",
    "began_at",
    "form",
    "distant",
    "operation",
    "frequency",
    "amount_cents",
    "from",
    "opened",
    "status",
    "recurring_status",
    "waiting",
    "parked",
];

impl<'a> Row<'a> {
    fn of(listed: &'a Listed, days: Days) -> Self {
        Self {
            idx: &listed.idx,
            began_at: days.write_rfc3339(listed.began_at),
            form: &listed.form,
            distant: &listed.distant,
            operation: listed.operation.as_str(),
            frequency: listed.frequency.as_str(),
            amount_cents: listed.amount.cents(),
            from: listed.from.as_deref(),
            opened: listed.opened,
            status: listed.status.as_str(),
            recurring_status: listed.recurring_status.map(RecurringStatus::as_str),
            waiting: listed.waiting,
            parked: listed.parked,
        }
    }
}

async fn run_list(list: List) -> Outcome {
    let operators = open(&list.config, list.period.utc_offset.as_deref())?;
    let days = operators.days;
    let (since, until) = match &list.day {
        Some(day) => (("--day", Some(day.as_str())), ("--day", Some(day.as_str()))),
        None => (("--since", list.period.since.as_deref()), ("--until", list.period.until.as_deref())),
    };
    let filter = Filter {
        status: list.status,
        form: list.form,
        distant: list.distant,
        period: days.period(since, until)?,
        search: list.search,
    };
    if let Some(before) = &list.before
        && operators.story(before).await?.is_none()
    {
        return Err(format!("--before: there is no transaction {before}").into());
    }
    let slice = operators.list(filter, list.before.as_deref(), list.limit.into()).await?;
    let rows: Vec<_> = slice.rows.iter().map(|listed| Row::of(listed, days)).collect();
    let next = slice.rows.last().filter(|_| slice.more).map(|last| last.idx.as_str());
    if list.shape.csv {
        output::csv(&COLUMNS, rows)?;
    } else if list.shape.json {
        #[derive(Serialize)]
        struct Page<'a> {
            transactions: Vec<Row<'a>>,
            next_before: Option<&'a str>,
        }
        return output::json(&Page { transactions: rows, next_before: next });
    } else {
        let began = format!("began ({})", days.clock());
        let columns =
            [began.as_str(), "idx", "form", "distant", "operation", "frequency", "from", "status", "waits", "euros"];
        output::table(columns, 9, &slice.rows.iter().map(|listed| cells(listed, days)).collect::<Vec<_>>())?;
    }
    // Beside the rows, so that they stay what a program can read.
    if let Some(next) = next {
        eprintln!("There are more: --before {next}");
    }
    Ok(())
}

fn cells(listed: &Listed, days: Days) -> [String; 10] {
    let waits = match (listed.opened, listed.waiting, listed.parked) {
        (false, ..) => "never opened".to_owned(),
        (true, 0, _) => String::new(),
        (true, waiting, 0) => waiting.to_string(),
        (true, waiting, parked) => format!("{waiting}, {parked} parked"),
    };
    [
        days.write(listed.began_at),
        listed.idx.clone(),
        listed.form.clone(),
        listed.distant.clone(),
        listed.operation.as_str().to_owned(),
        listed.frequency.as_str().to_owned(),
        listed.from.clone().unwrap_or_default(),
        listed.status.as_str().to_owned(),
        waits,
        euros(listed.amount.cents()),
    ]
}

async fn run_show(show: Show) -> Outcome {
    let operators = open(&show.config, show.utc_offset.as_deref())?;
    let Some(story) = operators.story(show.idx.trim()).await? else {
        return Err(format!("there is no transaction {}; see campagnodon transactions list", show.idx.trim()).into());
    };
    if show.json { output::json(&told_to_programs(&story, operators.days)) } else { tell(&story, operators.days) }
}

/// Returns a story as programs read it.
fn told_to_programs(story: &Story, days: Days) -> serde_json::Value {
    let at = |moment| days.write_rfc3339(moment);
    let (answered, series) = story.answered;
    serde_json::json!({
        "transaction": Row::of(&story.transaction, days),
        "distant_status": answered.map(Status::as_str),
        "distant_recurring_status": series.map(RecurringStatus::as_str),
        "attempts": story.attempts.iter().map(|kept| serde_json::json!({
            "number": kept.attempt.number, "means": kept.means, "reference": kept.reference,
            "state": kept.attempt.state.as_str(), "opened_at": at(kept.opened_at), "changed_at": at(kept.changed_at),
            "returned_cents": kept.attempt.returned.map(|returned| returned.cents),
            "returned_reason": kept.attempt.returned.map(|returned| returned.reason.as_str()),
        })).collect::<Vec<_>>(),
        "events": story.events.iter().map(|(moment, status)| serde_json::json!({
            "at": at(*moment), "status": status.as_str(),
        })).collect::<Vec<_>>(),
        "told": story.told.iter().map(|told| serde_json::json!({
            "at": at(told.at), "status": told.status.as_str(), "tries": told.tries,
            "answer": told.answer.map(Status::as_str), "closed_by_hand": told.answer.is_none(),
        })).collect::<Vec<_>>(),
        "waiting": story.waiting.iter().map(|waiting| serde_json::json!({
            "status": waiting.status.as_str(), "tries": waiting.tries, "next_at": waiting.next_at.map(at),
            "parked": waiting.next_at.is_none(),
        })).collect::<Vec<_>>(),
        "alarms": story.alarms.iter().map(|alarm| serde_json::json!({
            "since": at(alarm.at), "status": alarm.status.as_str(), "cause": alarm.cause.as_str(), "said": alarm.said,
        })).collect::<Vec<_>>(),
    })
}

/// Prints a story for people.
fn tell(story: &Story, days: Days) -> Outcome {
    let listed = &story.transaction;
    let (operation, frequency) = (listed.operation.as_str(), listed.frequency.as_str());
    let series = |status: Option<RecurringStatus>| {
        status.map(|status| format!("; series {}", status.as_str())).unwrap_or_default()
    };
    let answered = match story.answered {
        (Some(status), recurring) => format!("{}{}", status.as_str(), series(recurring)),
        (None, _) => "nothing".to_owned(),
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", listed.idx)?;
    writeln!(out, "  what            {operation}, {frequency}, {} euros", euros(listed.amount.cents()))?;
    writeln!(out, "  form            {}", listed.form)?;
    if let Some(from) = &listed.from {
        writeln!(out, "  from            {from}")?;
    }
    writeln!(out, "  payment         {}{}", listed.status.as_str(), series(listed.recurring_status))?;
    writeln!(out, "  distant         {}, which last said {answered}", listed.distant)?;
    writeln!(out, "What happened ({}):", days.clock())?;
    for (at, happened) in story.happened() {
        writeln!(out, "  {}  {}", days.write(at), sentence(happened, &listed.distant))?;
    }
    if !listed.opened {
        writeln!(out, "The distant never said that it opened it.")?;
    }
    for waiting in &story.waiting {
        let (status, tries) = (waiting.status.as_str(), waiting.tries);
        match waiting.next_at {
            Some(at) => writeln!(out, "Waits: {status}, tried {tries} times, again at {}", days.write(at))?,
            None => writeln!(out, "Parked: {status}, tried {tries} times; campagnodon deliver {}", listed.idx)?,
        }
    }
    Ok(())
}

/// Returns what happened, for people.
fn sentence(happened: Happened<'_>, distant: &str) -> String {
    match happened {
        Happened::Began => "began".to_owned(),
        Happened::Attempt(kept) => {
            let (number, state) = (kept.attempt.number, kept.attempt.state.as_str());
            let reference = kept.reference.as_ref().map(|reference| format!(" ({reference})")).unwrap_or_default();
            format!("attempt {number} by {}{reference}, which is {state}", kept.means)
        }
        Happened::Payment(status) => format!("the payment is {}", status.as_str()),
        Happened::Alarm(alarm) => {
            format!("alarm: {} was {} of {distant}: {}", alarm.status.as_str(), alarm.cause.as_str(), alarm.said)
        }
        Happened::Told(told) => {
            let (status, tries) = (told.status.as_str(), told.tries);
            match told.answer {
                Some(answer) => format!("{distant} was told {status} at try {tries}, and said {}", answer.as_str()),
                None => format!("a person closed {status}, which {distant} was not told"),
            }
        }
    }
}
