//! The parameters of an action, coerced as APIv3 does: form fields over `json`, numbers to texts, empty is absent.

use super::dates;
use super::envelope::{ErrorCode, Failure, Refusal};
use super::statement;
use serde_json::{Map, Value};

/// Fields of the request that are no parameters of the action.
const TRANSPORT: [&str; 6] = ["q", "json", "key", "api_key", "entity", "action"];

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

    /// Returns what is under `key`, unless it is empty.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(map) => !map.is_empty(),
            Value::Bool(true) | Value::Number(_) => true,
        })
    }

    /// Returns a text of at most `max` characters.
    pub fn text(&self, key: &'static str, max: usize) -> Result<Option<String>, Failure> {
        let Some(text) = self.any_text(key)? else { return Ok(None) };
        match stored_length(&text) {
            length if length > max => Err(Refusal::too_long(key, length, max).into()),
            _ => Ok(Some(text)),
        }
    }

    /// Returns a text that nobody measures before `column` of `table` does, which holds `max` characters.
    pub fn column(
        &self,
        key: &str,
        (table, column): (&str, &'static str),
        max: usize,
    ) -> Result<Option<String>, Failure> {
        match self.any_text(key)? {
            Some(text) if stored_length(&text) > max => {
                let statement = statement::value(table, column, &text);
                Err(Refusal::by_database(ErrorCode::DoesNotFit, statement).into())
            }
            text => Ok(text),
        }
    }

    /// Returns a text about a person. CiviCRM keeps `null` with a capital; `NULL` and `0` are nothing to it.
    pub fn personal(&self, key: &'static str, max: usize) -> Result<Option<String>, Failure> {
        Ok(self.text(key, max)?.filter(|text| text != "NULL" && text != "0").map(|text| match text.as_str() {
            "null" => "Null".to_owned(),
            _ => text,
        }))
    }

    fn any_text(&self, key: &str) -> Result<Option<String>, Failure> {
        match self.0.get(key) {
            Some(Value::Array(_) | Value::Object(_)) => Err(Failure::Crashed),
            _ => Ok(self.value(key).map(|value| match value {
                Value::String(text) => text.clone(),
                Value::Bool(_) => "1".to_owned(),
                other => other.to_string(),
            })),
        }
    }

    /// Returns a mandatory text.
    pub fn needed(&self, key: &'static str, max: usize) -> Result<String, Failure> {
        Ok(self.text(key, max)?.ok_or_else(|| Refusal::missing(vec![key]))?)
    }

    /// Returns a whole number.
    pub fn integer(&self, key: &'static str) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text(key, 20)? else { return Ok(None) };
        Ok(Some(text.parse().map_err(|_| Refusal::not_a("integer", key))?))
    }

    /// Returns a day, as ISO 8601.
    pub fn day(&self, key: &'static str) -> Result<Option<String>, Failure> {
        let Some(text) = self.text(key, 40)? else { return Ok(None) };
        let refusal = || Refusal::new(ErrorCode::DateInvalid, format!("{key} is not a valid date: {text}"));
        Ok(Some(dates::parse(&text).ok_or_else(refusal)?.to_string()))
    }

    /// Checks whether PHP would take it for true: the text `false` is.
    pub fn flag(&self, key: &str) -> bool {
        match self.value(key) {
            None => false,
            Some(Value::String(text)) => text != "0",
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(_) => true,
        }
    }
}

/// Returns the characters that a text takes in CiviCRM's database, where `<` is `&lt;` and `>` is `&gt;`.
fn stored_length(text: &str) -> usize {
    text.chars().map(|mark| if matches!(mark, '<' | '>') { 4 } else { 1 }).sum()
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
        let all = params(json!({"number": 1, "list": [1], "long": "abcd", "zero": "0", "false": "false", "id": "12",
            "marks": "<a b>!!"}));
        assert_eq!(all.text("number", 3).unwrap().as_deref(), Some("1"));
        assert!(matches!(all.text("list", 3), Err(Failure::Crashed)));
        assert_eq!(all.text("long", 3).unwrap_err().code(), Some(ErrorCode::TooLong));
        assert_eq!(all.column("long", ("t", "c"), 3).unwrap_err().code(), Some(ErrorCode::DoesNotFit));
        assert!(all.text("marks", 13).is_ok() && all.text("marks", 12).is_err());
        assert_eq!(all.integer("id").unwrap(), Some(12));
        assert_eq!(all.integer("long").unwrap_err().code(), Some(ErrorCode::TypeInvalid));
        assert!(all.flag("false") && !all.flag("zero") && !all.flag("absent"));
    }

    #[test]
    fn what_a_person_is_called() {
        for (sent, kept) in [
            (json!("null"), Some("Null")),
            (json!("NULL"), None),
            (json!("0"), None),
            (json!(0), None),
            (json!("Null"), Some("Null")),
            (json!("Nullmann"), Some("Nullmann")),
        ] {
            assert_eq!(params(json!({"name": sent})).personal("name", 64).unwrap().as_deref(), kept, "{sent}");
        }
    }
}
