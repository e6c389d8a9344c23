//! The command line: `campagnodon relay`, `distant`, `check-distant`, `alarms` and `openapi`.
//!
//! For wasm32 there is none: it is empty there, so that `cargo test` and `wasm-pack test` need no list of what to leave out.
#![cfg_attr(target_arch = "wasm32", no_main)]
#![cfg(not(target_arch = "wasm32"))]

use campagnodon::distant::reference::{Reference, ReferenceSettings};
use campagnodon::relay::DistantCheck;
use campagnodon::relay::settings::RelaySettings;
use campagnodon::relay::{Alarms, Relay};
use clap::{Parser, Subcommand};
use listenfd::ListenFd;
use std::alloc::System;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: what a person typed goes through buffers of hyper, rustls and serde too, which are not ours to
/// wipe. Not wiped are the stack, and the system's own buffers of a connection.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Donation and membership forms for associations.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    /// Log one JSON object a line.
    #[arg(long, global = true)]
    log_json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the origin's relay: the forms, and what they post.
    Relay(Server),
    /// Serve the reference distant: where personal data live, in place of a CiviCRM.
    Distant(Server),
    /// Check the distants of a relay: path, keys, permission, extension, and the names that the settings use.
    CheckDistant(CheckDistant),
    /// List what a person must look at; close it, or have it told to the distant again. The relay can run meanwhile.
    Alarms(AlarmsCommand),
    /// Print the relay's HTTP interface, an OpenAPI 3.1 document.
    Openapi,
}

#[derive(clap::Args)]
struct Server {
    /// The settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Check the settings and stop.
    #[arg(long)]
    check: bool,
    /// Listen here instead of where the settings say.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

#[derive(clap::Args)]
struct CheckDistant {
    /// The relay's settings, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// The distant's name in the settings; all of them if absent.
    name: Option<String>,
}

#[derive(clap::Args)]
struct AlarmsCommand {
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

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log(arguments.log_json);
    keep_panics_quiet();
    if let Err(error) = campagnodon::server::protect() {
        tracing::warn!(%error, "what is in memory could end in a core dump");
    }
    let outcome = match arguments.command {
        Command::Relay(server) => relay(server).await,
        Command::Distant(server) => distant(server).await,
        Command::CheckDistant(command) => check_distant(command).await,
        Command::Alarms(command) => alarms(command).await,
        Command::Openapi => openapi(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("campagnodon: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn relay(server: Server) -> Outcome {
    let mut settings = RelaySettings::read(&server.config)?;
    settings.listen = server.listen.unwrap_or(settings.listen);
    let relay = Relay::open(&settings, folder(&server.config))?;
    if server.check {
        return Ok(());
    }
    let listener = listen(settings.listen).await?;
    eprintln!("campagnodon: relay at {}", settings.public_url()?);
    Ok(relay.serve(listener, ended()?).await?)
}

async fn distant(server: Server) -> Outcome {
    let mut settings: ReferenceSettings = campagnodon::settings::read(&server.config)?;
    settings.listen = server.listen.unwrap_or(settings.listen);
    let reference = Reference::open(&settings, folder(&server.config))?;
    if server.check {
        return Ok(());
    }
    let listener = listen(settings.listen).await?;
    eprintln!("campagnodon: distant at http://{}", settings.listen);
    Ok(reference.serve(listener, ended()?).await?)
}

async fn check_distant(command: CheckDistant) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let folder = folder(&command.config);
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

async fn alarms(command: AlarmsCommand) -> Outcome {
    let settings = RelaySettings::read(&command.config)?;
    let alarms = Alarms::open(&settings, folder(&command.config))?;
    let none = |idx: &str| format!("there is nothing of {idx}; see campagnodon alarms");
    match (command.done, command.retry) {
        (Some(idx), _) if alarms.close(&idx).await? == 0 => Err(none(&idx).into()),
        (None, Some(idx)) if alarms.retry(&idx).await? == 0 => Err(none(&idx).into()),
        (None, None) => Ok(write!(std::io::stdout(), "{}", alarms.list().await?)?),
        _ => Ok(()),
    }
}

fn openapi() -> Outcome {
    Ok(writeln!(std::io::stdout(), "{}", campagnodon::relay::openapi()?)?)
}

/// The socket that systemd hands over, which stays open while this program is started anew; else one of our own.
async fn listen(address: SocketAddr) -> Result<TcpListener, Box<dyn Error>> {
    if let Some(handed_over) = ListenFd::from_env().take_tcp_listener(0)? {
        handed_over.set_nonblocking(true)?;
        return Ok(TcpListener::from_std(handed_over)?);
    }
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program; choose another with --listen").into()
        }
        _ => format!("cannot listen on {address}: {error}").into(),
    })
}

/// The folder of the settings, from which their relative paths start.
fn folder(config: &Path) -> &Path {
    match config.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // Its lines hold addresses as they were sent, and a payment's is a secret.
    let filter = match "tower_http::csrf=off".parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { subscriber.json().init() } else { subscriber.init() }
}

/// A panic's text can quote what a person typed; where it happened is enough to find it.
fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}

/// Returns what ends with Ctrl-C or SIGTERM. From here on neither ends the program by itself, so this comes before the
/// first answer to a client.
#[cfg(unix)]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Returns what ends with Ctrl-C.
#[cfg(not(unix))]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
