//! The check: from answers to a transaction, or to every error at once.

mod identity;
#[cfg(test)]
mod tests;

use super::answers::{FREE, TICKED};
use super::rules::{amount, date, email, text};
use super::{Answers, Choice, Form, MagazinePrice};
use crate::protocol::compact::joined;
use crate::protocol::{Amount, Code, Contact, Field, FieldError, Frequency, Operation, Personal, Transaction};

/// Why answers make no transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// [`Code::InvalidAnswers`], [`Code::Maintenance`] or [`Code::CampaignClosed`].
    pub code: Code,
    /// The fields at fault, in the order of the form, each once.
    pub errors: Vec<FieldError>,
}

/// Checks answers against what the form offers, and makes the transaction of them.
///
/// `today` bounds the birth date. Without a tax receipt or a membership, the address is neither checked nor sent,
/// whatever was answered. So is a field that the form does not ask for. Optional subscriptions that the form does not offer are left out.
///
/// # Errors
/// All errors at once, except those that only follow from another. A closed campaign is refused with nothing but that.
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::date::Day;
/// use campagnodon::form::{Answers, Form, check};
/// use campagnodon::protocol::{Code, Field};
///
/// let form = Form::decode("o donation once 100-100000 3000 5000").unwrap();
/// let answers = Answers::default()
///     .with(Field::Operation, "donation")
///     .with(Field::Frequency, "once")
///     .with(Field::Amount, "free")
///     .with(Field::FreeAmount, "0,50");
/// let refusal = check(&form, &answers, Day::new(2026, 11, 22).unwrap()).unwrap_err();
/// assert_eq!(refusal.code, Code::InvalidAnswers);
/// let errors: Vec<_> = refusal.errors.into_iter().map(|error| (error.field, error.code)).collect();
/// assert_eq!(errors, [(Field::FreeAmount, Code::AmountNotWhole), (Field::Email, Code::Required)]);
/// ```
pub fn check(form: &Form, answers: &Answers, today: date::Day) -> Result<Transaction, Refusal> {
    if form.closed {
        return Err(Refusal { code: Code::CampaignClosed, errors: Vec::new() });
    }
    let mut checker = Checker { form, answers, today, errors: Vec::new() };
    let transaction = checker.transaction();
    let errors = checker.errors;
    match transaction {
        _ if form.maintenance => Err(Refusal { code: Code::Maintenance, errors }),
        Some(transaction) => Ok(transaction),
        None => Err(Refusal { code: Code::InvalidAnswers, errors }),
    }
}

impl Answers {
    /// Checks whether these answers need the full address: a membership, or the tax receipt's box ticked.
    pub fn want_address(&self) -> bool {
        self.get(&Field::Operation) == Operation::Membership.as_str() || self.get(&Field::TaxReceipt) == TICKED
    }
}

struct Checker<'a> {
    form: &'a Form,
    answers: &'a Answers,
    today: date::Day,
    errors: Vec<FieldError>,
}

impl<'a> Checker<'a> {
    /// Makes the transaction, or notes errors and returns `None`.
    fn transaction(&mut self) -> Option<Transaction> {
        let operation = self.operation();
        let frequency = self.frequency(operation);
        let choice = operation.zip(frequency).and_then(|(operation, frequency)| self.form.choice(operation, frequency));
        let amount = self.amount(choice).and_then(|amount| self.with_fees(amount));
        let email = self.email();
        let identity = self.identity();
        let mut subscriptions = self.subscriptions(operation);
        self.questions(&mut subscriptions);
        let statutes = self.statutes(operation);
        let captcha = self.captcha();
        match (operation, frequency, amount) {
            (Some(operation), Some(frequency), Some(amount)) if self.errors.is_empty() => Some(Transaction {
                operation,
                frequency,
                amount,
                contact: Contact { email, identity },
                subscriptions,
                statutes,
                captcha,
            }),
            _ => None,
        }
    }

    fn refuse(&mut self, field: Field, code: Code, limit: Option<u64>) {
        self.errors.push(FieldError { field, code, limit });
    }

    /// Notes the error and returns `None`.
    fn none<T>(&mut self, field: Field, code: Code, limit: Option<u64>) -> Option<T> {
        self.refuse(field, code, limit);
        None
    }

    /// Returns the answer as given, or notes the error and returns `None` if it came in a shape that the field cannot
    /// have.
    fn given(&mut self, field: &Field) -> Option<&'a str> {
        if self.answers.malformed().contains(field) {
            return self.none(field.clone(), Code::Malformed, None);
        }
        Some(self.answers.get(field))
    }

    fn operation(&mut self) -> Option<Operation> {
        let word = self.given(&Field::Operation)?;
        if word.is_empty() {
            return self.none(Field::Operation, Code::Required, None);
        }
        match Operation::parse(word).filter(|operation| self.form.has(*operation)) {
            Some(operation) => Some(operation),
            None => self.none(Field::Operation, Code::NotOffered, None),
        }
    }

    fn frequency(&mut self, operation: Option<Operation>) -> Option<Frequency> {
        let word = self.given(&Field::Frequency)?;
        if word.is_empty() {
            return self.none(Field::Frequency, Code::Required, None);
        }
        // An error that only follows from one already noted is not added to it.
        let operation = operation?;
        let offered = |frequency: &Frequency| self.form.choice(operation, *frequency).is_some();
        match Frequency::parse(word).filter(offered) {
            Some(frequency) => Some(frequency),
            None => self.none(Field::Frequency, Code::NotOffered, None),
        }
    }

    fn amount(&mut self, choice: Option<&Choice>) -> Option<Amount> {
        let value = self.given(&Field::Amount)?;
        if value.is_empty() {
            return self.none(Field::Amount, Code::Required, None);
        }
        // Without a choice, whose errors are noted, nobody knows what is offered.
        let choice = choice?;
        if value == FREE {
            return self.free_amount(choice);
        }
        match choice.proposals.iter().find(|proposal| proposal.amount.to_decimal() == value) {
            Some(proposal) => self.splittable(choice.operation, proposal.amount, Field::Amount),
            None => self.none(Field::Amount, Code::NotOffered, None),
        }
    }

    fn free_amount(&mut self, choice: &Choice) -> Option<Amount> {
        let Some(bounds) = choice.free else { return self.none(Field::Amount, Code::NotOffered, None) };
        let typed = self.given(&Field::FreeAmount)?;
        match amount::parse(typed, self.form.cents_allowed) {
            Ok(amount) if amount < bounds.min() => {
                self.none(Field::FreeAmount, Code::AmountTooSmall, Some(bounds.min().cents()))
            }
            Ok(amount) if amount > bounds.max() => {
                self.none(Field::FreeAmount, Code::AmountTooLarge, Some(bounds.max().cents()))
            }
            Ok(amount) => self.splittable(choice.operation, amount, Field::FreeAmount),
            Err(code) => {
                let limit = match code {
                    Code::AmountTooSmall => Some(bounds.min().cents()),
                    Code::AmountTooLarge => Some(bounds.max().cents()),
                    _ => None,
                };
                self.none(Field::FreeAmount, code, limit)
            }
        }
    }

    /// Adds the fees where they are asked for. The bounds are those of what is given without them.
    fn with_fees(&mut self, amount: Amount) -> Option<Amount> {
        let Some(fees) = self.form.fees().filter(|_| self.answers.get(&Field::Fees) == TICKED) else {
            return Some(amount);
        };
        match fees.on(amount) {
            Some(sum) => Some(sum),
            None => self.none(Field::Amount, Code::AmountTooLarge, Some(Amount::MAX.cents())),
        }
    }

    /// Refuses a membership too small to pay for the magazine and for one euro more.
    fn splittable(&mut self, operation: Operation, amount: Amount, field: Field) -> Option<Amount> {
        let smallest = MagazinePrice::smallest_payment(self.form.cents_allowed);
        if operation == Operation::Membership && self.form.magazine_price.is_some() && amount.cents() < smallest {
            return self.none(field, Code::AmountTooSmall, Some(smallest));
        }
        Some(amount)
    }

    fn email(&mut self) -> Personal {
        let address = self.given(&Field::Email).map(text::plain);
        if let Some(Err(code)) = address.as_deref().map(email::check) {
            self.refuse(Field::Email, code, (code == Code::TooLong).then_some(text::max::EMAIL as u64));
        }
        Personal::new(address.unwrap_or_default())
    }

    fn subscriptions(&mut self, operation: Option<Operation>) -> Vec<String> {
        let mut ticked = Vec::new();
        let form = self.form;
        for subscription in &form.subscriptions {
            let field = Field::Subscription(subscription.key.clone());
            if self.given(&field) != Some(TICKED) {
                continue;
            }
            match operation {
                Some(operation) if !subscription.is_for(operation) => self.refuse(field, Code::NotOffered, None),
                Some(_) if subscription.needs_address && !self.answers.want_address() => {
                    self.refuse(field, Code::AddressNeeded, None);
                }
                _ => ticked.push(subscription.key.clone()),
            }
        }
        ticked
    }

    /// Adds the answer to each question.
    fn questions(&mut self, chosen: &mut Vec<String>) {
        let form = self.form;
        for question in &form.questions {
            let field = Field::Question(question.key.clone());
            match self.given(&field) {
                None => {}
                Some("") if question.required => self.refuse(field, Code::Required, None),
                Some("") => {}
                Some(value) if question.choices.iter().any(|choice| choice.value == value) => {
                    chosen.push(joined(&[&question.key, ".", value]));
                }
                Some(_) => self.refuse(field, Code::NotOffered, None),
            }
        }
    }

    /// Checks whether the statutes are agreed to, if they must be.
    fn statutes(&mut self, operation: Option<Operation>) -> bool {
        let form = self.form;
        let asked =
            form.statutes.as_ref().zip(operation).is_some_and(|(statutes, operation)| statutes.is_for(operation));
        if !asked {
            return false;
        }
        let Some(given) = self.given(&Field::Statutes) else { return false };
        if given != TICKED {
            self.refuse(Field::Statutes, Code::Required, None);
        }
        given == TICKED
    }

    /// Checks only that there is a solution: whether it solves the challenge is the relay's to check.
    fn captcha(&mut self) -> Option<String> {
        if !self.form.captcha {
            return None;
        }
        let solution = self.given(&Field::Captcha)?.to_owned();
        if solution.is_empty() {
            return self.none(Field::Captcha, Code::CaptchaInvalid, None);
        }
        Some(solution)
    }
}
