//! `campagnodon check-distant`: whether a distant is set up as the relay needs it.

use crate::{Outcome, settings_folder};
use campagnodon::relay::DistantCheck;
use campagnodon::relay::settings::RelaySettings;
use std::io::Write as _;
use std::path::PathBuf;

/// Which distants to check.
#[derive(clap::Args)]
pub struct CheckDistant {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// The distant's name in the settings; all of them if absent.
    name: Option<String>,
}

/// Checks, and prints what was found.
pub async fn run(command: CheckDistant) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let folder = settings_folder(&command.config);
    let checks = match &command.name {
        Some(name) => vec![DistantCheck::new(&settings, folder, name)?],
        None => DistantCheck::all(&settings, folder)?,
    };
    let mut to_mend = 0;
    for check in &checks {
        let report = check.run().await;
        write!(std::io::stdout(), "{}\n{report}", check.name())?;
        to_mend += report.mends().count();
    }
    match to_mend {
        0 => Ok(()),
        lines => Err(format!("{lines} to mend").into()),
    }
}
