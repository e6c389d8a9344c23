//! Page or problem: the client's `Accept` header says which it prefers.

use super::preferences::preferences;
use super::problem::Negotiable;
use super::render::{self, OwnPage};
use super::state::AppState;
use crate::relay::html::{self, SlotKind};
use crate::relay::i18n::Language;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// Shows an error as a page to whoever prefers one. What the answer says beside its body stays.
pub async fn as_page(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let prefers_page = prefers_html(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Negotiable>() {
        Some(Negotiable(error)) if prefers_page => {
            let (texts, title) = (&app.site.texts, html::error_title(error.code, &app.site.texts));
            let content = html::error(error.code, texts, &app.site.look);
            let page = render::own_page(&app, SlotKind::Error, &OwnPage { title, content: &content, texts }).await;
            let mut headers = std::mem::take(response.headers_mut());
            headers.remove(header::CONTENT_TYPE);
            headers.remove(header::CONTENT_LENGTH);
            (error.status(), headers, Html(page)).into_response()
        }
        _ => response,
    }
}

/// Checks whether the client prefers a page to a problem (RFC 9110, 12.5.1). A client that takes both equally gets a
/// page only if it names HTML: a browser does, and a program that takes anything does not.
pub fn prefers_html(headers: &HeaderMap) -> bool {
    let accepted = preferences(headers, &header::ACCEPT);
    let weight = |range: &str| {
        let is_range = |known: &str| known.split(';').next() == Some(range);
        accepted.iter().find(|(known, _)| is_range(known)).map(|(_, weight)| *weight)
    };
    let any = weight("*/*").unwrap_or(0.0);
    let named = weight("text/html");
    let html = named.or_else(|| weight("text/*")).unwrap_or(any);
    let json = ["application/problem+json", "application/json"]
        .map(|name| weight(name).or_else(|| weight("application/*")).unwrap_or(any));
    let json = json[0].max(json[1]);
    html > json || (named.is_some() && html > 0.0 && html >= json)
}

/// Checks whether the client asks for JSON rather than a page: it names it, and no page more willingly. What takes
/// anything gets a page, as ever.
pub fn prefers_json(headers: &HeaderMap) -> bool {
    let accepted = preferences(headers, &header::ACCEPT);
    let weight = |range: &str| accepted.iter().find(|(known, _)| known == range).map(|(_, weight)| *weight);
    let html = weight("text/html").or_else(|| weight("text/*"));
    weight("application/json").is_some_and(|json| json > 0.0 && html.is_none_or(|html| json > html))
}

/// Returns the language that an address names, `lang=de-CH`, or `None` if it names none of ours.
pub fn named_language(query: &str) -> Option<Language> {
    let tag = query.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Language::parse(&tag.split('-').next()?.to_ascii_lowercase())
}

/// Returns the language that the client asks for, or `None` if it takes any, or none of ours (RFC 9110, 12.5.4).
pub fn language(headers: &HeaderMap) -> Option<Language> {
    let mut best = None;
    for (range, weight) in preferences(headers, &header::ACCEPT_LANGUAGE) {
        let known = Language::parse(range.split('-').next().unwrap_or_default());
        if weight > best.map_or(0.0, |(_, best)| best) && (known.is_some() || range == "*") {
            best = Some((known, weight));
        }
    }
    best.and_then(|(known, _)| known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn who_asks_for_json() {
        for (accept, expected) in [
            ("application/json", true),
            ("application/json, text/plain, */*", true),
            ("APPLICATION/JSON;q=0.5", true),
            ("application/json, text/html;q=0.9", true),
            ("text/html, application/json", false),
            ("application/json;q=0.5, text/*", false),
            ("application/json;q=0", false),
            ("application/*", false),
            ("application/problem+json", false),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("*/*", false),
            ("", false),
        ] {
            assert_eq!(prefers_json(&asking(header::ACCEPT, accept)), expected, "{accept:?}");
        }
        assert!(!prefers_json(&HeaderMap::new()));
    }

    #[test]
    fn which_language_is_asked_for() {
        for (accept, expected) in [
            ("de", Some("de")),
            ("de-CH, fr;q=0.9", Some("de")),
            ("fr;q=0.5, NL-be;q=0.8", Some("nl")),
            ("ja, it;q=0.1", Some("it")),
            ("en, fr", Some("en")),
            ("*", None),
            ("*, de;q=0.5", None),
            ("ja", None),
            ("de;q=0", None),
            ("", None),
        ] {
            let language = language(&asking(header::ACCEPT_LANGUAGE, accept));
            assert_eq!(language.map(Language::tag), expected, "{accept:?}");
        }
        assert_eq!(language(&HeaderMap::new()), None);
    }

    #[test]
    fn which_language_an_address_names() {
        for (query, expected) in [
            ("lang=de", Some("de")),
            ("fragment&lang=DE-ch", Some("de")),
            ("lang=fr&lang=de", Some("fr")),
            ("lang=ja", None),
            ("lang=", None),
            ("lang", None),
            ("language=de", None),
            ("", None),
        ] {
            assert_eq!(named_language(query).map(Language::tag), expected, "{query:?}");
        }
    }

    #[test]
    fn who_prefers_a_page() {
        for (accept, expected) in [
            // Firefox, Chromium, Safari; then programs.
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("text/html,application/xhtml+xml,image/avif,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7", true),
            ("*/*", false),
            ("application/json, text/plain, */*", false),
            ("application/problem+json", false),
            ("", false),
            ("text/html", true),
            ("TEXT/HTML;charset=utf-8", true),
            ("text/*", true),
            ("text/*;q=0.5, application/*", false),
            ("text/html, application/json", true),
            ("application/json, text/html;q=0.9", false),
            ("application/json;q=0.5, text/html;q=0.9", true),
            ("text/html;q=0", false),
            ("text/html;q=0, */*", false),
            ("text/html;q=0, application/json;q=0", false),
            ("*/*, application/json;q=0, application/problem+json;q=0", true),
            ("text/htmlx", false),
            ("image/png", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(prefers_html(&headers), expected, "{accept:?}");
        }
        assert!(!prefers_html(&HeaderMap::new()));
        let mut headers = HeaderMap::new();
        for accept in ["application/json;q=0.5", "text/html"] {
            headers.append(header::ACCEPT, HeaderValue::from_static(accept));
        }
        assert!(prefers_html(&headers));
    }
}
