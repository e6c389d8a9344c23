//! The means of payment of the settings.

use super::provider::PaymentProvider;
use crate::protocol::{Frequency, Operation};
use std::sync::Arc;

/// The means of payment of the settings, in the order in which they are proposed.
pub struct Means(Vec<Arc<dyn PaymentProvider>>);

impl Means {
    /// Makes them from the providers, in the order in which they are proposed.
    pub fn new(providers: Vec<Arc<dyn PaymentProvider>>) -> Self {
        Self(providers)
    }

    /// Returns the provider of that word, or `None` if the settings have none.
    pub fn get(&self, word: &str) -> Option<&Arc<dyn PaymentProvider>> {
        self.0.iter().find(|provider| provider.name() == word)
    }

    /// Returns every provider, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn PaymentProvider>> {
        self.0.iter()
    }

    /// Returns the words of those that take such payments, in their order.
    pub fn of(&self, operation: Operation, frequency: Frequency) -> impl Iterator<Item = &'static str> {
        let takes = move |provider: &&Arc<dyn PaymentProvider>| provider.offers(operation, frequency);
        self.0.iter().filter(takes).map(|provider| provider.name())
    }
}
