//! The site's own pages, in which forms have their places: what a content management system does elsewhere.

use super::super::pages::{self, Assets, Place, Texts};
use super::super::{Relay, SiteForm};
use super::error::HttpError;
use super::files::{self, Found};
use super::forms::{Filled, render_form};
use super::{App, headers, kept};
use crate::protocol::Code;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::path::Path;
use tower_http::services::ServeFile;

/// Serves a file of the site's folder; in a page, the forms in their places.
pub async fn serve(State(relay): App, request: Request) -> Response {
    let wanted = request.headers().clone();
    let Some(folder) = &relay.site.pages else {
        return HttpError::new(Code::NotFound).respond(&relay, &wanted);
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = HttpError::new(Code::MethodNotAllowed).respond(&relay, &wanted);
        return ([(header::ALLOW, "GET,HEAD")], refused).into_response();
    }
    match files::find(folder, request.uri().path()).await {
        Some(Found::Page(file)) => page(&relay, &file, &wanted).await,
        Some(Found::File(file)) => files::send(ServeFile::new(file), request).await,
        Some(Found::Folder(path)) => {
            let (mark, query) = request.uri().query().map_or(("", ""), |query| ("?", query));
            Redirect::temporary(&[&relay.site.base_path, &path, mark, query].concat()).into_response()
        }
        None => HttpError::new(Code::NotFound).respond(&relay, &wanted),
    }
}

/// Serves a file of the module's folder.
pub async fn asset(State(relay): App, request: Request) -> Response {
    let path = request.uri().path().strip_prefix("/campagnodon").unwrap_or_default();
    match files::find(&relay.site.assets, path).await {
        Some(Found::Page(file) | Found::File(file)) => files::send(files::compressed(&file).await, request).await,
        Some(Found::Folder(_)) | None => HttpError::new(Code::NotFound).respond(&relay, request.headers()),
    }
}

async fn page(relay: &Relay, file: &Path, wanted: &HeaderMap) -> Response {
    match tokio::fs::read_to_string(file).await {
        Ok(html) => insert_forms(relay, html, None)
            .await
            .map(|html| kept::respond(relay, wanted, &file.to_string_lossy(), html))
            .unwrap_or_else(|error| error.respond(relay, wanted)),
        Err(error) => {
            tracing::error!(file = %file.display(), %error, "cannot read a page");
            HttpError::new(Code::Internal).respond(relay, wanted)
        }
    }
}

/// The page in which a form stands, or a bare one, with that form filled.
pub async fn page_of(relay: &Relay, form: &SiteForm, filled: &Filled) -> Result<String, HttpError> {
    let Some(file) = &form.page else {
        let rendered = maud::PreEscaped(render_form(relay, form, filled)?);
        let content = maud::html! { div.campagnodon { h1 { (form.title()) } } (rendered) };
        if let Some(digits) = relay.site.module.as_deref().filter(|_| filled.is_fresh()) {
            let mut shell = shell(relay, &form.texts, form.title(), true);
            shell.assets.wasm = None;
            return Ok(pages::with_module(&shell.render(&content).into_string(), digits));
        }
        let page = shell(relay, &form.texts, form.title(), true).render(&content).into_string();
        return Ok(marked(page, form, filled));
    };
    let html = tokio::fs::read_to_string(file).await.map_err(|error| {
        tracing::error!(file = %file.display(), %error, "cannot read a page");
        HttpError::new(Code::Internal)
    })?;
    insert_forms(relay, html, Some((form, filled))).await
}

/// A form that was not taken: in its page, in the site's own one where a tag asked for the form and the site has it, or in
/// a bare one.
pub async fn refused(relay: &Relay, form: &SiteForm, filled: &Filled) -> Result<Response, HttpError> {
    let Some((surroundings, path)) = relay.site.surroundings.as_ref().zip(form.back.as_deref()) else {
        return Ok(Html(page_of(relay, form, filled).await?).into_response());
    };
    let rendered = render_form(relay, form, filled)?;
    let Some(page) = surroundings.around(&rendered, &form.action(&relay.site), path).await else {
        return Ok(Html(page_of(relay, form, filled).await?).into_response());
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, page.policy.unwrap_or(headers::NO_FRAMES))];
    Ok((policy, Html(marked(page.html, form, filled))).into_response())
}

/// Puts every form in its place, and the bar of every goal; `filled` is the form that has been filled.
async fn insert_forms(relay: &Relay, html: String, filled: Option<(&SiteForm, &Filled)>) -> Result<String, HttpError> {
    let mut html = insert_goals(relay, html).await;
    let fresh = Filled::default();
    let names = pages::names(&html, Place::Form);
    // A page that shows answers travels uncompressed, so it would be long.
    if let Some(digits) = &relay.site.module
        && !names.is_empty()
        && filled.is_none_or(|(_, filled)| filled.is_fresh())
        && !html.contains(assets(relay).wasm.unwrap_or_default())
    {
        html = pages::with_module(&html, digits);
    }
    for name in names {
        let Some(form) = relay.site.forms.get(&name) else {
            tracing::warn!(form = name, "a page has a place for a form that the settings do not name");
            continue;
        };
        let filled = filled.filter(|(filled_form, _)| filled_form.name == name).map_or(&fresh, |(_, filled)| filled);
        let rendered = render_form(relay, form, filled)?;
        html = pages::insert(&html, Place::Form, &rendered, &name).unwrap_or(html);
    }
    Ok(match filled {
        Some((form, filled)) => marked(html, form, filled),
        None => html,
    })
}

/// Where there is no goal to show, nothing is left of its place.
async fn insert_goals(relay: &Relay, mut html: String) -> String {
    for name in pages::names(&html, Place::Goal) {
        let Some(form) = relay.site.forms.get(&name) else {
            tracing::warn!(form = name, "a page has a place for the goal of a form that the settings do not name");
            continue;
        };
        let bar =
            relay.goal(&form.campaign, &form.texts).await.map(|bar| bar.render().into_string()).unwrap_or_default();
        html = pages::insert(&html, Place::Goal, &bar, &name).unwrap_or(html);
    }
    html
}

/// The page, with the word for an error before its title if there is one.
fn marked(page: String, form: &SiteForm, filled: &Filled) -> String {
    if filled.is_fresh() {
        return page;
    }
    pages::mark_title(&page, &form.texts)
}

/// A page of ours around some content.
pub fn shell<'a>(relay: &'a Relay, texts: &Texts, title: &'a str, interactive: bool) -> pages::Shell<'a> {
    pages::Shell { title, language: texts.language(), assets: assets(relay), interactive }
}

/// Where a browser finds what our own pages need.
pub fn assets(relay: &Relay) -> Assets<'_> {
    let [css, pages_css, module, wasm] = &relay.site.asset_urls;
    Assets { css, pages_css, module, wasm: Some(wasm) }
}
