//! Serving HTTP to clients of whom some are slow, silent or many: what waits for a client ends in time, there are at
//! most so many at once, and a server that is told to stop does.
//!
//! A connection that waits for us, since we wait for a distant or a disk, has no time here.

mod client;
mod connection;
mod process;
mod routes;

pub use process::{Descriptors, protect};
pub use routes::Routes;

use client::Client;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

/// The longest that a head may take to come, from its first byte on; of a new connection, from its opening on.
const HEAD: Duration = Duration::from_secs(10);
/// The longest that a body may take to come. The relay says so itself, sooner.
const BODY: Duration = Duration::from_secs(30);
/// How long a connection is kept open between two requests.
const IDLE: Duration = Duration::from_secs(60);
/// How long an answer waits for a client that reads nothing of it.
const UNREAD: Duration = Duration::from_secs(30);
/// How long a client that was answered before it had sent all may go on sending: else it reads a broken connection in
/// the place of the answer.
const LINGER: Duration = Duration::from_secs(2);
/// How often connections are looked at.
const LOOK: Duration = Duration::from_millis(200);
/// At the most connections, one that has waited so long for its client makes room. A head that is on its way across the
/// world takes less.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long requests that have begun have to end once the server is told to stop. A service's manager kills what takes
/// much longer.
const FAREWELL: Duration = Duration::from_secs(12);
/// At most one line of a kind in so long a time: who attacks shall not write the log.
const LOG_PAUSE: Duration = Duration::from_secs(60);

/// Serves until `stop`, with at most so many connections at once. Requests that have begun then end, for at most twelve
/// seconds; meanwhile new ones are answered too, so that a restart turns away as few as it can.
///
/// # Errors
/// If the descriptors that the system grants suffice for nothing.
pub async fn serve(
    listener: TcpListener,
    routes: Routes,
    connections: usize,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let most = Descriptors::granted().connections(connections)?;
    if most < connections {
        tracing::warn!(connections, most, "the system grants descriptors for fewer connections than the settings do");
    }
    let (stopping, _) = watch::channel(false);
    let mut server =
        Server { routes, most, stopping, open: Open::default(), waiting: None, paused: false, full: Rare::default() };
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(stop);
    loop {
        server.admit();
        tokio::select! {
            () = &mut stop => break,
            Some(ended) = server.open.tasks.join_next_with_id() => server.open.forget(ended),
            accepted = listener.accept(), if server.waiting.is_none() && !server.paused => server.accepted(accepted),
            _ = looks.tick() => server.look(),
        }
    }
    server.stop(listener, looks).await;
    Ok(())
}

struct Server {
    routes: Routes,
    most: usize,
    stopping: watch::Sender<bool>,
    open: Open,
    /// A client for whom there is no room yet; the next ones wait in the system's line.
    waiting: Option<(TcpStream, SocketAddr)>,
    /// Until the next look nobody is let in: the system just said that it cannot be.
    paused: bool,
    full: Rare,
}

impl Server {
    /// Lets in who waits, if there is room.
    fn admit(&mut self) {
        if self.open.clients.len() < self.most
            && let Some((stream, peer)) = self.waiting.take()
        {
            self.open.add(stream, peer, self.routes.clone(), &self.stopping);
        }
    }

    fn accepted(&mut self, accepted: std::io::Result<(TcpStream, SocketAddr)>) {
        match accepted {
            Ok(client) => {
                self.waiting = Some(client);
                if self.open.clients.len() >= self.most {
                    self.make_room();
                }
            }
            // Of the client's doing, and its loss alone.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
                ) => {}
            // Out of descriptors, or of memory.
            Err(error) => {
                if self.full.is_due() {
                    tracing::error!(%error, open = self.open.clients.len(), "no connection can be accepted");
                }
                self.open.close_longest(Duration::ZERO);
                self.paused = true;
            }
        }
    }

    /// Closes who is late, and who waits longest if others wait for room.
    fn look(&mut self) {
        self.paused = false;
        self.open.close_late();
        if self.waiting.is_some() {
            self.make_room();
        }
    }

    fn make_room(&mut self) {
        let closed = self.open.close_longest(PATIENCE);
        if self.full.is_due() {
            tracing::warn!(
                connections = self.most,
                closed,
                "as many connections as there may be; who keeps us waiting longest makes room"
            );
        }
    }

    /// Lets the requests that have begun end. Who comes meanwhile gets one answer.
    async fn stop(mut self, listener: TcpListener, mut looks: tokio::time::Interval) {
        let end = Instant::now() + FAREWELL;
        self.stopping.send_replace(true);
        let mut late = Open::default();
        while !self.open.clients.is_empty() && Instant::now() < end {
            tokio::select! {
                Some(ended) = self.open.tasks.join_next_with_id() => self.open.forget(ended),
                Some(ended) = late.tasks.join_next_with_id() => late.forget(ended),
                Ok((stream, peer)) = listener.accept(), if late.clients.len() < self.most => {
                    late.add(stream, peer, self.routes.clone(), &self.stopping);
                }
                _ = looks.tick() => {
                    self.open.close_late();
                    late.close_late();
                }
                () = sleep_until(end) => {}
            }
        }
        drop(listener);
        while !late.clients.is_empty() && Instant::now() < end {
            tokio::select! {
                Some(ended) = late.tasks.join_next_with_id() => late.forget(ended),
                _ = looks.tick() => late.close_late(),
                () = sleep_until(end) => {}
            }
        }
        let cut_off = self.open.clients.len() + late.clients.len();
        if cut_off > 0 {
            tracing::warn!(cut_off, "connections did not end in time");
        }
    }
}

/// The connections that are open. Dropped, it closes them.
#[derive(Default)]
struct Open {
    tasks: JoinSet<()>,
    clients: HashMap<Id, (Arc<Client>, AbortHandle)>,
}

impl Open {
    fn add(&mut self, stream: TcpStream, peer: SocketAddr, routes: Routes, stopping: &watch::Sender<bool>) {
        let client = Arc::new(Client::new());
        let attended = connection::attend(stream, peer, routes, Arc::clone(&client), stopping.subscribe());
        let task = self.tasks.spawn(attended);
        self.clients.insert(task.id(), (client, task));
    }

    fn forget(&mut self, ended: Result<(Id, ()), tokio::task::JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => error.id(),
        };
        self.clients.remove(&id);
    }

    fn close_late(&self) {
        let now = Instant::now();
        for (client, task) in self.clients.values() {
            if client.is_late(now) {
                task.abort();
            }
        }
    }

    /// Closes the connection that has waited longest for its client, if that is so long; says whether one has.
    fn close_longest(&self, patience: Duration) -> bool {
        let waits = self.clients.values().filter(|(_, task)| !task.is_finished());
        let waits = waits.filter_map(|(client, task)| Some((client.waits_since()?, task)));
        let Some((since, task)) = waits.min_by_key(|(since, _)| *since) else { return false };
        let closes = since.elapsed() >= patience;
        if closes {
            task.abort();
        }
        closes
    }
}

/// When a line was last logged.
#[derive(Default)]
struct Rare(Option<Instant>);

impl Rare {
    fn is_due(&mut self) -> bool {
        let due = self.0.is_none_or(|last| last.elapsed() >= LOG_PAUSE);
        if due {
            self.0 = Some(Instant::now());
        }
        due
    }
}
