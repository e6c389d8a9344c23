//! Page or problem: what a client prefers is told by its `Accept` header.

use super::problem::Negotiable;
use super::render;
use super::state::AppState;
use crate::relay::html;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// Shows an error as a page to whoever prefers one. What the answer says beside its body stays.
pub async fn as_page(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let prefers_page = prefers_html(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Negotiable>() {
        Some(Negotiable(error)) if prefers_page => {
            let page = html::error_page(error.code, &app.site.texts, render::assets(&app));
            let mut headers = std::mem::take(response.headers_mut());
            headers.remove(header::CONTENT_TYPE);
            headers.remove(header::CONTENT_LENGTH);
            (error.status(), headers, Html(page.into_string())).into_response()
        }
        _ => response,
    }
}

/// Checks whether the client prefers a page.
fn prefers_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    accepted.filter_map(|accept| accept.to_str().ok()).any(|accept| accept.contains("text/html"))
}
