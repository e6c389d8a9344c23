//! The parameters of an action, coerced as APIv3 does: form fields over `json`, numbers to texts, empty is absent.

use super::dates;
use super::envelope::{ErrorCode, Refusal};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Fields of the request that are no parameters of the action.
const TRANSPORT: [&str; 6] = ["q", "json", "key", "api_key", "entity", "action"];
/// Parameters about the answer, not the act.
const ENVELOPE: [&str; 3] = ["version", "sequential", "check_permissions"];

/// The parameters of an action, or the keys of an object inside them.
#[derive(Default)]
pub(super) struct Params(Map<String, Value>);

impl Params {
    /// Reads the fields of a request's body.
    pub fn read(fields: Vec<(String, String)>) -> Result<Self, Refusal> {
        let json = fields.iter().find(|(name, _)| name == "json").map_or("", |(_, json)| json.trim_start());
        let mut params = match json.starts_with('{') {
            true => serde_json::from_str(json)
                .map_err(|_| Refusal::new(ErrorCode::JsonInvalid, "json is not a JSON object"))?,
            false => Map::new(),
        };
        for (name, value) in fields {
            if !TRANSPORT.contains(&name.as_str()) {
                params.insert(name, Value::String(value));
            }
        }
        Ok(Self(params))
    }

    pub const fn of(object: Map<String, Value>) -> Self {
        Self(object)
    }

    /// Refuses if one of `keys` is absent or empty.
    pub fn require(&self, keys: &[&'static str]) -> Result<(), Refusal> {
        let missing: Vec<_> = keys.iter().copied().filter(|key| self.value(key).is_none()).collect();
        if missing.is_empty() { Ok(()) } else { Err(Refusal::missing(missing)) }
    }

    /// What is under `key`, unless it is empty.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(map) => !map.is_empty(),
            Value::Bool(true) | Value::Number(_) => true,
        })
    }

    /// A text of at most `max` characters.
    pub fn text(&self, key: &str, max: usize) -> Result<Option<String>, Refusal> {
        let text = match self.value(key) {
            None => return Ok(None),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Bool(_)) => "1".to_owned(),
            Some(_) => return Err(Refusal::new(ErrorCode::TypeInvalid, format!("{key} is not a text"))),
        };
        match text.chars().count() > max {
            true => Err(Refusal::new(ErrorCode::TooLong, format!("{key} has more than {max} characters"))),
            false => Ok(Some(text)),
        }
    }

    /// A mandatory text.
    pub fn needed(&self, key: &'static str, max: usize) -> Result<String, Refusal> {
        self.text(key, max)?.ok_or_else(|| Refusal::missing(vec![key]))
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(key, 20)? else { return Ok(None) };
        match text.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Refusal::new(ErrorCode::TypeInvalid, format!("{key} is not a whole number"))),
        }
    }

    /// A day, as ISO 8601.
    pub fn day(&self, key: &str) -> Result<Option<String>, Refusal> {
        let Some(text) = self.text(key, 40)? else { return Ok(None) };
        match dates::parse(&text) {
            Some(day) => Ok(Some(day.to_string())),
            None => Err(Refusal::new(ErrorCode::DateInvalid, format!("{key} is not a day: 1970-12-31"))),
        }
    }

    /// Whether PHP would take it for true: the text `false` is.
    pub fn flag(&self, key: &str) -> bool {
        match self.value(key) {
            None => false,
            Some(Value::String(text)) => text != "0",
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(_) => true,
        }
    }

    /// SHA-256 of what is asked, the same whatever the order of the keys and whichever empty ones are sent.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest_object(&self.0, &mut digest, &ENVELOPE);
        digest.finalize().into()
    }
}

fn digest_object(object: &Map<String, Value>, digest: &mut Sha256, except: &[&str]) {
    let mut keys: Vec<_> = object.keys().filter(|key| !except.contains(&key.as_str())).collect();
    keys.sort_unstable();
    digest.update(b"{");
    for key in keys {
        let Some(value) = object.get(key).filter(|value| !value.is_null() && value.as_str() != Some("")) else {
            continue;
        };
        digest_text(key, digest);
        digest_value(value, digest);
    }
    digest.update(b"}");
}

fn digest_value(value: &Value, digest: &mut Sha256) {
    match value {
        Value::Object(object) => digest_object(object, digest, &[]),
        Value::Array(list) => {
            digest.update(b"[");
            list.iter().for_each(|item| digest_value(item, digest));
            digest.update(b"]");
        }
        Value::String(text) => digest_text(text, digest),
        Value::Null | Value::Bool(_) | Value::Number(_) => digest_text(&value.to_string(), digest),
    }
}

/// With its length first, so that no two structures run into the same bytes.
fn digest_text(text: &str, digest: &mut Sha256) {
    digest.update(text.len().to_be_bytes());
    digest.update(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn params(value: Value) -> Params {
        Params::of(value.as_object().unwrap().clone())
    }

    #[test]
    fn form_fields_win_over_json() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let read =
            Params::read(vec![field("key", "secret"), field("json", r#"{"a": 1, "b": 2}"#), field("b", "3")]).unwrap();
        assert_eq!(Value::Object(read.0), json!({"a": 1, "b": "3"}));
        assert_eq!(Params::read(vec![field("json", "{")]).err().unwrap().code, ErrorCode::JsonInvalid);
        assert!(Params::read(vec![field("json", "no object")]).unwrap().0.is_empty());
    }

    #[test]
    fn empty_is_absent() {
        for (value, expected) in [
            (json!(null), false),
            (json!(""), false),
            (json!([]), false),
            (json!(false), false),
            (json!(0), true),
            (json!("0"), true),
            (json!("x"), true),
        ] {
            assert_eq!(params(json!({"key": value})).require(&["key"]).is_ok(), expected, "{value}");
        }
    }

    #[test]
    fn coercions() {
        let all = params(json!({"number": 1, "list": [1], "long": "abcd", "zero": "0", "false": "false", "id": "12"}));
        assert_eq!(all.text("number", 3).unwrap().as_deref(), Some("1"));
        assert_eq!(all.text("list", 3).err().unwrap().code, ErrorCode::TypeInvalid);
        assert_eq!(all.text("long", 3).err().unwrap().code, ErrorCode::TooLong);
        assert_eq!(all.integer("id").unwrap(), Some(12));
        assert_eq!(all.integer("long").err().unwrap().code, ErrorCode::TypeInvalid);
        assert!(all.flag("false") && !all.flag("zero") && !all.flag("absent"));
    }

    #[test]
    fn fingerprints() {
        let one = json!({"a": "1", "b": {"c": 2, "d": [3]}, "version": 3});
        let same = json!({"b": {"d": [3], "c": 2, "e": null}, "a": "1", "f": ""});
        assert_eq!(params(one.clone()).fingerprint(), params(same).fingerprint());
        for other in [json!({"a": "2", "b": {"c": 2, "d": [3]}}), json!({"a": "1", "b": {"c": 2, "d": 3}}), json!({})] {
            assert_ne!(params(one.clone()).fingerprint(), params(other).fingerprint());
        }
    }
}
