//! The figures of a period.

use super::{notice, period_fields, table, text};
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// Figures of one value.
pub struct FigureRow {
    /// The value, in words; that by which nothing is told apart has none.
    pub value: String,
    /// How many began, were paid, refused, given up, given back, and are open.
    pub counts: [u64; 6],
    /// The sum of what was paid, in cents.
    pub paid_cents: u64,
}

/// Figures by one thing.
pub struct FigureTable {
    /// By what, as a word.
    pub by: &'static str,
    /// Its values.
    pub rows: Vec<FigureRow>,
}

/// The figures.
pub struct FiguresPage<'a> {
    /// The first day, as it was written.
    pub since: &'a str,
    /// The last day.
    pub until: &'a str,
    /// What was counted.
    pub tables: &'a [FigureTable],
    /// The word of what is wrong with the days.
    pub notice: Option<&'a str>,
    /// What it says.
    pub texts: &'a Texts,
}

const COUNTS: [&str; 7] = ["started", "paid", "failed", "cancelled", "refunded", "open", "sum"];

impl FiguresPage<'_> {
    /// Renders the content of the page, for [`super::Frame`].
    pub fn render(&self) -> Markup {
        let texts = self.texts;
        html! {
            form.campagnodon-operators-filter method="get" action="/figures" {
                (period_fields(texts, self.since, self.until))
                button type="submit" { (text(texts, "show")) }
            }
            (notice(texts, self.notice))
            p { (text(texts, "figures_note")) }
            @for FigureTable { by, rows } in self.tables {
                (self.table(by, rows))
            }
        }
    }

    fn table(&self, by: &str, rows: &[FigureRow]) -> Markup {
        let texts = self.texts;
        let first = match by {
            "all" => "transactions",
            "day" => "began",
            other => other,
        };
        let columns: Vec<_> = std::iter::once(first).chain(COUNTS).collect();
        let number = |text: String| html! { span.campagnodon-operators-number { (text) } };
        let cells = |row: &FigureRow| {
            let value = if row.value.is_empty() {
                text(texts, if by == "from" { "unsaid" } else { "by.all" })
            } else {
                &row.value
            };
            let mut cells = vec![html! { (value) }];
            cells.extend(row.counts.iter().map(|count| number(count.to_string())));
            cells.push(number(texts.language().money_style().write(row.paid_cents)));
            cells
        };
        table(texts, text(texts, &["by.", by].concat()), &columns, &rows.iter().map(cells).collect::<Vec<_>>())
    }
}
