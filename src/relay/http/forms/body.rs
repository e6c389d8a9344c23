//! From a request's body to answers: JSON, or an ordinary form.

use crate::form::{Answers, Form};
use crate::protocol::{Code, Field};
use crate::relay::html::HONEYPOT;
use crate::relay::http::problem::HttpError;
use axum::body::{Bytes, HttpBody};
use axum::extract::rejection::BytesRejection;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use std::error::Error;
use tower_http::timeout::TimeoutError;

/// The media types that a form is posted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// A transaction, or answers, as one JSON object.
    Json,
    /// What a browser posts without scripts.
    Form,
}

impl MediaType {
    /// Returns the media type that the content type names, or `None` if it is another.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        match content_type.split(';').next()?.trim().to_ascii_lowercase().as_str() {
            "application/json" => Some(Self::Json),
            "application/x-www-form-urlencoded" => Some(Self::Form),
            _ => None,
        }
    }
}

/// No form is larger.
pub const LARGEST: usize = 64 * 1024;

/// Returns the body.
///
/// # Errors
/// If it was too large, too slow or broke off.
pub fn read_body(body: Result<Bytes, BytesRejection>) -> Result<Bytes, HttpError> {
    body.map_err(|rejection| {
        HttpError::new(match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge,
            _ if was_late(&rejection) => Code::TooSlow,
            _ => Code::BodyInvalid,
        })
    })
}

fn was_late(error: &(dyn Error + 'static)) -> bool {
    error.is::<TimeoutError>() || error.source().is_some_and(was_late)
}

/// Refuses what says that it is too large before any of it is read: who waits for `100 Continue` need not send it.
pub async fn refuse_large(State(largest): State<usize>, request: Request, next: Next) -> Response {
    if request.body().size_hint().lower() > largest as u64 {
        return HttpError::new(Code::BodyTooLarge).into_response();
    }
    next.run(request).await
}

/// Reads answers from JSON: the keys are the fields' names. A text is what a person would type; `amount` may be a
/// number of cents, and a box `true` or `false`; `subscriptions` lists keys. A value of another shape is an error of
/// its field.
pub fn json_answers(body: &[u8], form: &Form) -> Result<Answers, HttpError> {
    let invalid = || HttpError::new(Code::BodyInvalid);
    let object: Map<String, Value> = serde_json::from_slice(body).map_err(|_| invalid())?;
    let mut answers = Answers::default();
    let mut cents = None;
    for (key, value) in object {
        if key == "subscriptions" {
            for subscription in value.as_array().ok_or_else(invalid)? {
                // The check would leave what the form has not aside; a list of thousands is not worth its attention.
                answers.subscribe(form, subscription.as_str().ok_or_else(invalid)?);
            }
            continue;
        }
        let field = Field::parse(&key).ok_or_else(invalid)?;
        match (&field, value) {
            (_, Value::String(text)) => answers.set(field, text),
            (_, Value::Null) => {}
            (Field::Amount, Value::Number(number)) if number.is_u64() => cents = number.as_u64(),
            (Field::TaxReceipt | Field::Statutes | Field::Fees | Field::Subscription(_), Value::Bool(ticked)) => {
                answers.set(field, if ticked { "1" } else { "" });
            }
            _ => answers.set_malformed(field),
        }
    }
    if let Some(cents) = cents {
        answers.choose_amount(form, cents);
    }
    Ok(answers)
}

/// What an ordinary form brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormPost {
    /// The answers.
    pub answers: Answers,
    /// Its idempotency key.
    pub key: Option<String>,
    /// When it was shown, signed.
    pub shown: Option<String>,
    /// Whether the field that must stay empty is not.
    pub trapped: bool,
}

/// Reads answers from an ordinary form, and what the relay itself wrote into it. Names that no field has are left
/// aside: a site's own markup may send some. A field that comes twice cannot have come from our form.
pub fn form_answers(body: &[u8]) -> Result<FormPost, HttpError> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(body).map_err(|_| HttpError::new(Code::BodyInvalid))?;
    let mut posted = FormPost::default();
    let mut seen = Vec::new();
    for (name, value) in pairs {
        match name.as_str() {
            "idempotency_key" => {
                posted.key = Some(value);
                continue;
            }
            "shown" => {
                posted.shown = Some(value);
                continue;
            }
            HONEYPOT => posted.trapped |= !value.is_empty(),
            _ => {}
        }
        // PHP's way to write a list in a field's name.
        let Some(field) = Field::parse(name.split('[').next().unwrap_or_default()) else { continue };
        if seen.contains(&field) || name.contains('[') {
            posted.answers.set_malformed(field);
            continue;
        }
        posted.answers.set(field.clone(), value);
        seen.push(field);
    }
    Ok(posted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Bounds, Choice, Fields, Proposal, Subscription};
    use crate::protocol::{Amount, Frequency, Operation};

    fn form() -> Form {
        let euros = |euros| Amount::from_euros(euros).unwrap();
        let news = Subscription {
            key: "news".to_owned(),
            label: String::new(),
            for_donation: true,
            for_membership: true,
            needs_address: false,
        };
        Form {
            choices: vec![Choice {
                operation: Operation::Donation,
                frequency: Frequency::Once,
                proposals: vec![Proposal { amount: euros(30), income: None, popular: false }],
                free: Bounds::new(euros(1), euros(1000)),
            }],
            fields: Fields::default(),
            titles: Vec::new(),
            subscriptions: vec![news],
            questions: Vec::new(),
            statutes: None,
            default_country: None,
            magazine_price: None,
            tax_relief: None,
            fees: None,
            cents_allowed: true,
            captcha: false,
            maintenance: false,
            closed: false,
        }
    }

    #[test]
    fn json() {
        let answers = |body: &str| json_answers(body.as_bytes(), &form());
        let proposed = answers(r#"{"amount":3000,"operation":"donation","frequency":"once"}"#).unwrap();
        assert_eq!(proposed.get(&Field::Amount), "30");
        let free = answers(r#"{"operation":"donation","frequency":"once","amount":1250,"tax_receipt":true}"#).unwrap();
        assert_eq!((free.get(&Field::Amount), free.get(&Field::FreeAmount)), ("free", "12.50"));
        assert_eq!(free.get(&Field::TaxReceipt), "1");
        let ticked = answers(r#"{"subscriptions":["news","other"],"subscription_tag":true,"phone":null}"#).unwrap();
        assert_eq!(ticked.get(&Field::Subscription("news".into())), "1");
        assert_eq!(ticked.get(&Field::Subscription("other".into())), "");
        assert_eq!(ticked.get(&Field::Subscription("tag".into())), "1");
        let malformed = answers(r#"{"email":["a@b.fr"],"amount":-3,"city":{"a":1}}"#).unwrap();
        assert_eq!(malformed.malformed(), [Field::Email, Field::Amount, Field::City]);
        for body in ["", "[]", "{", "1", r#"{"mail":"a"}"#, r#"{"subscriptions":"news"}"#, "{\"email\":\"\u{0}"] {
            assert_eq!(answers(body), Err(HttpError::new(Code::BodyInvalid)), "{body}");
        }
    }

    #[test]
    fn urlencoded() {
        let posted = |body: &str| form_answers(body.as_bytes()).unwrap();
        let FormPost { answers, key, shown, trapped } =
            posted("email=a%40b.fr&idempotency_key=k&other=1&city=A&city=B&phone[]=1&subscription_news=1&shown=s");
        assert_eq!(answers.get(&Field::Email), "a@b.fr");
        assert_eq!(answers.get(&Field::Subscription("news".into())), "1");
        assert_eq!(answers.malformed(), [Field::City, Field::Phone]);
        assert_eq!((key.as_deref(), shown.as_deref(), trapped), (Some("k"), Some("s"), false));
        assert!(!posted("website=").trapped && posted("website=x").trapped && posted("website=x&website=").trapped);
    }
}
