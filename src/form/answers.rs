//! Answers: what a person typed and ticked, as text.

use super::Form;
use crate::protocol::compact::cut;
use crate::protocol::{Amount, Field, Frequency, Identity, Operation, Personal, Transaction, cents_to_text};

/// What a person typed and ticked. An empty text is no answer. Printing it shows no answer.
///
/// # Examples
///
/// ```
/// use campagnodon::form::Answers;
/// use campagnodon::protocol::Field;
///
/// let answers = Answers::default().with(Field::Operation, "donation").with(Field::Email, "anne@example.org");
/// assert_eq!(answers.get(&Field::Email), "anne@example.org");
/// assert_eq!(answers.get(&Field::Phone), "");
/// assert_eq!(format!("{answers:?}"), "Answers([redacted])");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Each field once. A list: there are so few that a map would not be faster.
    given: Vec<(Field, Personal)>,
    /// Fields that came in a shape they cannot have, such as a list.
    malformed: Vec<Field>,
}

/// What a ticked box sends.
pub(super) const TICKED: &str = "1";
/// The value of `amount` that points to `free_amount`.
pub(super) const FREE: &str = "free";

impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answers([redacted])")
    }
}

impl Answers {
    /// Returns the answer to a field as it was given, empty if there is none; of a box, `1` if it was ticked.
    pub fn get(&self, field: &Field) -> &str {
        self.given.iter().find(|(given, _)| given == field).map_or("", |(_, answer)| answer.expose())
    }

    /// Gives an answer; the last one counts.
    pub fn set(&mut self, field: Field, answer: impl Into<String>) {
        self.given.retain(|(given, _)| *given != field);
        self.given.push((field, Personal::new(answer.into())));
    }

    /// Adds an answer, as [`Self::set`] does.
    #[must_use]
    pub fn with(mut self, field: Field, answer: impl Into<String>) -> Self {
        self.set(field, answer);
        self
    }

    /// Returns these answers with each text rewritten by `write`, which returns `None` for one that stays as it is.
    #[must_use]
    pub fn rewritten(mut self, write: impl Fn(&Field, &str) -> Option<String>) -> Self {
        for (field, answer) in &mut self.given {
            if let Some(written) = write(field, answer.expose()) {
                *answer = Personal::new(written);
            }
        }
        self
    }

    /// Notes that a field came in a shape it cannot have.
    pub fn set_malformed(&mut self, field: Field) {
        self.malformed.push(field);
    }

    /// Returns the fields that came in a shape they cannot have.
    pub fn malformed(&self) -> &[Field] {
        &self.malformed
    }

    /// Returns answers that [`check`](super::check) in `form` turns into `transaction` again.
    ///
    /// The amount is chosen as by [`Self::choose_amount`].
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::rules::date::Day;
    /// use campagnodon::form::{Answers, Form, check};
    /// use campagnodon::protocol::Transaction;
    ///
    /// let form = Form::decode("o donation once 100-100000 3000").unwrap();
    /// let posted =
    ///     r#"{"operation":"donation","frequency":"once","amount":4200,"email":"a@example.org","subscriptions":[]}"#;
    /// let transaction: Transaction = serde_json::from_str(posted).unwrap();
    /// let answers = Answers::of(&transaction, &form);
    /// assert_eq!(check(&form, &answers, Day::new(2026, 11, 22).unwrap()), Ok(transaction));
    /// ```
    pub fn of(transaction: &Transaction, form: &Form) -> Self {
        let mut answers = Self::default();
        let mut set = |field, text: &str| answers.set(field, text);
        set(Field::Operation, transaction.operation.as_str());
        set(Field::Frequency, transaction.frequency.as_str());
        set(Field::Email, transaction.contact.email.expose());
        fn some(text: &Option<Personal>) -> &str {
            text.as_ref().map_or("", |text| text.expose())
        }
        match &transaction.contact.identity {
            Identity::Name { first_name, last_name } => {
                set(Field::FirstName, some(first_name));
                set(Field::LastName, some(last_name));
            }
            Identity::Recipient(recipient) => {
                set(Field::Title, some(&recipient.title));
                set(Field::BirthDate, some(&recipient.birth_date));
                set(Field::SupplementalAddress1, some(&recipient.supplemental_address_1));
                set(Field::SupplementalAddress2, some(&recipient.supplemental_address_2));
                set(Field::Phone, some(&recipient.phone));
                set(Field::TaxReceipt, TICKED);
                set(Field::FirstName, recipient.first_name.expose());
                set(Field::LastName, recipient.last_name.expose());
                set(Field::StreetAddress, recipient.street_address.expose());
                set(Field::PostalCode, recipient.postal_code.expose());
                set(Field::City, recipient.city.expose());
                set(Field::Country, recipient.country.expose());
            }
        }
        set(Field::Captcha, transaction.captcha.as_deref().unwrap_or_default());
        set(Field::Statutes, if transaction.statutes { TICKED } else { "" });
        for listed in &transaction.subscriptions {
            answers.subscribe(form, listed);
        }
        answers.choose_amount(form, transaction.amount.cents());
        answers
    }

    /// Ticks what a transaction lists: an optional subscription by its key, or the answer to a question by its key, a
    /// point and the value. What the form does not have is passed over.
    pub fn subscribe(&mut self, form: &Form, listed: &str) {
        if form.subscriptions.iter().any(|offered| offered.key == listed) {
            self.set(Field::Subscription(listed.to_owned()), TICKED);
        } else if let Some((key, value)) = cut(listed, b'.')
            && form.questions.iter().any(|question| question.key == key)
        {
            self.set(Field::Question(key.to_owned()), value);
        }
    }

    /// Chooses an amount, for the operation and the frequency answered so far: the form's proposal of `cents` if there
    /// is one, else the free amount. What is neither, and is one of them with its fees, is that with the fees added.
    pub fn choose_amount(&mut self, form: &Form, cents: u64) {
        let operation = Operation::parse(self.get(&Field::Operation));
        let frequency = Frequency::parse(self.get(&Field::Frequency));
        let choice = operation.zip(frequency).and_then(|(operation, frequency)| form.choice(operation, frequency));
        let is_proposed = |cents: u64| {
            choice.is_some_and(|choice| choice.proposals.iter().any(|proposal| proposal.amount.cents() == cents))
        };
        let is_offered = |amount: Amount| {
            let free = choice.and_then(|choice| choice.free).is_some_and(|bounds| bounds.contain(amount));
            is_proposed(amount.cents()) || (free && (form.cents_allowed || amount.cents().is_multiple_of(100)))
        };
        let with_fees = || {
            let fees = form.fees.filter(|_| !Amount::from_cents(cents).is_some_and(is_offered))?;
            fees.without(cents).filter(|amount| is_offered(*amount))
        };
        // Where browsers check, the box says so itself.
        let amount = if cfg!(target_arch = "wasm32") { None } else { with_fees() };
        if amount.is_some() {
            self.set(Field::Fees, TICKED);
        }
        let cents = amount.map_or(cents, Amount::cents);
        let text = cents_to_text(cents, '.');
        if is_proposed(cents) {
            self.set(Field::Amount, text);
        } else {
            self.set(Field::Amount, FREE);
            self.set(Field::FreeAmount, text);
        }
    }
}
