//! The wire of the origins: one POST an action, the keys in the body, an APIv3 envelope back.

use super::entrance::{Entrance, Reply};
use super::envelope::{ErrorCode, Failure, Key, Refusal, Rows, success};
use super::faults::{Fault, Faults, Played};
use super::params::Params;
use super::settings::Dedupe;
use super::store::Store;
use super::{billing, campaigns, start, update_status};
use crate::settings::is_same;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{Method, StatusCode, Uri};
use axum::routing::any;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use time::OffsetDateTime;

const BODY_CAP: usize = 1 << 20;

/// What every request needs.
pub(super) struct Server {
    pub store: Store,
    pub site_key: SecretString,
    pub api_key: SecretString,
    pub dedupe: Dedupe,
    pub faults: Faults,
}

/// Returns the routes of the API.
pub(super) fn router(server: Arc<Server>) -> Router {
    let routes = Entrance::ALL.iter().fold(Router::new(), |router, entrance| router.route(entrance.path(), any(rest)));
    routes.layer(DefaultBodyLimit::max(BODY_CAP)).with_state(server)
}

/// The actions of the extension; those that are not built yet are refused by name.
const ACTIONS: [&str; 9] =
    ["test", "start", "updatestatus", "dsp2info", "campaign", "recurrence", "convert", "clean", "migratecontribution"];

/// What a caller asks, less the keys.
struct Call {
    entrance: Entrance,
    entity: String,
    action: String,
}

impl Call {
    /// Returns the action, or `None` if the extension does not have it: only known words go to the log, the rest could
    /// be anything.
    fn known(&self) -> Option<&'static str> {
        let is_ours = self.entity.eq_ignore_ascii_case("campagnodon");
        ACTIONS.into_iter().find(|action| is_ours && *action == self.action)
    }
}

async fn rest(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Reply {
    let started = Instant::now();
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(query.as_deref().unwrap_or_default()).unwrap_or_default();
    let body = match body {
        Ok(bytes) => serde_urlencoded::from_bytes(&bytes).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let asked = |name| field(&query, name).or_else(|| field(&body, name)).unwrap_or_default();
    let call = Call {
        entrance: Entrance::at(uri.path()).unwrap_or(Entrance::Extern),
        entity: asked("entity").to_owned(),
        action: asked("action").to_ascii_lowercase(),
    };
    let played = server.faults.at_the_door(&call.action);
    let (reply, outcome) = match played.and_then(|played| played.fault.page()) {
        Some(status) => (Reply::Page(status), "played"),
        None => reply(&call, answer(&server, &method, body, &call, played).await),
    };
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(action = call.known().unwrap_or("other"), outcome, ms, "request");
    match played {
        Some(Played { fault: Fault::AnswerLost, .. }) => Reply::Page(StatusCode::GATEWAY_TIMEOUT),
        Some(Played { fault: Fault::AnswerLate, seconds }) => {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            reply
        }
        _ => reply,
    }
}

/// Returns what is sent back, and the word for the log.
fn reply(call: &Call, result: Result<Value, Failure>) -> (Reply, &'static str) {
    match result {
        Ok(envelope) => (Reply::Json(StatusCode::OK, envelope), "ok"),
        Err(Failure::Refused(refusal)) => {
            let entity = if call.entity.eq_ignore_ascii_case("campagnodon") { "Campagnodon" } else { &call.entity };
            (Reply::Json(StatusCode::OK, refusal.envelope(entity, &call.action)), refusal.code.as_str())
        }
        Err(Failure::WrongKey(key)) => {
            let (status, answer) = call.entrance.wrong_key(key, &call.action);
            (Reply::Json(status, answer), "wrong_key")
        }
        Err(Failure::Crashed) => (Reply::Page(StatusCode::INTERNAL_SERVER_ERROR), "crashed"),
        Err(Failure::Database(error)) => {
            tracing::error!(%error, "the database failed");
            let refusal = Refusal::new(ErrorCode::Internal, "the server failed; nothing was done");
            let envelope = refusal.envelope("Campagnodon", &call.action);
            (Reply::Json(StatusCode::INTERNAL_SERVER_ERROR, envelope), refusal.code.as_str())
        }
    }
}

async fn answer(
    server: &Server,
    method: &Method,
    body: Vec<(String, String)>,
    call: &Call,
    played: Option<Played>,
) -> Result<Value, Failure> {
    if method != Method::POST {
        return Err(Refusal::new(ErrorCode::MethodRefused, "SECURITY: all requests must be POST").into());
    }
    // Given in the address they would be in a log: they are not looked for there.
    for (name, ours, key) in [("key", &server.site_key, Key::Site), ("api_key", &server.api_key, Key::User)] {
        if !field(&body, name).is_some_and(|given| is_same(ours.expose_secret(), given)) {
            return Err(Failure::WrongKey(key));
        }
    }
    if let Some(failure) = played.and_then(|played| played.fault.failure(&call.action)) {
        return Err(failure);
    }
    let params = Params::read(body)?;
    let sequential = params.flag("sequential") || call.entrance.lists();
    let Some(action) = call.known() else { return elsewhere(call, sequential) };
    let played = server.faults.in_the_database(action, &params).map(|played| played.fault);
    if let Some(failure) = played.and_then(|fault| fault.failure(action)) {
        return Err(failure);
    }
    let dedupe = server.dedupe;
    let now = OffsetDateTime::now_utc();
    let rows = match action {
        "test" => test(&params)?,
        "start" => {
            let gives_way = played == Some(Fault::Deadlock);
            server.store.transact(move |database| start::start(database, &params, dedupe, now, gives_way)).await?
        }
        "updatestatus" if played == Some(Fault::StatusLost) => {
            server.store.transact(move |database| update_status::lose_status(database, &params)).await?
        }
        "updatestatus" => {
            server.store.transact(move |database| update_status::update_status(database, &params, now)).await?
        }
        "dsp2info" => server.store.transact(move |database| billing::billing_details(database, &params)).await?,
        "campaign" => server.store.transact(move |database| campaigns::campaigns(database, &params)).await?,
        _ => return Err(Refusal::new(ErrorCode::NotFound, format!("API {action} is not implemented yet")).into()),
    };
    Ok(success(rows, sequential))
}

/// Answers what is not of the extension. An origin's user sees no contact, and makes none.
fn elsewhere(call: &Call, sequential: bool) -> Result<Value, Failure> {
    let Call { entity, action, .. } = call;
    if !entity.eq_ignore_ascii_case("contact") {
        let text = format!("API ({entity}, {action}) does not exist (join the API team and implement it!)");
        return Err(Refusal::new(ErrorCode::NotFound, text).into());
    }
    if action == "get" {
        return Ok(success(Vec::new(), sequential));
    }
    let text = format!(
        "API permission check failed for {entity}/{action} call; insufficient permission: require access CiviCRM and \
         add contacts"
    );
    Err(Refusal::new(ErrorCode::Unauthorized, text).into())
}

/// Answers `test`: the keys are right, or the call would not have come here.
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
