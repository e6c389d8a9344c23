//! `/health`: whether the relay works, how each distant does, what waits for it, and what a person must look at.

use super::openapi;
use super::problem::{HttpError, ProgramsProblem};
use super::state::AppState;
use crate::protocol::Code;
use crate::relay::admin::{Alarm, Backlog, Condition};
use crate::relay::distants::Outage;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;

/// How the relay does, and what waits.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`; `attention` while a distant serves nobody or a person must look at something; `failing` while the relay
    /// cannot write.
    status: &'static str,
    /// The relay's version.
    version: &'static str,
    /// Until when somebody is held to test cards: so many payments were refused within a minute. Forms ask for a proof of
    /// work. Absent while nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    card_testing_until: Option<String>,
    /// The distants, by their names in the settings.
    distants: BTreeMap<String, DistantHealth>,
}

/// How a distant does, and what waits for it.
#[derive(Serialize, ToSchema)]
pub struct DistantHealth {
    /// Why it serves nobody. Absent while it serves, and until it was asked something.
    #[serde(skip_serializing_if = "Option::is_none")]
    outage: Option<OutageTold>,
    /// Statuses that the distant has still to be told.
    waiting: u64,
    /// … of these, those that failed because it was down.
    retrying: u64,
    /// … and those that wait for a person.
    parked: u64,
    /// What a person must look at, the oldest first, up to 100. `campagnodon alarms` closes one, or has a parked status
    /// told again.
    alarms: Vec<AlarmTold>,
}

/// Why a distant serves nobody.
#[derive(Serialize, ToSchema)]
pub struct OutageTold {
    /// `unreachable`, `unanswered`, `maintenance`, `failing`, `not_the_api`; and what somebody has to mend there: `keys`,
    /// `site_key`, `api_key`, `permission`, `extension`, `path`.
    cause: &'static str,
    /// The same, for people.
    reason: String,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
}

/// What a person must look at.
#[derive(Serialize, ToSchema)]
pub struct AlarmTold {
    /// The transaction, by its name at the distant.
    idx: String,
    /// The status that the distant was told.
    status: &'static str,
    /// `disputed`: it answered another status, and may have made no contribution; `refused`: it will never take the status;
    /// `gave_up`: it was down for a month. Of the money: `paid_twice`, `other_sum`, `paid_after_refund`, `refund_failed`,
    /// `dispute_open`: the payer's bank asks for it back; `test_money`. Of its means: `callbacks_silent`: no message of it
    /// came for two days, though there was news of its payments.
    cause: &'static str,
    /// What it said; of the money or its means, the word of the means.
    said: String,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
}

impl DistantHealth {
    /// Returns a distant's name, and how it does.
    fn named(condition: Condition) -> (String, Self) {
        let Condition { distant, outage, backlog: Backlog { waiting, retrying, parked, .. }, alarms } = condition;
        let (outage, alarms) = (outage.map(Into::into), alarms.into_iter().map(Into::into).collect());
        (distant, Self { outage, waiting, retrying, parked, alarms })
    }
}

impl From<Outage> for OutageTold {
    fn from(Outage { cause, reason, since }: Outage) -> Self {
        Self { cause, reason, since: moment(since) }
    }
}

impl From<Alarm> for AlarmTold {
    fn from(Alarm { idx, status, cause, said, at }: Alarm) -> Self {
        Self { idx, status: status.as_str(), cause: cause.as_str(), said, since: moment(at) }
    }
}

/// Returns a moment in milliseconds since 1970 as RFC 3339 writes it.
fn moment(milliseconds: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(milliseconds / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(&Rfc3339).unwrap_or_default()
}

/// Returns `200` while the relay can write what it is told.
#[utoipa::path(
    get, path = "/health", operation_id = "health", tag = "operation",
    responses(
        (status = 200, description = "The relay works.", body = Health),
        (status = 503, description = "The relay cannot write: its disk may be full. It takes no transaction and no \
            payment's status until it can.", body = Health),
        openapi::Telling,
    )
)]
pub async fn health(State(app): State<AppState>) -> Result<Response, ProgramsProblem> {
    let conditions = app.health.conditions().await.map_err(|error| {
        tracing::error!(%error, "the store does not answer");
        HttpError::new(Code::Internal)
    })?;
    let card_testing_until = app.card_testing.until().map(moment);
    let (code, status) = match app.health.can_write().await {
        false => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
        true if card_testing_until.is_none() && conditions.iter().all(Condition::is_well) => (StatusCode::OK, "ok"),
        true => (StatusCode::OK, "attention"),
    };
    let distants = conditions.into_iter().map(DistantHealth::named).collect();
    Ok((code, Json(Health { status, version: env!("CARGO_PKG_VERSION"), card_testing_until, distants }))
        .into_response())
}
