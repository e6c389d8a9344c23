//! The pages of whoever runs the relay: routes of their own, on a listener of their own, behind a key.

mod pages;
mod sign_in;

use super::negotiate;
use super::problem::{HttpError, Negotiable};
use super::state::AppState;
use super::{cross_origin, forms, headers, log, method_not_allowed, panicked, site_pages};
use crate::protocol::Code;
use crate::relay::admin::Operators;
use crate::relay::html::operators::{Frame, STYLES, Section};
use crate::relay::html::{self, Assets, Look, Shell};
use crate::relay::i18n::Texts;
use crate::relay::origins::SiteOrigins;
use crate::relay::protection::{CardTesting, Guard, SignIn};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use maud::Markup;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyDeadlineLayer;

/// No script, nothing from elsewhere, and no frame around it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'",
);
/// Where the style sheet of these pages is.
const STYLES_PATH: &str = "/operators.css";

/// What the handlers are handed. Cheap to clone.
#[derive(Clone)]
pub struct OperatorsState {
    operators: Arc<Operators>,
    sign_in: Arc<SignIn>,
    guard: Arc<Guard>,
    card_testing: Arc<CardTesting>,
    texts: Arc<Texts>,
    look: Arc<Look>,
    forms: Arc<[String]>,
    distants: Arc<[String]>,
}

/// Returns every route of these pages, for what a relay serves when it starts.
pub fn operators_router(app: AppState, operators: Operators, sign_in: SignIn) -> Router {
    let look = Look { name: app.site.look.name.clone(), stylesheet: Some(STYLES_PATH.to_owned()), ..Look::default() };
    let state = OperatorsState {
        operators: Arc::new(operators),
        sign_in: Arc::new(sign_in),
        guard: Arc::clone(&app.site.guard),
        card_testing: Arc::clone(&app.card_testing),
        texts: Arc::clone(&app.site.texts),
        look: Arc::new(look),
        forms: app.site.forms.keys().cloned().collect(),
        distants: app.distants.iter().map(|link| link.name.clone()).collect(),
    };
    let behind_the_key = Router::new()
        .route("/", get(async || Redirect::to(Section::Transactions.path())))
        .route("/transactions", get(pages::transactions))
        .route("/transactions/{*idx}", get(pages::story))
        .route("/attention", get(pages::attention))
        .route("/attention/deliver", post(pages::deliver))
        .route("/attention/close", post(pages::close))
        .route("/figures", get(pages::figures))
        .route_layer(middleware::from_fn_with_state(state.clone(), sign_in::needed));
    let served = Router::new().route("/campagnodon/{*file}", get(site_pages::asset)).with_state(app);
    behind_the_key
        .route("/sign-in", post(sign_in::open))
        .route("/sign-out", post(sign_in::close))
        .route(STYLES_PATH, get(styles))
        .fallback(async || HttpError::new(Code::NotFound))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(state.clone())
        .merge(served)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(log::request))
                .map_response(headers::add)
                .map_response(strict)
                .layer(middleware::from_fn_with_state(state, as_page))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(cross_origin::refusing(None, &SiteOrigins::default()))
                .layer(middleware::from_fn_with_state(forms::LARGEST, forms::refuse_large))
                .layer(RequestBodyDeadlineLayer::new(super::BODY_DEADLINE))
                .layer(DefaultBodyLimit::max(forms::LARGEST)),
        )
}

async fn styles() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], headers::REVALIDATED, STYLES).into_response()
}

/// Adds what these pages have in the place of what those of donors have.
fn strict(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// Shows an error as a page of these to whoever prefers one.
async fn as_page(State(state): State<OperatorsState>, request: Request, next: Next) -> Response {
    let prefers_page = negotiate::prefers_html(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Negotiable>() {
        Some(Negotiable(error)) if prefers_page => {
            let content = html::error(error.code, &state.texts, &state.look);
            (error.status(), state.page(html::error_title(error.code, &state.texts), &content)).into_response()
        }
        _ => response,
    }
}

impl OperatorsState {
    /// Returns a page of these.
    fn page(&self, title: &str, content: &Markup) -> Html<String> {
        let assets = Assets {
            css: "/campagnodon/campagnodon.css",
            pages_css: "/campagnodon/campagnodon-pages.css",
            module: "",
            wasm: None,
        };
        let (texts, look) = (&self.texts, &self.look);
        let shell =
            Shell { title, title_prefix: "", texts, look, assets, interactive: false, module: None, frame: None };
        Html(shell.render(content).into_string())
    }

    /// Returns a page of who is signed in.
    fn framed(&self, here: Section, heading: &str, content: &Markup) -> Html<String> {
        let frame = Frame { here, heading, clock: &self.operators.days.clock(), texts: &self.texts };
        self.page(heading, &frame.render(content))
    }
}

/// Returns the value of a field of a posted form, or of a query.
fn field(encoded: &[u8], name: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(encoded).unwrap_or_default();
    fields.into_iter().find_map(|(known, value)| (known == name).then_some(value))
}
