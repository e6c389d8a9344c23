//! The original's words.

/// The original's words and ours.
pub const OPERATIONS: &[(&str, &str)] = &[("don", "donation"), ("adhesion", "membership")];
pub const FREQUENCIES: &[(&str, &str)] = &[("unique", "once"), ("mensuel", "monthly"), ("annuel", "yearly")];

/// Returns the original's word for one of ours.
pub fn theirs<'a>(words: &[(&'a str, &str)], word: &str) -> &'a str {
    words.iter().find(|(_, ours)| *ours == word).map_or("", |(theirs, _)| theirs)
}
