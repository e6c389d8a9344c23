//! Errors as answers: `application/problem+json` (RFC 9457). [`super::negotiate`] makes pages of them.

use crate::protocol::{Code, FieldError, Problem};
use crate::relay::protection::{FormStampError, TooFast};
use crate::relay::site::tags::TagError;
use crate::relay::submissions::{Rejection, StoreError};
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::num::NonZeroU64;

/// An error on its way to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// What happened.
    pub code: Code,
    /// The refused answers.
    pub errors: Vec<FieldError>,
    /// In how many seconds to come again, where it is the sender's own pace that is at fault.
    pub wait: Option<NonZeroU64>,
    /// What is wrong with a tag.
    pub tag: Option<TagError>,
}

impl HttpError {
    /// Returns an error of the request as a whole.
    pub const fn new(code: Code) -> Self {
        Self { code, errors: Vec::new(), wait: None, tag: None }
    }

    /// Returns the HTTP status.
    pub const fn status(&self) -> StatusCode {
        match self.code {
            Code::KeyInvalid | Code::BodyInvalid => StatusCode::BAD_REQUEST,
            Code::TagsKeyWrong => StatusCode::UNAUTHORIZED,
            Code::CrossOrigin => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Code::KeyReused | Code::PaymentEnded | Code::PaymentMovedOn | Code::PaymentNotTaken => StatusCode::CONFLICT,
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

    /// Returns a sentence for developers; people get the form's own texts.
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
            Code::TagsKeyWrong => "Authorization must be Bearer and the key of tags in the relay's settings",
            Code::PaymentNotTaken => "Not the money that was to be paid: another sum, or that of a trial",
            Code::TagInvalid => "The tag asks for what cannot be offered; see parameter and detail",
            Code::NotSaved => "The relay cannot write, and saved nothing; send the same again shortly",
            _ => "An error of the server; it was logged",
        }
    }

    /// Returns the answer for programs.
    fn problem(self) -> Response {
        let (status, wait, title) = (self.status(), self.retry_after(), self.title());
        let (parameter, detail) = self.tag.map(|TagError { parameter, reason }| (parameter, reason)).unzip();
        let problem = Problem {
            uri: format!("urn:campagnodon:problem:{}", self.code),
            title: title.to_owned(),
            status: status.as_u16(),
            code: self.code,
            errors: self.errors,
            parameter,
            detail,
        };
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response.headers_mut().extend(wait);
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    /// Returns the header that says when to come again, or `None` where that does not help.
    pub fn retry_after(&self) -> Option<(HeaderName, HeaderValue)> {
        let seconds = match (self.wait, self.status()) {
            (Some(wait), _) => wait.get(),
            (None, StatusCode::SERVICE_UNAVAILABLE) => 5,
            _ => return None,
        };
        Some((header::RETRY_AFTER, HeaderValue::from(seconds)))
    }
}

/// The problem, whoever asks; as a page where the client prefers one: [`super::negotiate::as_page`].
impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = self.clone().problem();
        response.extensions_mut().insert(Negotiable(self));
        response
    }
}

/// The error of an answer that may become a page.
#[derive(Clone)]
pub struct Negotiable(pub HttpError);

/// An error of what only programs ask for: never a page.
pub struct ProgramsProblem(pub HttpError);

impl IntoResponse for ProgramsProblem {
    fn into_response(self) -> Response {
        self.0.problem()
    }
}

impl<T: Into<HttpError>> From<T> for ProgramsProblem {
    fn from(error: T) -> Self {
        Self(error.into())
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(if error.is_passing() { Code::NotSaved } else { Code::Internal })
    }
}

impl From<TagError> for HttpError {
    fn from(error: TagError) -> Self {
        Self { tag: Some(error), ..Self::new(Code::TagInvalid) }
    }
}

impl From<TooFast> for HttpError {
    fn from(error: TooFast) -> Self {
        Self { wait: Some(error.seconds), ..Self::new(Code::Busy) }
    }
}

impl From<FormStampError> for HttpError {
    fn from(error: FormStampError) -> Self {
        Self::new(match error {
            FormStampError::TooSoon => Code::RobotSuspected,
            FormStampError::Forged | FormStampError::TooOld => Code::PageExpired,
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
