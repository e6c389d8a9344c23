//! What a CiviCRM means when it says no.
//!
//! It has one envelope for an input that it refuses, a key that is wrong and a database that gave way, and a number in
//! place of a code, or none. The sentences read here are those of CiviCRM 4.7 to 6.17. `debug_info`, which holds the
//! statement and its values, is never looked at.

use crate::distant::{DistantError, Fault};
use serde_json::{Map, Value};

/// What may be kept of the distant's text: it may quote what it was sent, or what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// All: the action touches no person.
    All,
    /// The sentences that are known to name no person.
    Known,
    /// Nothing.
    Nothing,
}

/// The longest text that is kept, in characters.
const TEXT_MAX: usize = 200;
/// The longest code that is kept.
const CODE_MAX: usize = 40;

/// The fields that a refusal may name; another word could be anything.
const FIELDS: [&str; 30] = [
    "amount",
    "birth_date",
    "campaign_id",
    "city",
    "contact_id",
    "contributions",
    "country_id",
    "currency",
    "display_name",
    "email",
    "financial_type_id",
    "first_name",
    "idx",
    "last_name",
    "membership_type_id",
    "operation_type",
    "payment_instrument_id",
    "payment_url",
    "phone",
    "postal_code",
    "prefix_id",
    "recurring_status",
    "source",
    "status",
    "street_address",
    "supplemental_address_1",
    "supplemental_address_2",
    "total_amount",
    "transaction_idx",
    "transaction_url",
];

/// Reads an envelope with `is_error`.
pub(super) fn read(envelope: &Map<String, Value>, quotes: Quotes) -> DistantError {
    let code = code(envelope.get("error_code"));
    // Where its JSON reader fails, CiviCRM writes the key and the text as a list.
    let text = ["error_message", "1"].iter().find_map(|key| envelope.get(*key)?.as_str()).unwrap_or_default();
    read_text(code.as_deref(), field(envelope), text, quotes)
}

/// Reads what JSON without `is_error` says: WordPress answers so before it asks CiviCRM. `None` if it says nothing
/// known.
pub(super) fn read_wordpress(answer: &Map<String, Value>, quotes: Quotes) -> Option<DistantError> {
    let text = answer.get("message").and_then(Value::as_str).unwrap_or_default();
    match answer.get("code")?.as_str()? {
        "civicrm_rest_api_error" => Some(read_text(None, None, text, quotes)),
        "rest_invalid_param" if names(text, "api_key") => Some(DistantError::Unserved(Fault::ApiKey)),
        "rest_invalid_param" if names(text, "key") => Some(DistantError::Unserved(Fault::SiteKey)),
        "rest_forbidden" | "rest_not_logged_in" => Some(DistantError::Unserved(Fault::Permission)),
        "rest_no_route" => Some(DistantError::Unserved(Fault::Path)),
        _ => None,
    }
}

fn read_text(code: Option<&str>, field: Option<&str>, text: &str, quotes: Quotes) -> DistantError {
    if is_conflict(code, text) {
        return DistantError::Conflict;
    }
    if let Some(fault) = fault(code, text) {
        return DistantError::Unserved(fault);
    }
    let code = match (code, field) {
        (Some(code), Some(field)) => Some(format!("{code}.{field}")).filter(|both| both.len() <= CODE_MAX),
        (code, _) => code.map(str::to_owned),
    };
    DistantError::Refused { code, message: quotes.of(text) }
}

/// Checks whether the database undid the request because of another one. `country_id` is refused so too, now and then,
/// for a country that the next request is allowed.
fn is_conflict(code: Option<&str>, text: &str) -> bool {
    code == Some("-31")
        || text.starts_with("DB Error: deadlock")
        || ["deadlock/lock encountered", "Deadlock found when trying", "Lock wait timeout exceeded"]
            .iter()
            .any(|sign| text.contains(sign))
        || (code == Some("2001") && text == "country_id is not a valid integer")
}

fn fault(code: Option<&str>, text: &str) -> Option<Fault> {
    let about_keys = ["FATAL", "User API key", "Missing or invalid param", "key is", "api_key is"];
    match code {
        Some("not-found") => Some(Fault::Extension),
        Some("unauthorized") if text.contains("permission") => Some(Fault::Permission),
        Some("unauthorized") => Some(which_key(text)),
        // PEAR DB: no database selected, no such table, no such field, no connection, no access, no such database.
        Some("-14" | "-18" | "-19" | "-24" | "-26" | "-27") => Some(Fault::Database),
        None if text.starts_with("Unable to decode supplied JSON") || text.starts_with("SECURITY") => Some(Fault::Path),
        None if about_keys.iter().any(|start| text.starts_with(start)) => Some(which_key(text)),
        _ => None,
    }
}

fn which_key(text: &str) -> Fault {
    let user = ["api_key", "API key", "user key", "Invalid credential"];
    let site = ["site_key", "'key'", "\"key\"", "key is"];
    match text {
        _ if user.iter().any(|sign| text.contains(sign)) => Fault::ApiKey,
        _ if site.iter().any(|sign| text.contains(sign)) => Fault::SiteKey,
        _ => Fault::Keys,
    }
}

fn names(text: &str, word: &str) -> bool {
    text.split(|mark: char| !(mark.is_ascii_alphanumeric() || mark == '_')).any(|each| each == word)
}

/// Returns a code, or `None` for `0` and `undefined`, which CiviCRM writes where there is none.
fn code(value: Option<&Value>) -> Option<String> {
    let code = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let is_code = (1..=CODE_MAX).contains(&code.len()) && code.bytes().all(fits);
    (is_code && code != "0" && code != "undefined").then_some(code)
}

fn field(envelope: &Map<String, Value>) -> Option<&'static str> {
    let named = ["error_field", "field", "fields"].iter().find_map(|key| match envelope.get(*key)? {
        Value::String(name) => Some(name.as_str()),
        Value::Array(names) => names.first()?.as_str(),
        _ => None,
    })?;
    FIELDS.into_iter().find(|field| *field == named)
}

impl Quotes {
    fn of(self, text: &str) -> Option<String> {
        let text: String = text.chars().map(|mark| if mark.is_control() { ' ' } else { mark }).take(TEXT_MAX).collect();
        let keeps = match self {
            Self::All => !text.is_empty(),
            Self::Known => is_known(text.trim_end_matches('.')),
            Self::Nothing => false,
        };
        keeps.then_some(text)
    }
}

/// Checks whether it is one of CiviCRM's sentences that hold words of its own alone.
fn is_known(text: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let words = |rest: &str, up_to: usize| {
        let mut words = rest.split([' ', ',']).filter(|word| !word.is_empty());
        words.by_ref().take(up_to).all(is_word) && words.next().is_none()
    };
    if let Some(rest) = text.strip_prefix("Cannot change contribution status from ") {
        return words(rest, 5);
    }
    if let Some((entity, count)) =
        text.strip_prefix("Expected to find one ").and_then(|rest| rest.split_once(" record, but there were "))
    {
        return is_word(entity) && matches!(count, "zero" | "multiple");
    }
    if let Some(fields) = text.strip_prefix("Mandatory key(s) missing from params array: ") {
        return fields.split(", ").all(|field| FIELDS.contains(&field));
    }
    matches!(
        text,
        "DB Error: unknown error"
            | "DB Error: constraint violation"
            | "DB Error: already exists"
            | "DB Error: syntax error"
            | "Invalid email"
            | "Invalid payment_url"
            | "Invalid transaction_url"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(envelope: Value, quotes: Quotes) -> DistantError {
        read(envelope.as_object().unwrap(), quotes)
    }

    #[test]
    fn recorded_refusals() {
        let refused = |code: Option<&str>, message: Option<&str>| DistantError::Refused {
            code: code.map(Into::into),
            message: message.map(Into::into),
        };
        let change = "Cannot change contribution status from Completed to Failed.";
        for (envelope, expected) in [
            (json!({"error_code": -31, "error_message": "DB Error: deadlock"}), DistantError::Conflict),
            (json!({"error_message": "Database deadlock/lock encountered"}), DistantError::Conflict),
            (json!({"error_code": 2001, "error_message": "country_id is not a valid integer"}), DistantError::Conflict),
            (
                json!({"error_code": 2001, "error_field": "country_id",
                    "error_message": "'AN' is not a valid option for field country_id"}),
                refused(Some("2001.country_id"), None),
            ),
            (json!({"error_code": 2100, "field": "Martin", "error_message": "too long"}), refused(Some("2100"), None)),
            (
                json!({"error_code": "mandatory_missing", "fields": ["financial_type_id"],
                    "error_message": "Mandatory key(s) missing from params array: financial_type_id"}),
                refused(
                    Some("mandatory_missing.financial_type_id"),
                    Some("Mandatory key(s) missing from params array: financial_type_id"),
                ),
            ),
            (json!({"error_code": 0, "error_message": change}), refused(None, Some(change))),
            (json!({"error_code": "undefined", "error_message": "Transaction x/1 has"}), refused(None, None)),
            (
                json!({"error_code": -1, "error_message": "DB Error: unknown error", "debug_info": "VALUES ('Anne')"}),
                refused(Some("-1"), Some("DB Error: unknown error")),
            ),
            (json!({"error_code": "anne@example.org"}), refused(None, None)),
            (json!({"error_code": "a".repeat(41)}), refused(None, None)),
            (json!({"error_code": ["-31"]}), refused(None, None)),
        ] {
            assert_eq!(said(envelope.clone(), Quotes::Known), expected, "{envelope}");
        }
    }

    #[test]
    fn faults_of_the_distant() {
        for (envelope, expected) in [
            (
                json!({"error_code": "not-found", "error_message": "API (Campagnodon, start) does not exist"}),
                Fault::Extension,
            ),
            (
                json!({"error_code": "unauthorized", "error_message":
                    "API permission check failed for Campagnodon/start call; insufficient permission: require X"}),
                Fault::Permission,
            ),
            (json!({"error_code": "unauthorized", "error_message": "api_key is missing or invalid"}), Fault::ApiKey),
            (json!({"error_code": "unauthorized", "error_message": "key is missing or invalid"}), Fault::SiteKey),
            (json!({"error_code": -24, "error_message": "DB Error: connect failed"}), Fault::Database),
            (json!({"error_message": "FATAL: Invalid credential"}), Fault::ApiKey),
            (
                json!({"error_message": "FATAL: Login not permitted. Must satisfy guard (site_key, perm)."}),
                Fault::SiteKey,
            ),
            (json!({"error_message": "FATAL: 'key' is incorrect. More info at: x"}), Fault::SiteKey),
            (json!({"error_message": "FATAL: mandatory param 'key' missing."}), Fault::SiteKey),
            (json!({"error_message": "FATAL: mandatory param 'api_key' (user key) missing"}), Fault::ApiKey),
            (json!({"error_message": "User API key invalid"}), Fault::ApiKey),
            (json!({"error_message": "FATAL: something new"}), Fault::Keys),
            (json!({"0": "error_message", "1": "Unable to decode supplied JSON."}), Fault::Path),
            (json!({"error_message": "SECURITY ALERT: Ajax requests can only be issued by"}), Fault::Path),
        ] {
            assert_eq!(said(envelope.clone(), Quotes::Nothing), DistantError::Unserved(expected), "{envelope}");
        }
    }

    #[test]
    fn wordpress_answers_before_civicrm() {
        for (answer, expected) in [
            (
                json!({"code": "civicrm_rest_api_error", "message": "Missing or invalid param \"api_key\"."}),
                Some(DistantError::Unserved(Fault::ApiKey)),
            ),
            (
                json!({"code": "rest_invalid_param", "message": "Invalid parameter(s): key"}),
                Some(DistantError::Unserved(Fault::SiteKey)),
            ),
            (json!({"code": "rest_no_route", "message": "x"}), Some(DistantError::Unserved(Fault::Path))),
            (
                json!({"code": "civicrm_rest_api_error", "message": "Invalid email"}),
                Some(DistantError::Refused { code: None, message: None }),
            ),
            (json!({"code": "internal_server_error", "message": "There has been"}), None),
            (json!({"is_error": 0}), None),
        ] {
            assert_eq!(read_wordpress(answer.as_object().unwrap(), Quotes::Nothing), expected, "{answer}");
        }
    }

    #[test]
    fn no_text_that_may_name_a_person_is_kept() {
        for text in [
            "Cannot change contribution status from Anne@example.org to x.",
            "Cannot change contribution status from Completed to Failed. Anne Martin, 1 rue Haute",
            "Expected to find one Anne Martin record, but there were zero.",
            "Mandatory key(s) missing from params array: Martin",
            "'Anne' is not a valid option for field prefix_id",
            "Transaction of Anne Martin is no more pending",
        ] {
            assert_eq!(Quotes::Known.of(text), None, "{text}");
        }
        assert_eq!(Quotes::All.of("two\nlines").as_deref(), Some("two lines"));
    }
}
