//! From what a site configures and what a page's tag asks for to the form that is shown.

mod bounds;
#[cfg(test)]
mod tests;

pub use bounds::{PaymentBounds, Side, Unoffered};

use super::{AmountList, Asked, Choice, DistantCatalogue, Fields, Form, ListError, Proposal, Subscription};
use crate::protocol::{Frequency, Operation};

/// What a site sets for all its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferOptions {
    /// Whether repeated payments are possible at all.
    pub recurring: bool,
    /// The repeated frequencies of donations.
    pub donation_frequencies: Vec<Frequency>,
    /// The repeated frequencies of memberships.
    pub membership_frequencies: Vec<Frequency>,
    /// The bounds of a donation's payments.
    pub donation_bounds: PaymentBounds,
    /// The bounds of a membership's payments.
    pub membership_bounds: PaymentBounds,
    /// The amounts of forms that list none: of single donations.
    pub donation_amounts: AmountList,
    /// … of monthly donations.
    pub monthly_donation_amounts: AmountList,
    /// … of yearly donations; if absent, the amounts of single ones.
    pub yearly_donation_amounts: Option<AmountList>,
    /// … of memberships.
    pub membership_amounts: AmountList,
    /// … of memberships paid monthly; if absent, a twelfth of the yearly amounts.
    pub monthly_membership_amounts: Option<AmountList>,
    /// … of memberships paid yearly; if absent, the amounts of single ones.
    pub yearly_membership_amounts: Option<AmountList>,
    /// What forms ask for of what they can do without.
    pub fields: Fields,
    /// The country that is chosen at first.
    pub default_country: Option<String>,
    /// Whether amounts may have cents.
    pub cents_allowed: bool,
    /// Whether a proof of work is asked for.
    pub captcha: bool,
    /// Whether the site is being maintained.
    pub maintenance: bool,
}

/// Which operations a form offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operations {
    /// Donations alone.
    Donation,
    /// Memberships alone.
    Membership,
    /// Both; donation is chosen at first.
    Both,
}

impl Operations {
    /// Returns the operations, in order.
    pub const fn list(self) -> &'static [Operation] {
        match self {
            Self::Donation => &[Operation::Donation],
            Self::Membership => &[Operation::Membership],
            Self::Both => &Operation::ALL,
        }
    }
}

/// What the tag of one page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The operations.
    pub operations: Operations,
    /// Whether repeated payments are offered, where the site allows them.
    pub recurring: bool,
    /// The amounts of single donations; of memberships too in a form for these alone that does not list its own.
    pub amounts: Option<AmountList>,
    /// The amounts of repeated donations.
    pub recurring_amounts: Option<AmountList>,
    /// The yearly amounts of memberships.
    pub membership_amounts: Option<AmountList>,
    /// The keys of the optional subscriptions to show instead of the usual ones, in order.
    pub subscriptions: Option<Vec<String>>,
}

/// Why no form can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferError {
    /// An amount list cannot be read.
    List(ListError),
    /// Not one amount is left within the site's bounds for this operation.
    NoAmount(Operation),
    /// A title is required, and the distant's catalogue has none to choose from.
    NoTitle,
}

impl From<ListError> for OfferError {
    fn from(error: ListError) -> Self {
        Self::List(error)
    }
}

impl OfferOptions {
    /// Builds the form that a page's tag asks for.
    ///
    /// An amount outside the bounds is not offered, nor is a frequency without amounts. The tax relief depends on the
    /// day, so it is left to the caller, who knows it; so are the questions and the statutes, which need a language.
    ///
    /// # Errors
    /// [`OfferError::NoAmount`], if an operation is left without any amount; [`OfferError::NoTitle`].
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::{AmountList, Bounds, Fields, OfferOptions, PaymentBounds, Tag};
    /// # use campagnodon::form::{DistantCatalogue, FinancialTypes, MembershipTypes};
    /// use campagnodon::protocol::{Amount, Frequency, Operation};
    /// # let text = || String::from("1");
    /// # let catalogue = DistantCatalogue {
    /// #     titles: Vec::new(),
    /// #     financial_types: FinancialTypes {
    /// #         donation: text(),
    /// #         monthly_donation: text(),
    /// #         yearly_donation: text(),
    /// #         membership: text(),
    /// #         magazine: text(),
    /// #     },
    /// #     membership_types: MembershipTypes { membership: text(), magazine: text() },
    /// #     subscriptions: Vec::new(),
    /// #     purposes: Vec::new(),
    /// #     magazine_price: None,
    /// #     source: None,
    /// # };
    ///
    /// let list = |amounts| AmountList::parse(amounts).unwrap();
    /// let bounds = PaymentBounds::same(Bounds::new(Amount::MIN, Amount::from_euros(1000).unwrap()).unwrap());
    /// let options = OfferOptions {
    ///     recurring: true,
    ///     donation_frequencies: vec![Frequency::Monthly],
    ///     membership_frequencies: Vec::new(),
    ///     donation_bounds: bounds,
    ///     membership_bounds: bounds,
    ///     donation_amounts: list("30,50"),
    ///     monthly_donation_amounts: list("6,15"),
    ///     yearly_donation_amounts: None,
    ///     membership_amounts: list("36,60"),
    ///     monthly_membership_amounts: None,
    ///     yearly_membership_amounts: None,
    ///     fields: Fields::default(),
    ///     default_country: Some("FR".to_owned()),
    ///     cents_allowed: false,
    ///     captcha: false,
    ///     maintenance: false,
    /// };
    /// let form = options.form(&catalogue, &Tag { amounts: Some(list("20,libre")), ..Tag::PLAIN }).unwrap();
    /// let once = form.choice(Operation::Donation, Frequency::Once).unwrap();
    /// assert_eq!(once.proposals[0].amount.cents(), 2000);
    /// assert_eq!(once.free, Some(bounds.once));
    /// ```
    pub fn form(&self, catalogue: &DistantCatalogue, tag: &Tag) -> Result<Form, OfferError> {
        let operations = tag.operations.list();
        let mut choices = Vec::new();
        for &operation in operations {
            let before = choices.len();
            choices.extend(self.frequencies(operation, tag).map(|frequency| self.choice(operation, frequency, tag)));
            choices.retain(|choice| choice.free.is_some() || !choice.proposals.is_empty());
            if choices.len() == before {
                return Err(OfferError::NoAmount(operation));
            }
        }
        if self.fields.title == Asked::Required && catalogue.titles.is_empty() {
            return Err(OfferError::NoTitle);
        }
        Ok(Form {
            choices,
            fields: self.fields,
            titles: catalogue.titles.clone(),
            subscriptions: subscriptions(catalogue, tag, operations),
            questions: Vec::new(),
            statutes: None,
            default_country: self.default_country.clone(),
            magazine_price: catalogue.magazine_price.filter(|_| operations.contains(&Operation::Membership)),
            tax_relief: None,
            fees: None,
            cents_allowed: self.cents_allowed,
            captcha: self.captcha,
            maintenance: self.maintenance,
            closed: false,
        })
    }

    /// Returns the repeated frequencies of an operation.
    pub fn recurring_frequencies(&self, operation: Operation) -> &[Frequency] {
        match operation {
            Operation::Donation => &self.donation_frequencies,
            Operation::Membership => &self.membership_frequencies,
        }
    }

    /// Returns the amounts of forms whose tag lists none.
    pub fn default_amounts(&self, operation: Operation, frequency: Frequency) -> AmountList {
        use Frequency::{Monthly, Once, Yearly};
        use Operation::{Donation, Membership};
        let yearly_membership = self.yearly_membership_amounts.as_ref().unwrap_or(&self.membership_amounts);
        match (operation, frequency) {
            (Donation, Once) => self.donation_amounts.clone(),
            (Donation, Monthly) => self.monthly_donation_amounts.clone(),
            (Donation, Yearly) => self.yearly_donation_amounts.as_ref().unwrap_or(&self.donation_amounts).clone(),
            (Membership, Once) => self.membership_amounts.clone(),
            (Membership, Monthly) => {
                self.monthly_membership_amounts.clone().unwrap_or_else(|| yearly_membership.monthly())
            }
            (Membership, Yearly) => yearly_membership.clone(),
        }
    }

    fn frequencies(&self, operation: Operation, tag: &Tag) -> impl Iterator<Item = Frequency> {
        let recurring = if self.recurring && tag.recurring { self.recurring_frequencies(operation) } else { &[] };
        let first = |&(at, frequency): &(usize, &Frequency)| !recurring[..at].contains(frequency);
        let recurring = recurring.iter().enumerate().filter(first).map(|(_, frequency)| *frequency);
        std::iter::once(Frequency::Once).chain(recurring.filter(|frequency| frequency.is_recurring()))
    }

    /// Returns what a form lists before any bound, and whether it asks for the free amount.
    fn list(&self, operation: Operation, frequency: Frequency, tag: &Tag) -> (AmountList, bool) {
        match tag.list(operation, frequency) {
            Some(list) if (operation, frequency) == (Operation::Membership, Frequency::Monthly) => {
                (list.monthly(), list.free)
            }
            Some(list) => (list.clone(), list.free),
            None => (self.default_amounts(operation, frequency), true),
        }
    }

    fn choice(&self, operation: Operation, frequency: Frequency, tag: &Tag) -> Choice {
        let bounds = self.bounds(operation, frequency);
        let (list, free) = self.list(operation, frequency, tag);
        let acceptable = |proposal: &Proposal| bounds.contain(proposal.amount);
        Choice {
            operation,
            frequency,
            proposals: list.proposals.into_iter().filter(acceptable).collect(),
            free: free.then_some(bounds),
        }
    }
}

impl Tag {
    /// A tag that asks for everything and lists nothing.
    pub const PLAIN: Self = Self {
        operations: Operations::Both,
        recurring: true,
        amounts: None,
        recurring_amounts: None,
        membership_amounts: None,
        subscriptions: None,
    };

    /// Returns the list that this tag gives for an operation at a frequency, or `None` if it gives none.
    fn list(&self, operation: Operation, frequency: Frequency) -> Option<&AmountList> {
        match (operation, frequency) {
            (Operation::Donation, Frequency::Once) => self.amounts.as_ref(),
            (Operation::Donation, _) => self.recurring_amounts.as_ref(),
            (Operation::Membership, _) if self.operations == Operations::Membership => {
                self.membership_amounts.as_ref().or(self.amounts.as_ref())
            }
            (Operation::Membership, _) => self.membership_amounts.as_ref(),
        }
    }
}

fn subscriptions(catalogue: &DistantCatalogue, tag: &Tag, operations: &[Operation]) -> Vec<Subscription> {
    let suits_some = |option: &&super::SubscriptionOption| operations.iter().any(|&each| option.is_for(each));
    let shown: Vec<_> = match &tag.subscriptions {
        None => catalogue.subscriptions.iter().filter(|option| option.is_shown_unasked(operations)).collect(),
        Some(keys) => keys
            .iter()
            .enumerate()
            .filter(|(at, key)| !keys[..*at].contains(key))
            .filter_map(|(_, key)| catalogue.subscriptions.iter().find(|option| option.key == *key))
            .filter(suits_some)
            .collect(),
    };
    shown
        .into_iter()
        .map(|option| Subscription {
            key: option.key.clone(),
            label: option.label.clone(),
            for_donation: option.is_for(Operation::Donation),
            for_membership: option.is_for(Operation::Membership),
            needs_address: option.needs_address,
        })
        .collect()
}
