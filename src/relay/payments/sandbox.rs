//! The sandbox: plays the bank, on a page of ours. No money moves, and nothing is remembered.
//!
//! It does what a real provider does to the relay: it asks for billing details when a payment begins, and sends messages
//! that may come twice, late, or of another sum.

use super::provider::{Attempt, Callback, Checkout, Observed, PaymentProvider, ProviderError, Reference, Taken};
use crate::protocol::{BillingDetails, Field, Frequency, Operation, Status};
use crate::relay::settlement::{Money, Reason, Returned, Sum};

/// The sandbox.
pub struct Sandbox;

/// The word of the button that shows what a bank would be told of the payer.
pub const BEGIN: &str = "billing";

/// Says whether a button can be pressed at a status.
type MayFollow = fn(Status) -> bool;

/// The buttons that play the bank's answers, in the order of the page: their words, and which may follow which.
const ANSWERS: [(&str, MayFollow); 5] = [
    ("pay", |status| matches!(status, Status::Init | Status::Pending | Status::Cancelled | Status::Failed)),
    ("refuse", |status| matches!(status, Status::Init | Status::Pending)),
    ("pend", |status| matches!(status, Status::Init)),
    ("cancel", |status| matches!(status, Status::Init | Status::Pending)),
    ("refund", |status| matches!(status, Status::Completed | Status::DoubleMembership)),
];

/// Returns the words of all buttons, in the order of the page.
pub fn words() -> impl Iterator<Item = &'static str> {
    ANSWERS.into_iter().map(|(word, _)| word).chain([BEGIN])
}

/// Returns where the button of that word leaves the money of an attempt of so many cents, or `None` if no button has it.
fn money(word: &str, cents: u64) -> Option<Money> {
    Some(match word {
        "pay" => Money::Paid,
        "refuse" => Money::Refused,
        "pend" => Money::Pending,
        "cancel" => Money::GivenUp,
        "refund" => Money::Returned(Returned { cents, reason: Reason::Refund }),
        _ => return None,
    })
}

/// What an object of ours tells: all of it is in its name, since nothing is remembered.
struct Answer<'a> {
    word: &'a str,
    cents: u64,
    promised: u64,
    number: u32,
    idx: &'a str,
}

impl<'a> Answer<'a> {
    fn object(&self) -> Reference {
        let Self { word, cents, promised, number, idx } = self;
        Reference(format!("{word}:{cents}:{promised}:{number}:{idx}"))
    }

    fn read(Reference(name): &'a Reference) -> Option<Self> {
        let mut parts = name.splitn(5, ':');
        let word = parts.next()?;
        let mut number = || parts.next()?.parse::<u64>().ok();
        let (cents, promised, number) = (number()?, number()?, number()?);
        Some(Self { word, cents, promised, number: number.try_into().ok()?, idx: parts.next()? })
    }
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
        let answers = ANSWERS.into_iter().filter(|(_, may_follow)| may_follow(status)).map(|(word, _)| word);
        answers.chain(status.opens_billing_details().then_some(BEGIN)).collect()
    }

    fn holds(&self) -> bool {
        true
    }

    async fn begin(&self, attempt: &Attempt, billing: Option<BillingDetails>) -> Result<Taken, ProviderError> {
        let cents = attempt.amount.cents();
        let open = Answer { word: "open", cents, promised: cents, number: attempt.number, idx: &attempt.idx };
        let reference = open.object();
        let checkout = billing.map_or(Checkout::Page, |billing| Checkout::Told(Box::new(billing)));
        Ok(Taken { reference, checkout, money: Money::Open })
    }

    async fn resume(&self, _: &Attempt, _: &Reference) -> Result<Option<Checkout>, ProviderError> {
        Ok(Some(Checkout::Page))
    }

    async fn close(&self, _: &Reference) -> Result<(), ProviderError> {
        Ok(())
    }

    /// Reads `action=pay`, as a button on the payment's page posts it; `cents=1499` with it plays another sum, or a part that
    /// is given back.
    fn hints(&self, callback: Callback<'_>) -> Result<Vec<Reference>, ProviderError> {
        let posted = callback.posted.ok_or(ProviderError::NotOurs)?;
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(callback.body).map_err(|_| ProviderError::NotOurs)?;
        let field = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let cents = match field("cents") {
            Some(cents) => cents.parse().map_err(|_| ProviderError::NotOurs)?,
            None => posted.amount.cents(),
        };
        match field("action") {
            Some(word) if money(word, cents).is_some() => {
                let promised = posted.amount.cents();
                Ok(vec![Answer { word, cents, promised, number: posted.number, idx: posted.idx }.object()])
            }
            _ => Err(ProviderError::NotOurs),
        }
    }

    async fn observe(&self, reference: &Reference) -> Result<Option<Observed>, ProviderError> {
        let Some(Answer { word, cents, promised, number, idx }) = Answer::read(reference) else { return Ok(None) };
        Ok(money(word, cents).map(|money| Observed {
            idx: idx.to_owned(),
            number,
            money,
            // What went back went back of the whole.
            sum: Sum::Euros(if matches!(money, Money::Returned(_)) { promised } else { cents }),
            instrument: None,
            warnings: Vec::new(),
            refusals: Vec::new(),
        }))
    }

    async fn refund(&self, reference: &Reference, cents: u64, _: &str) -> Result<Reference, ProviderError> {
        let answer = Answer::read(reference).ok_or(ProviderError::NotOurs)?;
        Ok(Answer { word: "refund", cents, ..answer }.object())
    }

    async fn sweep(&self, _: i64) -> Result<Vec<Reference>, ProviderError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::super::provider::Posted;
    use super::*;
    use crate::protocol::Amount;

    fn hints(idx: Option<&str>, body: &str) -> Result<Vec<Reference>, ProviderError> {
        let posted = idx.map(|idx| Posted { idx, number: 2, amount: Amount::from_cents(1500).unwrap() });
        Sandbox.hints(Callback { posted, headers: &[], body: body.as_bytes(), at: 0 })
    }

    #[tokio::test]
    async fn a_button_is_a_message_and_what_it_says_is_fetched() {
        let back = |cents| Money::Returned(Returned { cents, reason: Reason::Refund });
        for (body, money, cents) in [
            ("other=1&action=pay", Money::Paid, 1500),
            ("action=pay&cents=1499", Money::Paid, 1499),
            ("action=refuse", Money::Refused, 1500),
            ("action=pend", Money::Pending, 1500),
            ("action=cancel", Money::GivenUp, 1500),
            ("action=refund", back(1500), 1500),
            ("action=refund&cents=500", back(500), 1500),
        ] {
            let [object] = &hints(Some("site/1"), body).unwrap()[..] else { panic!("{body}") };
            let observed = Sandbox.observe(object).await.unwrap().unwrap();
            assert_eq!((observed.idx.as_str(), observed.number), ("site/1", 2));
            assert_eq!((observed.money, observed.sum), (money, Sum::Euros(cents)), "{body}");
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
            (Some("site/1"), "action=pay&cents=many"),
            (Some("site/1"), "action"),
        ] {
            assert_eq!(hints(idx, body), Err(ProviderError::NotOurs), "{body}");
        }
    }

    #[test]
    fn only_what_the_bank_may_still_answer_can_be_done() {
        for (status, expected) in [
            (Status::Init, &["pay", "refuse", "pend", "cancel", "billing"][..]),
            (Status::Pending, &["pay", "refuse", "cancel", "billing"]),
            (Status::Completed, &["refund"]),
            (Status::DoubleMembership, &["refund"]),
            (Status::Cancelled, &["pay"]),
            (Status::Failed, &["pay"]),
            (Status::Refunded, &[]),
        ] {
            assert_eq!(Sandbox.actions(status), expected, "{status:?}");
        }
        assert_eq!(words().collect::<Vec<_>>(), ["pay", "refuse", "pend", "cancel", "refund", "billing"]);
    }

    #[tokio::test]
    async fn what_is_given_back_is_seen_to_be() {
        let paid = hints(Some("site/1"), "action=pay").unwrap().remove(0);
        let object = Sandbox.refund(&paid, 500, "1").await.unwrap();
        let seen = Sandbox.observe(&object).await.unwrap().unwrap().money;
        assert_eq!(seen, Money::Returned(Returned { cents: 500, reason: Reason::Refund }));
        assert_eq!(Sandbox.sweep(0).await, Ok(Vec::new()));
    }
}
