//! Promise: the module of the page, in a browser, reads a form's answers into what is shown and the transaction or the
//! errors that they make.
#![cfg(target_arch = "wasm32")]

use campagnodon::browser::page::read;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const FORM: &str = "o donation once 100-1000000 3000 5000;o donation monthly - 1000;r 6600";

fn lines(answers: &str) -> Vec<String> {
    read(FORM, answers, 2026, 11, 22).lines().map(str::to_owned).collect()
}

#[wasm_bindgen_test]
fn answers_that_are_good_make_a_transaction() {
    let lines = lines("operation donation\nfrequency once\namount 30\nemail anne@example.org");
    assert!(lines[0].starts_with("show donation once"), "{}", lines[0]);
    for figure in ["figure amount 3000", "figure cost 1020"] {
        assert!(lines.iter().any(|line| line == figure), "{figure} in {lines:?}");
    }
    let transaction =
        r#"transaction {"operation":"donation","frequency":"once","amount":3000,"email":"anne@example.org""#;
    assert!(lines.last().is_some_and(|line| line.starts_with(transaction)), "{lines:?}");
}

#[wasm_bindgen_test]
fn answers_at_fault_have_their_codes() {
    let lines = lines("operation donation\nfrequency once\namount free\nfree_amount 0,50\nemail anne");
    let told: Vec<_> = lines.iter().filter(|line| line.starts_with("refused ") || line.starts_with("error ")).collect();
    assert_eq!(told, ["refused invalid_answers", "error free_amount amount_not_whole", "error email email_invalid"]);
}

#[wasm_bindgen_test]
fn what_is_no_form_or_no_day_has_no_reading() {
    assert_eq!(read("a form of tomorrow", "", 2026, 11, 22), "");
    assert_eq!(read(FORM, "", 2026, 13, 1), "");
}
