//! A form as one short text, in which the page carries to the module what the rules need.
//!
//! Labels, income brackets and the default country stay out of it: the page shows them, the rules do not read them.
//! One part each, with `;` between: there is no white space that could be trimmed or folded on the way.
//!
//! | part | is |
//! | --- | --- |
//! | `o donation monthly 100-1000000 600 1500` | a choice: the free amount's bounds or `-`, the proposals, in cents |
//! | `a 101120` | whether the fields are asked for that it can do without, if not by default: title, birth date, both
//! supplements of the address, telephone, name without a receipt; `0` off, `1` optional, `2` required |
//! | `t 2` | a title's value |
//! | `s newsletter dma` | an optional subscription: for donors, for members, needs an address |
//! | `q interest r forests rivers` | a question: `r` if it must be answered or else `-`, and its values |
//! | `u m` | what must be agreed to: for donors, for members |
//! | `m 1200` | the magazine's yearly price, in cents |
//! | `r 7500 200000 6600` | tax relief, in hundredths of a percent; its yearly ceiling, in cents; the rate above |
//! | `k 140 25` | the fees that whoever pays may add: hundredths of a percent, and cents each time |
//! | `f cpmx` | flags: cents allowed, proof of work, maintenance, closed; without any, there is no such part |
//!
//! Whoever reads it may be older than who wrote it. A flag that it does not know is passed over, and by a form of one's own
//! a part whose kind is in small letters too: the relay judges again what they mean. What must not be passed over gets a
//! capital. A page's form stays plain HTML then, which works.

use crate::form::{
    Asked, Bounds, Choice, Fees, Fields, Form, MagazinePrice, Proposal, Question, Statutes, Subscription, TaxRelief,
    Title,
};
use crate::protocol::compact::{cut, digits, number, parts};
use crate::protocol::{Amount, Frequency, Operation};

/// The text cannot be read as a form: the part at fault, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodingError(pub usize);

impl Form {
    /// Writes the form as one text.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::Form;
    ///
    /// let text = "o donation once 100-100000 3000 5000;s newsletter dm;f c";
    /// assert_eq!(Form::decode(text).unwrap().encode(), text);
    /// ```
    pub fn encode(&self) -> String {
        let mut lines = Vec::new();
        for choice in &self.choices {
            let mut words =
                vec!["o".to_owned(), choice.operation.as_str().to_owned(), choice.frequency.as_str().to_owned()];
            words.push(choice.free.map_or_else(
                || "-".to_owned(),
                |bounds| [bounds.min().cents().to_string(), bounds.max().cents().to_string()].join("-"),
            ));
            words.extend(choice.proposals.iter().map(|proposal| proposal.amount.cents().to_string()));
            lines.push(words.join(" "));
        }
        if self.fields != Fields::default() {
            lines.push(["a ", &encode_fields(self.fields)].concat());
        }
        lines.extend(self.titles.iter().map(|title| ["t ", &title.value].concat()));
        for subscription in &self.subscriptions {
            let flags = [
                (subscription.for_donation, "d"),
                (subscription.for_membership, "m"),
                (subscription.needs_address, "a"),
            ];
            lines.push(["s ", &subscription.key, " ", &letters(flags)].concat());
        }
        for question in &self.questions {
            let required = if question.required { "r" } else { "-" };
            let values = question.choices.iter().map(|choice| choice.value.as_str());
            lines.push(["q", &question.key, required].into_iter().chain(values).collect::<Vec<_>>().join(" "));
        }
        lines.extend(
            self.statutes.as_ref().map(|statutes| {
                ["u ", &letters([(statutes.for_donation, "d"), (statutes.for_membership, "m")])].concat()
            }),
        );
        lines.extend(self.magazine_price.map(|price| ["m ", &price.0.cents().to_string()].concat()));
        lines.extend(self.tax_relief.map(|relief| {
            let rate = ["r ", &relief.basis_points().to_string()].concat();
            match relief.beyond() {
                None => rate,
                Some((ceiling, beyond)) => [rate, ceiling.cents().to_string(), beyond.to_string()].join(" "),
            }
        }));
        lines.extend(self.fees.map(|fees| format!("k {} {}", fees.basis_points(), fees.fixed())));
        let flags = [(self.cents_allowed, "c"), (self.captcha, "p"), (self.maintenance, "m"), (self.closed, "x")];
        lines.extend(flags.iter().any(|(on, _)| *on).then(|| ["f ", &letters(flags)].concat()));
        lines.join(";")
    }

    /// Reads the text of [`Form::encode`] into the form that [`Form::without_labels`] leaves.
    ///
    /// # Errors
    /// At the first part that cannot be read, and at an operation or a frequency that is not known: a page shows the
    /// choice, and whoever makes it is better served by the plain form.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::{EncodingError, Form};
    ///
    /// assert!(Form::decode("o donation once 100-100000 3000").is_ok());
    /// assert_eq!(Form::decode("o donation once - 3000;what?"), Err(EncodingError(2)));
    /// ```
    pub fn decode(text: &str) -> Result<Self, EncodingError> {
        Self::decode_choosing(text, false)
    }

    /// Reads the same, for whoever shows only what is read: what is not known of it is passed over.
    ///
    /// # Errors
    /// At the first part that cannot be read, and where no choice is known.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::Form;
    ///
    /// let text = "o donation once - 3000;o donation quarterly - 1000";
    /// assert!(Form::decode(text).is_err());
    /// assert_eq!(Form::decode_known(text).unwrap().choices.len(), 1);
    /// ```
    pub fn decode_known(text: &str) -> Result<Self, EncodingError> {
        Self::decode_choosing(text, true)
    }

    fn decode_choosing(text: &str, only_known: bool) -> Result<Self, EncodingError> {
        let mut form = Self {
            choices: Vec::new(),
            fields: Fields::default(),
            titles: Vec::new(),
            subscriptions: Vec::new(),
            questions: Vec::new(),
            statutes: None,
            default_country: None,
            magazine_price: None,
            tax_relief: None,
            fees: None,
            cents_allowed: false,
            captcha: false,
            maintenance: false,
            closed: false,
        };
        let wrong = parts(text, b';').position(|part| form.decode_part(part, only_known).is_none());
        match wrong {
            Some(at) => Err(EncodingError(at + 1)),
            None if form.choices.is_empty() => Err(EncodingError(1)),
            None => Ok(form),
        }
    }

    fn decode_part(&mut self, part: &str, only_known: bool) -> Option<()> {
        let (kind, rest) = cut(part, b' ')?;
        match kind {
            "o" if only_known && !is_known(rest) => {}
            "o" => self.choices.push(decode_choice(rest)?),
            "a" => self.fields = decode_fields(rest)?,
            "t" => self.titles.push(Title { value: rest.to_owned(), label: String::new() }),
            "s" => {
                let (key, flags) = cut(rest, b' ')?;
                self.subscriptions.push(Subscription {
                    key: key.to_owned(),
                    label: String::new(),
                    for_donation: has(flags, b'd'),
                    for_membership: has(flags, b'm'),
                    needs_address: has(flags, b'a'),
                });
            }
            "q" => {
                let mut words = parts(rest, b' ');
                let key = words.next()?.to_owned();
                let required = words.next()? == "r";
                let mut choices = Vec::new();
                for value in words {
                    choices.push(Title { value: value.to_owned(), label: String::new() });
                }
                self.questions.push(Question { key, label: String::new(), choices, required });
            }
            "u" => {
                self.statutes = Some(Statutes {
                    label: String::new(),
                    url: None,
                    for_donation: has(rest, b'd'),
                    for_membership: has(rest, b'm'),
                });
            }
            "m" => self.magazine_price = Some(MagazinePrice(cents(rest)?)),
            "r" => self.tax_relief = Some(decode_relief(rest)?),
            "k" => {
                if cfg!(campagnodon_lean) {
                    return None;
                }
                let (rate, fixed) = cut(rest, b' ')?;
                self.fees = Some(Fees::new(number(rate)?.try_into().ok()?, number(fixed)?.try_into().ok()?)?);
            }
            "f" => {
                self.cents_allowed = has(rest, b'c');
                self.captcha = has(rest, b'p');
                self.maintenance = has(rest, b'm');
                self.closed = has(rest, b'x');
            }
            _ if only_known && kind.bytes().next()? >= b'a' => {}
            _ => return None,
        }
        Some(())
    }

    /// Returns the form as the page's module knows it: without labels, brackets and the default country.
    #[must_use]
    pub fn without_labels(mut self) -> Self {
        self.default_country = None;
        for choice in &mut self.choices {
            for proposal in &mut choice.proposals {
                proposal.income = None;
                proposal.popular = false;
            }
        }
        for title in &mut self.titles {
            title.label.clear();
        }
        for subscription in &mut self.subscriptions {
            subscription.label.clear();
        }
        for question in &mut self.questions {
            question.label.clear();
            question.choices.iter_mut().for_each(|choice| choice.label.clear());
        }
        if let Some(statutes) = &mut self.statutes {
            statutes.label.clear();
            statutes.url = None;
        }
        self
    }
}

/// Checks whether the operation and the frequency of a choice are known.
fn is_known(rest: &str) -> bool {
    let mut words = parts(rest, b' ');
    words.next().and_then(Operation::parse).is_some() && words.next().and_then(Frequency::parse).is_some()
}

fn decode_choice(rest: &str) -> Option<Choice> {
    let mut words = parts(rest, b' ');
    let operation = Operation::parse(words.next()?)?;
    let frequency = Frequency::parse(words.next()?)?;
    let free = match cut(words.next()?, b'-')? {
        ("", "") => None,
        (min, max) => Some(Bounds::new(cents(min)?, cents(max)?)?),
    };
    let mut proposals = Vec::new();
    for word in words {
        proposals.push(Proposal { amount: cents(word)?, income: None, popular: false });
    }
    Some(Choice { operation, frequency, proposals, free })
}

fn encode_fields(fields: Fields) -> String {
    let Fields { title, birth_date, supplemental_address_1, supplemental_address_2, phone, name } = fields;
    let each = [title, birth_date, supplemental_address_1, supplemental_address_2, phone, name];
    each.map(|asked| digits(asked as u64)).concat()
}

fn decode_fields(marks: &str) -> Option<Fields> {
    let mut marks = marks.bytes();
    let mut next = || Asked::ALL.get(usize::from(marks.next()?.wrapping_sub(b'0'))).copied();
    let fields = Fields {
        title: next()?,
        birth_date: next()?,
        supplemental_address_1: next()?,
        supplemental_address_2: next()?,
        phone: next()?,
        name: next()?,
    };
    // A module without the rules of telephone numbers cannot check a form that asks for one.
    (fields.phone == Asked::Off || !cfg!(campagnodon_lean)).then_some(fields)
}

fn decode_relief(rest: &str) -> Option<TaxRelief> {
    let rate = |word: &str| number(word)?.try_into().ok();
    let Some((first, beyond)) = cut(rest, b' ') else { return TaxRelief::from_basis_points(rate(rest)?) };
    let (ceiling, beyond) = cut(beyond, b' ')?;
    TaxRelief::from_basis_points(rate(first)?)?.up_to(cents(ceiling)?, rate(beyond)?)
}

fn cents(word: &str) -> Option<Amount> {
    Amount::from_cents(number(word)?)
}

fn has(flags: &str, letter: u8) -> bool {
    flags.bytes().any(|flag| flag == letter)
}

/// Returns the letters of what is so; a hyphen where nothing is, since nothing could be lost on the way.
fn letters<const N: usize>(flags: [(bool, &str); N]) -> String {
    let letters: String = flags.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect();
    if letters.is_empty() { "-".to_owned() } else { letters }
}
