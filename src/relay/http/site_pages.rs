//! The site's own pages, in which forms have their places: what a content management system does elsewhere.

use super::files::{self, Found};
use super::problem::HttpError;
use super::render::Shown;
use super::state::AppState;
use super::{built_in, fresh_page, render};
use crate::protocol::Code;
use crate::relay::site::Assets;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
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

/// Serves a file of the module's folder.
pub async fn asset(State(app): State<AppState>, request: Request) -> Result<Response, HttpError> {
    let path = request.uri().path().strip_prefix("/campagnodon").unwrap_or_default();
    let Assets::Folder(folder) = &app.site.assets else {
        let name = path.trim_start_matches('/');
        return built_in::respond(name, request.headers()).ok_or(HttpError::new(Code::NotFound));
    };
    match files::find(folder, path).await {
        Some(Found::Page(file) | Found::File(file)) => Ok(files::send(files::compressed(&file).await, request).await),
        Some(Found::Folder(_)) | None => Err(HttpError::new(Code::NotFound)),
    }
}

async fn page(app: &AppState, file: &Path, query: Option<&str>, wanted: &HeaderMap) -> Result<Response, HttpError> {
    let html = render::site_page(app, file, None, &Shown::Anyones(query)).await?;
    // Whoever comes by a known word has a page of their own, which is compressed once too.
    let word = app.site.forms.values().find_map(|form| form.appeal.from_word(query)).unwrap_or_default();
    Ok(fresh_page::respond(app, wanted, &[&file.to_string_lossy(), "?", word].concat(), html))
}
