//! Why Stripe did not do it: of an answer its type, its code and the request's name, and no sentence.

use reqwest::header::HeaderMap;
use serde::Deserialize;

/// Why Stripe did not do it. None of it is of a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripeError {
    /// There was no answer, or not all of it. It may have been done.
    #[error("no answer")]
    Unanswered,
    /// There is no such object, or not in this mode.
    #[error("no such object")]
    NotFound,
    /// It was refused.
    #[error("refused: {status} {kind} {code}")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// Stripe's type of the error, as `invalid_request_error`.
        kind: String,
        /// Stripe's code, as `charge_already_refunded`; empty if there is none.
        code: String,
    },
    /// The answer is not what Stripe documents.
    #[error("an answer that cannot be read")]
    Unreadable,
    /// The answer is of the other mode: money that does not move would count as real, or the other way round.
    #[error("an answer of the other mode, live or test")]
    OtherMode,
}

/// Returns why an answer is a refusal, and logs what of it is of no person.
pub fn refusal(status: u16, headers: &HeaderMap, body: &[u8]) -> StripeError {
    #[derive(Default, Deserialize)]
    struct Envelope {
        #[serde(default)]
        error: Reason,
    }
    #[derive(Default, Deserialize)]
    struct Reason {
        #[serde(default, rename = "type")]
        kind: String,
        #[serde(default)]
        code: String,
    }
    let Envelope { error } = serde_json::from_slice(body).unwrap_or_default();
    let [kind, code] = [word(error.kind), word(error.code)];
    let request = headers.get("request-id").and_then(|name| name.to_str().ok()).unwrap_or_default();
    tracing::warn!(
        provider = "stripe",
        status,
        kind,
        code,
        request = word(request.to_owned()),
        "a request was refused"
    );
    if status == 404 { StripeError::NotFound } else { StripeError::Refused { status, kind, code } }
}

/// Returns a word as Stripe's codes are, or nothing where it is another text.
fn word(text: String) -> String {
    let fits = text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits { text } else { String::new() }
}

/// Checks whether the same request may be taken a moment later. Where Stripe says so itself, that holds.
pub fn is_passing(status: u16, headers: &HeaderMap, error: &StripeError) -> bool {
    match headers.get("stripe-should-retry").map(reqwest::header::HeaderValue::as_bytes) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => {
            let is_locked = matches!(error, StripeError::Refused { code, .. } if code == "idempotency_key_in_use");
            status >= 500 || status == 429 || (status == 409 && is_locked)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_a_refusal_are_kept() {
        let read = |status, body: &str| refusal(status, &HeaderMap::new(), body.as_bytes());
        let refused =
            |status, kind: &str, code: &str| StripeError::Refused { status, kind: kind.into(), code: code.into() };
        for (status, body, expected) in [
            (
                400,
                r#"{"error":{"type":"invalid_request_error","code":"charge_already_refunded","message":"Ada's"}}"#,
                refused(400, "invalid_request_error", "charge_already_refunded"),
            ),
            (402, r#"{"error":{"type":"ada@example.org"}}"#, refused(402, "", "")),
            (404, r#"{"error":{"type":"invalid_request_error","code":"resource_missing"}}"#, StripeError::NotFound),
            (502, "<html>", refused(502, "", "")),
        ] {
            assert_eq!(read(status, body), expected, "{body}");
        }
    }

    #[test]
    fn what_may_pass_is_sent_again() {
        let headers = |told: Option<&'static str>| {
            let pair = told.map(|told| ("stripe-should-retry".parse().unwrap(), told.parse().unwrap()));
            pair.into_iter().collect::<HeaderMap>()
        };
        for (status, code, told, expected) in [
            (500, "", None, true),
            (503, "", Some("false"), false),
            (429, "rate_limit", None, true),
            (409, "idempotency_key_in_use", None, true),
            (409, "resource_conflict", None, false),
            (409, "resource_conflict", Some("true"), true),
            (400, "parameter_unknown", None, false),
            (402, "card_declined", None, false),
        ] {
            let error = StripeError::Refused { status, kind: String::new(), code: code.to_owned() };
            assert_eq!(is_passing(status, &headers(told), &error), expected, "{status} {code} {told:?}");
        }
    }
}
