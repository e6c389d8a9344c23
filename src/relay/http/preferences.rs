//! What a client takes, and how willingly: lists with weights (RFC 9110, 12.4.2).

use axum::http::{HeaderMap, HeaderName};

/// Returns what a header lists, in lower case and without its weight, each with that weight from 0 to 1.
pub fn preferences(headers: &HeaderMap, header: &HeaderName) -> Vec<(String, f32)> {
    let values = headers.get_all(header).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(preference).collect()
}

/// Reads one element of a list, such as `gzip;q=0.5`. What has no weight is taken gladly; a weight that is none counts
/// as 0.
fn preference(element: &str) -> (String, f32) {
    let (mut words, mut weight) = (Vec::new(), 1.0);
    for word in element.split(';').map(str::trim) {
        match word.split_once('=') {
            Some((name, value)) if name.trim_end().eq_ignore_ascii_case("q") => {
                let value = value.trim_start().parse().ok();
                weight = value.filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(0.0);
            }
            _ => words.push(word.to_ascii_lowercase()),
        }
    }
    (words.join(";"), weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights() {
        for (element, name, weight) in [
            ("gzip", "gzip", 1.0),
            (" GZIP ; Q = 0.25 ", "gzip", 0.25),
            ("text/html;level=1;q=0", "text/html;level=1", 0.0),
            ("*;q=1.000", "*", 1.0),
            ("a;q=2", "a", 0.0),
            ("a;q=-1", "a", 0.0),
            ("a;q=nan", "a", 0.0),
            ("a;q=", "a", 0.0),
            ("", "", 1.0),
        ] {
            assert_eq!(preference(element), (name.to_owned(), weight), "{element}");
        }
    }
}
