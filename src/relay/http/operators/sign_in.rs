//! The key, and the cookie that remembers who had it.

use super::{OperatorsState, field};
use crate::relay::html::operators::{Section, SignInPage};
use crate::relay::http::forms;
use crate::relay::http::problem::HttpError;
use crate::relay::settings::is_path;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::net::SocketAddr;

/// Lets in whoever is signed in, and asks others for the key.
pub async fn needed(State(state): State<OperatorsState>, request: Request, next: Next) -> Response {
    let cookies = request.headers().get_all(header::COOKIE);
    if cookies.iter().filter_map(|value| value.to_str().ok()).any(|value| state.sign_in.is_open(value)) {
        return next.run(request).await;
    }
    // What was to be posted is not posted again.
    let path = request.uri().path_and_query().filter(|_| matches!(*request.method(), Method::GET | Method::HEAD));
    let asked = path.map_or(Section::Transactions.path(), |path| path.as_str());
    ask(&state, asked, StatusCode::UNAUTHORIZED, None)
}

fn ask(state: &OperatorsState, next: &str, status: StatusCode, notice: Option<&str>) -> Response {
    let page = SignInPage { next, notice, texts: &state.texts };
    (status, state.page(state.texts.get("operators.sign_in"), &page.render())).into_response()
}

/// Takes the key.
pub async fn open(
    State(state): State<OperatorsState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let body = forms::read_body(body)?;
    let next = field(&body, "next").filter(|next| is_path(next));
    let next = next.as_deref().unwrap_or(Section::Transactions.path());
    let key = field(&body, "key").unwrap_or_default();
    Ok(match state.sign_in.open(state.guard.clients.of(peer.ip(), &headers), key.trim()) {
        Ok(Some(cookie)) => ([(header::SET_COOKIE, cookie)], Redirect::to(next)).into_response(),
        Ok(None) => {
            tracing::warn!("a wrong key was given for the operators' pages");
            ask(&state, next, StatusCode::FORBIDDEN, Some("key_wrong"))
        }
        Err(early) => {
            tracing::warn!("too many keys were tried for the operators' pages");
            let wait = [(header::RETRY_AFTER, early.seconds.to_string())];
            (wait, ask(&state, next, StatusCode::TOO_MANY_REQUESTS, Some("too_many"))).into_response()
        }
    })
}

/// Forgets who was signed in.
pub async fn close(State(state): State<OperatorsState>) -> Response {
    ([(header::SET_COOKIE, state.sign_in.forget())], Redirect::to(Section::Transactions.path())).into_response()
}
