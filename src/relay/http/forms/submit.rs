//! `POST /forms/{name}`: a transaction, as JSON or as an ordinary form.

use super::body::{self, FormPost, MediaType};
use crate::form::{Answers, Refusal};
use crate::protocol::Code;
use crate::relay::http::extract::FormOf;
use crate::relay::http::openapi;
use crate::relay::http::problem::{HttpError, ProgramsProblem};
use crate::relay::http::render::{self, FormState};
use crate::relay::http::state::AppState;
use crate::relay::keys::IdempotencyKey;
use crate::relay::site::SiteForm;
use crate::relay::submissions::{Holder, Proof};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use utoipa::ToSchema;

/// The answer to a transaction that was opened.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Absolute: it is also what the distant was told.
    payment_url: String,
}

/// Takes a transaction, as JSON or as an ordinary form.
///
/// Of JSON it also takes less, and answers as typed: any field's value may be the text that a person would type, or
/// `null`; what is missing or wrong is then `invalid_answers`. A key that no form has is `body_invalid`. The same key
/// with the same transaction has the same answer, for as long as the relay remembers keys and until the payment has
/// ended; then, and with another transaction, it is `idempotency_key_reused`.
///
/// An ordinary form's errors are the page again, with what is wrong in it. Many may have been shown the same page, so
/// there another transaction is another donor's, and is opened; the same, once it was paid, is `payment_ended`.
#[utoipa::path(
    post, path = "/forms/{name}", operation_id = "submitForm", tag = "forms",
    params(
        ("name" = String, Path, description = openapi::NAME),
        ("from" = Option<String>, Query, description = openapi::FROM),
        openapi::KeyParameter,
    ),
    request_body(content(
        (crate::protocol::Transaction = "application/json"),
        (openapi::PostedForm = "application/x-www-form-urlencoded"),
    )),
    responses(
        (status = 201, description = "Of JSON: the transaction is opened, and the distant knows it.", body = Opened,
            headers(("Location" = String, description = "The payment's page."))),
        (status = 303, description = "Of a form: likewise.",
            headers(("Location" = String, description = "The payment's page."))),
        openapi::Posting,
    )
)]
pub async fn submit(
    State(app): State<AppState>,
    FormOf(form): FormOf,
    RawQuery(query): RawQuery,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let from = form.appeal.from_word(query.as_deref()).map(str::to_owned);
    let post = Post { app: &app, form: &form, from, limited: count(&app, peer, &headers) };
    let media_type = MediaType::of(&headers).ok_or(HttpError::new(Code::MediaTypeUnsupported))?;
    let body = body::read_body(body)?;
    match media_type {
        MediaType::Json => Ok(post.json(&headers, &body).await.map_err(ProgramsProblem).into_response()),
        MediaType::Form => post.form(&body).await,
    }
}

/// Counts a post of its sender.
///
/// # Errors
/// If that was one too many.
fn count(app: &AppState, peer: SocketAddr, headers: &HeaderMap) -> Result<(), HttpError> {
    let guard = &app.site.guard;
    guard.rate_limit.as_ref().map_or(Ok(()), |limit| Ok(limit.step(guard.clients.of(peer.ip(), headers))?))
}

/// What is posted to a form, from the moment that it is known to be one's.
struct Post<'a> {
    app: &'a AppState,
    form: &'a Arc<SiteForm>,
    /// The word of the form's list that says whence the person comes.
    from: Option<String>,
    /// Whether its sender may post.
    limited: Result<(), HttpError>,
}

impl Post<'_> {
    /// Takes a transaction of a program.
    async fn json(self, headers: &HeaderMap, body: &[u8]) -> Result<Response, HttpError> {
        self.limited.clone()?;
        let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).and_then(IdempotencyKey::parse);
        let key = key.ok_or(HttpError::new(Code::KeyInvalid))?;
        let answers = body::json_answers(body, &self.form.form)?;
        // Its sender needs a new key either way.
        let token =
            self.finish(answers, Proof::Needed, key, Holder::Sender).await.map_err(|error| match error.code {
                Code::PaymentEnded => HttpError::new(Code::KeyReused),
                _ => error,
            })?;
        let site = &self.app.site;
        // A browser says whose page it is, and stays on the host that the donor sees. A server may have asked at an address
        // that no donor can reach.
        let is_page = headers.contains_key(header::ORIGIN);
        let location = [(header::LOCATION, if is_page { site.payment_path(&token) } else { site.payment_url(&token) })];
        let opened = Opened { payment_url: site.payment_url(&token) };
        Ok((StatusCode::CREATED, location, Json(opened)).into_response())
    }

    /// Takes what a browser posts without scripts; a refusal is the form again, filled.
    async fn form(self, body: &[u8]) -> Result<Response, HttpError> {
        let posted = body::form_answers(body)?;
        let key = posted.key.as_deref().and_then(IdempotencyKey::parse);
        let proof = if self.app.waives_proof() { Proof::Waived } else { Proof::Needed };
        let outcome = match self.limited.clone().and_then(|()| self.admit(&posted, key.clone())) {
            Ok(key) => self.finish(posted.answers.clone(), proof, key, Holder::Many).await,
            Err(error) => Err(error),
        };
        let error = match outcome {
            Ok(token) => return Ok(Redirect::to(&self.app.site.payment_path(&token)).into_response()),
            Err(error) => error,
        };
        // What is sent once more is another payment: the page brings a new key.
        let key = key.filter(|_| error.code != Code::PaymentEnded);
        // Its time counts on, unless it is the time that is at fault.
        let shown = posted.shown.filter(|_| key.is_some() && error.code != Code::PageExpired);
        let (status, wait) = (error.status(), error.retry_after());
        let refusal = match error.code {
            Code::InvalidAnswers | Code::Maintenance | Code::CampaignClosed => {
                Some(Refusal { code: error.code, errors: error.errors })
            }
            _ => None,
        };
        let notice = refusal.is_none().then_some(error.code);
        let (answers, from) = (posted.answers, self.from);
        let state = FormState { answers, refusal, notice, key, shown, from, elsewhere: false };
        let mut response = render::refused(self.app, self.form, &state).await?;
        *response.status_mut() = status;
        response.headers_mut().extend(wait);
        Ok(response)
    }

    /// Checks whether what was sent without scripts may be a person's. Returns its key.
    fn admit(&self, posted: &FormPost, key: Option<IdempotencyKey>) -> Result<IdempotencyKey, HttpError> {
        let (key, guard) = (key.ok_or(HttpError::new(Code::KeyInvalid))?, &self.app.site.guard);
        if guard.honeypot && posted.trapped {
            return Err(HttpError::new(Code::RobotSuspected));
        }
        guard.check_shown(&self.app.site.secret, &self.form.name, &key, posted.shown.as_deref())?;
        Ok(key)
    }

    /// Submits in a task of its own: a donor who goes away must not leave it half done. Returns the payment's token.
    async fn finish(
        &self,
        answers: Answers,
        proof: Proof,
        key: IdempotencyKey,
        holder: Holder,
    ) -> Result<String, HttpError> {
        let (submissions, form) = (Arc::clone(&self.app.submissions), Arc::clone(self.form));
        let from = self.from.clone();
        let submission =
            tokio::spawn(async move { submissions.submit(&form, answers, proof, &key, holder, from.as_deref()).await });
        submission.await.map_err(|_| HttpError::new(Code::Internal))?.map_err(HttpError::from)
    }
}
