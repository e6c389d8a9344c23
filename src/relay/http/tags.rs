//! `/tags`: what a content management system's own server asks for, with its key; browsers have no business here.

use super::openapi;
use super::problem::{HttpError, ProgramsProblem};
use super::render::{self, FormState};
use super::state::AppState;
use crate::form::Form;
use crate::protocol::Code;
use crate::relay::html::GoalBar;
use crate::relay::i18n::Texts;
use crate::relay::site::tags::{self, Parameters, Tags};
use crate::relay::site::{Phase, Site};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Samples of sums raised, in cents, of a goal of 1000 €: what page authors try a page's layout with.
const SAMPLES: [u64; 6] = [0, 20_320, 50_000, 100_000, 125_010, 200_000];

/// What tags can ask for, for a program that helps to write them.
#[derive(Serialize, ToSchema)]
pub struct Catalogue<'a> {
    /// The address under which browsers reach the relay.
    public_url: &'a str,
    /// The campaigns for which tags may ask.
    campaigns: Vec<CatalogueCampaign<'a>>,
}

/// A campaign for which tags may ask.
#[derive(Serialize, ToSchema)]
pub struct CatalogueCampaign<'a> {
    /// `origine` in a tag: the distant.
    origin: &'a str,
    /// `id` in a tag: the distant's number of it.
    id: u64,
    /// Its title in the relay's settings.
    title: &'a str,
    /// Whether it takes no payments now.
    closed: bool,
    /// What its forms can offer beside.
    subscriptions: Vec<CatalogueSubscription<'a>>,
}

/// An optional subscription.
#[derive(Serialize, ToSchema)]
pub struct CatalogueSubscription<'a> {
    /// What `souscriptions` in a tag names it by.
    key: &'a str,
    /// What people read.
    label: &'a str,
}

/// Returns the form of a tag, alone, with a key of its own: it is for one visitor, and not to be kept.
#[utoipa::path(
    get, path = "/tags/form", operation_id = "tagForm", tag = "tags", security(("tags" = [])),
    params(openapi::FormParameters),
    responses(
        (status = 200, description = "The form.", body = String, content_type = "text/html",
            headers(("Link" = String, description = "What the page around must load (RFC 8288)."))),
        openapi::Asking,
    )
)]
pub async fn form(
    State(app): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ProgramsProblem> {
    let tags = allowed(&app.site, &headers)?;
    let parameters = Parameters::read(query.as_deref().unwrap_or_default(), tags::FORM)?;
    let form = tags.form(&parameters, app.site.texts.language())?;
    tags.warn_of_unoffered(&parameters)?;
    let html = render::form(&app, &form, &FormState::default())?;
    Ok((links(&app.site, [&form.form]), Html(html)).into_response())
}

/// Returns the bar of the goal of a tag's campaign; nothing where there is none to show.
#[utoipa::path(
    get, path = "/tags/goal", operation_id = "tagGoal", tag = "tags", security(("tags" = [])),
    params(openapi::GoalParameters),
    responses(
        (status = 200, description = "The bar.", body = String, content_type = "text/html",
            headers(("Link" = String, description = "What the page around must load (RFC 8288)."))),
        (status = 204, description = "There is no goal, or nobody knows how much was raised."),
        openapi::Asking,
    )
)]
pub async fn goal(
    State(app): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ProgramsProblem> {
    let tags = allowed(&app.site, &headers)?;
    let parameters = Parameters::read(query.as_deref().unwrap_or_default(), tags::GOAL)?;
    let (campaign, texts) = tags.goal(&parameters, app.site.texts.language())?;
    let samples = parameters.flag("debug_objectif")?;
    let mut html = render::goal(&app, campaign, &texts).await.unwrap_or_default();
    if samples {
        html.extend(SAMPLES.map(|raised| sample(raised, &texts)));
    }
    Ok(match html.is_empty() {
        true => StatusCode::NO_CONTENT.into_response(),
        false => (links(&app.site, []), Html(html)).into_response(),
    })
}

/// Returns what tags can ask for.
#[utoipa::path(
    get, path = "/tags", operation_id = "tagCatalogue", tag = "tags", security(("tags" = [])),
    responses(
        (status = 200, description = "The campaigns, and what their forms can offer beside.", body = Catalogue),
        openapi::Listing,
    )
)]
pub async fn catalogue(State(app): State<AppState>, headers: HeaderMap) -> Result<Response, ProgramsProblem> {
    let tags = allowed(&app.site, &headers)?;
    let now = app.clock.now();
    let campaigns = tags.campaigns(app.site.texts.language()).map(|(known, catalogue)| CatalogueCampaign {
        origin: &known.campaign.distant,
        id: known.campaign.id,
        title: &known.campaign.title,
        closed: known.period.at(now) != Phase::Open,
        subscriptions: catalogue
            .subscriptions
            .iter()
            .map(|option| CatalogueSubscription { key: &option.key, label: &option.label })
            .collect(),
    });
    let campaigns = campaigns.collect();
    Ok(Json(Catalogue { public_url: app.site.public_url.as_str(), campaigns }).into_response())
}

fn sample(raised: u64, texts: &Texts) -> String {
    GoalBar { goal: 100_000, raised, texts }.render().into_string()
}

/// Checks the caller's key.
///
/// # Errors
/// If the settings have no `[tags]`, or the key is missing or another one.
fn allowed<'a>(site: &'a Site, headers: &HeaderMap) -> Result<&'a Tags, HttpError> {
    let tags = site.tags.as_ref().ok_or(HttpError::new(Code::NotFound))?;
    // The scheme's name is the same in any case (RFC 9110).
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
    let given = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"));
    if given.is_some_and(|(_, key)| tags.is_key(key.trim_start_matches(' '))) {
        Ok(tags)
    } else {
        Err(HttpError::new(Code::TagsKeyWrong))
    }
}

/// Returns what the page around must load (RFC 8288): the style sheet, the script, the module.
fn links<const N: usize>(site: &Site, forms: [&Form; N]) -> HeaderMap {
    let [css, _, module] = &site.asset_urls;
    let wasm = &site.modules.serving(forms).address;
    let link = format!(
        "<{css}>; rel=\"stylesheet\", <{module}>; rel=\"modulepreload\", <{wasm}>; rel=\"preload\"; as=\"fetch\""
    );
    HeaderValue::try_from(link).map(|link| HeaderMap::from_iter([(header::LINK, link)])).unwrap_or_default()
}
