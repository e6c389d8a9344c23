//! `campagnodon moved`: the relay has another address for good.

use crate::{Outcome, settings_folder};
use campagnodon::relay::move_home;
use campagnodon::relay::settings::RelaySettings;
use std::io::Write as _;
use std::path::PathBuf;

/// Which relay moved.
#[derive(clap::Args)]
pub struct Moved {
    /// The relay's settings, a TOML file, with its new `public_url`.
    #[arg(long)]
    config: PathBuf,
}

/// Has the store served at the address of the settings from now on.
pub async fn run(command: Moved) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let (here, home) = move_home(&settings, settings_folder(&command.config)).await?;
    let was =
        home.filter(|home| home != here.as_str()).map(|home| format!(", and no more at {home}")).unwrap_or_default();
    Ok(writeln!(std::io::stdout(), "the relay is at {here}{was}")?)
}
