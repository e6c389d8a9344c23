//! `campagnodon backup`: a copy of a relay's database.

use crate::{Outcome, settings_folder};
use campagnodon::relay::back_up;
use campagnodon::relay::settings::RelaySettings;
use std::io::Write as _;
use std::path::PathBuf;

/// What to copy, and where to.
#[derive(clap::Args)]
pub struct Backup {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// The copy: a file that is not there yet.
    to: PathBuf,
}

/// Copies, and prints what of.
pub fn run(command: &Backup) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let from = back_up(&settings, settings_folder(&command.config), &command.to)?;
    Ok(writeln!(std::io::stdout(), "{} is a copy of {}", command.to.display(), from.display())?)
}
