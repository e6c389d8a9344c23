//! `campagnodon relay` and `campagnodon distant`: the two servers.

use crate::{Outcome, settings_folder};
use campagnodon::distant::standalone::{Standalone, StandaloneSettings};
use campagnodon::relay::Relay;
use campagnodon::relay::settings::RelaySettings;
use listenfd::ListenFd;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// What both servers take.
#[derive(clap::Args)]
pub struct Server {
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

/// Serves the relay.
pub async fn relay(server: Server) -> Outcome {
    let mut settings = RelaySettings::read(&server.config)?;
    settings.listen = server.listen.unwrap_or(settings.listen);
    let relay = Relay::open(&settings, settings_folder(&server.config))?;
    if server.check {
        return Ok(());
    }
    let relay = relay.watching(&server.config)?;
    let listener = listen(settings.listen).await?;
    tracing::info!("the relay is at {}", settings.public_url()?);
    Ok(relay.serve(listener, ended()?).await?)
}

/// Serves the standalone distant.
pub async fn distant(server: Server) -> Outcome {
    let mut settings: StandaloneSettings = campagnodon::settings::read(&server.config)?;
    settings.listen = server.listen.unwrap_or(settings.listen);
    let distant = Standalone::open(&settings, settings_folder(&server.config))?;
    if server.check {
        return Ok(());
    }
    let listener = listen(settings.listen).await?;
    Ok(distant.serve(listener, ended()?).await?)
}

/// Returns the socket that systemd hands over, which stays open while this program is started anew; else one of our
/// own.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Box<dyn Error>> {
    if let Some(handed_over) = ListenFd::from_env().take_tcp_listener(0)? {
        handed_over.set_nonblocking(true)?;
        return Ok(TcpListener::from_std(handed_over)?);
    }
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!(
            "{address} is in use by another program; choose another with --listen, or --port in the demonstration"
        )
        .into(),
        _ => format!("cannot listen on {address}: {error}").into(),
    })
}

/// Returns what ends with Ctrl-C or SIGTERM. From here on neither ends the program by itself, so this comes before the
/// first answer to a client.
#[cfg(unix)]
pub fn ended() -> std::io::Result<impl Future<Output = ()>> {
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
pub fn ended() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
