//! Errors as answers: `application/problem+json` (RFC 9457) for programs, a page for people.

use super::super::guard::{ShownError, TooFast};
use super::super::store::StoreError;
use super::super::{Rejection, Relay, pages};
use crate::protocol::{Code, FieldError, Problem};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::num::NonZeroU64;
use std::sync::Arc;

/// An error on its way to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// What happened.
    pub code: Code,
    /// The refused answers.
    pub errors: Vec<FieldError>,
    /// In how many seconds to come again, where it is the sender's own pace that is at fault.
    pub wait: Option<NonZeroU64>,
}

impl HttpError {
    /// An error of the request as a whole.
    pub const fn new(code: Code) -> Self {
        Self { code, errors: Vec::new(), wait: None }
    }

    /// The HTTP status.
    pub const fn status(&self) -> StatusCode {
        match self.code {
            Code::KeyInvalid | Code::BodyInvalid => StatusCode::BAD_REQUEST,
            Code::CrossOrigin => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Code::KeyReused | Code::PaymentEnded | Code::PaymentMovedOn => StatusCode::CONFLICT,
            Code::CampaignClosed => StatusCode::GONE,
            Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::MediaTypeUnsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::DistantRefused => StatusCode::BAD_GATEWAY,
            Code::Busy if self.wait.is_some() => StatusCode::TOO_MANY_REQUESTS,
            Code::Maintenance | Code::DistantUnavailable | Code::Busy | Code::NotSaved => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// For developers; people get the form's own texts.
    const fn title(&self) -> &'static str {
        match self.code {
            Code::InvalidAnswers => "Some answers are refused; see errors",
            Code::Maintenance => "The site is being maintained",
            Code::CampaignClosed => "The campaign takes no more payments",
            Code::DistantUnavailable => "The distant system cannot be reached; send the same again",
            Code::DistantRefused => "The distant system refused the transaction",
            Code::KeyInvalid => "Idempotency-Key must be 16 to 64 letters, digits, - and _",
            Code::KeyReused => {
                "This Idempotency-Key came before with another transaction, or its payment has ended; take a new one"
            }
            Code::CrossOrigin => "Forms are taken from this site's own pages only",
            Code::BodyInvalid => "The body is not what its content type says, or has a key that no form has",
            Code::BodyTooLarge => "The body is larger than 64 KiB",
            Code::TooSlow => "The body took longer than 10 seconds to come",
            Code::MediaTypeUnsupported => "Send application/json or application/x-www-form-urlencoded",
            Code::NotFound => "Nothing is here",
            Code::MethodNotAllowed => "This address does not take that method",
            Code::Busy => "Too many at once; send the same again shortly",
            Code::RobotSuspected => {
                "Sent without scripts, and sooner than a person can or with the field that must stay empty"
            }
            Code::PageExpired => {
                "Sent without scripts, and without the time at which this relay showed the form, or long after it"
            }
            Code::PaymentEnded => "The same was sent before, and its payment has ended; send it again to pay again",
            Code::PaymentMovedOn => "The payment has gone on; this can no longer be done to it",
            Code::NotSaved => "The relay cannot write, and saved nothing; send the same again shortly",
            _ => "An error of the server; it was logged",
        }
    }

    /// The answer for programs.
    pub fn problem(self) -> Response {
        let (status, wait) = (self.status(), self.retry_after());
        let problem = Problem {
            uri: format!("urn:campagnodon:problem:{}", self.code),
            title: self.title().to_owned(),
            status: status.as_u16(),
            code: self.code,
            errors: self.errors,
        };
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response.headers_mut().extend(wait);
        response
    }

    /// The header that says when to come again, if it helps to.
    pub fn retry_after(&self) -> Option<(HeaderName, HeaderValue)> {
        let seconds = match (self.wait, self.status()) {
            (Some(wait), _) => wait.get(),
            (None, StatusCode::SERVICE_UNAVAILABLE) => 5,
            _ => return None,
        };
        Some((header::RETRY_AFTER, HeaderValue::from(seconds)))
    }

    /// The answer that this client wants: a page if it prefers HTML.
    pub fn respond(self, relay: &Relay, headers: &HeaderMap) -> Response {
        if !wants_html(headers) {
            return self.problem();
        }
        let page = pages::error_page(self.code, &relay.site.texts, super::site_pages::assets(relay));
        let mut response = (self.status(), Html(page.into_string())).into_response();
        response.headers_mut().extend(self.retry_after());
        response
    }

    /// The answer where it is not known which one the client wants. [`settle`] knows.
    pub fn unsettled(self) -> Response {
        let mut response = self.clone().problem();
        response.extensions_mut().insert(Unsettled(self));
        response
    }
}

/// The error of an answer that may have to be a page.
#[derive(Clone)]
struct Unsettled(HttpError);

/// Gives an unsettled answer the shape that its client wants.
pub async fn settle(State(relay): State<Arc<Relay>>, request: Request, next: Next) -> Response {
    let wanted = request.headers().get_all(header::ACCEPT).iter().map(|value| (header::ACCEPT, value.clone()));
    let wanted: HeaderMap = wanted.collect();
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Unsettled>() {
        Some(Unsettled(error)) => error.respond(&relay, &wanted),
        None => response,
    }
}

/// Whether the client prefers a page.
pub fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(if error.is_passing() { Code::NotSaved } else { Code::Internal })
    }
}

impl From<TooFast> for HttpError {
    fn from(error: TooFast) -> Self {
        Self { wait: Some(error.seconds), ..Self::new(Code::Busy) }
    }
}

impl From<ShownError> for HttpError {
    fn from(error: ShownError) -> Self {
        Self::new(match error {
            ShownError::TooSoon => Code::RobotSuspected,
            ShownError::Forged | ShownError::TooOld => Code::PageExpired,
        })
    }
}

impl From<Rejection> for HttpError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Refused(refusal) => Self { errors: refusal.errors, ..Self::new(refusal.code) },
            Rejection::KeyReused => Self::new(Code::KeyReused),
            Rejection::PaymentEnded => Self::new(Code::PaymentEnded),
            Rejection::Busy => Self::new(Code::Busy),
            Rejection::Distant(error) if error.is_passing() => Self::new(Code::DistantUnavailable),
            Rejection::Distant(_) => Self::new(Code::DistantRefused),
            Rejection::Store(error) => error.into(),
            Rejection::Randomness(_) | Rejection::Unsendable => {
                tracing::error!(error = %rejection, "submission failed");
                Self::new(Code::Internal)
            }
        }
    }
}
