//! Promise: the rules of the form give what the original's pure functions gave, row by row of its recorded tables.
//!
//! `CAMPAGNODON_FORM_TABLES` names another file of tables, plain or `.gz`. The table `ui_state` is compared where there
//! are a build and a browser, as `npm test` has them. The tables not named here are about what happens after the form.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "support/original/config.rs"]
mod config;
#[path = "form_tables/lists.rs"]
mod lists;
#[path = "form_tables/outcome.rs"]
mod outcome;
#[path = "support/original/php.rs"]
mod php;
#[path = "support/original/profile.rs"]
mod profile;
#[path = "support/original/site.rs"]
mod site;
#[path = "form_tables/tables.rs"]
mod tables;
#[path = "form_tables/ui_state.rs"]
mod ui_state;
#[path = "support/original/words.rs"]
mod words;

use flate2::read::GzDecoder;
use outcome::{Outcome, Row};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::panic::catch_unwind;

type Table = (&'static str, fn(&Row) -> Outcome);

const TABLES: &[Table] = &[
    ("parse_amount", lists::parse_amount),
    ("annual_to_monthly", lists::annual_to_monthly),
    ("default_amounts", lists::default_amounts),
    ("recurrences", tables::recurrences),
    ("bounds", tables::bounds),
    ("magazine_price", tables::magazine_price),
    ("titles", tables::titles),
    ("source_label", tables::source),
    ("explanation", tables::explanation),
];

const IMPROVED: &str = "marked by the recorder as behaviour to improve";
const CRASHED: &str = "the original crashed";

/// The rows of one table, or of all.
#[derive(Default)]
struct Count {
    equal: usize,
    marked: usize,
    differ: usize,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.equal += other.equal;
        self.marked += other.marked;
        self.differ += other.differ;
    }

    fn print(&self, name: &str) {
        let Self { equal, marked, differ } = self;
        println!("{name}: {} total, {equal} equal, {marked} marked, {differ} differ", equal + marked + differ);
    }
}

/// What came of all tables.
#[derive(Default)]
struct Report {
    all: Count,
    reasons: BTreeMap<(&'static str, &'static str), usize>,
    marked_equal: usize,
}

impl Report {
    /// Counts a table and prints its line; `None` is a panic.
    fn add(&mut self, name: &'static str, rows: &[Row], outcomes: impl IntoIterator<Item = Option<Outcome>>) {
        let mut count = Count::default();
        for (row, outcome) in rows.iter().zip(outcomes) {
            let marked = match (&outcome, &row.crash) {
                (_, Some(_)) => Some(CRASHED),
                _ if !row.improve.is_empty() => Some(IMPROVED),
                (Some(Outcome::Inexpressible(reason) | Outcome::Improved(reason)), None) => Some(*reason),
                _ => None,
            };
            let is_equal = matches!(&outcome, Some(Outcome::Compared { theirs, ours }) if theirs == ours);
            if let Some(reason) = marked {
                count.marked += 1;
                self.marked_equal += usize::from(is_equal);
                *self.reasons.entry((reason, name)).or_insert(0) += 1;
            } else if is_equal {
                count.equal += 1;
            } else {
                count.differ += 1;
                match outcome {
                    Some(Outcome::Compared { theirs, ours }) => {
                        println!("{name}: in {}, theirs {theirs}, ours {ours}", row.described());
                    }
                    _ => println!("{name}: in {}, panic", row.described()),
                }
            }
        }
        count.print(name);
        self.all.add(&count);
    }
}

#[test]
fn every_row_is_equal() {
    let path = std::env::var("CAMPAGNODON_FORM_TABLES").unwrap_or_else(|_| "tests/data/tables.json".to_owned());
    let mut file = read(&path).unwrap_or_else(|problem| panic!("{path}: {problem}"));
    let mut report = Report::default();
    let mut rows = |name: &str| -> Vec<Row> {
        serde_json::from_value(file[name].take()).unwrap_or_else(|problem| panic!("{path}: {name}: {problem}"))
    };
    for (name, compare) in TABLES {
        let rows = rows(name);
        report.add(name, &rows, rows.iter().map(|row| catch_unwind(|| compare(row)).ok()));
    }
    match ui_state::missing() {
        Some(missing) => println!("ui_state: not compared, since there is no {missing}"),
        None => {
            let rows = rows("ui_state");
            report.add("ui_state", &rows, ui_state::outcomes(&rows, &file["_modes"]).into_iter().map(Some));
        }
    }
    let Report { all, reasons, marked_equal } = report;
    for ((reason, name), rows) in reasons {
        println!("marked in {name}: {rows}, {reason}");
    }
    println!("of the marked rows, {marked_equal} are equal, if need be but for the cost of a year that is the mark");
    all.print("form tables");
    assert!(all.equal > 0, "{path}: no row");
    assert_eq!(all.differ, 0, "rows that differ");
}

fn read(path: &str) -> Result<Value, String> {
    let mut file = File::open(path).map_err(|error| error.to_string())?;
    let mut text = String::new();
    let read = if path.ends_with(".gz") {
        GzDecoder::new(file).read_to_string(&mut text)
    } else {
        file.read_to_string(&mut text)
    };
    read.map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}
