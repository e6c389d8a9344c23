//! A double of Stripe: the calls that single payments need, in this process, with what a payer and a bank do as commands.
//!
//! It refuses what Stripe refuses, does what has an idempotency key once, and signs its messages. What was asked of it and
//! what it answered it writes down where `CAMPAGNODON_STRIPE_RECORD` names a folder: `tests/stripe/types.test.mjs` holds
//! both to the types of Stripe's own package.

mod api;
mod fields;
mod objects;
mod webhooks;

pub use webhooks::{Delivery, signature};

use objects::{Amounts, World};
use serde_json::Value;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// The version of the API that it speaks, and no other.
pub const VERSION: &str = "2026-10-28.endive";
/// The key of the account.
pub const KEY: &str = "sk_test_campagnodon";
/// The secret of the account's endpoint.
pub const ENDPOINT_SECRET: &str = "whsec_campagnodon";

/// What goes wrong with the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is done, and the answer is lost.
    AnswerLost,
    /// It is not done: 503.
    Down,
    /// Another one with its key is still being done: 409.
    Locked,
    /// It is done, and answered as if it were of the live mode.
    OtherMode,
}

/// What a payer, a bank or the association does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The payer pays by card.
    Pay,
    /// The card is refused; the page stays open.
    Decline,
    /// The payer signs a debit.
    Sepa,
    /// The debit has come.
    SepaSettles,
    /// The debit was refused.
    SepaFails,
    /// The page's time is over.
    Expire,
    /// So many cents are given back, in Stripe's own pages.
    Refund(u64),
    /// So many cents are on their way back.
    RefundBegins(u64),
    /// What was on its way back arrived.
    RefundArrives,
    /// What was on its way back came back to us.
    RefundFails,
    /// The payer's bank asks for the money back: a debit is lost at once.
    Dispute,
    /// The dispute is lost.
    DisputeLost,
    /// The dispute is won.
    DisputeWon,
}

/// The double, and what it has.
#[derive(Clone)]
pub struct Stripe {
    /// Where it is.
    pub address: String,
    world: Arc<Mutex<World>>,
    http: reqwest::Client,
}

impl Stripe {
    /// Starts one at `now`, in seconds since 1970.
    pub async fn start(now: i64) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(Mutex::new(World::at(now)));
        let router = api::router(world.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        Self { address, world, http }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// Moves its clock forward.
    pub fn advance(&self, seconds: i64) {
        self.world().now += seconds;
    }

    /// Lets the next requests go wrong, one each.
    pub fn will(&self, faults: &[Fault]) {
        self.world().faults.extend(faults);
    }

    /// Lets nothing go wrong any more.
    pub fn recovers(&self) {
        self.world().faults.clear();
    }

    /// Sends its messages to `address` from now on.
    pub fn tells(&self, address: &str, delivery: Delivery) {
        let mut world = self.world();
        (world.endpoint, world.delivery) = (Some(address.to_owned()), delivery);
    }

    /// Writes its messages in the shapes of an older version of the API, or of today's.
    pub fn writes_events_of(&self, version: &'static str) {
        self.world().events_version = version;
    }

    /// Shows the pages of the sessions that it opens from now on at `origin`.
    pub fn shows_pages_at(&self, origin: &str) {
        self.world().pages = origin.to_owned();
    }

    /// Returns the sessions, the oldest first.
    pub fn sessions(&self) -> Vec<String> {
        self.world().sessions.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Returns what was asked of it: the call, and the key where it had one.
    pub fn asked(&self) -> Vec<(String, Option<String>)> {
        self.world().asked.clone()
    }

    /// Returns an object as it is now.
    pub fn object(&self, id: &str) -> Option<Value> {
        self.world().find(id).cloned()
    }

    /// Returns how much of the account's money came from this transaction, and went back to it.
    pub fn taken(&self, idx: &str) -> Amounts {
        self.world().taken(idx)
    }

    /// Returns what is paid on a session's page, as its payer reads it there.
    pub fn label(&self, session: &str) -> String {
        self.world().labels[session].clone()
    }

    /// Returns every try at a payment, the oldest first.
    pub fn charges(&self) -> Vec<Value> {
        self.world().charges.clone()
    }

    /// Does something to a session, and tells of it. Returns the statuses with which that was answered.
    pub async fn does(&self, session: &str, act: Act) -> Vec<u16> {
        let events = self.world().does(session, act);
        let (endpoint, delivery, now) = {
            let mut world = self.world();
            let delivery = world.delivery;
            if delivery == Delivery::Kept {
                world.kept.extend(events.clone());
            }
            (world.endpoint.clone(), delivery, world.now)
        };
        let Some(endpoint) = endpoint else { return Vec::new() };
        let statuses = webhooks::deliver(&self.http, &endpoint, delivery, &events, now).await;
        if statuses.contains(&webhooks::UNANSWERED) {
            self.world().kept.extend(events);
        }
        statuses
    }

    /// Delivers what was kept, the last first. Returns the statuses with which that was answered.
    pub async fn delivers_kept(&self) -> Vec<u16> {
        let (endpoint, mut events, now) = {
            let mut world = self.world();
            (world.endpoint.clone().unwrap(), std::mem::take(&mut world.kept), world.now)
        };
        events.reverse();
        webhooks::deliver(&self.http, &endpoint, Delivery::Once, &events, now).await
    }
}

/// Writes down a request or an object, as a line of JSON, where a folder is named.
fn record(kind: &str, name: &str, value: &Value) {
    let Some(folder) = std::env::var_os("CAMPAGNODON_STRIPE_RECORD") else { return };
    let file = std::path::Path::new(&folder).join(format!("{}.jsonl", std::process::id()));
    let line = serde_json::json!({"kind": kind, "name": name, "value": value});
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}
