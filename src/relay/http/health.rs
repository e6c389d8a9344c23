//! `/health`: whether the relay works, and what waits for each distant.

use super::super::store::Backlog;
use super::error::HttpError;
use super::{App, openapi};
use crate::protocol::Code;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// That the relay works, and what waits.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`
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

/// `200` while the store answers.
#[utoipa::path(
    get, path = "/health", operation_id = "health", tag = "operation",
    responses((status = 200, description = "The relay works.", body = Health), openapi::Telling)
)]
pub async fn health(State(relay): App) -> Response {
    let mut distants = BTreeMap::new();
    for name in relay.site.distants.keys() {
        let of = name.clone();
        match relay.store.read(move |connection| Backlog::of(connection, &of)).await {
            Ok(Backlog { waiting, retrying, parked, .. }) => {
                distants.insert(name.clone(), Waiting { waiting, retrying, parked });
            }
            Err(error) => {
                tracing::error!(%error, "the store does not answer");
                return HttpError::new(Code::Internal).problem();
            }
        }
    }
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), distants }).into_response()
}
