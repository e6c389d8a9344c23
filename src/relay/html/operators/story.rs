//! One transaction's story.

use super::{notice, status_text, table, text, time};
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Status};
use crate::relay::html::means_name;
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// What happened at some time.
pub enum Line<'a> {
    /// It began.
    Began,
    /// An attempt to pay it began.
    Attempt {
        /// Which one.
        number: u32,
        /// The word of its means.
        means: &'a str,
        /// The word of where it stands now.
        state: &'a str,
        /// The provider's object.
        reference: Option<&'a str>,
    },
    /// Its payment came to stand there.
    Payment(Status),
    /// The distant was told.
    Told {
        /// What.
        status: Status,
        /// What it answered.
        answer: Status,
        /// How often it was tried.
        tries: u32,
    },
    /// A person closed it.
    Closed(Status),
    /// A person must look.
    Alarm {
        /// At the telling of this status.
        status: Status,
        /// Why, as a word.
        cause: &'a str,
        /// What the distant said.
        said: &'a str,
    },
}

/// What waits to be told.
pub struct WaitingRow {
    /// The status.
    pub status: Status,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next; parked if absent.
    pub next: Option<String>,
}

/// All that is known of a transaction.
pub struct StoryPage<'a> {
    /// Its name.
    pub idx: &'a str,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// The form it came from.
    pub form: &'a str,
    /// The distant it went to.
    pub distant: &'a str,
    /// The word that said whence the person came.
    pub from: Option<&'a str>,
    /// Where its payment and its series stand.
    pub standing: (Status, Option<RecurringStatus>),
    /// What the distant last answered; nothing where it never opened it.
    pub answered: (Option<Status>, Option<RecurringStatus>),
    /// What happened, the oldest first, and when.
    pub lines: &'a [(String, Line<'a>)],
    /// What waits.
    pub waiting: &'a [WaitingRow],
    /// Whether a person must look.
    pub has_alarm: bool,
    /// The word of what was just done.
    pub notice: Option<&'a str>,
    /// What it says.
    pub texts: &'a Texts,
}

impl StoryPage<'_> {
    /// Renders the content of the page, for [`super::Frame`].
    pub fn render(&self) -> Markup {
        let texts = self.texts;
        let lines: Vec<_> = self.lines.iter().map(|(at, line)| vec![time(at), self.line(line)]).collect();
        html! {
            (notice(texts, self.notice))
            (self.facts())
            p.campagnodon-note { (text(texts, "nobody")) }
            (table(texts, text(texts, "story"), &["when", "what"], &lines))
            @if !self.waiting.is_empty() {
                (table(texts, text(texts, "waiting"), &["payment", "tries", "next"], &self.waiting.iter().map(|row| {
                    let next = row.next.as_deref().unwrap_or(text(texts, "is_parked"));
                    vec![html! { (status_text(texts, row.status)) }, html! { (row.tries) }, html! { (next) }]
                }).collect::<Vec<_>>()))
                (deliver_form(texts, self.idx, true))
            }
            @if self.has_alarm { (close_form(texts, self.idx, "close", true)) }
        }
    }

    fn facts(&self) -> Markup {
        let texts = self.texts;
        let series = |status: RecurringStatus| texts.get(&["operators.recurring.", status.as_str()].concat());
        let (status, recurring) = self.standing;
        let (answered, answered_series) = self.answered;
        html! {
            dl.campagnodon-operators-facts {
                dt { (text(texts, "operation")) }
                dd {
                    (text(texts, self.operation.as_str())) ", " (texts.language().money(self.amount)) ", "
                    (texts.get(&["frequency.", self.frequency.as_str()].concat()))
                }
                dt { (text(texts, "form")) }
                dd { (self.form) }
                @if let Some(from) = self.from { dt { (text(texts, "from")) } dd { (from) } }
                dt { (text(texts, "payment")) }
                dd data-payment=(status.as_str()) { (status_text(texts, status)) }
                @if let Some(recurring) = recurring { dt { (text(texts, "series")) } dd { (series(recurring)) } }
                dt { (text(texts, "distant")) }
                dd { (self.distant) }
                dt { (text(texts, "answer")) }
                dd {
                    @match answered {
                        Some(answered) => (status_text(texts, answered)),
                        None => (text(texts, "unopened")),
                    }
                    @if let Some(answered) = answered_series { "; " (series(answered)) }
                }
            }
        }
    }

    fn line(&self, line: &Line<'_>) -> Markup {
        let texts = self.texts;
        let said = |status| status_text(texts, status);
        html! {
            @match line {
                Line::Began => (text(texts, "begun")),
                Line::Attempt { number, means, state, reference } => {
                    (texts.fill("operators.attempt", &[
                        ("number", &number.to_string()),
                        ("means", means_name(texts, means)),
                        ("state", texts.get(&["operators.attempt_state.", state].concat())),
                    ]))
                    @if let Some(reference) = reference { " (" span translate="no" { (reference) } ")" }
                },
                Line::Payment(status) => (texts.fill("operators.came_to", &[("status", said(*status))])),
                Line::Told { status, answer, tries } => (texts.fill(
                    "operators.told",
                    &[("status", said(*status)), ("answer", said(*answer)), ("tries", &tries.to_string())],
                )),
                Line::Closed(status) => (texts.fill("operators.closed", &[("status", said(*status))])),
                Line::Alarm { status, cause, said: answer } => {
                    (texts.fill("operators.alarm", &[("status", said(*status)), ("cause", cause_text(texts, cause))]))
                    " (" span lang="en" { (answer) } ")"
                },
            }
        }
    }
}

/// Returns why a person must look, in words.
pub(super) fn cause_text<'t>(texts: &'t Texts, cause: &str) -> &'t str {
    texts.get(&["operators.cause.", cause].concat())
}

/// Renders the button that has it delivered again; from its story, it leads back there.
pub(super) fn deliver_form(texts: &Texts, idx: &str, from_story: bool) -> Markup {
    html! {
        form method="post" action="/attention/deliver" {
            input type="hidden" name="idx" value=(idx);
            @if from_story { input type="hidden" name="story" value="1"; }
            button type="submit" { (text(texts, "deliver")) }
        }
    }
}

/// Renders the button that closes it, and what must be ticked first; `id` is what ids of it begin with.
pub(super) fn close_form(texts: &Texts, idx: &str, id: &str, from_story: bool) -> Markup {
    let id = [id, "-done"].concat();
    html! {
        form method="post" action="/attention/close" {
            input type="hidden" name="idx" value=(idx);
            @if from_story { input type="hidden" name="story" value="1"; }
            div.campagnodon-check {
                input type="checkbox" id=(id) name="done" value="1" required;
                div { label for=(id) { (text(texts, "close_check")) } }
            }
            button type="submit" { (text(texts, "close")) }
        }
    }
}
