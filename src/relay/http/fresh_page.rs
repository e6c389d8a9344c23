//! Pages with an empty form as answers: the visitor's browser may keep them, and they travel compressed.
//!
//! Such a page is the same for everyone but for its key, and long: 250 countries. What shows a person's answers or
//! payment is never compressed, since its length would tell something of them (BREACH).

use super::headers::BROWSER_ONLY;
use super::preferences::preferences;
use super::state::AppState;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

/// Answers with the page at this address as this client takes it. It is compressed only if it differs from what was
/// compressed for the address before.
pub fn respond(app: &AppState, request: &HeaderMap, address: &str, html: String) -> Response {
    let vary = [(header::VARY, HeaderValue::from_name(header::ACCEPT_ENCODING))];
    if !takes_gzip(request) {
        return (BROWSER_ONLY, vary, Html(html)).into_response();
    }
    match app.compressed.gzip(address, &html) {
        Ok(gzip) => {
            let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
            (BROWSER_ONLY, vary, encoding, Html(gzip)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page is not compressed");
            (BROWSER_ONLY, vary, Html(html)).into_response()
        }
    }
}

/// Checks whether the client takes gzip, and no other encoding of ours, which is none, more willingly (RFC 9110,
/// 12.5.3).
fn takes_gzip(request: &HeaderMap) -> bool {
    let (mut gzip, mut any, mut identity) = (None, None, None);
    for (coding, weight) in preferences(request, &header::ACCEPT_ENCODING) {
        match coding.as_str() {
            "gzip" | "x-gzip" => gzip = Some(weight),
            "identity" => identity = Some(weight),
            "*" => any = Some(weight),
            _ => {}
        }
    }
    let gzip = gzip.or(any).unwrap_or(0.0);
    gzip > 0.0 && gzip >= identity.unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_gzip() {
        for (accepted, takes) in [
            ("gzip", true),
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, GZIP;q=0.8, *;q=0.1", true),
            ("deflate, x-gzip", true),
            ("*", true),
            ("gzip;q=0.001", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0, *", false),
            ("*;q=0", false),
            ("identity, gzip;q=0.5", false),
            ("identity;q=0.5, gzip", true),
            ("br", false),
            ("gzipped", false),
            ("gzip;level=9", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(takes_gzip(&headers), takes, "{accepted:?}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
