//! Half of a promise: the rules give the same here and in the browser. This prints what the rules make here of every
//! recorded case and of 100,000 generated answers, of which many fit their form; `tests/e2e/verdicts.test.mjs` asks
//! them in a browser.
//!
//! A form a line: `{"form": …, "cases": [[answers, reading], …]}`, as in `form::wire`.
#![cfg_attr(target_arch = "wasm32", allow(missing_docs, reason = "an empty crate has none"), no_main)]
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a helper of a test may fail the test")]
#![allow(dead_code, reason = "what it shares with other tests is all used there")]

#[path = "../form_cases/answers.rs"]
mod answers;
#[path = "../form_cases/captcha.rs"]
mod captcha;
#[path = "../support/original/config.rs"]
mod config;
#[path = "../laws/given.rs"]
mod given;
#[path = "../form_cases/original.rs"]
mod original;
#[path = "../support/original/php.rs"]
mod php;
#[path = "../support/original/profile.rs"]
mod profile;
#[path = "../support/original/site.rs"]
mod site;
#[path = "../support/original/words.rs"]
mod words;

use campagnodon::form::{Answers, Form, wire};
use campagnodon::protocol::Field;
use given::{any_answers, good_answers, today};
use original::Case;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::io::{BufWriter, Write, stdout};

/// So many forms, and so many answers to each.
const FORMS: usize = 1000;
const ANSWERS: usize = 100;

fn main() {
    let mut out = BufWriter::new(stdout().lock());
    for line in include_str!("../data/form-cases.jsonl").lines() {
        let case: Case = serde_json::from_str(line).expect("a case");
        if let Some(form) = recorded_form(&case) {
            print(&mut out, &form, &[answers::answers(&case)]);
        }
    }
    let mut runner = TestRunner::deterministic();
    for _ in 0..FORMS {
        let form = one(&given::form(), &mut runner);
        let strategy = prop_oneof![6 => good_answers(&form), 1 => any_answers(), 3 => spoilt(&form)];
        let given: Vec<_> = (0..ANSWERS).map(|_| one(&strategy, &mut runner)).collect();
        print(&mut out, &form, &given);
    }
}

/// The form that the recorded page shows, if it has one.
fn recorded_form(case: &Case) -> Option<Form> {
    let (site, tag) = site::site_and_tag(&case.config)?;
    site.form(&profile::profile(case.mode()), &tag).ok()
}

fn print(out: &mut impl Write, form: &Form, given: &[Answers]) {
    let cases = given.iter().map(|answers| {
        let answers = written(answers, form);
        let reading = wire::read(form, &answers, today());
        (answers, reading)
    });
    let line = serde_json::json!({ "form": form.encode(), "cases": cases.collect::<Vec<_>>() });
    writeln!(out, "{line}").expect("a reader");
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
    let questions = form.questions.iter().map(|question| Field::Question(question.key.clone()));
    Field::FIXED.iter().cloned().chain(subscriptions).chain(questions)
}

/// In lines. They say nothing of fields that came in a shape they cannot have: a page sends none.
fn written(answers: &Answers, form: &Form) -> String {
    let lines = fields(form).filter_map(|field| {
        let answer = answers.get(&field).replace('\\', "\\\\").replace('\n', "\\n");
        (!answer.is_empty()).then(|| format!("{} {answer}", field.name()))
    });
    lines.collect::<Vec<_>>().join("\n")
}
