//! `/health`: whether the relay works, how each distant does, what waits for it, and what a person must look at.

use super::super::store::{Alarm, Backlog, StoreError};
use super::super::watched::Outage;
use super::error::HttpError;
use super::{App, openapi};
use crate::protocol::Code;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rusqlite::Connection;
use serde::Serialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;

/// The most alarms told of a distant: the oldest.
const ALARMS_TOLD: usize = 100;

/// How the relay does, and what waits.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`; `attention` while a distant serves nobody or a person must look at something; `failing` while the relay
    /// cannot write.
    status: &'static str,
    /// The relay's version.
    version: &'static str,
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
    /// `gave_up`: it was down for a month.
    cause: &'static str,
    /// What it said.
    said: String,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
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

/// A moment in milliseconds since 1970, as RFC 3339 writes it.
fn moment(milliseconds: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(milliseconds / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(&Rfc3339).unwrap_or_default()
}

/// `200` while the relay can write what it is told.
#[utoipa::path(
    get, path = "/health", operation_id = "health", tag = "operation",
    responses(
        (status = 200, description = "The relay works.", body = Health),
        (status = 503, description = "The relay cannot write: its disk may be full. It takes no transaction and no \
            payment's status until it can.", body = Health),
        openapi::Telling,
    )
)]
pub async fn health(State(relay): App) -> Response {
    let works = relay.store.check().await.is_ok();
    let outages: Vec<_> =
        relay.site.distants.iter().map(|(name, distant)| (name.clone(), distant.distant.outage())).collect();
    let count = |connection: &Connection| {
        let tell = |(name, outage): (String, Option<Outage>)| {
            let Backlog { waiting, retrying, parked, .. } = Backlog::of(connection, &name)?;
            let alarms = Alarm::of(connection, &name, ALARMS_TOLD)?.into_iter().map(Into::into).collect();
            Ok((name, DistantHealth { outage: outage.map(Into::into), waiting, retrying, parked, alarms }))
        };
        outages.into_iter().map(tell).collect::<Result<BTreeMap<_, _>, StoreError>>()
    };
    let distants = match relay.store.read(count).await {
        Ok(distants) => distants,
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            return HttpError::new(Code::Internal).problem();
        }
    };
    let is_well = |distant: &DistantHealth| distant.outage.is_none() && distant.alarms.is_empty();
    let (code, status) = match works {
        false => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
        true if distants.values().all(is_well) => (StatusCode::OK, "ok"),
        true => (StatusCode::OK, "attention"),
    };
    (code, Json(Health { status, version: env!("CARGO_PKG_VERSION"), distants })).into_response()
}
