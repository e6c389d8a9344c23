//! The command line: `campagnodon demo`, `relay`, `distant`, `check-config`, `check-distant`, `alarms`, `transactions`,
//! `deliver`, `payments`, `figures`, `backup`, `moved` and `openapi`.
//!
//! For wasm32 there is none: it is empty there, so that `cargo test` and `wasm-pack test` need no list of what to leave
//! out.
#![cfg_attr(target_arch = "wasm32", no_main)]
#![cfg(not(target_arch = "wasm32"))]

mod alarms;
mod backup;
mod check_config;
mod check_distant;
mod deliver;
mod demo;
mod figures;
mod logging;
mod moved;
mod output;
mod payments;
mod serve;
mod transactions;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: what a person typed goes through buffers of hyper, rustls and serde too, which are not ours to
/// wipe. Not wiped are the stack, and the system's own buffers of a connection.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

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
    /// Show the demonstration site, and the distant that it feeds. No money moves.
    Demo(demo::Demo),
    /// Serve the origin's relay: the forms, and what they post.
    Relay(serve::Server),
    /// Serve the standalone distant: where personal data live, in place of a CiviCRM.
    Distant(serve::Server),
    /// Check the settings of a relay, and whether it can be reached where its donors and payment providers look for it.
    CheckConfig(check_config::CheckConfig),
    /// Check the distants of a relay: path, keys, permission, extension, and the names that the settings use.
    CheckDistant(check_distant::CheckDistant),
    /// List what a person must look at; close it, or have it told to the distant again. The relay can run meanwhile.
    Alarms(alarms::AlarmsCommand),
    /// List transactions, or tell what happened to one. Nothing in it says of whom it is.
    #[command(subcommand)]
    Transactions(transactions::TransactionsCommand),
    /// Make due what waits for a distant: of one transaction, or all that is parked. The relay can run meanwhile.
    Deliver(deliver::DeliverCommand),
    /// List the transfers and cheques that are waited for, and say what became of one. The relay can run meanwhile.
    #[command(subcommand)]
    Payments(payments::PaymentsCommand),
    /// Count what began in a period and what became of it, by day, form, operation, frequency and `from`.
    Figures(figures::FiguresCommand),
    /// Copy a relay's database to a new file, to be kept elsewhere. The relay can run meanwhile.
    Backup(backup::Backup),
    /// Say that the relay has another address for good. Elsewhere than where it was, its database is a copy, and is not served.
    Moved(moved::Moved),
    /// Print the relay's HTTP interface, an OpenAPI 3.1 document.
    Openapi,
}

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(arguments.log_json);
    logging::keep_panics_quiet();
    if let Err(error) = campagnodon::server::protect() {
        tracing::warn!(%error, "what is in memory could end in a core dump");
    }
    let outcome = match arguments.command {
        Command::Demo(demo) => demo::run(demo).await,
        Command::Relay(server) => serve::relay(server).await,
        Command::Distant(server) => serve::distant(server).await,
        Command::CheckConfig(command) => check_config::run(command).await,
        Command::CheckDistant(command) => check_distant::run(command).await,
        Command::Alarms(command) => alarms::run(command).await,
        Command::Transactions(command) => transactions::run(command).await,
        Command::Deliver(command) => deliver::run(command).await,
        Command::Payments(command) => payments::run(command).await,
        Command::Figures(command) => figures::run(command).await,
        Command::Backup(command) => backup::run(&command),
        Command::Moved(command) => moved::run(command).await,
        Command::Openapi => openapi(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What the log leaves out is said all the same.
            if arguments.log_json && tracing::enabled!(tracing::Level::ERROR) {
                tracing::error!(%error, "ended")
            } else {
                eprintln!("campagnodon: {error}")
            }
            ExitCode::FAILURE
        }
    }
}

/// Prints the relay's HTTP interface.
fn openapi() -> Outcome {
    Ok(writeln!(std::io::stdout(), "{}", campagnodon::relay::openapi()?)?)
}

/// Returns the folder of the settings, from which their relative paths start.
fn settings_folder(config: &Path) -> &Path {
    match config.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
