//! Answers in, a reading out, as lines of text: how the page's scripts and its module talk.
//!
//! Text crosses into WebAssembly at a sixth of the weight of objects and at four times their speed. A line is a word
//! and what belongs to it. Answers are a field and what was answered, in which `\` is `\\` and the end of a line `\n`:
//!
//! ```text
//! email anne@example.org
//! ```
//!
//! A reading is what the page shows, then the verdict:
//!
//! | line | is |
//! | --- | --- |
//! | `show donation once address amount` | the operation, the frequency, and what else holds, see `docs/page.md` |
//! | `value 30` | the amount that is chosen among those proposed, as the value of its radio button |
//! | `figure amount 3000` | a figure, in cents; the amount that is chosen has one if it can be given |
//! | `refused invalid_answers` | why these answers make no transaction |
//! | `error free_amount amount_too_small 100` | a field at fault, its code, and the bound that was broken, if one was |
//! | `transaction {…}` | the transaction they make, as JSON |

use crate::form::rules::date::Day;
use crate::form::{Answers, Form, Refusal, View, check};
use crate::protocol::compact::{cut, parts, push_digits};
use crate::protocol::{Field, Frequency};

/// Reads answers: returns what is shown with them, and the transaction they make or why they make none.
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::date::Day;
/// use campagnodon::form::{Form, wire};
///
/// let form = Form::decode("o donation once 100-100000 3000").unwrap();
/// let answers = "operation donation\nfrequency once\namount 30";
/// let reading = wire::read(&form, answers, Day::new(2026, 11, 22).unwrap());
/// assert!(reading.starts_with("show donation once postal_code amount\nvalue 30\nfigure amount 3000\n"));
/// assert!(reading.ends_with("refused invalid_answers\nerror email required\n"));
/// ```
pub fn read(form: &Form, answers: &str, today: Day) -> String {
    let answers = Answers::from_lines(answers);
    let mut lines = Lines(String::new());
    if let Some(view) = View::of(form, &answers) {
        lines.view(&view);
    }
    match check(form, &answers, today) {
        Ok(transaction) => lines.add("transaction ").add(&transaction.to_json()).end(),
        Err(refusal) => lines.refusal(&refusal),
    }
    lines.0
}

impl Answers {
    /// Reads the answers of these lines. A name that no field has is passed over: a site's own markup may have some.
    pub fn from_lines(lines: &str) -> Self {
        let mut answers = Self::default();
        for line in parts(lines, b'\n') {
            if let Some((name, answer)) = cut(line, b' ')
                && let Some(field) = Field::parse(name)
            {
                answers.set(field, unescaped(answer));
            }
        }
        answers
    }
}

struct Lines(String);

impl Lines {
    /// Appends what comes next in the line.
    fn add(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    /// Appends a number.
    fn add_number(&mut self, number: u64) -> &mut Self {
        push_digits(&mut self.0, number);
        self
    }

    fn end(&mut self) {
        self.0.push('\n');
    }

    fn word_if(&mut self, holds: bool, word: &str) {
        if holds {
            self.add(" ").add(word);
        }
    }

    fn figure(&mut self, name: &str, cents: u64) {
        self.add("figure ").add(name).add(" ").add_number(cents).end();
    }

    fn view(&mut self, view: &View) {
        let explained = view.explanation.map(|explanation| explanation.payment);
        self.add("show ").add(view.operation.as_str()).add(" ").add(view.frequency.as_str());
        self.word_if(view.address, "address");
        self.word_if(view.postal_code_used, "postal_code");
        self.word_if(view.postal_code_unusual, "postal_code_unusual");
        self.word_if(view.total.is_some(), "amount");
        self.word_if(explained.is_some(), "explained");
        self.word_if(explained.is_some_and(|figures| figures.magazine > 0), "magazine");
        self.end();
        let (Some(amount), Some(total)) = (view.amount, view.total) else { return };
        if !view.free {
            self.add("value ").add(&amount.to_decimal()).end();
        }
        self.figure("amount", total.cents());
        if let Some(fees) = view.fees {
            self.figure("fees", fees);
        }
        if view.frequency == Frequency::Monthly {
            self.figure("year-amount", total.cents() * 12);
        }
        if let Some(figures) = explained {
            self.figure("cost", figures.cost);
            self.figure("magazine", figures.magazine);
            self.figure("gift", figures.gift);
        }
        // Of a year the page shows only the cost, beside the amount.
        if let Some(year) = view.explanation.and_then(|explanation| explanation.year) {
            self.figure("year-cost", year.cost);
        }
    }

    fn refusal(&mut self, refusal: &Refusal) {
        self.add("refused ").add(refusal.code.as_str()).end();
        for error in &refusal.errors {
            self.add("error ").add(&error.field.name()).add(" ").add(error.code.as_str());
            if let Some(limit) = error.limit {
                self.add(" ").add_number(limit);
            }
            self.end();
        }
    }
}

/// Returns an answer without the marks that keep it on one line.
fn unescaped(answer: &str) -> String {
    let mut text = String::new();
    let mut rest = answer;
    while let Some((before, after)) = cut(rest, b'\\') {
        text.push_str(before);
        text.push_str(if after.starts_with('n') { "\n" } else { "\\" });
        rest = after.get(1..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "o donation once 100-100000 3000;o donation monthly - 1000 1250;o membership once - 3500;\
                        s news dm;m 1200;r 6600;f c";

    fn read(answers: &str) -> String {
        super::read(&Form::decode(FORM).unwrap(), answers, Day::new(2026, 11, 22).unwrap())
    }

    #[test]
    fn nothing_answered() {
        assert_eq!(
            read(""),
            "show donation once postal_code\nrefused invalid_answers\n\
             error operation required\nerror frequency required\n\
             error amount required\nerror email required\n"
        );
    }

    #[test]
    fn a_monthly_donation() {
        let answers =
            "operation donation\nfrequency monthly\namount 12.50\nemail anne@example.org\nsubscription_news 1";
        assert_eq!(
            read(answers),
            "show donation monthly postal_code amount explained\nvalue 12.50\n\
             figure amount 1250\nfigure year-amount 15000\n\
             figure cost 425\nfigure magazine 0\nfigure gift 1250\n\
             figure year-cost 5100\n\
             transaction {\"operation\":\"donation\",\"frequency\":\"monthly\",\"amount\":1250,\
             \"email\":\"anne@example.org\",\"subscriptions\":[\"news\"]}\n"
        );
    }

    #[test]
    fn a_membership_with_a_magazine() {
        let lines = read("operation membership\nfrequency once\namount 35");
        assert!(lines.starts_with(
            "show membership once address postal_code amount explained magazine\nvalue 35\nfigure amount 3500\n"
        ));
        assert!(lines.contains("figure cost 1982\nfigure magazine 1200\nfigure gift 2300\n"), "{lines}");
        assert!(lines.contains("\nerror first_name required\n"));
    }

    #[test]
    fn postal_codes_by_country() {
        let read = |answers: &str| read(&["tax_receipt 1\n", answers].concat());
        assert!(
            read("country LB\npostal_code Beirut")
                .starts_with("show donation once address postal_code postal_code_unusual\n")
        );
        assert!(read("country LB\npostal_code 1100").starts_with("show donation once address postal_code\n"));
        assert!(read("country AE\npostal_code Dubai").starts_with("show donation once address\n"));
    }

    #[test]
    fn a_broken_bound_is_told() {
        let lines = read("operation donation\nfrequency once\namount free\nfree_amount 0,50\nemail anne@example.org");
        assert_eq!(
            lines,
            "show donation once postal_code\nrefused invalid_answers\nerror free_amount amount_too_small 100\n"
        );
    }

    #[test]
    fn answers_of_several_lines() {
        let answers = Answers::from_lines("city a\\nb\\\\n\\\\\nother x\n\nnonsense\nemail  a b");
        assert_eq!(answers.get(&Field::City), "a\nb\\n\\");
        assert_eq!(answers.get(&Field::Email), " a b");
        assert_eq!(Answers::from_lines("city a\\").get(&Field::City), "a\\");
    }
}
