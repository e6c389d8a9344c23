//! What needs a person, why, and what can be done.

use super::story::{cause_text, close_form, deliver_form};
use super::{notice, status_text, table, text, time};
use crate::protocol::Status;
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// What needs a person.
pub struct ConcernRow<'a> {
    /// The transaction's name.
    pub idx: &'a str,
    /// Where its story is.
    pub path: String,
    /// The distant.
    pub distant: &'a str,
    /// The status that it was told, or is still to be.
    pub status: Status,
    /// Whether it is still to be told.
    pub parked: bool,
    /// Why, if an alarm says so: its word, what the distant said, and since when.
    pub alarm: Option<(&'a str, &'a str, String)>,
}

/// The list of them.
pub struct AttentionPage<'a> {
    /// What needs a person.
    pub rows: &'a [ConcernRow<'a>],
    /// Whether there is more than these.
    pub more: bool,
    /// Until when somebody is held to test cards, if anybody is.
    pub card_testing: Option<&'a str>,
    /// The word of what was just done.
    pub notice: Option<&'a str>,
    /// What it says.
    pub texts: &'a Texts,
}

const COLUMNS: [&str; 7] = ["idx", "since_when", "distant", "payment", "state", "reason", "action"];

impl AttentionPage<'_> {
    /// Renders the content of the page, for [`super::Frame`].
    pub fn render(&self) -> Markup {
        let texts = self.texts;
        let rows: Vec<_> = self.rows.iter().enumerate().map(|row| self.cells(row)).collect();
        html! {
            (notice(texts, self.notice))
            @if let Some(until) = self.card_testing {
                p.campagnodon-operators-notice { (texts.fill("operators.card_testing", &[("until", until)])) }
            }
            @if self.rows.is_empty() { p { (text(texts, "well")) } } @else {
                (table(texts, text(texts, "concerns"), &COLUMNS, &rows))
                @if self.more { p { (text(texts, "concerns_more")) } }
            }
        }
    }

    fn cells(&self, (number, row): (usize, &ConcernRow<'_>)) -> Vec<Markup> {
        let texts = self.texts;
        vec![
            html! { a href=(row.path) { (row.idx) } },
            html! { @if let Some((_, _, since)) = &row.alarm { (time(since)) } },
            html! { (row.distant) },
            html! { (status_text(texts, row.status)) },
            html! { (text(texts, if row.parked { "state_parked" } else { "state_told" })) },
            html! {
                @if let Some((cause, said, _)) = &row.alarm {
                    (cause_text(texts, cause)) " (" span lang="en" { (said) } ")"
                }
            },
            html! {
                @if row.parked { (deliver_form(texts, row.idx, false)) }
                (close_form(texts, row.idx, &format!("concern-{number}"), false))
            },
        ]
    }
}
