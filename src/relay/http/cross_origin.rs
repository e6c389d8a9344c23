//! Pages of other origins: none may send anything in its visitor's name, but those of the sites that the settings list
//! may fetch forms and the page's files, and post forms.

use super::problem::HttpError;
use crate::protocol::Code;
use crate::relay::origins::SiteOrigins;
use crate::relay::public_url::PublicUrl;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tower_http::cors::CorsLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// For how long a browser need not ask again whether it may post. Chromium forgets it sooner.
const ASKED_AGAIN: Duration = Duration::from_secs(24 * 3600);

/// Refuses what a page of another origin sends in its visitor's name; those of `public_url` are our own too, and those of
/// `origins` are as good.
pub fn refusing(public_url: Option<&PublicUrl>, origins: &SiteOrigins) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let trusted = public_url.map(PublicUrl::origin).into_iter().chain(origins.iter().map(str::to_owned));
    let layer = trusted.fold(CsrfLayer::new(), |layer, origin| {
        let trusting = layer.clone().add_trusted_origin(origin);
        trusting.unwrap_or(layer)
    });
    layer.with_rejection_response(cross_origin as fn(ProtectionError) -> Response)
}

fn cross_origin(_: ProtectionError) -> Response {
    HttpError::new(Code::CrossOrigin).into_response()
}

/// Lets scripts of those origins read what is answered (CORS), and answers browsers that ask whether they may post.
/// Nothing of ours has cookies, so none are let through.
pub fn sharing(origins: &SiteOrigins) -> CorsLayer {
    let allowed: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, HeaderName::from_static("idempotency-key")])
        .expose_headers([header::LOCATION, header::RETRY_AFTER, header::DATE])
        .max_age(ASKED_AGAIN)
        .vary([header::ORIGIN])
}

/// Checks whether a page of one of these origins asks: what it is given must lead back here by itself.
pub fn is_from_another_site(headers: &HeaderMap, origins: &SiteOrigins) -> bool {
    headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).is_some_and(|origin| origins.has(origin))
}
