//! The addresses of the API, and what each says in a manner of its own: of wrong keys, of what keeps it from answering.

use super::envelope::{ErrorCode, Key, Refusal};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

/// Where a CiviCRM has its REST entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entrance {
    /// Under Drupal 7, and the original plugin's default.
    Extern,
    /// CiviCRM's own page, wherever it runs.
    Ajax,
    /// WordPress's, which looks at the keys before CiviCRM does.
    WordPress,
}

impl Entrance {
    /// All.
    pub const ALL: [Self; 3] = [Self::Extern, Self::Ajax, Self::WordPress];

    /// Returns its path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Extern => "/sites/all/modules/civicrm/extern/rest.php",
            Self::Ajax => "/civicrm/ajax/rest",
            Self::WordPress => "/wp-json/civicrm/v3/rest",
        }
    }

    /// Returns the entrance at `path`.
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entrance| entrance.path() == path)
    }

    /// Checks whether rows come as a list, asked so or not.
    pub fn lists(self) -> bool {
        self == Self::WordPress
    }

    /// Returns what it says of a key that is absent or wrong.
    pub fn wrong_key(self, key: Key, action: &str) -> (StatusCode, Value) {
        match (self, key) {
            (Self::Extern, Key::Site | Key::User) => {
                let name = if key == Key::Site { "key" } else { "api_key" };
                let refusal = Refusal::new(ErrorCode::Unauthorized, format!("{name} is missing or invalid"));
                (StatusCode::OK, refusal.envelope("Campagnodon", action))
            }
            (Self::Ajax, Key::Site) => {
                let text = "FATAL: Login not permitted. Must satisfy guard (site_key, perm).";
                (StatusCode::OK, json!({"is_error": 1, "error_message": text}))
            }
            (Self::Ajax, Key::User) => {
                (StatusCode::OK, json!({"is_error": 1, "error_message": "FATAL: Invalid credential"}))
            }
            (Self::WordPress, Key::Site) => {
                let data = json!({"status": 400, "params": {"key": "Invalid parameter."}, "details": []});
                let message = "Invalid parameter(s): key";
                let answer = json!({"code": "rest_invalid_param", "message": message, "data": data});
                (StatusCode::BAD_REQUEST, answer)
            }
            (Self::WordPress, Key::User) => {
                let message = "Missing or invalid param \"api_key\".";
                let answer = json!({"code": "civicrm_rest_api_error", "message": message, "data": null});
                (StatusCode::INTERNAL_SERVER_ERROR, answer)
            }
        }
    }
}

/// What is sent back: an envelope, or a page where one was due.
pub(super) enum Reply {
    /// JSON.
    Json(StatusCode, Value),
    /// The page of a server that cannot answer.
    Page(StatusCode),
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Json(status, value) => (status, Json(value)).into_response(),
            Self::Page(status) => {
                let title = status.canonical_reason().unwrap_or_default();
                let page = format!("<!DOCTYPE html>\n<html><head><title>{title}</title></head><body></body></html>\n");
                (status, Html(page)).into_response()
            }
        }
    }
}
