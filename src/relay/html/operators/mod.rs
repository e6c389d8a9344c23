//! The pages of whoever runs the relay: what began, what became of it and what waits. They need no script, and there is
//! nobody in them.

mod attention;
mod figures;
mod list;
mod sign_in;
mod story;

pub use attention::{AttentionPage, ConcernRow};
pub use figures::{FigureRow, FigureTable, FiguresPage};
pub use list::{ListPage, ListRow, Sought};
pub use sign_in::SignInPage;
pub use story::{Line, StoryPage, WaitingRow};

use crate::protocol::Status;
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// What these pages need beside the style sheets of all.
pub const STYLES: &str = include_str!("operators.css");

/// The pages between which one goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The list.
    Transactions,
    /// What needs a person.
    Attention,
    /// The figures.
    Figures,
}

impl Section {
    const ALL: [Self; 3] = [Self::Transactions, Self::Attention, Self::Figures];

    const fn word(self) -> &'static str {
        match self {
            Self::Transactions => "transactions",
            Self::Attention => "attention",
            Self::Figures => "figures",
        }
    }

    /// Returns its path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Transactions => "/transactions",
            Self::Attention => "/attention",
            Self::Figures => "/figures",
        }
    }

    /// Returns what it is called.
    pub fn title(self, texts: &Texts) -> &str {
        text(texts, self.word())
    }
}

/// What is around the content of a page of who is signed in.
pub struct Frame<'a> {
    /// Where one is.
    pub here: Section,
    /// What the page is called.
    pub heading: &'a str,
    /// Of which clock its days and times are.
    pub clock: &'a str,
    /// What it says.
    pub texts: &'a Texts,
}

impl Frame<'_> {
    /// Renders it around the content.
    pub fn render(&self, content: &Markup) -> Markup {
        let (texts, language) = (self.texts, self.texts.language());
        html! {
            div.campagnodon.campagnodon-operators lang=(language.tag()) dir=(language.direction()) {
                div.campagnodon-operators-bar {
                    nav aria-label=(text(texts, "navigation")) {
                        @for section in Section::ALL {
                            a href=(section.path()) aria-current=[(section == self.here).then_some("page")] {
                                (section.title(texts))
                            }
                        }
                    }
                    form method="post" action="/sign-out" { button type="submit" { (text(texts, "sign_out")) } }
                }
                h1 { (self.heading) }
                (content)
                p.campagnodon-note { (texts.fill("operators.clock", &[("clock", self.clock)])) }
            }
        }
    }
}

fn text<'t>(texts: &'t Texts, word: &str) -> &'t str {
    texts.get(&["operators.", word].concat())
}

/// Returns where a payment stands, in words.
fn status_text(texts: &Texts, status: Status) -> &str {
    texts.get(&["operators.status.", status.as_str()].concat())
}

/// Renders what was just done, or why it was not.
fn notice(texts: &Texts, word: Option<&str>) -> Markup {
    html! { @if let Some(word) = word { p.campagnodon-operators-notice role="status" { (text(texts, word)) } } }
}

/// Renders a table that is wider than a telephone: it moves in its own frame, which the keyboard reaches.
fn table(texts: &Texts, caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.campagnodon-operators-table role="region" aria-label=(caption) tabindex="0" {
            table {
                caption { (caption) }
                thead { tr { @for column in columns { th scope="col" { (text(texts, column)) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Renders a time, in one line.
fn time(written: &str) -> Markup {
    html! { span.campagnodon-operators-time { (written) } }
}

/// Renders a field with its label.
fn field(id: &str, label: &str, control: &Markup) -> Markup {
    html! { div.campagnodon-field { label for=(id) { (label) } (control) } }
}

/// Renders the fields of a period.
fn period_fields(texts: &Texts, since: &str, until: &str) -> Markup {
    html! {
        @for (name, value) in [("since", since), ("until", until)] {
            (field(name, text(texts, name), &html! { input type="date" id=(name) name=(name) value=(value); }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;

    #[test]
    fn a_page_says_where_one_is_and_escapes_what_it_is_given() {
        for language in Language::ALL {
            let texts = Texts::load(language, &BTreeMap::new()).unwrap();
            let frame = Frame { here: Section::Figures, heading: "<a>", clock: "UTC", texts: &texts };
            let rows = [vec![html! { ("<b>") }, html! { "c" }]];
            let page = frame.render(&table(&texts, "<d>", &["when", "what"], &rows)).into_string();
            assert!(page.contains("<h1>&lt;a&gt;</h1>") && page.contains("<caption>&lt;d&gt;</caption>"), "{page}");
            assert!(page.contains("<th scope=\"row\">&lt;b&gt;</th><td>c</td>"), "{page}");
            assert_eq!(page.matches("aria-current").count(), 1);
            assert!(page.contains("href=\"/figures\" aria-current=\"page\""), "{page}");
            for status in Status::ALL {
                assert!(!status_text(&texts, status).is_empty());
            }
        }
    }
}
