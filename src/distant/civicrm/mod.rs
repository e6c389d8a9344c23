//! The client for a CiviCRM with the extension `campagnodon_civicrm`, or for anything that speaks its wire.
//!
//! Secrets and personal data are in the body alone: the address of a request, which servers log, holds the verb.

mod answer;
mod params;
mod refusal;

use super::{Distant, DistantError, Fault};
use crate::protocol::{BillingDetails, Campaign, Start, Started, StatusUpdate};
use answer::Answer;
use params::{Params, StartParams, StatusParams};
use refusal::Quotes;
use reqwest::header::{REFERER, RETRY_AFTER};
use reqwest::{Client, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

/// Where the REST entry of a CiviCRM under Drupal 7 is; the original plugin's default.
pub const DEFAULT_PATH: &str = "sites/all/modules/civicrm/extern/rest.php";

/// Where the REST entry of a CiviCRM can be, by what it runs under.
pub const PATHS: [(&str, &str); 5] = [
    ("wp-json/civicrm/v3/rest", "WordPress"),
    ("civicrm/ajax/rest", "any, with clean URLs and AuthX"),
    (DEFAULT_PATH, "Drupal 7"),
    ("modules/civicrm/extern/rest.php", "Backdrop"),
    ("administrator/components/com_civicrm/civicrm/extern/rest.php", "Joomla"),
];

const ANSWER_CAP: usize = 1 << 20;
const CAMPAIGNS_CAP: usize = 8 << 20;

/// The extension's entity.
const ENTITY: &str = "Campagnodon";

/// An entity and an action of APIv3.
type Verb<'a> = (&'a str, &'a str);

/// How to reach a CiviCRM.
#[derive(Clone, Debug)]
pub struct CivicrmSettings {
    /// The site's address, `https://crm.example.org`; `http` only for this very machine.
    pub server: String,
    /// The path of the REST entry under it.
    pub path: String,
    /// The site key.
    pub key: SecretString,
    /// The key of the API's user.
    pub api_key: SecretString,
    /// A `Referer` to send, where the CiviCRM wants one.
    pub referer: Option<String>,
    /// The `User-Agent` to send; `curl` if absent, as the original plugin does.
    pub user_agent: Option<String>,
    /// How long a whole exchange may take.
    pub timeout: Duration,
    /// How long the connection may take.
    pub connect_timeout: Duration,
}

impl CivicrmSettings {
    /// Makes settings with the defaults: the Drupal 7 path, 15 seconds for an exchange, 5 of them for the connection.
    pub fn new(server: impl Into<String>, key: SecretString, api_key: SecretString) -> Self {
        Self {
            server: server.into(),
            path: DEFAULT_PATH.to_owned(),
            key,
            api_key,
            referer: None,
            user_agent: None,
            timeout: Duration::from_secs(15),
            connect_timeout: Duration::from_secs(5),
        }
    }
}

/// Why a CiviCRM cannot be reached with these settings. No text of them is quoted: an address may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CivicrmError {
    /// The server is not an absolute `http` or `https` address.
    #[error("the server is not an absolute address: https://crm.example.org")]
    NotAnAddress,
    /// The server's address holds a user, a password, a query or a fragment.
    #[error("the server's address has more than a host, a port and a path")]
    NotAPlainAddress,
    /// Personal data would cross a network in clear.
    #[error("http is for this machine alone: use https")]
    Clear,
    /// The system cannot make such a client: no certificate authorities, a header that cannot be sent.
    #[error("no client can be made: {0}")]
    Client(String),
}

/// A client for one CiviCRM. Cheap to share, not to make: it keeps connections.
pub struct CivicrmClient {
    http: Client,
    address: Url,
    key: SecretString,
    api_key: SecretString,
    referer: Option<String>,
}

impl CivicrmClient {
    /// Makes the client; nothing is sent.
    ///
    /// # Errors
    /// If the server's address cannot be used, or the system has no certificate authorities.
    pub fn new(settings: CivicrmSettings) -> Result<Self, CivicrmError> {
        let address = address(&settings.server, &settings.path)?;
        // A second server in this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            // What is sent again is for who asked to say: a transaction is not a page.
            .retry(reqwest::retry::never())
            .user_agent(settings.user_agent.as_deref().unwrap_or("curl"))
            .timeout(settings.timeout)
            .connect_timeout(settings.connect_timeout)
            // Shorter than what Apache keeps: a request on a connection that is being closed is ambiguous.
            .pool_idle_timeout(Duration::from_secs(3));
        if address.scheme() == "http" {
            // So that a machine without certificate authorities can talk to itself.
            builder = builder.tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| CivicrmError::Client(error.without_url().to_string()))?;
        Ok(Self { http, address, key: settings.key, api_key: settings.api_key, referer: settings.referer })
    }

    /// Asks for one action with parameters of its own, and returns the whole answer and its HTTP status.
    async fn ask(
        &self,
        (entity, action): Verb<'_>,
        params: impl Serialize,
        cap: usize,
    ) -> Result<(Vec<u8>, Garbled), DistantError> {
        let mut address = self.address.clone();
        address.query_pairs_mut().append_pair("entity", entity).append_pair("action", action);
        let json = serde_json::to_string(&Params::new(params)).map_err(|_| DistantError::Unreachable)?;
        let fields = [("key", self.key.expose_secret()), ("api_key", self.api_key.expose_secret()), ("json", &json)];
        let mut request = self.http.post(address).form(&fields);
        if let Some(referer) = &self.referer {
            request = request.header(REFERER, referer);
        }
        let mut response = request.send().await.map_err(|error| match error.is_connect() || error.is_builder() {
            true => DistantError::Unreachable,
            false => DistantError::Unanswered,
        })?;
        let garbled = Garbled::of(&response);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| DistantError::Unanswered)? {
            if body.len() + chunk.len() > cap {
                return Err(garbled.into());
            }
            body.extend_from_slice(&chunk);
        }
        Ok((body, garbled))
    }

    /// Asks for one action, and returns the rows of its answer.
    async fn rows(
        &self,
        verb: Verb<'_>,
        params: impl Serialize,
        cap: usize,
        quotes: Quotes,
    ) -> Result<(Vec<Value>, Garbled), DistantError> {
        let (body, garbled) = self.ask(verb, params, cap).await?;
        let error = match answer::read(&body) {
            Answer::Rows(rows) => return Ok((rows, garbled)),
            Answer::No(envelope) => Some(refusal::read(&envelope, quotes)),
            Answer::Other(answer) => refusal::read_wordpress(&answer, quotes),
            Answer::Garbled => None,
        };
        match error {
            // A server that fails says nothing about the request, whatever envelope it puts around it.
            Some(DistantError::Refused { .. }) if garbled.status >= 500 => Err(garbled.into()),
            Some(error) => Err(error),
            None if garbled.status == 401 => Err(DistantError::Unserved(Fault::Keys)),
            None => Err(garbled.into()),
        }
    }

    async fn last_row<T>(
        &self,
        action: &str,
        params: impl Serialize,
        quotes: Quotes,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<T, DistantError> {
        let (rows, garbled) = self.rows((ENTITY, action), params, ANSWER_CAP, quotes).await?;
        rows.last().and_then(read).ok_or_else(|| garbled.into())
    }
}

/// What only an API user can ask who may do more than an origin needs.
impl CivicrmClient {
    /// Returns what a field can be: the numbers and the names.
    ///
    /// # Errors
    /// [`DistantError`]; the usual API user lacks the permission.
    pub async fn options(&self, entity: &str, field: &str) -> Result<Vec<(String, String)>, DistantError> {
        let params = json!({"field": field, "context": "validate"});
        let (rows, _) = self.rows((entity, "getoptions"), params, ANSWER_CAP, Quotes::Nothing).await?;
        Ok(rows.iter().filter_map(answer::option).collect())
    }

    /// Returns CiviCRM's version.
    ///
    /// # Errors
    /// [`DistantError`]; the usual API user lacks the permission.
    pub async fn version(&self) -> Result<String, DistantError> {
        let (rows, garbled) = self.rows(("System", "get"), (), ANSWER_CAP, Quotes::Nothing).await?;
        rows.last().and_then(answer::version).ok_or_else(|| garbled.into())
    }
}

#[async_trait::async_trait]
impl Distant for CivicrmClient {
    async fn test(&self) -> Result<(), DistantError> {
        let params = json!({"magicword": "sesame"});
        self.rows((ENTITY, "test"), params, ANSWER_CAP, Quotes::All).await.map(drop)
    }

    async fn start(&self, start: &Start) -> Result<Started, DistantError> {
        self.last_row("start", StartParams::of(start), Quotes::Nothing, answer::started).await
    }

    async fn update_status(&self, update: &StatusUpdate) -> Result<Started, DistantError> {
        self.last_row("updatestatus", StatusParams::of(update), Quotes::Known, answer::started).await
    }

    async fn billing_details(&self, idx: &str) -> Result<BillingDetails, DistantError> {
        let params = json!({"transaction_idx": idx});
        self.last_row("Dsp2info", params, Quotes::Nothing, answer::billing_details).await
    }

    async fn campaigns(&self) -> Result<Vec<Campaign>, DistantError> {
        // Without a limit APIv3 stops at 25.
        let params = json!({"options": {"limit": 10000}});
        let (rows, garbled) = self.rows((ENTITY, "campaign"), params, CAMPAIGNS_CAP, Quotes::All).await?;
        rows.iter().map(answer::campaign).collect::<Option<_>>().ok_or_else(|| garbled.into())
    }
}

/// What to say of an answer that is not of the protocol; taken before its body is read.
struct Garbled {
    status: u16,
    retry_after: Option<Duration>,
}

impl Garbled {
    fn of(response: &Response) -> Self {
        let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        Self { status: response.status().as_u16(), retry_after: seconds.map(Duration::from_secs) }
    }
}

impl From<Garbled> for DistantError {
    fn from(Garbled { status, retry_after }: Garbled) -> Self {
        Self::Garbled { status, retry_after }
    }
}

/// Returns the address of the REST entry.
fn address(server: &str, path: &str) -> Result<Url, CivicrmError> {
    let server = Url::parse(server).map_err(|_| CivicrmError::NotAnAddress)?;
    if !matches!(server.scheme(), "http" | "https") || !server.has_host() {
        return Err(CivicrmError::NotAnAddress);
    }
    let is_plain = server.username().is_empty()
        && server.password().is_none()
        && server.query().is_none()
        && server.fragment().is_none();
    if !is_plain || path.contains(['?', '#']) {
        return Err(CivicrmError::NotAPlainAddress);
    }
    if server.scheme() == "http" && !server.host_str().is_some_and(super::is_loopback_name) {
        return Err(CivicrmError::Clear);
    }
    let whole = format!("{}/{}", server.as_str().trim_end_matches('/'), path.trim_start_matches('/'));
    Url::parse(&whole).map_err(|_| CivicrmError::NotAnAddress)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let path = "civicrm/ajax/rest";
        for (server, expected) in [
            ("https://crm.example.org", Ok("https://crm.example.org/civicrm/ajax/rest")),
            ("https://example.org/crm/", Ok("https://example.org/crm/civicrm/ajax/rest")),
            ("http://127.0.0.1:8081", Ok("http://127.0.0.1:8081/civicrm/ajax/rest")),
            ("http://localhost", Ok("http://localhost/civicrm/ajax/rest")),
            ("http://[::1]:8081", Ok("http://[::1]:8081/civicrm/ajax/rest")),
            ("http://crm.example.org", Err(CivicrmError::Clear)),
            ("http://localhost.example.org", Err(CivicrmError::Clear)),
            ("http://127.0.0.1.example.org", Err(CivicrmError::Clear)),
            ("crm.example.org", Err(CivicrmError::NotAnAddress)),
            ("ftp://crm.example.org", Err(CivicrmError::NotAnAddress)),
            ("", Err(CivicrmError::NotAnAddress)),
            ("https://user:secret@crm.example.org", Err(CivicrmError::NotAPlainAddress)),
            ("https://crm.example.org/?q=", Err(CivicrmError::NotAPlainAddress)),
        ] {
            assert_eq!(address(server, path).as_ref().map(Url::as_str), expected.as_ref().copied(), "{server}");
        }
    }

    #[test]
    fn settings_do_not_print_their_keys() {
        let settings = CivicrmSettings::new("https://crm.example.org", "site-secret".into(), "user-secret".into());
        assert!(!format!("{settings:?}").contains("-secret"));
    }
}
