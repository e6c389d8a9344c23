//! A campaign of the association, as the distant lists it.

use serde::{Deserialize, Serialize};

/// A campaign. The distant leaves out what it does not have.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::Campaign;
///
/// let campaign: Campaign = serde_json::from_str(r#"{"id":42,"title":"Winter","goal_cents":500000}"#).unwrap();
/// assert_eq!((campaign.goal_cents, campaign.raised_cents), (Some(500_000), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// The distant's number of it.
    pub id: u64,
    /// What people call it.
    pub title: String,
    /// ISO 8601 day or day and time on which it started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<String>,
    /// What it wants to raise, in cents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_cents: Option<u64>,
    /// What it has raised, in cents; only with a goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_cents: Option<u64>,
}
