//! The relay over HTTP: routes, and the layers around all of them.

mod body;
mod challenge;
mod error;
mod files;
mod forms;
mod headers;
mod health;
mod kept;
mod log;
mod openapi;
mod payments;
mod site_pages;
mod tags;

use super::Relay;
use crate::protocol::Code;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};
use error::HttpError;
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::RequestBodyDeadlineLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who sends slower than this holds a connection for nothing.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

type App = State<Arc<Relay>>;

/// What programs and forms ask for: the routes, and with them the document that tells of them.
fn api() -> OpenApiRouter<Arc<Relay>> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(forms::show, forms::submit))
        .routes(routes!(challenge::show))
        .routes(routes!(forms::goal))
        .routes(routes!(payments::show, payments::act))
        .routes(routes!(tags::catalogue))
        .routes(routes!(tags::form))
        .routes(routes!(tags::goal))
        .routes(routes!(health::health))
}

/// What a relay answers over HTTP, as an OpenAPI document.
pub fn document() -> OpenApi {
    api().into_openapi()
}

/// Every route of a relay.
pub fn router(relay: &Arc<Relay>) -> Router {
    let (routes, _) = api().split_for_parts();
    routes
        .route("/campagnodon/{*file}", get(site_pages::asset))
        .fallback(site_pages::serve)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(body::LARGEST))
        .layer(RequestBodyDeadlineLayer::new(BODY_DEADLINE))
        .layer(middleware::from_fn(body::refuse_large))
        .layer(csrf(&relay.site.public_url))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(Arc::clone(relay), error::settle))
        .layer(middleware::from_fn(headers::add))
        .layer(middleware::from_fn(log::request))
        .with_state(Arc::clone(relay))
}

async fn method_not_allowed(State(relay): App, headers: HeaderMap) -> Response {
    HttpError::new(Code::MethodNotAllowed).respond(&relay, &headers)
}

/// A page of another site must not send a form in its visitor's name.
fn csrf(public_url: &str) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let layer = CsrfLayer::new();
    let origin = reqwest::Url::parse(public_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let layer = layer.clone().add_trusted_origin(&origin).unwrap_or(layer);
    layer.with_rejection_response(cross_origin as fn(ProtectionError) -> Response)
}

fn cross_origin(_: ProtectionError) -> Response {
    HttpError::new(Code::CrossOrigin).unsettled()
}

/// The panic's text may hold what a person sent; it goes nowhere.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    HttpError::new(Code::Internal).unsettled()
}
