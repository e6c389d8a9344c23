//! The site's own pages, in which forms have their places: what a content management system does elsewhere.

use super::files::{self, Found};
use super::problem::HttpError;
use super::render::Shown;
use super::state::AppState;
use super::{built_in, fresh_page, render};
use crate::protocol::Code;
use crate::relay::site::Assets;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::path::Path;
use tower_http::services::ServeFile;

/// Serves a file of the site's folder; in a page, the forms in their places.
pub async fn serve(State(app): State<AppState>, request: Request) -> Result<Response, HttpError> {
    let folder = app.site.pages.as_ref().ok_or(HttpError::new(Code::NotFound))?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(([(header::ALLOW, "GET,HEAD")], HttpError::new(Code::MethodNotAllowed)).into_response());
    }
    match files::find(folder, request.uri().path()).await {
        Some(Found::Page(file)) => page(&app, &file, request.uri().query(), request.headers()).await,
        Some(Found::File(file)) => Ok(files::send(ServeFile::new(file), request).await),
        Some(Found::Folder(path)) => {
            let (mark, query) = request.uri().query().map_or(("", ""), |query| ("?", query));
            Ok(Redirect::temporary(&[app.site.public_url.path(), &path, mark, query].concat()).into_response())
        }
        None => Err(HttpError::new(Code::NotFound)),
    }
}

/// Serves a file of the module's folder. Of a script it says where its source map is, if there is one: said in the script,
/// that line would weigh in every page.
pub async fn asset(State(app): State<AppState>, request: Request) -> Result<Response, HttpError> {
    let path = request.uri().path().strip_prefix("/campagnodon").unwrap_or_default().to_owned();
    let map = source_map(&app.site.assets, &path).await;
    let mut response = file(&app.site.assets, &path, request).await?;
    if let Some(map) = map {
        response.headers_mut().insert("sourcemap", map);
    }
    Ok(response)
}

async fn file(assets: &Assets, path: &str, request: Request) -> Result<Response, HttpError> {
    let Assets::Folder(folder) = assets else {
        return built_in::respond(path.trim_start_matches('/'), request.headers())
            .ok_or(HttpError::new(Code::NotFound));
    };
    match files::find(folder, path).await {
        Some(Found::Page(file) | Found::File(file)) => Ok(files::send(files::compressed(&file).await, request).await),
        Some(Found::Folder(_)) | None => Err(HttpError::new(Code::NotFound)),
    }
}

/// Returns the name of the map that is beside a script.
async fn source_map(assets: &Assets, script: &str) -> Option<HeaderValue> {
    let map = [script.strip_suffix(".js")?, ".js.map"].concat();
    let is_there = match assets {
        Assets::Folder(folder) => matches!(files::find(folder, &map).await, Some(Found::File(_))),
        Assets::BuiltIn => assets.read(map.trim_start_matches('/')).is_some(),
    };
    if !is_there {
        return None;
    }
    HeaderValue::try_from(map.rsplit('/').next()?).ok()
}

async fn page(app: &AppState, file: &Path, query: Option<&str>, wanted: &HeaderMap) -> Result<Response, HttpError> {
    let html = render::site_page(app, file, None, &Shown::Anyones(query)).await?;
    // Whoever comes by a known word has a page of their own, which is compressed once too.
    let word = app.site.forms.values().find_map(|form| form.appeal.from_word(query)).unwrap_or_default();
    Ok(fresh_page::respond(app, wanted, &[&file.to_string_lossy(), "?", word].concat(), html))
}
