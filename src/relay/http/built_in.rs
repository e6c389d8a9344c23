//! Files that are in this program, as browsers get them: compressed where they take that, and not again while they have
//! not changed.

use super::headers;
use crate::relay::site::built_in;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;

/// What a file is compressed by, best first: what its name then ends with, and what HTTP calls it.
const ENCODINGS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// Answers with a file, or that it has not changed; `None` if there is none of that name.
pub fn respond(name: &str, wanted: &HeaderMap) -> Option<Response> {
    let plain = built_in(name)?;
    let kind = HeaderValue::try_from(plain.metadata.mimetype()).ok()?;
    let compressed = ENCODINGS
        .iter()
        .filter(|(_, encoding)| takes(wanted, encoding))
        .find_map(|(ending, encoding)| Some((built_in(&[name, ending].concat())?, Some(*encoding))));
    let (file, encoding) = compressed.unwrap_or((plain, None));
    let mark = format!("\"{}\"", &HEXLOWER.encode(&file.metadata.sha256_hash())[..32]);
    let known = wanted.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let common = [
        (header::ETAG, HeaderValue::try_from(&mark).ok()?),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == mark)) {
        return Some((StatusCode::NOT_MODIFIED, headers::REVALIDATED, common).into_response());
    }
    let mut response =
        (headers::REVALIDATED, common, [(header::CONTENT_TYPE, kind)], Body::from(file.data.into_owned()))
            .into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// Checks whether a browser takes what is compressed so. One that says a weight of nought does not.
fn takes(wanted: &HeaderMap, encoding: &str) -> bool {
    let words = wanted.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    words.flat_map(|value| value.split(',')).any(|word| {
        let (name, weight) = word.split_once(";q=").unwrap_or((word, "1"));
        name.trim().eq_ignore_ascii_case(encoding) && weight.trim().parse().is_ok_and(|weight: f32| weight > 0.0)
    })
}
