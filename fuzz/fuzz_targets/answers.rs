//! Any answers to a form that offers everything: the check ends, what it accepts is accepted again unchanged, and nothing
//! that was accepted holds a character that is forbidden.
#![no_main]

use campagnodon::form::rules::date::Day;
use campagnodon::form::rules::email;
use campagnodon::form::{Answers, Form, View, check};
use campagnodon::protocol::Field;
use libfuzzer_sys::fuzz_target;

/// Forms that differ in what they ask; the first byte of the input chooses.
const FORMS: [&str; 3] = [
    "o donation once 100-1000000000 3000 5000;o donation monthly - 1000;o membership once 500-50000 2000;a 111111;t 1;t 2;\
     s news dm;s paper dma;m 1200;f p",
    "o membership yearly 500-1000000000 1550;a 222222;t 1;f c",
    "o donation once 1-1000000000000 3000;f cm",
];

fuzz_target!(|input: &[u8]| {
    let Some((first, text)) = input.split_first() else { return };
    let Ok(form) = Form::decode(FORMS[usize::from(*first) % FORMS.len()]) else { unreachable!() };
    let Some(today) = Day::new(2026, 11, 22) else { unreachable!() };
    let answers = answers(&String::from_utf8_lossy(text));
    let _ = View::of(&form, &answers);
    if let Ok(transaction) = check(&form, &answers, today) {
        let again = check(&form, &Answers::of(&transaction, &form), today);
        assert_eq!(again.as_ref(), Ok(&transaction));
        assert!(email::check(transaction.contact.email.expose()).is_ok());
        for text in transaction.contact.recipient().iter().flat_map(|recipient| {
            [&recipient.first_name, &recipient.last_name, &recipient.street_address, &recipient.city]
        }) {
            assert!(!text.expose().is_empty() && !text.expose().contains(char::is_control));
        }
    }
});

/// Lines of a field's name and an answer; a name alone is a field that came in a shape that it cannot have.
fn answers(lines: &str) -> Answers {
    let mut answers = Answers::default();
    for line in lines.split('\n') {
        match line.split_once(' ') {
            Some((name, answer)) => {
                if let Some(field) = Field::parse(name) {
                    answers.set(field, answer);
                }
            }
            None => {
                if let Some(field) = Field::parse(line) {
                    answers.set_malformed(field);
                }
            }
        }
    }
    answers
}
