//! The sandbox: plays the bank, on a page of ours. No money moves, and nothing is remembered.
//!
//! It does what a real provider does to the relay: it asks for billing details when a payment begins, and sends messages
//! that may come twice.

use super::provider::{Attempt, Callback, Checkout, Money, Observed, PaymentProvider, ProviderError, Reference};
use crate::protocol::{Amount, BillingDetails, Cause, Field, Frequency, Operation, Status};

/// The sandbox.
pub struct Sandbox;

/// The word of the button that begins a payment, and shows what a bank would be told of the payer.
pub const BEGIN: &str = "billing";

/// The buttons that play the bank's answers, in the order of the page: their words, and where each leaves the money.
const ANSWERS: [(&str, Money); 5] = [
    ("pay", Money::Paid),
    ("refuse", Money::Refused),
    ("pend", Money::Pending),
    ("cancel", Money::GivenUp),
    ("refund", Money::Returned),
];

/// Returns the words of all buttons, in the order of the page.
pub fn words() -> impl Iterator<Item = &'static str> {
    ANSWERS.into_iter().map(|(word, _)| word).chain([BEGIN])
}

/// Returns where the button of that word leaves the money, or `None` if no button has it.
fn money(word: &str) -> Option<Money> {
    ANSWERS.into_iter().find(|(known, _)| *known == word).map(|(_, money)| money)
}

/// Returns the name of an object that tells that the money of `idx` is where the button of `word` leaves it.
fn object(idx: &str, word: &str) -> Reference {
    Reference([word, ":", idx].concat())
}

#[async_trait::async_trait]
impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    fn offers(&self, _: Operation, _: Frequency) -> bool {
        true
    }

    /// Returns everything: its page shows what there is.
    fn mask(&self) -> &'static [Field] {
        Field::FIXED
    }

    fn actions(&self, status: Status) -> Vec<&'static str> {
        let answers = ANSWERS
            .into_iter()
            .filter(|(_, money)| status.can_become(money.status(), Cause::Word))
            .map(|(word, _)| word);
        answers.chain(status.opens_billing_details().then_some(BEGIN)).collect()
    }

    async fn begin(&self, _: &Attempt, billing: BillingDetails) -> Result<Checkout, ProviderError> {
        Ok(Checkout::Page(Box::new(billing)))
    }

    /// Reads `action=pay`, as a button on the payment's page posts it.
    fn hints(&self, callback: Callback<'_>) -> Result<Vec<Reference>, ProviderError> {
        let idx = callback.idx.ok_or(ProviderError::NotOurs)?;
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(callback.body).map_err(|_| ProviderError::NotOurs)?;
        let word = fields.iter().find(|(name, _)| name == "action").map(|(_, word)| word.as_str());
        match word {
            Some(word) if money(word).is_some() => Ok(vec![object(idx, word)]),
            _ => Err(ProviderError::NotOurs),
        }
    }

    async fn observe(&self, reference: &Reference) -> Result<Option<Observed>, ProviderError> {
        let told = reference.0.split_once(':').and_then(|(word, idx)| Some((money(word)?, idx)));
        Ok(told.map(|(money, idx)| Observed {
            // A button pressed twice is one event.
            event: [idx, ":", money.status().as_str()].concat(),
            idx: idx.to_owned(),
            money,
        }))
    }

    async fn end(&self, _: &str) -> Result<Reference, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn refund(&self, idx: &str, _: Amount) -> Result<Reference, ProviderError> {
        Ok(object(idx, "refund"))
    }

    async fn sweep(&self, _: i64) -> Result<Vec<Reference>, ProviderError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(idx: Option<&str>, body: &str) -> Result<Vec<Reference>, ProviderError> {
        Sandbox.hints(Callback { idx, headers: &[], body: body.as_bytes() })
    }

    #[tokio::test]
    async fn a_button_is_a_message_and_what_it_says_is_fetched() {
        for (word, money) in ANSWERS {
            let [object] = &hints(Some("site/1"), &format!("other=1&action={word}")).unwrap()[..] else {
                panic!("{word}")
            };
            let observed = Sandbox.observe(object).await.unwrap().unwrap();
            let event = format!("site/1:{}", money.status().as_str());
            assert_eq!(observed, Observed { event, idx: "site/1".to_owned(), money });
        }
        assert_eq!(Sandbox.observe(&Reference("a:b".to_owned())).await, Ok(None));
    }

    #[test]
    fn what_no_button_posts_is_refused() {
        for (idx, body) in [
            (None, "action=pay"),
            (Some("site/1"), ""),
            (Some("site/1"), "action=billing"),
            (Some("site/1"), "action=steal"),
            (Some("site/1"), "action"),
        ] {
            assert_eq!(hints(idx, body), Err(ProviderError::NotOurs), "{body}");
        }
    }

    #[test]
    fn only_what_the_bank_may_still_answer_can_be_done() {
        for status in Status::ALL {
            let possible = Sandbox.actions(status);
            for (word, money) in ANSWERS {
                assert_eq!(
                    possible.contains(&word),
                    status.can_become(money.status(), Cause::Word),
                    "{status:?} {word}"
                );
            }
            assert_eq!(possible.contains(&BEGIN), status.opens_billing_details(), "{status:?}");
        }
    }

    #[tokio::test]
    async fn what_is_given_back_is_seen_to_be() {
        let object = Sandbox.refund("site/1", Amount::MIN).await.unwrap();
        assert_eq!(Sandbox.observe(&object).await.unwrap().unwrap().money, Money::Returned);
        assert_eq!(Sandbox.end("site/1").await, Err(ProviderError::Unsupported));
        assert_eq!(Sandbox.sweep(0).await, Ok(Vec::new()));
    }
}
