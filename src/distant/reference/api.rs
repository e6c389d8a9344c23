//! The wire of the origins: one POST an action, the keys in the body, an APIv3 envelope back.

use super::envelope::{ErrorCode, Failure, Refusal, Rows, success};
use super::params::Params;
use super::settings::Dedupe;
use super::store::Store;
use super::{billing, campaigns, start, update_status};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Arc;
use std::time::Instant;
use time::OffsetDateTime;

/// Where a CiviCRM has its REST entry, under Drupal 7 and elsewhere.
const PATHS: [&str; 2] = ["/sites/all/modules/civicrm/extern/rest.php", "/civicrm/ajax/rest"];
const BODY_CAP: usize = 1 << 20;

/// What every request needs.
pub(super) struct Server {
    pub store: Store,
    pub site_key: KeyCheck,
    pub api_key: KeyCheck,
    pub dedupe: Dedupe,
}

/// A key, kept so that comparing takes the same time whatever is given.
pub(super) struct KeyCheck(CtOutput<Hmac<Sha256>>);

impl KeyCheck {
    pub fn new(key: &SecretString) -> Self {
        Self(tag(key.expose_secret()))
    }

    fn accepts(&self, given: &str) -> bool {
        tag(given) == self.0
    }
}

fn tag(text: &str) -> CtOutput<Hmac<Sha256>> {
    Hmac::<Sha256>::new(&Default::default()).chain_update(text).finalize()
}

/// The routes of the API.
pub(super) fn router(server: Arc<Server>) -> Router {
    let routes = PATHS.iter().fold(Router::new(), |router, path| router.route(path, any(rest)));
    routes.layer(DefaultBodyLimit::max(BODY_CAP)).with_state(server)
}

/// The actions of the extension; those that are not built yet are refused by name.
const ACTIONS: [&str; 9] =
    ["test", "start", "updatestatus", "dsp2info", "campaign", "recurrence", "convert", "clean", "migratecontribution"];

async fn rest(
    State(server): State<Arc<Server>>,
    method: Method,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let started = Instant::now();
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(query.as_deref().unwrap_or_default()).unwrap_or_default();
    let body = match body {
        Ok(bytes) => serde_urlencoded::from_bytes(&bytes).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let asked = field(&query, "action").or_else(|| field(&body, "action")).unwrap_or_default().to_ascii_lowercase();
    // Only known words go to the log: the rest could be anything.
    let action = ACTIONS.into_iter().find(|action| *action == asked);
    let result = answer(&server, &method, &query, body, action).await;
    let (status, envelope, outcome) = match result {
        Ok(envelope) => (StatusCode::OK, envelope, "ok"),
        Err(Failure::Refused(refusal)) => (StatusCode::OK, refusal.envelope(), refusal.code.as_str()),
        Err(Failure::Database(error)) => {
            tracing::error!(%error, "the database failed");
            let refusal = Refusal::new(ErrorCode::Internal, "the server failed; nothing was done");
            (StatusCode::INTERNAL_SERVER_ERROR, refusal.envelope(), refusal.code.as_str())
        }
    };
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(action = action.unwrap_or("other"), outcome, ms, "request");
    (status, Json(envelope)).into_response()
}

async fn answer(
    server: &Server,
    method: &Method,
    query: &[(String, String)],
    body: Vec<(String, String)>,
    action: Option<&'static str>,
) -> Result<Value, Failure> {
    if method != Method::POST {
        return Err(Refusal::new(ErrorCode::MethodRefused, "SECURITY: all requests must be POST").into());
    }
    for (name, key) in [("key", &server.site_key), ("api_key", &server.api_key)] {
        // Given in the address it would be in a log: it is not looked for there.
        if !field(&body, name).is_some_and(|given| key.accepts(given)) {
            return Err(Refusal::new(ErrorCode::Unauthorized, format!("{name} is missing or invalid")).into());
        }
    }
    let entity = field(query, "entity").or_else(|| field(&body, "entity")).unwrap_or_default();
    let Some(action) = action.filter(|_| entity.eq_ignore_ascii_case("campagnodon")) else {
        return Err(Refusal::new(ErrorCode::NotFound, "API does not exist (no such entity or action)").into());
    };
    let params = Params::read(body)?;
    let sequential = params.flag("sequential");
    let dedupe = server.dedupe;
    let now = OffsetDateTime::now_utc();
    let rows = match action {
        "test" => test(&params)?,
        "start" => server.store.transact(move |database| start::start(database, &params, dedupe, now)).await?,
        "updatestatus" => {
            server.store.transact(move |database| update_status::update_status(database, &params, now)).await?
        }
        "dsp2info" => server.store.transact(move |database| billing::billing_details(database, &params)).await?,
        "campaign" => server.store.transact(move |database| campaigns::campaigns(database, &params)).await?,
        _ => return Err(Refusal::new(ErrorCode::NotFound, format!("API {action} is not implemented yet")).into()),
    };
    Ok(success(rows, sequential))
}

/// The action `test`: the keys are right, or we would not be here.
fn test(params: &Params) -> Result<Rows, Failure> {
    params.require(&["magicword"])?;
    match params.needed("magicword", 255)?.as_str() {
        "sesame" => Ok(vec![(1, json!({"id": 1, "value": "ok"}))]),
        _ => Err(Refusal::new(ErrorCode::MagicwordIncorrect, "the magicword is sesame").into()),
    }
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let check = KeyCheck::new(&"0123456789abcdef".into());
        for (given, expected) in [("0123456789abcdef", true), ("0123456789abcdeF", false), ("", false)] {
            assert_eq!(check.accepts(given), expected, "{given}");
        }
    }
}
