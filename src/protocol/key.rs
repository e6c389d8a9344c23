//! The key that makes a repeated post one transaction.

/// Checks whether a text can be an `Idempotency-Key`: 16 to 64 letters, digits, `-` and `_`.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::is_idempotency_key;
///
/// assert!(is_idempotency_key("3f8e2a6c-90d1-4b7e-8a55-d2c41b0f9e37"));
/// assert!(!is_idempotency_key("too-short"));
/// ```
pub fn is_idempotency_key(text: &str) -> bool {
    (16..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (text, expected) in [
            ("0123456789abcdef", true),
            ("0123456789abcde", false),
            ("3f1c7c1e-1c52-4d5e-9b0a-8f2f3c1d2e4f", true),
            ("0123456789abcdef_ABCDEF", true),
            ("0123456789abcdef ", false),
            ("0123456789abcdéf", false),
        ] {
            assert_eq!(is_idempotency_key(text), expected, "{text:?}");
        }
        assert!(is_idempotency_key(&"a".repeat(64)) && !is_idempotency_key(&"a".repeat(65)));
    }
}
