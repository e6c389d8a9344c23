//! `/health`: whether the relay works, and what waits for each distant.

use super::super::store::Backlog;
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
use utoipa::ToSchema;

/// That the relay works, and what waits.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`, or `failing` while the relay cannot write.
    status: &'static str,
    /// The relay's version.
    version: &'static str,
    /// What waits for each distant, by its name in the settings.
    distants: BTreeMap<String, Waiting>,
}

/// What waits for a distant.
#[derive(Serialize, ToSchema)]
pub struct Waiting {
    /// Statuses that the distant has still to be told.
    waiting: u64,
    /// … of these, those that failed because it was down.
    retrying: u64,
    /// … and those that wait for a person.
    parked: u64,
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
    let (code, status) = match relay.store.check().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
    };
    let names: Vec<_> = relay.site.distants.keys().cloned().collect();
    let count = |connection: &Connection| {
        let waiting = |name: String| {
            let Backlog { waiting, retrying, parked, .. } = Backlog::of(connection, &name)?;
            Ok((name, Waiting { waiting, retrying, parked }))
        };
        names.into_iter().map(waiting).collect()
    };
    match relay.store.read(count).await {
        Ok(distants) => (code, Json(Health { status, version: env!("CARGO_PKG_VERSION"), distants })).into_response(),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            HttpError::new(Code::Internal).problem()
        }
    }
}
