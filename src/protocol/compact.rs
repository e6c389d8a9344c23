//! Text and numbers as the standard library reads and writes them, but smaller.
//!
//! The standard library knows every pattern and every kind of number, and weighs 2 KB (brotli) more in the page.

/// Returns what is before the first `mark`, an ASCII character, and what is after; `None` if there is no mark.
pub fn cut(text: &str, mark: u8) -> Option<(&str, &str)> {
    cut_at(text, text.bytes().position(|byte| byte == mark)?)
}

/// Returns what is before the last `mark`, and what is after; `None` if there is no mark.
pub fn cut_last(text: &str, mark: u8) -> Option<(&str, &str)> {
    cut_at(text, text.bytes().rposition(|byte| byte == mark)?)
}

fn cut_at(text: &str, at: usize) -> Option<(&str, &str)> {
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Returns the parts between the marks; of a text without one, the whole.
pub fn parts(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (part, after) = cut(text, mark).map_or((text, None), |(part, after)| (part, Some(after)));
        rest = after;
        Some(part)
    })
}

/// Concatenates `texts`.
pub fn joined(texts: &[&str]) -> String {
    let mut whole = String::new();
    for text in texts {
        whole.push_str(text);
    }
    whole
}

/// Reads a whole number of at most fifteen decimal digits, which a JavaScript number can hold; `None` for any other
/// text.
pub fn number(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let mut number = 0;
    for byte in text.bytes() {
        number = number * 10 + u64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
    }
    Some(number)
}

/// Writes a whole number in decimal digits.
pub fn digits(number: u64) -> String {
    let mut text = String::new();
    push_digits(&mut text, number);
    text
}

/// Appends the digits of `number` to `text`.
pub fn push_digits(text: &mut String, number: u64) {
    if number >= 10 {
        push_digits(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Appends `number`, below a hundred, as two digits.
pub fn push_two_digits(text: &mut String, number: u64) {
    push_digits(text, number / 10);
    push_digits(text, number % 10);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_of_the_standard_library() {
        for text in ["", "a", " ", "a b", " a  b ", "é è", "a b c"] {
            assert!(parts(text, b' ').eq(text.split(' ')), "{text:?}");
            assert_eq!(cut(text, b' '), text.split_once(' '), "{text:?}");
            assert_eq!(cut_last(text, b' '), text.rsplit_once(' '), "{text:?}");
        }
    }

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("0", Some(0)),
            ("007", Some(7)),
            ("999999999999999", Some(999_999_999_999_999)),
            ("1000000000000000", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        for text in ["", "-1", "+1", "1 ", "١", "1.0"] {
            assert_eq!(number(text), None, "{text}");
        }
        for value in [0, 7, 10, u64::MAX] {
            assert_eq!(digits(value), value.to_string());
        }
    }
}
