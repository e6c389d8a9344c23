//! Files of a folder, as browsers get them: what is in it for everyone, and nothing that is hidden, elsewhere or no
//! file.

use super::headers;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// The one hidden name that is for everyone (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A page, in which forms may have places.
    Page(PathBuf),
    /// Another file.
    File(PathBuf),
    /// A folder with a page of its own, at this path.
    Folder(String),
}

/// Finds what the path of an address leads to, in a folder.
///
/// A link is followed as long as it leads to what could have been asked for by its own name. Somebody who can write
/// into the folder could still put another file there between this look and the reading of it, but could as well write
/// what is served.
pub async fn find(folder: &Path, path: &str) -> Option<Found> {
    let words: Vec<_> = path.split('/').filter(|word| !word.is_empty()).collect();
    let names: Vec<String> = words.iter().map(|word| name(word)).collect::<Option<_>>()?;
    if !is_public(names.iter().map(String::as_str)) {
        return None;
    }
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = names.iter().fold(folder.to_owned(), |folder, name| folder.join(name));
    let (folder, address) = (folder.to_owned(), ["/", &words.join("/"), "/"].concat());
    let found = tokio::task::spawn_blocking(move || {
        let index = existing(&folder, &file.join("index.html"));
        match is_folder {
            true => index.map(Found::Page),
            false if index.is_some() => Some(Found::Folder(address)),
            false => existing(&folder, &file).map(|file| match file.extension() {
                Some(extension) if extension == "html" => Found::Page(file),
                _ => Found::File(file),
            }),
        }
    });
    found.await.ok()?
}

/// Returns the service of a file and of those beside it that hold the same compressed; of these no link is followed.
pub async fn compressed(file: &Path) -> ServeFile {
    let beside = async |ending: &str| {
        let name: OsString = [file.as_os_str(), ending.as_ref()].into_iter().collect();
        tokio::fs::symlink_metadata(name).await.is_ok_and(|found| found.is_file())
    };
    let mut service = ServeFile::new(file);
    if beside(".br").await {
        service = service.precompressed_br();
    }
    if beside(".gz").await {
        service = service.precompressed_gzip();
    }
    service
}

/// Answers with a file, or a part of it, or that it has not changed. It is asked for each time, since no name of ours
/// changes with what is in it.
pub async fn send(file: ServeFile, request: Request) -> Response {
    match file.oneshot(request).await {
        Ok(response) => (headers::REVALIDATED, response).into_response(),
        Err(never) => match never {},
    }
}

/// Decodes a name in an address, or returns `None` if it is no file's name to some system.
fn name(word: &str) -> Option<String> {
    let name = percent_decode_str(word).decode_utf8().ok()?.into_owned();
    let mut components = Path::new(&name).components();
    let alone =
        matches!((components.next(), components.next()), (Some(Component::Normal(only)), None) if only == &*name);
    (alone && !name.contains(|c: char| matches!(c, '/' | '\\' | ':') || c.is_control())).then_some(name)
}

fn is_public<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    names.enumerate().all(|(at, name)| !name.starts_with('.') || (at == 0 && name == WELL_KNOWN))
}

/// Returns the file itself, wherever links lead, or `None` if it is no regular one under public names in that folder.
fn existing(folder: &Path, file: &Path) -> Option<PathBuf> {
    let (folder, file) = (folder.canonicalize().ok()?, file.canonicalize().ok()?);
    let names = file.strip_prefix(&folder).ok()?.components();
    let names: Vec<_> = names.map(|name| name.as_os_str().to_str()).collect::<Option<_>>()?;
    (is_public(names.into_iter()) && file.metadata().ok()?.is_file()).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_addresses() {
        for (word, expected) in [
            ("don.html", Some("don.html")),
            ("caf%C3%A9.html", Some("café.html")),
            ("a%20b", Some("a b")),
            (".git", Some(".git")),
            ("..", None),
            (".", None),
            ("%2e%2e", None),
            ("a%2fb", None),
            ("%2f", None),
            ("..%5Cx", None),
            ("\\x", None),
            ("c:", None),
            ("a%00", None),
            ("%09", None),
            ("%ff", None),
        ] {
            assert_eq!(name(word).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn hidden_names() {
        for (names, expected) in [
            (&["a", "b.html"][..], true),
            (&[".well-known", "security.txt"], true),
            (&[".git", "config"], false),
            (&["a", ".env"], false),
            (&["a", ".well-known", "x"], false),
            (&[".well-known", ".x"], false),
            (&[".well-known2"], false),
        ] {
            assert_eq!(is_public(names.iter().copied()), expected, "{names:?}");
        }
    }
}
