//! Decimal texts of the distant's wire, in cents.

/// Returns the cents in a decimal text in euros: `30`, `12.5`, `10000.00`. `None` if it is anything else: a sign, an
/// exponent, a fraction of a cent.
pub(super) fn cents(text: &str) -> Option<u64> {
    let (euros, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (fraction, finer) = fraction.split_at_checked(2).unwrap_or((fraction, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if euros.is_empty() || !is_number(euros) || !is_number(fraction) || finer.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let part = match fraction.as_bytes() {
        [tens, units, ..] => u64::from(tens - b'0') * 10 + u64::from(units - b'0'),
        [tens] => u64::from(tens - b'0') * 10,
        [] => 0,
    };
    euros.parse::<u64>().ok()?.checked_mul(100)?.checked_add(part)
}

/// Writes cents as a decimal text with two digits, as CiviCRM writes money: `12.50`.
pub(super) fn text(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_money() {
        for (given, expected) in [
            ("30", Some(3000)),
            ("12.5", Some(1250)),
            ("12.", Some(1200)),
            ("12.05", Some(1205)),
            ("10000.0000", Some(1_000_000)),
            ("0", Some(0)),
            ("12.505", None),
            ("", None),
            (".5", None),
            ("-3", None),
            ("1e3", None),
            ("nonono", None),
            ("12.é", None),
            ("184467440737095517", None),
        ] {
            assert_eq!(cents(given), expected, "{given}");
        }
        assert_eq!(text(1205), "12.05");
    }
}
