//! The list of transactions, and what is sought in it.

use super::{field, notice, period_fields, status_text, table, text, time};
use crate::protocol::{Amount, Frequency, Operation, Status};
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// What is sought, as it was written.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// Where the payment stands.
    pub status: Option<Status>,
    /// The form.
    pub form: String,
    /// The distant.
    pub distant: String,
    /// The first day.
    pub since: String,
    /// The last day.
    pub until: String,
    /// A part of the name.
    pub search: String,
}

/// A transaction in the list.
pub struct ListRow<'a> {
    /// Its name.
    pub idx: &'a str,
    /// Where its story is.
    pub path: String,
    /// When it began.
    pub began: String,
    /// The form it came from.
    pub form: &'a str,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// The word that said whence the person came.
    pub from: Option<&'a str>,
    /// Where its payment stands.
    pub status: Status,
    /// Whether its distant opened it.
    pub opened: bool,
    /// How many statuses the distant has still to be told, and how many of them are parked.
    pub waiting: (u64, u64),
}

/// The list.
pub struct ListPage<'a> {
    /// What is sought.
    pub sought: &'a Sought,
    /// The forms that one can choose.
    pub forms: &'a [&'a str],
    /// The distants that one can choose.
    pub distants: &'a [&'a str],
    /// What was found.
    pub rows: &'a [ListRow<'a>],
    /// Where the page before everything else is, unless this is it.
    pub newest: Option<&'a str>,
    /// Where older ones are, if there are any.
    pub older: Option<&'a str>,
    /// The word of what is wrong with what is sought.
    pub notice: Option<&'a str>,
    /// What it says.
    pub texts: &'a Texts,
}

const COLUMNS: [&str; 9] = ["idx", "began", "form", "operation", "frequency", "amount", "from", "payment", "waits"];

impl ListPage<'_> {
    /// Renders the content of the page, for [`super::Frame`].
    pub fn render(&self) -> Markup {
        let texts = self.texts;
        let rows: Vec<_> = self.rows.iter().map(|row| self.cells(row)).collect();
        html! {
            (self.filter())
            (notice(texts, self.notice))
            @if self.rows.is_empty() { p { (text(texts, "none")) } } @else {
                (table(texts, text(texts, "caption"), &COLUMNS, &rows))
            }
            @if self.newest.is_some() || self.older.is_some() {
                p.campagnodon-way {
                    @if let Some(newest) = self.newest { a href=(newest) { (text(texts, "newest")) } }
                    @if let Some(older) = self.older { a href=(older) rel="next" { (text(texts, "older")) } }
                }
            }
        }
    }

    fn filter(&self) -> Markup {
        let (texts, sought) = (self.texts, self.sought);
        let all = text(texts, "all");
        let chosen = |name: &str, of: &[&str], value: &str| {
            html! {
                select id=(name) name=(name) {
                    option value="" { (all) }
                    @for each in of { option value=(each) selected[*each == value] { (each) } }
                }
            }
        };
        html! {
            form.campagnodon-operators-filter method="get" action="/transactions" role="search" {
                (field("search", text(texts, "search"), &html! {
                    input type="search" id="search" name="search" value=(sought.search) autocomplete="off"
                        spellcheck="false";
                }))
                (field("status", text(texts, "payment"), &html! {
                    select id="status" name="status" {
                        option value="" { (all) }
                        @for status in Status::ALL {
                            option value=(status.as_str()) selected[sought.status == Some(status)] {
                                (status_text(texts, status))
                            }
                        }
                    }
                }))
                (field("form", text(texts, "form"), &chosen("form", self.forms, &sought.form)))
                @if self.distants.len() > 1 {
                    (field("distant", text(texts, "distant"), &chosen("distant", self.distants, &sought.distant)))
                }
                (period_fields(texts, &sought.since, &sought.until))
                button type="submit" { (text(texts, "show")) }
            }
        }
    }

    fn cells(&self, row: &ListRow<'_>) -> Vec<Markup> {
        let texts = self.texts;
        let waits = match (row.opened, row.waiting) {
            (false, _) => text(texts, "unopened").to_owned(),
            (true, (0, _)) => String::new(),
            (true, (waiting, 0)) => waiting.to_string(),
            (true, (_, parked)) => texts.fill("operators.parked", &[("number", &parked.to_string())]),
        };
        vec![
            html! { a href=(row.path) { (row.idx) } },
            html! { (time(&row.began)) },
            html! { (row.form) },
            html! { (text(texts, row.operation.as_str())) },
            html! { (texts.get(&["frequency.", row.frequency.as_str()].concat())) },
            html! { span.campagnodon-operators-number { (texts.language().money(row.amount)) } },
            html! { (row.from.unwrap_or_default()) },
            html! { span data-payment=(row.status.as_str()) { (status_text(texts, row.status)) } },
            html! { (waits) },
        ]
    }
}
