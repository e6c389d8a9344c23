//! `/tags`: what a content management system's own server asks for, with its key; browsers have no business here.

use super::super::pages::{GoalBar, Texts};
use super::super::tags::{self, Parameters, TagError, Tags};
use super::error::HttpError;
use super::forms::{Filled, render_form};
use super::{App, openapi};
use crate::protocol::Code;
use crate::relay::Site;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Samples of sums raised, in cents, of a goal of 1000 €: what page authors try a page's layout with.
const SAMPLES: [u64; 6] = [0, 20_320, 50_000, 100_000, 125_010, 200_000];

const PROBLEM: &str = "application/problem+json";

/// Why nothing is answered.
enum Refusal {
    /// The settings have no `[tags]`.
    Off,
    /// The key is missing, or another one.
    KeyWrong,
    /// The tag cannot be used.
    Tag(TagError),
    /// The form cannot be made.
    Http(HttpError),
}

/// `application/problem+json` (RFC 9457), with the tag's parameter at fault.
#[derive(Serialize, ToSchema)]
pub struct TagProblem {
    /// `urn:campagnodon:problem:` and the code.
    #[serde(rename = "type")]
    uri: &'static str,
    /// For developers.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// `tags_key_wrong` or `tag_invalid`.
    code: &'static str,
    /// The parameter at fault, of `tag_invalid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parameter: Option<String>,
    /// What is wrong with it, for who wrote the tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<String>,
}

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
    /// Whether it takes no more payments.
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

/// Answers the form of a tag, alone, with a key of its own: it is for one visitor, and not to be kept.
#[utoipa::path(
    get, path = "/tags/form", operation_id = "tagForm", tag = "tags", security(("tags" = [])),
    params(openapi::FormParameters),
    responses(
        (status = 200, description = "The form.", body = String, content_type = "text/html",
            headers(("Link" = String, description = "What the page around must load (RFC 8288)."))),
        (status = 401, description = "`tags_key_wrong`", body = TagProblem, content_type = PROBLEM),
        (status = 422, description = "`tag_invalid`", body = TagProblem, content_type = PROBLEM),
        openapi::Asking,
    )
)]
pub async fn form(State(relay): App, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let answer = || {
        let tags = allowed(&relay.site, &headers)?;
        let parameters = Parameters::read(query.as_deref().unwrap_or_default(), tags::FORM)?;
        let form = tags.form(&parameters, relay.site.texts.language())?;
        tags.warn_of_unoffered(&parameters)?;
        Ok((links(&relay.site), Html(render_form(&relay, &form, &Filled::default())?)).into_response())
    };
    answer().unwrap_or_else(Refusal::into_response)
}

/// Answers the bar of the goal of a tag's campaign; nothing where there is none to show.
#[utoipa::path(
    get, path = "/tags/goal", operation_id = "tagGoal", tag = "tags", security(("tags" = [])),
    params(openapi::GoalParameters),
    responses(
        (status = 200, description = "The bar.", body = String, content_type = "text/html",
            headers(("Link" = String, description = "What the page around must load (RFC 8288)."))),
        (status = 204, description = "There is no goal, or nobody knows how much was raised."),
        (status = 401, description = "`tags_key_wrong`", body = TagProblem, content_type = PROBLEM),
        (status = 422, description = "`tag_invalid`", body = TagProblem, content_type = PROBLEM),
        openapi::Asking,
    )
)]
pub async fn goal(State(relay): App, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let asked = || {
        let tags = allowed(&relay.site, &headers)?;
        let parameters = Parameters::read(query.as_deref().unwrap_or_default(), tags::GOAL)?;
        let (campaign, texts) = tags.goal(&parameters, relay.site.texts.language())?;
        Ok((campaign, texts, parameters.flag("debug_objectif")?))
    };
    let (campaign, texts, samples) = match asked() {
        Ok(asked) => asked,
        Err(refusal) => return Refusal::into_response(refusal),
    };
    let mut html = relay.goal(campaign, &texts).await.map(|bar| bar.render().into_string()).unwrap_or_default();
    if samples {
        html.extend(SAMPLES.map(|raised| sample(raised, &texts)));
    }
    match html.is_empty() {
        true => StatusCode::NO_CONTENT.into_response(),
        false => (links(&relay.site), Html(html)).into_response(),
    }
}

/// Answers what tags can ask for.
#[utoipa::path(
    get, path = "/tags", operation_id = "tagCatalogue", tag = "tags", security(("tags" = [])),
    responses(
        (status = 200, description = "The campaigns, and what their forms can offer beside.", body = Catalogue),
        (status = 401, description = "`tags_key_wrong`", body = TagProblem, content_type = PROBLEM),
        openapi::Asking,
    )
)]
pub async fn catalogue(State(relay): App, headers: HeaderMap) -> Response {
    let tags = match allowed(&relay.site, &headers) {
        Ok(tags) => tags,
        Err(refusal) => return refusal.into_response(),
    };
    let campaigns = tags.campaigns(relay.site.texts.language()).map(|(known, profile)| CatalogueCampaign {
        origin: &known.campaign.distant,
        id: known.campaign.id,
        title: &known.campaign.title,
        closed: known.closed,
        subscriptions: profile
            .subscriptions
            .iter()
            .map(|option| CatalogueSubscription { key: &option.key, label: &option.label })
            .collect(),
    });
    let campaigns = campaigns.collect();
    Json(Catalogue { public_url: &relay.site.public_url, campaigns }).into_response()
}

fn sample(raised: u64, texts: &Texts) -> String {
    GoalBar { goal: 100_000, raised, texts }.render().into_string()
}

/// Who has the key may ask.
fn allowed<'a>(site: &'a Site, headers: &HeaderMap) -> Result<&'a Tags, Refusal> {
    let tags = site.tags.as_ref().ok_or(Refusal::Off)?;
    // The scheme's name is the same in any case (RFC 9110).
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
    let given = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"));
    if given.is_some_and(|(_, key)| tags.is_key(key.trim_start_matches(' '))) {
        Ok(tags)
    } else {
        Err(Refusal::KeyWrong)
    }
}

/// What the page around must load (RFC 8288): the style sheet, the script, the module.
fn links(site: &Site) -> HeaderMap {
    let [css, _, module, wasm] = &site.asset_urls;
    let link = format!(
        "<{css}>; rel=\"stylesheet\", <{module}>; rel=\"modulepreload\", <{wasm}>; rel=\"preload\"; as=\"fetch\""
    );
    HeaderValue::try_from(link).map(|link| HeaderMap::from_iter([(header::LINK, link)])).unwrap_or_default()
}

impl Refusal {
    fn into_response(self) -> Response {
        let (status, code, title, fault) = match self {
            Self::Http(error) => return error.problem(),
            Self::Off => return HttpError::new(Code::NotFound).problem(),
            Self::KeyWrong => {
                let title = "Authorization must be Bearer and the key of tags in the relay's settings";
                (StatusCode::UNAUTHORIZED, "tags_key_wrong", title, None)
            }
            Self::Tag(fault) => {
                let title = "The tag asks for what cannot be offered; see parameter and detail";
                (StatusCode::UNPROCESSABLE_ENTITY, "tag_invalid", title, Some(fault))
            }
        };
        let (parameter, detail) = fault.map(|TagError { parameter, reason }| (parameter, reason)).unzip();
        let uri = match code {
            "tag_invalid" => "urn:campagnodon:problem:tag_invalid",
            _ => "urn:campagnodon:problem:tags_key_wrong",
        };
        let problem = TagProblem { uri, title, status: status.as_u16(), code, parameter, detail };
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<TagError> for Refusal {
    fn from(error: TagError) -> Self {
        Self::Tag(error)
    }
}

impl From<HttpError> for Refusal {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}
