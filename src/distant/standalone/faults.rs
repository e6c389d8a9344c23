//! Faults that a real CiviCRM was seen to have, played on demand for tests of what an origin does then.
//!
//! They are off, and there is no address for them, unless the settings have `[faults]` with a key of its own; a server
//! with it runs on a loopback address alone, and says so in its log. Then:
//!
//! | request, with `Authorization: Bearer <key>` | does |
//! | --- | --- |
//! | `POST /faults` `{"fault": "deadlock", "times": 2}` | plays it at the next two calls that it can come to |
//! | `POST /faults` `{"fault": "extension_disabled"}` | plays it until it is ended |
//! | `POST /faults` `{"fault": "answer_lost", "times": 1, "action": "start"}` | plays it at the next `start` |
//! | `DELETE /faults` | ends all |
//!
//! [`Fault`] lists them. `answer_late` takes `seconds` too; 20 if absent.

use super::envelope::{ErrorCode, Failure, Key, Refusal};
use super::params::Params;
use crate::settings::is_same;
use axum::Router;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// `start`: the database gives way to another request; nothing remains.
    Deadlock,
    /// `start`: a country is refused that the next call is allowed; nothing remains.
    CountryRefused,
    /// `updatestatus`, but for `init` and `pending`: a deadlock in the middle undoes the status and the contributions,
    /// and the answer is a success with the old status. Told again, the status is set, and there is still no
    /// contribution.
    StatusLost,
    /// The extension is disabled, or was taken away.
    ExtensionDisabled,
    /// The API user lost the permission.
    PermissionTaken,
    /// The site key was changed.
    SiteKeyChanged,
    /// The API user's key was changed.
    ApiKeyChanged,
    /// The site is being maintained: a page, HTTP 503.
    Maintenance,
    /// The database is down: a page, HTTP 500.
    DatabaseDown,
    /// PHP is gone behind its server: a page, HTTP 502. Nothing is done.
    BadGateway,
    /// The call is done, and a proxy answers in its place: a page, HTTP 504.
    AnswerLost,
    /// The call is done, and the answer comes late.
    AnswerLate,
}

/// What is to be played.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    fault: Fault,
    /// At how many calls; at all of them if absent.
    times: Option<u32>,
    /// At calls of this action alone.
    action: Option<String>,
    /// How late an answer is.
    #[serde(default = "default_seconds")]
    seconds: u64,
}

const fn default_seconds() -> u64 {
    20
}

/// What becomes of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Played {
    pub fault: Fault,
    pub seconds: u64,
}

/// The faults that are being played.
#[derive(Clone, Default)]
pub(super) struct Faults(Arc<Mutex<Vec<Order>>>);

impl Faults {
    /// Returns what a call meets before it is looked at.
    pub fn at_the_door(&self, action: &str) -> Option<Played> {
        self.take(action, |fault| fault.action().is_none())
    }

    /// Returns what a call meets in CiviCRM's database.
    pub fn in_the_database(&self, action: &str, params: &Params) -> Option<Played> {
        let makes =
            params.text("status", 20).is_ok_and(|status| !matches!(status.as_deref(), Some("init" | "pending")));
        let has_country = params.value("country").is_some();
        self.take(action, |fault| match fault {
            Fault::StatusLost => makes && action == "updatestatus",
            Fault::CountryRefused => has_country && action == "start",
            fault => fault.action() == Some(action),
        })
    }

    fn take(&self, action: &str, comes_here: impl Fn(Fault) -> bool) -> Option<Played> {
        let mut orders = self.orders();
        let is_for = |order: &Order| order.action.as_deref().is_none_or(|only| only == action);
        let place = orders.iter().position(|order| comes_here(order.fault) && is_for(order))?;
        let order = orders.get_mut(place)?;
        let played = Played { fault: order.fault, seconds: order.seconds };
        if let Some(times) = &mut order.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                orders.remove(place);
            }
        }
        Some(played)
    }

    fn orders(&self) -> MutexGuard<'_, Vec<Order>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fault {
    /// Returns the action that it comes to, if it is one alone.
    const fn action(self) -> Option<&'static str> {
        match self {
            Self::Deadlock | Self::CountryRefused => Some("start"),
            Self::StatusLost => Some("updatestatus"),
            _ => None,
        }
    }

    /// Returns how it refuses a call, or `None` if the call is done or has another end.
    pub(super) fn failure(self, action: &str) -> Option<Failure> {
        let refused = |code, text: String| Some(Refusal::new(code, text).into());
        match self {
            Self::ExtensionDisabled => {
                let text = format!("API (Campagnodon, {action}) does not exist (join the API team and implement it!)");
                refused(ErrorCode::NotFound, text)
            }
            Self::PermissionTaken => {
                let call = format!("API permission check failed for Campagnodon/{action} call");
                refused(ErrorCode::Unauthorized, format!("{call}; insufficient permission: require Campagnodon api"))
            }
            Self::SiteKeyChanged => Some(Failure::WrongKey(Key::Site)),
            Self::ApiKeyChanged => Some(Failure::WrongKey(Key::User)),
            Self::CountryRefused => Some(Refusal::not_a("integer", "country_id").into()),
            _ => None,
        }
    }

    /// Returns the page that stands for an answer.
    pub(super) const fn page(self) -> Option<StatusCode> {
        match self {
            Self::Maintenance => Some(StatusCode::SERVICE_UNAVAILABLE),
            Self::DatabaseDown => Some(StatusCode::INTERNAL_SERVER_ERROR),
            Self::BadGateway => Some(StatusCode::BAD_GATEWAY),
            _ => None,
        }
    }
}

struct Stage {
    faults: Faults,
    key: SecretString,
}

/// Returns the route that plays faults, for callers with the key.
pub(super) fn router(faults: Faults, key: SecretString) -> Router {
    let stage = Arc::new(Stage { faults, key });
    Router::new().route("/faults", post(play).delete(end)).with_state(stage)
}

impl Stage {
    fn opens_for(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        given.is_some_and(|key| is_same(self.key.expose_secret(), key))
    }
}

async fn play(State(stage): State<Arc<Stage>>, headers: HeaderMap, order: Option<Json<Order>>) -> StatusCode {
    match order {
        _ if !stage.opens_for(&headers) => StatusCode::UNAUTHORIZED,
        Some(Json(order)) if order.times != Some(0) => {
            tracing::warn!(fault = ?order.fault, times = ?order.times, "plays a fault");
            stage.faults.orders().push(order);
            StatusCode::NO_CONTENT
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

async fn end(State(stage): State<Arc<Stage>>, headers: HeaderMap) -> StatusCode {
    if !stage.opens_for(&headers) {
        return StatusCode::UNAUTHORIZED;
    }
    stage.faults.orders().clear();
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn each_comes_to_its_calls_and_ends() {
        let faults = Faults::default();
        let order = |value: Value| faults.orders().push(serde_json::from_value(value).unwrap());
        let params = |value: Value| Params::of(value.as_object().unwrap().clone());
        order(json!({"fault": "deadlock", "times": 1}));
        order(json!({"fault": "status_lost", "times": 1}));
        order(json!({"fault": "answer_late", "times": 1, "action": "start", "seconds": 3}));
        order(json!({"fault": "maintenance"}));
        let pending = params(json!({"status": "pending"}));
        let completed = params(json!({"status": "completed"}));
        let played = |fault, seconds| Some(Played { fault, seconds });
        for (found, expected) in [
            (faults.in_the_database("updatestatus", &pending), None),
            (faults.in_the_database("updatestatus", &completed), played(Fault::StatusLost, 20)),
            (faults.in_the_database("updatestatus", &completed), None),
            (faults.in_the_database("start", &pending), played(Fault::Deadlock, 20)),
            (faults.in_the_database("start", &pending), None),
            (faults.at_the_door("test"), played(Fault::Maintenance, 20)),
            (faults.at_the_door("start"), played(Fault::AnswerLate, 3)),
            (faults.at_the_door("start"), played(Fault::Maintenance, 20)),
        ] {
            assert_eq!(found, expected);
        }
    }
}
