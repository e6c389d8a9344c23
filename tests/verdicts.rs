#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a helper of a test may fail the test")]
//! Half of a promise: the rules give the same here and in the browser. This writes 100,000 generated answers, of which
//! many fit their form, and what the rules make of them here; `tests/e2e/verdicts.test.mjs` asks them in a browser.
//!
//! `target/verdicts.jsonl` has a form a line: `{"form": …, "cases": [[answers, reading], …]}`, as in `form::lines`.

#[path = "laws/given.rs"]
#[allow(dead_code, reason = "the laws use the rest")]
mod given;

use campagnodon::form::{Answers, Form, lines};
use campagnodon::protocol::Field;
use given::{any_answers, form, good_answers, today};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::fs::File;
use std::io::{BufWriter, Write as _};

/// So many forms, and so many answers to each.
const FORMS: usize = 1000;
const ANSWERS: usize = 100;

#[test]
#[ignore = "writes a file for the test in a browser"]
fn write_verdicts() {
    let mut runner = TestRunner::deterministic();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/verdicts.jsonl");
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let mut accepted = 0;
    for _ in 0..FORMS {
        let form = one(&form(), &mut runner);
        let strategy = prop_oneof![6 => good_answers(&form), 1 => any_answers(), 3 => spoilt(&form)];
        let mut cases = Vec::new();
        for _ in 0..ANSWERS {
            let answers = one(&strategy, &mut runner);
            let answers = written(&answers, &form);
            let reading = lines::read(&form, &answers, today());
            accepted += usize::from(reading.contains("\ntransaction {"));
            cases.push((answers, reading));
        }
        let line = serde_json::json!({ "form": form.encode(), "cases": cases });
        writeln!(file, "{line}").expect("room on the disk");
    }
    println!("{}: {} cases, {accepted} accepted", path, FORMS * ANSWERS);
    assert!(accepted > FORMS * ANSWERS / 10);
}

fn one<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Value {
    strategy.new_tree(runner).expect("a value").current()
}

/// Good answers but for one field.
fn spoilt(form: &Form) -> impl Strategy<Value = Answers> + use<> {
    let text = prop_oneof![
        given::phone(),
        given::postal_code(),
        "\\PC{0,70}",
        "[0-9]{1,2}[/ .][0-9]{1,2}[/ .](19|20)[0-9]{2}"
    ];
    (good_answers(form), prop::sample::select(Field::FIXED.to_vec()), text)
        .prop_map(|(answers, field, text)| answers.with(field, text))
}

/// The fields that the form can ask for.
fn fields(form: &Form) -> impl Iterator<Item = Field> {
    let subscriptions = form.subscriptions.iter().map(|subscription| Field::Subscription(subscription.key.clone()));
    Field::FIXED.iter().cloned().chain(subscriptions)
}

/// In lines. They say nothing of fields that came in a shape they cannot have: a page sends none.
fn written(answers: &Answers, form: &Form) -> String {
    let lines = fields(form).filter_map(|field| {
        let answer = answers.get(&field).replace('\\', "\\\\").replace('\n', "\\n");
        (!answer.is_empty()).then(|| format!("{} {answer}", field.name()))
    });
    lines.collect::<Vec<_>>().join("\n")
}
