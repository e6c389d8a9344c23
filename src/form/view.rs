//! What the page shows while a person fills the form.

use super::answers::{FREE, TICKED};
use super::rules::{amount, postal_code};
use super::{Answers, Choice, Explanation, Form};
use crate::protocol::{Amount, Field, Frequency, Operation};

/// What is shown and can be used, given the answers so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The operation chosen, or the first.
    pub operation: Operation,
    /// The frequency chosen if the operation has it, or its first.
    pub frequency: Frequency,
    /// Whether the address is asked for.
    pub address: bool,
    /// Whether the free amount is chosen.
    pub free: bool,
    /// The amount chosen, if it can be read.
    pub amount: Option<Amount>,
    /// The fees of that amount, in cents, if they can be added.
    pub fees: Option<u64>,
    /// What is paid: that amount, with its fees where they are added.
    pub total: Option<Amount>,
    /// What that payment means.
    pub explanation: Option<Explanation>,
    /// Whether addresses in the country chosen have a postal code.
    pub postal_code_used: bool,
    /// Whether the postal code looks like none, in a country whose pattern we do not know: to be remarked on, no more.
    pub postal_code_unusual: bool,
}

impl View {
    /// Returns the view of a form with these answers, or `None` if it offers nothing. Choices that are not offered
    /// count as not made.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::{Answers, Form, View};
    /// use campagnodon::protocol::{Amount, Field};
    ///
    /// let form = Form::decode("o donation once 100-100000 3000;o membership once - 3500").unwrap();
    /// let answers = Answers::default().with(Field::Operation, "membership").with(Field::Amount, "35");
    /// let view = View::of(&form, &answers).unwrap();
    /// assert!(view.address);
    /// assert_eq!(view.amount, Amount::from_euros(35));
    /// ```
    pub fn of(form: &Form, answers: &Answers) -> Option<Self> {
        let chosen = Operation::parse(answers.get(&Field::Operation));
        let operation = chosen.filter(|chosen| form.has(*chosen)).or_else(|| Some(form.choices.first()?.operation))?;
        let chosen = Frequency::parse(answers.get(&Field::Frequency));
        let choice = chosen
            .and_then(|frequency| form.choice(operation, frequency))
            .or_else(|| form.choices.iter().find(|choice| choice.operation == operation))?;
        let value = answers.get(&Field::Amount);
        let free = value == FREE && choice.free.is_some();
        let amount = if free {
            amount::parse(answers.get(&Field::FreeAmount), form.cents_allowed)
                .ok()
                .filter(|&amount| accepts(choice, amount))
        } else {
            choice.proposals.iter().map(|proposal| proposal.amount).find(|amount| amount.to_decimal() == value)
        };
        let (frequency, address) = (choice.frequency, operation == Operation::Membership || answers.want_address());
        let fees = form.fees().zip(amount).map(|(fees, amount)| fees.of(amount));
        let added = fees.filter(|_| answers.get(&Field::Fees) == TICKED).unwrap_or(0);
        let total = amount.and_then(|amount| Amount::from_cents(amount.cents() + added));
        let explanation = total.and_then(|amount| Explanation::of(form, operation, frequency, amount));
        let country = answers.get(&Field::Country);
        let postal_code_used = postal_code::is_used(country);
        let postal_code_unusual = address && postal_code::is_unusual(answers.get(&Field::PostalCode), country);
        Some(Self {
            operation,
            frequency,
            address,
            free,
            amount,
            fees,
            total,
            explanation,
            postal_code_used,
            postal_code_unusual,
        })
    }
}

fn accepts(choice: &Choice, amount: Amount) -> bool {
    choice.free.is_some_and(|bounds| bounds.contain(amount))
}
