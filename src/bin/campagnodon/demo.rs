//! `campagnodon demo`: the demonstration site and the distant that it feeds, out of this program alone.

use crate::Outcome;
use crate::serve::{ended, listen};
use campagnodon::distant::standalone::{Standalone, StandaloneSettings};
use campagnodon::relay::Relay;
use campagnodon::relay::settings::RelaySettings;
use data_encoding::HEXLOWER;
use rust_embed::Embed;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// The pages of the site.
#[derive(Embed)]
#[folder = "www/demo/"]
struct Pages;

/// The settings of each server, written for a checkout of ours.
const SETTINGS: [(&str, &str); 2] = [
    ("relay.toml", include_str!("../../../config/demo-relay.toml")),
    ("distant.toml", include_str!("../../../config/demo-distant.toml")),
];

/// The secrets that the settings look for.
const SECRETS: [&str; 3] = ["CAMPAGNODON_SECRET", "CAMPAGNODON_SITE_KEY", "CAMPAGNODON_API_KEY"];

/// Shows the demonstration.
#[derive(clap::Args)]
pub struct Demo {
    /// The port of the site; the distant has the next.
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..65535))]
    port: u16,
    /// Keep in this folder what arrives. Without it, all goes at the end.
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// Serves both until Ctrl-C.
pub async fn run(demo: Demo) -> Outcome {
    let [site, distant] = [demo.port, demo.port + 1].map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    // Before anything is written: a port may be in use.
    let listeners = [listen(site).await?, listen(distant).await?];
    let kept = demo.folder.is_some();
    let folder = demo.folder.map_or_else(new_folder, Ok)?;
    let outcome = serve(&folder, [site, distant], listeners).await;
    if !kept {
        fs::remove_dir_all(&folder)?;
    }
    outcome
}

async fn serve(folder: &Path, [site, distant]: [SocketAddr; 2], listeners: [tokio::net::TcpListener; 2]) -> Outcome {
    write(folder, site, distant)?;
    let settings: StandaloneSettings = campagnodon::settings::read(&folder.join("distant.toml"))?;
    let standalone = Standalone::open(&settings, folder)?;
    let relay = Relay::open(&RelaySettings::read(&folder.join("relay.toml"))?, folder)?;
    let [at_site, at_distant] = listeners;
    println!(
        "\n  The site     http://{site}/\n  The distant  http://{distant}/   what arrived there\n\nCtrl-C ends both.\n"
    );
    let (relay, standalone) = (relay.serve(at_site, ended()?), standalone.serve(at_distant, ended()?));
    let (relayed, stood) = tokio::join!(relay, standalone);
    relayed?;
    Ok(stood?)
}

/// Writes the pages, the settings for these addresses, and what secrets are not there yet.
fn write(folder: &Path, site: SocketAddr, distant: SocketAddr) -> Outcome {
    for name in Pages::iter() {
        let file = folder.join("pages").join(&*name);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, Pages::get(&name).map(|page| page.data).unwrap_or_default())?;
    }
    for (name, text) in SETTINGS {
        let text = text
            .replace("127.0.0.1:8081", &distant.to_string())
            .replace("127.0.0.1:8080", &site.to_string())
            .replace("assets = \"../dist\"\n", "")
            .replace("\"../www/demo\"", "\"pages\"")
            .replace("{ env = \"", "{ file = \"");
        fs::write(folder.join(name), text)?;
    }
    for name in SECRETS {
        let file = folder.join(name);
        if !file.exists() {
            private(fs::OpenOptions::new().write(true).create_new(true)).open(file)?.write_all(random()?.as_bytes())?;
        }
    }
    Ok(())
}

/// Makes what is created readable by us alone.
fn private(options: &mut fs::OpenOptions) -> &fs::OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder that only we can read.
fn new_folder() -> Result<PathBuf, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(["campagnodon-demo-", &random()?].concat());
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

fn random() -> Result<String, Box<dyn Error>> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(HEXLOWER.encode(&bytes))
}
