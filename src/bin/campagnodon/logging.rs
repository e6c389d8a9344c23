//! What is logged, and what is not.

use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts logging, to standard error: what `RUST_LOG` says, else `info`. Colours are for a terminal alone: systemd's journal
/// shows a line with their codes as binary data.
pub fn start(json: bool) {
    let asked = EnvFilter::try_from_default_env();
    let unread =
        asked.as_ref().err().filter(|_| std::env::var_os(EnvFilter::DEFAULT_ENV).is_some()).map(ToString::to_string);
    let filter = asked.unwrap_or_else(|_| EnvFilter::new("info"));
    // Its lines hold addresses as they were sent, and a payment's is a secret.
    let filter = match "tower_http::csrf=off".parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // On a terminal, NO_COLOR has its say.
    let subscriber = if std::io::stderr().is_terminal() { subscriber } else { subscriber.with_ansi(false) };
    if json {
        subscriber.json().init()
    } else {
        subscriber.init()
    }
    if let Some(error) = unread {
        tracing::warn!(%error, "RUST_LOG cannot be read, and is taken for `info`");
    }
}

/// Logs of a panic the place alone: its text can quote what a person typed.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
