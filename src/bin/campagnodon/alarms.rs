//! `campagnodon alarms`: what a person must look at.

use crate::{Outcome, settings_folder};
use campagnodon::relay::Alarms;
use campagnodon::relay::settings::RelaySettings;
use std::io::Write as _;
use std::path::PathBuf;

/// What to do to which alarms.
#[derive(clap::Args)]
pub struct AlarmsCommand {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Close the alarms of this transaction: you have looked, and done by hand what was to be done.
    #[arg(long, value_name = "IDX", conflicts_with = "retry")]
    done: Option<String>,
    /// Tell the distant again what is parked of this transaction: what stood against it is mended.
    #[arg(long, value_name = "IDX")]
    retry: Option<String>,
}

/// Lists the alarms, closes those of a transaction, or has what is parked of it delivered again.
pub async fn run(command: AlarmsCommand) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let alarms = Alarms::open(&settings, settings_folder(&command.config))?;
    let none = |idx: &str| format!("there is nothing of {idx}; see campagnodon alarms");
    match (command.done, command.retry) {
        (Some(idx), _) if alarms.close(&idx).await? == 0 => Err(none(&idx).into()),
        (None, Some(idx)) if alarms.retry(&idx).await? == 0 => Err(none(&idx).into()),
        (None, None) => Ok(write!(std::io::stdout(), "{}", alarms.list().await?)?),
        _ => Ok(()),
    }
}
