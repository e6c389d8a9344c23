//! The names of a distant's things that the settings use, for comparing them with the distant's own.

use super::DistantSettings;

/// A kind of thing that has a name there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A financial type.
    FinancialType,
    /// A membership type.
    MembershipType,
    /// A means of payment.
    PaymentInstrument,
    /// A title.
    Title,
    /// A group.
    Group,
    /// A tag.
    Tag,
}

/// A name that the distant must know, or its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Of what.
    pub kind: Kind,
    /// The key of the settings that says it.
    pub key: String,
    /// The name.
    pub name: String,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::FinancialType, Self::MembershipType, Self::PaymentInstrument, Self::Title, Self::Group, Self::Tag];

    /// Returns what it is called, and where CiviCRM shows it.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::FinancialType => ("financial type", "Administer > CiviContribute > Financial Types"),
            Self::MembershipType => ("membership type", "Administer > CiviMember > Membership Types"),
            Self::PaymentInstrument => ("payment method", "Administer > CiviContribute > Payment Methods"),
            Self::Title => ("individual prefix", "Administer > Customize Data and Screens > Individual Prefixes"),
            Self::Group => ("group", "Contacts > Manage Groups"),
            Self::Tag => ("tag", "Contacts > Manage Tags"),
        }
    }

    /// Returns the entity and the field of APIv3 whose options these are.
    pub const fn options_of(self) -> (&'static str, &'static str) {
        match self {
            Self::FinancialType => ("Contribution", "financial_type_id"),
            Self::MembershipType => ("Membership", "membership_type_id"),
            Self::PaymentInstrument => ("Contribution", "payment_instrument_id"),
            Self::Title => ("Contact", "prefix_id"),
            Self::Group => ("GroupContact", "group_id"),
            Self::Tag => ("EntityTag", "tag_id"),
        }
    }
}

impl DistantSettings {
    /// Returns every name that is sent to the distant called `name`; those of memberships where somebody can become a
    /// member.
    pub fn names(&self, name: &str, memberships: bool) -> Vec<Named> {
        let mut names = Vec::new();
        let mut add = |kind, key: &str, value: Option<&String>| {
            if let Some(value) = value {
                names.push(Named { kind, key: format!("distants.{name}.{key}"), name: value.clone() });
            }
        };
        let types = &self.financial_types;
        add(Kind::FinancialType, "financial_types.donation", Some(&types.donation));
        add(Kind::FinancialType, "financial_types.monthly_donation", types.monthly_donation.as_ref());
        add(Kind::FinancialType, "financial_types.yearly_donation", types.yearly_donation.as_ref());
        if memberships {
            add(Kind::FinancialType, "financial_types.membership", Some(&types.membership));
            add(Kind::MembershipType, "membership_types.membership", Some(&self.membership_types.membership));
            if self.magazine_price.is_some_and(|price| price > 0) {
                add(Kind::FinancialType, "financial_types.magazine", types.magazine.as_ref());
                add(Kind::MembershipType, "membership_types.magazine", Some(&self.membership_types.magazine));
            }
        }
        add(Kind::PaymentInstrument, "payment_instrument", self.payment_instrument.as_ref());
        for (word, instrument) in &self.instruments {
            add(Kind::PaymentInstrument, &["instruments.", word].concat(), Some(instrument));
        }
        for title in &self.titles {
            add(Kind::Title, "titles", Some(&title.value));
        }
        for subscription in &self.subscriptions {
            match subscription.kind.as_str() {
                "group" => add(Kind::Group, "subscriptions", subscription.remote_key.as_ref()),
                "tag" => add(Kind::Tag, "subscriptions", subscription.remote_key.as_ref()),
                _ => {}
            }
        }
        names
    }
}
