//! The relay over HTTP: routes, and the layers around all of them.

mod built_in;
mod compressed;
mod cross_origin;
mod extract;
mod files;
mod forms;
mod fresh_page;
mod headers;
mod health;
mod host_page;
mod log;
mod negotiate;
mod openapi;
mod operators;
mod payments;
mod preferences;
mod problem;
mod recent;
mod render;
mod site_pages;
mod state;
mod tags;

pub use host_page::HostPages;
pub use operators::operators_router;
pub use state::{AppState, Services};

use crate::protocol::Code;
use crate::relay::origins::SiteOrigins;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use problem::HttpError;
use std::any::Any;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyDeadlineLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Slower senders only hold a connection open.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// Returns what pages ask for that show a form: the routes, and with them the document that describes them.
fn forms_api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(forms::show, forms::submit))
        .routes(routes!(forms::challenge))
        .routes(routes!(forms::goal))
}

/// Returns what donors and programs ask for beside.
fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(payments::show, payments::act))
        .routes(routes!(tags::catalogue))
        .routes(routes!(tags::form))
        .routes(routes!(tags::goal))
        .routes(routes!(health::health))
}

/// Returns what providers of payments ask for.
fn providers_api() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(payments::events::hear))
        .routes(routes!(payments::events::come_back))
        .routes(routes!(payments::events::bill))
}

/// Returns what a relay answers over HTTP, as an OpenAPI 3.1 document.
pub fn document() -> OpenApi {
    forms_api().merge(api()).merge(providers_api()).into_openapi()
}

/// Returns every route of a relay.
pub fn router(app: AppState) -> Router {
    let (forms, _) = forms_api().split_for_parts();
    let (routes, _) = api().split_for_parts();
    let (providers, _) = providers_api().split_for_parts();
    let shown = forms.route("/campagnodon/{*file}", get(site_pages::asset));
    let (sites, none) = (&app.site.origins, &SiteOrigins::default());
    guarded(&app, routes.fallback(site_pages::serve), forms::LARGEST, none)
        .merge(guarded(&app, providers, payments::events::LARGEST, none))
        .merge(guarded(&app, shown, forms::LARGEST, sites))
        .with_state(app)
}

/// Puts the layers around routes that take bodies of so many bytes at most, and that pages of these sites may use: all in
/// one, since each layer that a router takes by itself costs every request a box or two.
fn guarded(app: &AppState, routes: Router<AppState>, largest: usize, sites: &SiteOrigins) -> Router<AppState> {
    let sharing = (!sites.is_empty()).then(|| cross_origin::sharing(sites));
    // The first is around all others.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn(log::request))
        .map_response(headers::add)
        .layer(middleware::from_fn_with_state(app.clone(), negotiate::as_page))
        .layer(CatchPanicLayer::custom(panicked))
        // Without other sites, nobody is told of them.
        .option_layer(sharing)
        .layer(cross_origin::refusing(Some(&app.site.public_url), sites))
        .layer(middleware::from_fn_with_state(largest, forms::refuse_large))
        .layer(DefaultBodyLimit::max(largest))
        .layer(RequestBodyDeadlineLayer::new(BODY_DEADLINE));
    routes.method_not_allowed_fallback(method_not_allowed).layer(layers)
}

async fn method_not_allowed() -> HttpError {
    HttpError::new(Code::MethodNotAllowed)
}

/// Answers for a handler that panicked. The panic's text may hold what a person sent; it goes nowhere.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    HttpError::new(Code::Internal).into_response()
}
