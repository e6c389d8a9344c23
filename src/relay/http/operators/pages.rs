//! What is shown, and what the buttons do.

use super::{OperatorsState, field};
use crate::protocol::{Code, Status};
use crate::relay::admin::{Concern, Days, Dimension, Filter, Happened, Listed, Period, Slice, Story, Tally};
use crate::relay::html::means_name;
use crate::relay::html::operators::{
    AttentionPage, ConcernRow, FigureRow, FigureTable, FiguresPage, Line, ListPage, ListRow, Section, Sought,
    StoryPage, WaitingRow,
};
use crate::relay::http::forms;
use crate::relay::http::problem::HttpError;
use crate::relay::i18n::Texts;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// How many transactions are on a page.
const PAGE: usize = 50;
/// What the path of a story need not write otherwise.
const KEPT: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

fn story_path(idx: &str) -> String {
    format!("{}/{}", Section::Transactions.path(), utf8_percent_encode(idx, &KEPT))
}

/// Reads the days of a query. What is no period is the word of a notice.
fn period(days: Days, since: &str, until: &str) -> Result<Period, &'static str> {
    let said = |text: &'static str, day| (text, Some(day).filter(|day: &&str| !day.is_empty()));
    days.period(said("since", since), said("until", until)).map_err(|_| "day_invalid")
}

/// Lists the transactions.
pub async fn transactions(
    State(state): State<OperatorsState>,
    RawQuery(query): RawQuery,
) -> Result<Response, HttpError> {
    let (query, days) = (query.unwrap_or_default(), state.operators.days);
    let said = |name: &str| field(query.as_bytes(), name).unwrap_or_default().trim().to_owned();
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let sought = Sought {
        status: Status::parse(&said("status")),
        form: said("form"),
        distant: said("distant"),
        since: said("since"),
        until: said("until"),
        search: said("search"),
    };
    let before = said("before");
    let (slice, notice) = match period(days, &sought.since, &sought.until) {
        Err(notice) => (Slice::default(), Some(notice)),
        Ok(period) => {
            let filter = Filter {
                status: sought.status,
                form: some(&sought.form),
                distant: some(&sought.distant),
                period,
                search: some(&sought.search),
            };
            (state.operators.list(filter, some(&before).as_deref(), PAGE).await?, None)
        }
    };
    let rows: Vec<_> = slice.rows.iter().map(|listed| row(listed, days)).collect();
    let older = slice.rows.last().filter(|_| slice.more).map(|last| address(&sought, Some(&last.idx)));
    let newest = some(&before).map(|_| address(&sought, None));
    let page = ListPage {
        sought: &sought,
        forms: &words(&state.forms),
        distants: &words(&state.distants),
        rows: &rows,
        newest: newest.as_deref(),
        older: older.as_deref(),
        notice,
        texts: &state.texts,
    };
    let status = if notice.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let section = Section::Transactions;
    Ok((status, state.framed(section, section.title(&state.texts), &page.render())).into_response())
}

fn words(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

fn row(listed: &Listed, days: Days) -> ListRow<'_> {
    ListRow {
        idx: &listed.idx,
        path: story_path(&listed.idx),
        began: days.write(listed.began_at),
        form: &listed.form,
        operation: listed.operation,
        frequency: listed.frequency,
        amount: listed.amount,
        from: listed.from.as_deref(),
        status: listed.status,
        opened: listed.opened,
        waiting: (listed.waiting, listed.parked),
    }
}

/// Returns the address of a page of the same list.
fn address(sought: &Sought, before: Option<&str>) -> String {
    let all = [
        ("status", sought.status.map_or("", Status::as_str)),
        ("form", &sought.form),
        ("distant", &sought.distant),
        ("since", &sought.since),
        ("until", &sought.until),
        ("search", &sought.search),
        ("before", before.unwrap_or_default()),
    ];
    let said: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(said).unwrap_or_default();
    [Section::Transactions.path(), "?", &query].concat()
}

/// Tells what happened to one transaction.
pub async fn story(
    State(state): State<OperatorsState>,
    Path(idx): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, HttpError> {
    let Some(story) = state.operators.story(&idx).await? else { return Err(HttpError::new(Code::NotFound)) };
    let (listed, days) = (&story.transaction, state.operators.days);
    let waiting: Vec<_> = story
        .waiting
        .iter()
        .map(|each| WaitingRow { status: each.status, tries: each.tries, next: each.next_at.map(|at| days.write(at)) })
        .collect();
    let page = StoryPage {
        idx: &listed.idx,
        operation: listed.operation,
        frequency: listed.frequency,
        amount: listed.amount,
        form: &listed.form,
        distant: &listed.distant,
        from: listed.from.as_deref(),
        standing: (listed.status, listed.recurring_status),
        answered: story.answered,
        lines: &lines(&story, days),
        waiting: &waiting,
        has_alarm: !story.alarms.is_empty(),
        notice: done(query.as_deref()),
        texts: &state.texts,
    };
    Ok(state.framed(Section::Transactions, &listed.idx, &page.render()).into_response())
}

/// Returns what happened, the oldest first.
fn lines(story: &Story, days: Days) -> Vec<(String, Line<'_>)> {
    let line = |happened| match happened {
        Happened::Began => Line::Began,
        Happened::Attempt(kept) => Line::Attempt {
            number: kept.attempt.number,
            means: &kept.means,
            state: kept.attempt.state.as_str(),
            reference: kept.reference.as_deref(),
        },
        Happened::Payment(status) => Line::Payment(status),
        Happened::Alarm(alarm) => Line::Alarm { status: alarm.status, cause: alarm.cause.as_str(), said: &alarm.said },
        Happened::Told(told) => match told.answer {
            Some(answer) => Line::Told { status: told.status, answer, tries: told.tries },
            None => Line::Closed(told.status),
        },
    };
    story.happened().into_iter().map(|(at, happened)| (days.write(at), line(happened))).collect()
}

/// Returns the word of what was just done, as the page's address says.
fn done(query: Option<&str>) -> Option<&'static str> {
    let said = field(query?.as_bytes(), "done")?;
    ["delivered", "close_done", "close_unchecked", "gone"].into_iter().find(|word| *word == said)
}

/// The most that the page lists of what needs a person.
const CONCERNS: usize = 1000;

/// Lists what needs a person.
pub async fn attention(State(state): State<OperatorsState>, RawQuery(query): RawQuery) -> Result<Response, HttpError> {
    let ((concerns, more), days) = (state.operators.concerns(CONCERNS).await?, state.operators.days);
    let rows: Vec<_> = concerns.iter().map(|concern| concern_row(concern, days)).collect();
    let card_testing = state.card_testing.until().map(|until| days.write(until));
    let page = AttentionPage {
        rows: &rows,
        more,
        card_testing: card_testing.as_deref(),
        notice: done(query.as_deref()),
        texts: &state.texts,
    };
    let section = Section::Attention;
    Ok(state.framed(section, section.title(&state.texts), &page.render()).into_response())
}

fn concern_row(concern: &Concern, days: Days) -> ConcernRow<'_> {
    let alarm = concern.alarm.as_ref();
    ConcernRow {
        idx: &concern.idx,
        path: story_path(&concern.idx),
        distant: &concern.distant,
        status: concern.status,
        parked: concern.parked,
        alarm: alarm.map(|(cause, said, since)| (cause.as_str(), said.as_str(), days.write(*since))),
    }
}

/// Has what waits of a transaction delivered at once.
pub async fn deliver(
    State(state): State<OperatorsState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Redirect, HttpError> {
    let body = forms::read_body(body)?;
    let idx = field(&body, "idx").ok_or(HttpError::new(Code::BodyInvalid))?;
    let made_due = state.operators.deliver(&idx).await?;
    Ok(back(&body, &idx, if made_due > 0 { "delivered" } else { "gone" }))
}

/// Closes what needs a person, once they say that they have done by hand what was to be done.
pub async fn close(
    State(state): State<OperatorsState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Redirect, HttpError> {
    let body = forms::read_body(body)?;
    let idx = field(&body, "idx").ok_or(HttpError::new(Code::BodyInvalid))?;
    if field(&body, "done").is_none() {
        return Ok(back(&body, &idx, "close_unchecked"));
    }
    let closed = state.operators.close(&idx).await?;
    tracing::info!(idx, closed, "an operator closed what needed a person");
    Ok(back(&body, &idx, if closed > 0 { "close_done" } else { "gone" }))
}

/// Leads back to where the button was, with the word of what was done.
fn back(body: &[u8], idx: &str, done: &str) -> Redirect {
    let place = match field(body, "story") {
        Some(_) => story_path(idx),
        None => Section::Attention.path().to_owned(),
    };
    Redirect::to(&format!("{place}?done={done}"))
}

/// Shows the figures of a period; of the last thirty days where none is said.
pub async fn figures(State(state): State<OperatorsState>, RawQuery(query): RawQuery) -> Result<Response, HttpError> {
    let days = state.operators.days;
    let said = |name| query.as_deref().and_then(|query| field(query.as_bytes(), name)).map(|day| day.trim().to_owned());
    let (since, until) = match (said("since"), said("until")) {
        (None, None) => (state.operators.days_ago(29).to_string(), String::new()),
        (since, until) => (since.unwrap_or_default(), until.unwrap_or_default()),
    };
    let (tables, notice) = match period(days, &since, &until) {
        Err(notice) => (Vec::new(), Some(notice)),
        Ok(period) => {
            let figures = state.operators.figures(period).await?;
            let table = |by: Dimension| FigureTable {
                by: by.as_str(),
                rows: figures.by(by).map(|figure| figure_row(&state.texts, by, figure)).collect(),
            };
            (Dimension::ALL.map(table).into(), None)
        }
    };
    let page = FiguresPage { since: &since, until: &until, tables: &tables, notice, texts: &state.texts };
    let status = if notice.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let section = Section::Figures;
    Ok((status, state.framed(section, section.title(&state.texts), &page.render())).into_response())
}

fn figure_row(texts: &Texts, by: Dimension, (value, tally): (&str, Tally)) -> FigureRow {
    let value = match by {
        Dimension::Operation => texts.get(&["operators.", value].concat()),
        Dimension::Frequency => texts.get(&["frequency.", value].concat()),
        Dimension::Means if value.is_empty() => texts.get("operators.untried"),
        Dimension::Means => means_name(texts, value),
        _ => value,
    };
    let Tally { started, paid, failed, cancelled, refunded, open, paid_cents } = tally;
    FigureRow { value: value.to_owned(), counts: [started, paid, failed, cancelled, refunded, open], paid_cents }
}
