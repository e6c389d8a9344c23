//! `GET /forms/{name}` as JSON: the form for a site that renders it anew, made from what its HTML is made from.

use crate::form::wire::Out;
use crate::protocol::Code;
use crate::relay::distants::Raised;
use crate::relay::html::{Control, Notice};
use crate::relay::http::headers;
use crate::relay::http::openapi;
use crate::relay::http::problem::HttpError;
use crate::relay::http::render::{self, FormState};
use crate::relay::http::state::AppState;
use crate::relay::site::SiteForm;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A form, to be rendered anew. Labels and texts are in its `language`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DescribedForm {
    /// Its name in addresses.
    name: String,
    /// The language of its texts, by its tag.
    language: &'static str,
    /// In which direction that is written.
    direction: &'static str,
    /// What a page with it alone is called.
    title: String,
    /// Where it is posted: a path at the host that was asked, and to a page of another site the whole address.
    action: String,
    /// What stands in its place, where it takes nothing; then it asks nothing.
    notice: Option<Notice>,
    /// What it offers, as the rules take it.
    #[schema(value_type = openapi::Offer)]
    offer: Out,
    /// What it asks, in order.
    fields: Vec<Control>,
    /// What its button says, by operation.
    submit: BTreeMap<&'static str, String>,
    /// What is said of an error, by its code or by field and code: `required`, `email.required`. In some `{limit}` stands
    /// for the bound that was broken.
    texts: BTreeMap<String, String>,
    /// The proof of work that it asks for.
    captcha: Option<Proof>,
    /// The goal of its campaign.
    goal: Option<Goal>,
}

/// A proof of work.
#[derive(Serialize, ToSchema)]
pub struct Proof {
    /// Where its challenge is, of ALTCHA v2; the answer goes into `captcha`.
    challenge: String,
}

/// A campaign's goal, in cents.
#[derive(Serialize, ToSchema)]
pub struct Goal {
    /// What it wants to raise.
    goal: u64,
    /// What it has raised.
    raised: u64,
}

/// Describes a form as it is shown now.
///
/// # Errors
/// If the system gives no randomness, which its HTML needs.
pub async fn describe(app: &AppState, form: &SiteForm, state: &FormState) -> Result<DescribedForm, HttpError> {
    let goal = app.distants.raised(&form.campaign).await;
    render::with_form(app, form, state, |page| {
        let language = page.texts.language();
        DescribedForm {
            name: form.name.clone(),
            language: language.tag(),
            direction: language.direction(),
            title: form.title().to_owned(),
            action: page.action.to_owned(),
            notice: page.notice(),
            offer: page.form.as_object(),
            fields: page.controls(),
            submit: page.button_texts().into_iter().map(|(of, text)| (of.as_str(), text.to_owned())).collect(),
            texts: page.texts.messages().map(|(key, text)| (key.to_owned(), text.to_owned())).collect(),
            captcha: page.form.captcha.then(|| Proof { challenge: page.guard.challenge.to_owned() }),
            goal: goal.map(|Raised { goal, raised }| Goal { goal, raised }),
        }
    })
}

/// Answers with it, or that it is the same as the client has.
///
/// # Errors
/// If it is no JSON, which it always is.
pub fn respond(request: &HeaderMap, form: &DescribedForm) -> Result<Response, HttpError> {
    let json = serde_json::to_vec(form).map_err(|error| {
        tracing::error!(%error, "a form is no JSON");
        HttpError::new(Code::Internal)
    })?;
    // Weak: the same may travel in several encodings.
    let tag = format!("W/\"{}\"", HEXLOWER.encode(&Sha256::digest(&json)[..16]));
    let is_kept = headers::has_kept(request, &tag);
    let tag = [(header::ETAG, tag)];
    if is_kept {
        return Ok((StatusCode::NOT_MODIFIED, headers::BROWSER_ONLY, tag).into_response());
    }
    let language = [(header::CONTENT_LANGUAGE, HeaderValue::from_static(form.language))];
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((headers::BROWSER_ONLY, tag, language, kind, json).into_response())
}
