//! Files that are in this program, as browsers get them: compressed where they take that, and not again while they have
//! not changed.

use super::headers;
use super::preferences::preferences;
use crate::relay::site::built_in;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use std::borrow::Cow;

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
    let common = [
        (header::ETAG, HeaderValue::try_from(&mark).ok()?),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if headers::has_kept(wanted, &mark) {
        return Some((StatusCode::NOT_MODIFIED, headers::REVALIDATED, common).into_response());
    }
    let bytes = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let mut response =
        (headers::REVALIDATED, common, [(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// Checks whether a browser takes what is compressed so.
fn takes(wanted: &HeaderMap, encoding: &str) -> bool {
    preferences(wanted, &header::ACCEPT_ENCODING).iter().any(|(name, weight)| name == encoding && *weight > 0.0)
}
