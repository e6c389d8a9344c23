//! A form: what one page offers, and the bounds of what it accepts.

use super::{Asked, Fees, Fields, MagazinePrice, Proposal, TaxRelief};
use crate::protocol::{Amount, Frequency, Operation};

/// What one page offers. Built by [`super::OfferOptions::form`]; carried to the page by [`Form::encode`].
///
/// # Examples
///
/// ```
/// use campagnodon::form::Form;
/// use campagnodon::protocol::{Frequency, Operation};
///
/// let form = Form::decode("o donation once 100-100000 3000 5000;o donation monthly - 600").unwrap();
/// assert_eq!(form.operations(), [Operation::Donation]);
/// assert!(form.choice(Operation::Donation, Frequency::Monthly).is_some_and(|choice| choice.free.is_none()));
/// assert!(!form.has(Operation::Membership));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The combinations of operation and frequency, in the order of display; never empty, each once.
    pub choices: Vec<Choice>,
    /// What it asks for of what it can do without.
    pub fields: Fields,
    /// The titles, in order.
    pub titles: Vec<Title>,
    /// The optional subscriptions, in order.
    pub subscriptions: Vec<Subscription>,
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// What must be agreed to.
    pub statutes: Option<Statutes>,
    /// The country that is chosen at first.
    pub default_country: Option<String>,
    /// The magazine that a membership includes.
    pub magazine_price: Option<MagazinePrice>,
    /// The tax relief to explain.
    pub tax_relief: Option<TaxRelief>,
    /// The fees that whoever pays may add.
    pub fees: Option<Fees>,
    /// Whether amounts may have cents.
    pub cents_allowed: bool,
    /// Whether a proof of work is asked for.
    pub captcha: bool,
    /// Whether the site is being maintained: the form shows and refuses.
    pub maintenance: bool,
    /// Whether the campaign takes no more payments.
    pub closed: bool,
}

/// The amounts of one operation at one frequency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the person does.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// The amounts to choose from, each within the bounds.
    pub proposals: Vec<Proposal>,
    /// The bounds of the free amount, if there is one.
    pub free: Option<Bounds>,
}

/// The smallest and the largest amount accepted.
///
/// # Examples
///
/// ```
/// use campagnodon::form::Bounds;
/// use campagnodon::protocol::Amount;
///
/// let euros = |euros| Amount::from_euros(euros).unwrap();
/// let bounds = Bounds::new(euros(5), euros(1000)).unwrap();
/// assert!(bounds.contain(euros(5)) && !bounds.contain(euros(4)));
/// assert_eq!(Bounds::new(euros(2), euros(1)), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    min: Amount,
    max: Amount,
}

impl Bounds {
    /// Returns the bounds from `min` to `max`, or `None` if nothing is between them.
    pub fn new(min: Amount, max: Amount) -> Option<Self> {
        (min <= max).then_some(Self { min, max })
    }

    /// Returns the smallest amount.
    pub const fn min(self) -> Amount {
        self.min
    }

    /// Returns the largest amount.
    pub const fn max(self) -> Amount {
        self.max
    }

    /// Checks whether `amount` is accepted.
    pub fn contain(self, amount: Amount) -> bool {
        self.min <= amount && amount <= self.max
    }
}

/// A form of address, or what else people choose from a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// What the distant knows it by.
    pub value: String,
    /// What people read. Not carried to the page's module, which shows no text of its own.
    pub label: String,
}

/// An optional subscription of this form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The origin's key.
    pub key: String,
    /// What people read. Not carried to the page's module.
    pub label: String,
    /// Whether it is for donors.
    pub for_donation: bool,
    /// Whether it is for members.
    pub for_membership: bool,
    /// Whether it makes sense only with an address.
    pub needs_address: bool,
}

impl Subscription {
    /// Checks whether it is for people who do `operation`.
    pub const fn is_for(&self, operation: Operation) -> bool {
        match operation {
            Operation::Donation => self.for_donation,
            Operation::Membership => self.for_membership,
        }
    }
}

/// A question with choices; what was chosen is an optional subscription to the distant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The origin's key.
    pub key: String,
    /// What people read. Not carried to the page's module.
    pub label: String,
    /// The choices, in order.
    pub choices: Vec<Title>,
    /// Whether it must be answered.
    pub required: bool,
}

impl Question {
    /// The key of the question that asks what a donation is for, which stands beside the amount.
    pub const PURPOSE: &str = "purpose";

    /// Checks whether it asks what a donation is for.
    pub fn is_of_purpose(&self) -> bool {
        self.key == Self::PURPOSE
    }
}

/// A box that must be ticked, such as for the association's statutes. The distant is told nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statutes {
    /// What people read. Not carried to the page's module.
    pub label: String,
    /// Where the text is. Not carried to the page's module.
    pub url: Option<String>,
    /// Whether it is for donors.
    pub for_donation: bool,
    /// Whether it is for members.
    pub for_membership: bool,
}

impl Statutes {
    /// Checks whether people who do `operation` must agree.
    pub const fn is_for(&self, operation: Operation) -> bool {
        match operation {
            Operation::Donation => self.for_donation,
            Operation::Membership => self.for_membership,
        }
    }
}

impl Form {
    /// Returns the operations, in order.
    pub fn operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for choice in &self.choices {
            if !operations.contains(&choice.operation) {
                operations.push(choice.operation);
            }
        }
        operations
    }

    /// Checks whether the page's smaller module can read it: that has neither the rules of telephone numbers nor fees.
    pub fn is_lean(&self) -> bool {
        self.fields.phone == Asked::Off && self.fees.is_none()
    }

    /// Returns the fees that whoever pays may add, or `None` if there are none, as in the page's smaller module.
    pub const fn fees(&self) -> Option<Fees> {
        if cfg!(campagnodon_lean) { None } else { self.fees }
    }

    /// Checks whether an operation is offered.
    pub fn has(&self, operation: Operation) -> bool {
        self.choices.iter().any(|choice| choice.operation == operation)
    }

    /// Returns the frequencies of an operation, in order.
    pub fn frequencies(&self, operation: Operation) -> impl Iterator<Item = Frequency> {
        self.choices.iter().filter(move |choice| choice.operation == operation).map(|choice| choice.frequency)
    }

    /// Returns what is offered for an operation at a frequency, or `None` if nothing is.
    pub fn choice(&self, operation: Operation, frequency: Frequency) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.operation == operation && choice.frequency == frequency)
    }
}
