//! The few calls of Stripe's API that single payments need.
//!
//! A request that may have been lost is sent again, with the same key and the same body, so that Stripe does it once.
//! Of an error its type, its code and the request's name are logged, never a body: those of requests hold an e-mail
//! address, and those of answers may.

use super::checkout::{NewSession, form};
use super::key::{ApiKey, Mode};
use super::objects::{Charge, Dispute, Event, Id, List, PaymentIntent, Refund, Session};
use super::refusal::{StripeError, is_passing, refusal};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The version of the API in which we ask, and are answered.
pub const VERSION: &str = "2026-10-28.endive";

/// Where Stripe is.
pub const ADDRESS: &str = "https://api.stripe.com";

/// How often a request is sent before it is given up.
const TRIES: u32 = 3;

/// How long a try may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The largest answer that is read.
const ANSWER_CAP: usize = 4 << 20;

/// How many pages of a list are read at most, of a hundred objects each.
const PAGES: usize = 50;

/// Where the API cannot be. The address is not quoted: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// Not the address of a server alone.
    #[error("not the address of a server: {ADDRESS}")]
    NotAnAddress,
    /// Keys and addresses would cross a network in clear.
    #[error("http is for this machine alone: use https")]
    Clear,
    /// The system cannot make such a client: it has no certificate authorities.
    #[error("no client can be made: {0}")]
    Client(String),
}

/// A client for one account. Cheap to share, not to make: it keeps connections.
pub struct StripeClient {
    http: Client,
    address: Url,
    key: ApiKey,
}

impl StripeClient {
    /// Makes the client; nothing is sent.
    ///
    /// # Errors
    /// If the address cannot be used, or the system has no certificate authorities.
    pub fn new(address: &str, key: ApiKey) -> Result<Self, ClientError> {
        let address = parse(address)?;
        // Another client of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("campagnodon/", env!("CARGO_PKG_VERSION")))
            .timeout(TIMEOUT)
            .connect_timeout(TIMEOUT / 2);
        if address.scheme() == "http" {
            // So that a machine without certificate authorities can talk to itself.
            builder = builder.tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| ClientError::Client(error.without_url().to_string()))?;
        Ok(Self { http, address, key })
    }

    /// Opens a page on which an attempt is paid: once, however often it is asked for.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn open(&self, session: &NewSession<'_>) -> Result<Session, StripeError> {
        self.post(&["checkout", "sessions"], &session.idempotency_key(), session.body()).await
    }

    /// Returns a session, with its payment.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn session(&self, id: &Id) -> Result<Session, StripeError> {
        let expand = [("expand[]", "payment_intent.latest_charge.refunds")];
        self.get(&["checkout", "sessions", id.as_str()], &expand).await
    }

    /// Returns the session on whose page a payment is made, or `None` if there is none.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn session_of(&self, intent: &Id) -> Result<Option<Session>, StripeError> {
        let query = [("payment_intent", intent.as_str()), ("limit", "1")];
        let list: List<Session> = self.get(&["checkout", "sessions"], &query).await?;
        Ok(list.data.into_iter().next())
    }

    /// Closes a session, so that a forgotten tab cannot pay. One that is not open is refused.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn expire(&self, id: &Id) -> Result<Session, StripeError> {
        let key = format!("expire-{id}");
        self.post(&["checkout", "sessions", id.as_str(), "expire"], &key, String::new()).await
    }

    /// Returns a payment, with its last try and what was given back of it.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn payment_intent(&self, id: &Id) -> Result<PaymentIntent, StripeError> {
        self.get(&["payment_intents", id.as_str()], &[("expand[]", "latest_charge.refunds")]).await
    }

    /// Returns one try of a payment.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn charge(&self, id: &Id) -> Result<Charge, StripeError> {
        self.get(&["charges", id.as_str()], &[]).await
    }

    /// Gives back a part of a payment: once for each key.
    ///
    /// # Errors
    /// See [`StripeError`]; more than is left is refused.
    pub async fn give_back(&self, intent: &Id, cents: u64, key: &str) -> Result<Refund, StripeError> {
        let body = form(&[("payment_intent", intent.to_string()), ("amount", cents.to_string())]);
        self.post(&["refunds"], key, body).await
    }

    /// Returns a refund.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn refund(&self, id: &Id) -> Result<Refund, StripeError> {
        self.get(&["refunds", id.as_str()], &[]).await
    }

    /// Returns a dispute.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn dispute(&self, id: &Id) -> Result<Dispute, StripeError> {
        self.get(&["disputes", id.as_str()], &[]).await
    }

    /// Returns the tries of a payment, the last 100, the newest first.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn charges(&self, intent: &Id) -> Result<Vec<Charge>, StripeError> {
        let query = [("payment_intent", intent.as_str()), ("limit", "100")];
        Ok(self.get::<List<Charge>>(&["charges"], &query).await?.data)
    }

    /// Returns the disputes of a payment.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn disputes(&self, intent: &Id) -> Result<Vec<Dispute>, StripeError> {
        let list: List<Dispute> = self.get(&["disputes"], &[("payment_intent", intent.as_str())]).await?;
        Ok(list.data)
    }

    /// Returns what happened since then, in seconds since 1970, of the types in `kinds` (20 at most). Stripe keeps 30 days.
    ///
    /// It is not asked for what was not delivered alone: a proxy that answers 200 for us makes all seem delivered.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn events(&self, kinds: &[&str], since: i64) -> Result<Vec<Event>, StripeError> {
        let since = since.to_string();
        let mut events: Vec<Event> = Vec::new();
        for _ in 0..PAGES {
            let mut query: Vec<_> = kinds.iter().map(|kind| ("types[]", *kind)).collect();
            query.extend([("created[gte]", since.as_str()), ("limit", "100")]);
            let last = events.last().map(|event| event.id.clone());
            query.extend(last.as_ref().map(|id| ("starting_after", id.as_str())));
            let page: List<Event> = self.get(&["events"], &query).await?;
            let is_last = !page.has_more || page.data.is_empty();
            events.extend(page.data);
            if is_last {
                return Ok(events);
            }
        }
        tracing::warn!(provider = "stripe", "more events than are read at once: the oldest are left");
        Ok(events)
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str], query: &[(&str, &str)]) -> Result<T, StripeError> {
        let mut address = self.at(path)?;
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        self.ask(&Request { method: Method::GET, address, key: None, body: String::new() }).await
    }

    async fn post<T: DeserializeOwned>(&self, path: &[&str], key: &str, body: String) -> Result<T, StripeError> {
        self.ask(&Request { method: Method::POST, address: self.at(path)?, key: Some(key), body }).await
    }

    fn at(&self, path: &[&str]) -> Result<Url, StripeError> {
        let mut address = self.address.clone();
        address.path_segments_mut().map_err(|()| StripeError::Unreadable)?.pop_if_empty().push("v1").extend(path);
        Ok(address)
    }

    /// Sends a request, again where its answer was lost or says that it can be.
    async fn ask<T: DeserializeOwned>(&self, request: &Request<'_>) -> Result<T, StripeError> {
        for tried in 1.. {
            let (error, again) = match self.try_once(request).await {
                Ok((status, _, body)) if status < 300 => return self.read(&body),
                Ok((status, headers, body)) => {
                    let error = refusal(status, &headers, &body);
                    let again = is_passing(status, &headers, &error);
                    (error, again)
                }
                Err(error) => (error, true),
            };
            if !again || tried >= TRIES {
                return Err(error);
            }
            tokio::time::sleep(Duration::from_millis(250) * 2_u32.pow(tried - 1)).await;
        }
        Err(StripeError::Unanswered)
    }

    async fn try_once(&self, request: &Request<'_>) -> Result<(u16, HeaderMap, Vec<u8>), StripeError> {
        let mut builder = self
            .http
            .request(request.method.clone(), request.address.clone())
            .bearer_auth(self.key.expose())
            .header("Stripe-Version", VERSION);
        if let Some(key) = request.key {
            builder = builder
                .header("Idempotency-Key", key)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(request.body.clone());
        }
        let mut response = builder.send().await.map_err(|_| StripeError::Unanswered)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| StripeError::Unanswered)? {
            if body.len() + chunk.len() > ANSWER_CAP {
                return Err(StripeError::Unreadable);
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, headers, body))
    }

    /// Reads an answer, if it is of the key's mode.
    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, StripeError> {
        /// What all objects of money say; lists, refunds and errors do not.
        #[derive(Deserialize)]
        struct Moded {
            livemode: Option<bool>,
        }
        let Moded { livemode } = serde_json::from_slice(body).map_err(|_| StripeError::Unreadable)?;
        if livemode.is_some_and(|live| live != (self.key.mode() == Mode::Live)) {
            tracing::error!(provider = "stripe", "an answer of the other mode, live or test: nothing is taken of it");
            return Err(StripeError::OtherMode);
        }
        serde_json::from_slice(body).map_err(|_| StripeError::Unreadable)
    }
}

/// A request, as it is sent each time.
struct Request<'a> {
    method: Method,
    address: Url,
    /// Under which it is done once, for those that change something.
    key: Option<&'a str>,
    body: String,
}

/// Returns the address of a server: https, or http for this machine alone.
fn parse(text: &str) -> Result<Url, ClientError> {
    let url = Url::parse(text).map_err(|_| ClientError::NotAnAddress)?;
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    match url.scheme() {
        "https" if is_plain => Ok(url),
        "http" if is_plain && url.host_str().is_some_and(is_this_machine) => Ok(url),
        "http" if is_plain => Err(ClientError::Clear),
        _ => Err(ClientError::NotAnAddress),
    }
}

/// Returns the `Origin` (RFC 6454) of a server: https, or http for this machine alone.
///
/// # Errors
/// If it is another address.
pub fn origin(text: &str) -> Result<String, ClientError> {
    parse(text).map(|url| url.origin().ascii_serialization())
}

/// Checks whether a host is this very machine.
fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, expected) in [
            (ADDRESS, Ok("https://api.stripe.com/")),
            ("http://127.0.0.1:12111", Ok("http://127.0.0.1:12111/")),
            ("http://localhost:12111/", Ok("http://localhost:12111/")),
            ("http://api.stripe.com", Err(ClientError::Clear)),
            ("https://user:secret@api.stripe.com", Err(ClientError::NotAnAddress)),
            ("https://api.stripe.com/v1", Err(ClientError::NotAnAddress)),
            ("ftp://127.0.0.1", Err(ClientError::NotAnAddress)),
            ("api.stripe.com", Err(ClientError::NotAnAddress)),
            ("", Err(ClientError::NotAnAddress)),
        ] {
            assert_eq!(parse(text).as_ref().map(Url::as_str), expected.as_ref().copied(), "{text}");
        }
    }
}
