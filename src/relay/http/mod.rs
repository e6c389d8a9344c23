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
mod routes;
mod site_pages;
mod state;
mod tags;

pub use host_page::HostPages;
pub use operators::operators_router;
pub use routes::Routes;
pub use state::AppState;

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
    let (public_url, origins) = (Some(&app.site.public_url), &app.site.origins);
    let shown = at_most(forms.route("/campagnodon/{*file}", get(site_pages::asset)), forms::LARGEST)
        .layer(cross_origin::refusing(public_url, origins));
    at_most(routes.fallback(site_pages::serve), forms::LARGEST)
        .merge(at_most(providers, payments::events::LARGEST))
        .layer(cross_origin::refusing(public_url, &SiteOrigins::default()))
        // Without other sites, nobody is told of them.
        .merge(if origins.is_empty() { shown } else { shown.layer(cross_origin::sharing(origins)) })
        // The first is around all others.
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(log::request))
                .map_response(headers::add)
                .layer(middleware::from_fn_with_state(app.clone(), negotiate::as_page))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(RequestBodyDeadlineLayer::new(BODY_DEADLINE)),
        )
        .with_state(app)
}

/// Returns routes that take bodies of so many bytes at most, and say which methods they take.
fn at_most(routes: Router<AppState>, largest: usize) -> Router<AppState> {
    let routes = routes.method_not_allowed_fallback(method_not_allowed);
    routes.layer(DefaultBodyLimit::max(largest)).layer(middleware::from_fn_with_state(largest, forms::refuse_large))
}

async fn method_not_allowed() -> HttpError {
    HttpError::new(Code::MethodNotAllowed)
}

/// Answers for a handler that panicked. The panic's text may hold what a person sent; it goes nowhere.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    HttpError::new(Code::Internal).into_response()
}
