//! Countries, by their codes in ISO 3166-1 alpha-2.

use super::tables::CODES;

/// Checks whether this is a country's code, in upper case.
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::country;
///
/// assert!(country::is_code("FR"));
/// assert!(!country::is_code("fr") && !country::is_code("UK"));
/// ```
pub fn is_code(code: &str) -> bool {
    place(CODES, code).is_some()
}

/// Returns the place of a country among all, counted from 0, or `None` if it is no country.
pub(super) fn index(code: &str) -> Option<usize> {
    place(CODES, code)
}

/// Returns the place of a country in a list of codes without marks between them, or `None` if it is not in it.
pub(super) fn place(list: &str, code: &str) -> Option<usize> {
    list.as_bytes().chunks_exact(2).position(|known| known == code.as_bytes())
}

/// Returns every code, sorted.
pub fn all() -> impl Iterator<Item = &'static str> {
    (0..CODES.len()).step_by(2).filter_map(|at| CODES.get(at..at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(all().count(), 250);
        assert!(all().is_sorted());
        for code in ["FR", "GB", "MF", "XK"] {
            assert!(is_code(code));
        }
        for code in ["fr", "FRA", "F", "", " FR", "RF", "__", "UK", "AN"] {
            assert!(!is_code(code), "{code}");
        }
    }
}
