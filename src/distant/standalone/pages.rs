//! The pages for people: what arrived, as HTML and as JSON. There is no login, so they are for this machine alone.

use super::inspect::{self, View};
use super::store::Store;
use crate::distant::{decimal, is_loopback_name};
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, FORWARDED, HOST, VIA, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use std::net::SocketAddr;

const LATEST: u32 = 100;

/// Returns the routes of the pages.
pub(super) fn router(store: Store) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/transactions.json", get(json))
        .layer(middleware::from_fn(this_machine_alone))
        .with_state(store)
}

/// Refuses who is not on this machine, what a proxy forwards, and a page of another site that has its name point
/// here (DNS rebinding); and keeps what is shown out of caches.
async fn this_machine_alone(ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request, next: Next) -> Response {
    if !peer.ip().is_loopback() || !names_this_machine(request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                  frame-ancestors 'none'";
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

fn names_this_machine(headers: &HeaderMap) -> bool {
    let is_forwarded =
        headers.contains_key(FORWARDED) || headers.contains_key(VIA) || headers.contains_key("x-forwarded-for");
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    !is_forwarded && is_loopback_name(name)
}

#[derive(Deserialize)]
struct Asked {
    idx: Option<String>,
}

async fn json(State(store): State<Store>, Query(asked): Query<Asked>) -> Response {
    match store.transact(move |database| inspect::latest(database, asked.idx.as_deref(), LATEST)).await {
        Ok(views) => Json(views).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn page(State(store): State<Store>) -> Response {
    match store.transact(|database| inspect::latest(database, None, LATEST)).await {
        Ok(views) => Html(document(&views).into_string()).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn document(views: &[View]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "Transactions – standalone distant" }
                style { (maud::PreEscaped(include_str!("pages.css"))) }
            }
            body {
                main {
                    h1 { "Transactions" }
                    p {
                        @if views.is_empty() { "Nothing has arrived yet." } @else { "The latest " (views.len()) ", the newest first. " }
                        "This page holds personal data and is served to this machine alone."
                    }
                    @for view in views { (transaction(view)) }
                }
            }
        }
    }
}

fn transaction(view: &View) -> Markup {
    let contact = &view.contact;
    let name =
        [&contact.prefix, &contact.first_name, &contact.last_name].map(|part| part.as_deref().unwrap_or_default());
    html! {
        article {
            header {
                h2 { (decimal::text(view.amount_cents())) " € · " (view.operation_type.replace('_', " ")) }
                span.badge data-status=(view.status) { (view.status.replace('_', " ")) }
                @if let Some(status) = &view.recurring_status { " " span.badge { "series: " (status) } }
            }
            dl {
                (row("Transaction", html! { code { (view.idx) } }))
                (row("Started", html! { (view.started_at) " UTC" }))
                @if let Some(campaign) = &view.campaign { (row("Campaign", html! { (campaign) })) }
                (row("Contact", html! {
                    @if name.iter().any(|part| !part.is_empty()) { (name.join(" ").trim()) br; }
                    (contact.email.as_deref().unwrap_or("–"))
                }))
                @if view.tax_receipt { (row("Tax receipt", html! { "wanted" })) }
                @if let Some(means) = &view.payment_instrument { (row("Paid by", html! { (means) })) }
                (row("Contributions", contributions(view)))
                @if !view.memberships.is_empty() { (row("Memberships", memberships(view))) }
                @if !view.optional_subscriptions.is_empty() { (row("Subscriptions", subscriptions(view))) }
            }
        }
    }
}

fn row(term: &str, what: Markup) -> Markup {
    html! { dt { (term) } dd { (what) } }
}

fn contributions(view: &View) -> Markup {
    html! {
        ul {
            @for part in &view.contributions {
                li {
                    (decimal::text(part.amount)) " € · " (part.financial_type.as_deref().unwrap_or("no financial type"))
                    @if let Some(kind) = &part.membership_type { " · membership " (kind) }
                    " · " (part.status)
                }
            }
        }
    }
}

fn memberships(view: &View) -> Markup {
    html! {
        ul {
            @for membership in &view.memberships {
                li {
                    (membership.membership_type) " · " (membership.start_date) " to " (membership.end_date)
                    @if membership.cancelled.is_some() { " · a member already" }
                }
            }
        }
    }
}

fn subscriptions(view: &View) -> Markup {
    html! {
        ul {
            @for one in &view.optional_subscriptions {
                li { (one.kind) " " (one.key) @if one.when == "completed" { " · once paid" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (name, value, expected) in [
            ("host", "localhost:8081", true),
            ("host", "127.0.0.1", true),
            ("host", "[::1]:8081", true),
            ("host", "[::1]", true),
            ("host", "evil.example.org:8081", false),
            ("host", "127.0.0.1.example.org", false),
            ("host", "", false),
            ("via", "1.1 proxy", false),
        ] {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            assert_eq!(names_this_machine(&headers), expected, "{value}");
        }
    }
}
