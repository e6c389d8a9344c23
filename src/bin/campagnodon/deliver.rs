//! `campagnodon deliver`: what waits for a distant is made due.

use crate::Outcome;
use crate::transactions::open;
use std::io::Write as _;
use std::path::PathBuf;

/// What to make due.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct DeliverCommand {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// All that waits of this transaction, parked or not.
    #[arg(group = "which")]
    idx: Option<String>,
    /// All that is parked: what stood against it is mended.
    #[arg(long, group = "which")]
    parked: bool,
    /// Of --parked, what is for this distant.
    #[arg(long, value_name = "NAME", requires = "parked")]
    distant: Option<String>,
    /// Say what would be made due, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Makes due, and prints what.
pub async fn run(command: DeliverCommand) -> Outcome {
    let operators = open(&command.config, None)?;
    let names = match &command.idx {
        Some(idx) => vec![idx.trim().to_owned()],
        None => {
            let parked = operators.parked(command.distant.as_deref()).await?;
            let mut names: Vec<_> = parked.into_iter().map(|each| each.idx).collect();
            names.dedup();
            names
        }
    };
    let mut out = std::io::stdout().lock();
    let mut waiting = Vec::new();
    for idx in &names {
        waiting.extend(operators.waiting(idx).await?);
    }
    if waiting.is_empty() {
        return match command.idx {
            Some(idx) => Err(format!("nothing waits of {}; see campagnodon transactions show", idx.trim()).into()),
            None => Ok(writeln!(out, "Nothing is parked.")?),
        };
    }
    for each in &waiting {
        let (status, distant, idx) = (each.status.as_str(), &each.distant, &each.idx);
        match each.next_at {
            Some(at) => writeln!(out, "{idx}  {status} for {distant}, due at {} else", operators.days.write(at))?,
            None => writeln!(out, "{idx}  {status} for {distant}, parked")?,
        }
    }
    if command.dry_run {
        return Ok(writeln!(out, "Nothing was changed: --dry-run.")?);
    }
    for idx in &names {
        operators.deliver(idx).await?;
    }
    Ok(writeln!(out, "Made due. A relay that runs delivers it within a minute.")?)
}
