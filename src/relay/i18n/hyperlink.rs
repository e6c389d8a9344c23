//! A link that the settings may put behind a text of ours.

use super::Label;

/// Where else to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// An address, or a path of the site.
    pub url: String,
    /// What it says; a text of ours if absent.
    pub label: Option<Label>,
}
