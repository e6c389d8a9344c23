//! `campagnodon check-config`: whether the settings can be used, and whether the relay answers at its public address.

use crate::{Outcome, settings_folder};
use campagnodon::relay::check_settings;
use campagnodon::relay::settings::RelaySettings;
use std::io::Write as _;
use std::path::PathBuf;

/// What to check.
#[derive(clap::Args)]
pub struct CheckConfig {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Also ask at `public_url` whether the relay answers there, and hears payment providers. Best run from another
    /// machine than the relay's. No payment is touched.
    #[arg(long)]
    public: bool,
}

/// Checks, and prints what was found.
pub async fn run(command: CheckConfig) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let check = check_settings(&settings, settings_folder(&command.config))?;
    writeln!(std::io::stdout(), "ok    the settings can be used")?;
    if !command.public {
        return Ok(());
    }
    let report = check.run().await;
    write!(std::io::stdout(), "{report}")?;
    match report.mends().count() {
        0 => Ok(()),
        lines => Err(format!("{lines} to mend").into()),
    }
}
