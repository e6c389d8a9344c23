//! How PHP reads a value that came as JSON: what counts as empty, as a number, as a text.

use serde_json::Value;

/// Returns `empty($value)`.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || text == "0",
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

/// Returns a scalar as text, or `None` of `null`, a list or an object.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Bool(flag) => Some(if *flag { "1" } else { "" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
    }
}

/// Returns the value of `is_numeric($value)`: a number, or a text that is one between ASCII blanks.
pub fn numeric(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => number(text),
        _ => None,
    }
}

/// Returns `intval($value)`.
pub fn intval(value: &Value) -> i64 {
    let number = match value {
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::String(text) => {
            text.char_indices().rev().find_map(|(at, c)| number(&text[..at + c.len_utf8()])).unwrap_or(0.0)
        }
        other => numeric(other).unwrap_or(0.0),
    };
    number as i64
}

/// Returns an array's keys and values: a list and a map are one type in PHP.
pub fn entries(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    }
}

/// Checks whether it is an array.
pub const fn is_array(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
    let spelled = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    if spelled { text.parse().ok() } else { None }
}
