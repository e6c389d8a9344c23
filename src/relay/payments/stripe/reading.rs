//! What Stripe's objects say of a payment, all of them together. Pure: the same objects say the same, in whatever order
//! and however often they are fetched.

use super::objects::{
    Charge, ChargeStatus, Dispute, DisputeStatus, IntentStatus, PaymentIntent, PaymentStatus, RefundStatus, Session,
    SessionStatus,
};
use crate::relay::payments::provider::{Observed, Refusal, Warning};
use crate::relay::settlement::{Money, Reason, Returned, Sum};

/// What Stripe has of an attempt.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its page, where it was looked at.
    pub session: Option<Session>,
    /// Its payment, where there is one.
    pub intent: Option<PaymentIntent>,
    /// What the payer's bank asked back of it.
    pub disputes: Vec<Dispute>,
    /// All tries of it, while the last one is refused.
    pub tries: Vec<Charge>,
}

/// Returns where an attempt stands, or `None` where the objects are not of one of ours: other sites may have the same
/// account.
pub fn read(found: &Found) -> Option<Observed> {
    let Found { session, intent, disputes, tries } = found;
    let ours = |idx: &Option<String>, attempt: &Option<String>| {
        Some((idx.clone()?, attempt.as_ref()?.parse::<u32>().ok().filter(|attempt| *attempt > 0)?))
    };
    let of_session = session.as_ref().map(|it| &it.metadata);
    let of_intent = intent.as_ref().map(|it| &it.metadata);
    let (idx, number) = [of_session, of_intent].into_iter().flatten().find_map(|it| ours(&it.idx, &it.attempt))?;
    let charge = intent.as_ref().and_then(|it| it.latest_charge.as_ref()?.object());
    let (cents, currency) = sum(session.as_ref(), intent.as_ref())?;
    Some(Observed {
        idx,
        number,
        money: money(session.as_ref(), intent.as_ref(), charge, disputes, cents),
        sum: Sum::new(cents, &currency),
        instrument: charge.and_then(|it| it.payment_method_details.as_ref()).map(|it| it.kind.clone()),
        warnings: warnings(charge, disputes),
        refusals: tries.iter().filter_map(refusal).collect(),
    })
}

/// Returns what a try says of a bank that refused it, or `None` where none did.
fn refusal(charge: &Charge) -> Option<Refusal> {
    let is_refused = charge.status == Some(ChargeStatus::Failed);
    is_refused.then(|| Refusal { object: format!("charge:{}", charge.id), at: charge.created.saturating_mul(1000) })
}

/// Returns how much it is of, and in which currency.
fn sum(session: Option<&Session>, intent: Option<&PaymentIntent>) -> Option<(u64, String)> {
    if let Some(intent) = intent {
        let cents = if intent.status == IntentStatus::Succeeded { intent.amount_received } else { intent.amount };
        return Some((cents, intent.currency.clone()));
    }
    let session = session?;
    // A page without anything to pay, for which we never ask, brought nothing: another sum, which a person looks at.
    let is_nothing = session.payment_status == PaymentStatus::NoPaymentRequired;
    Some((if is_nothing { 0 } else { session.amount_total? }, session.currency.clone()?))
}

fn money(
    session: Option<&Session>,
    intent: Option<&PaymentIntent>,
    charge: Option<&Charge>,
    disputes: &[Dispute],
    cents: u64,
) -> Money {
    // What has come counts, whatever its page says.
    let intent = intent.map(|it| it.status);
    let is_paid = intent == Some(IntentStatus::Succeeded)
        || (intent.is_none() && session.is_some_and(|it| is_settled(it.payment_status)));
    if is_paid {
        return returned(charge, disputes, cents).map_or(Money::Paid, Money::Returned);
    }
    match (session.and_then(|it| it.status), intent) {
        (_, Some(IntentStatus::Processing)) => Money::Pending,
        (Some(SessionStatus::Expired), _) => Money::Expired,
        (Some(SessionStatus::Complete), Some(IntentStatus::RequiresPaymentMethod | IntentStatus::Canceled)) => {
            Money::Refused
        }
        (Some(SessionStatus::Complete), _) => Money::Pending,
        // A payment is cancelled when its page is closed.
        (_, Some(IntentStatus::Canceled)) => Money::Expired,
        _ => Money::Open,
    }
}

/// Checks whether nothing more is to be paid on a page.
const fn is_settled(status: PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Paid | PaymentStatus::NoPaymentRequired)
}

/// Returns how much went back, and why: a lost dispute, before what the association gave back by itself.
fn returned(charge: Option<&Charge>, disputes: &[Dispute], cents: u64) -> Option<Returned> {
    let lost: u64 = disputes.iter().filter(|it| it.status == DisputeStatus::Lost).map(|it| it.amount).sum();
    let refunded = charge.map_or(0, |it| it.amount_refunded.saturating_sub(on_their_way(it)));
    let back = lost.saturating_add(refunded).min(cents);
    let is_debit = charge.and_then(|it| it.payment_method_details.as_ref()).is_some_and(|it| it.kind == "sepa_debit");
    let reason = match lost {
        0 => Reason::Refund,
        _ if is_debit => Reason::Returned,
        _ => Reason::Disputed,
    };
    (back > 0).then_some(Returned { cents: back, reason })
}

/// Returns what a charge counts as given back, and has not arrived.
fn on_their_way(charge: &Charge) -> u64 {
    let refunds = charge.refunds.iter().flat_map(|it| &it.data);
    let waits = |status| matches!(status, Some(RefundStatus::Pending | RefundStatus::RequiresAction));
    refunds.filter(|it| waits(it.status)).map(|it| it.amount).sum()
}

fn warnings(charge: Option<&Charge>, disputes: &[Dispute]) -> Vec<Warning> {
    let failed = |charge: &Charge| {
        charge.refunds.iter().flat_map(|it| &it.data).any(|it| it.status == Some(RefundStatus::Failed))
    };
    [
        (disputes.iter().any(|it| it.status == DisputeStatus::Open), Warning::DisputeOpen),
        (charge.is_some_and(failed), Warning::RefundFailed),
    ]
    .into_iter()
    .filter_map(|(is_so, warning)| is_so.then_some(warning))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn session(status: &str, paid: &str) -> Value {
        json!({"id": "cs_test_1", "status": status, "payment_status": paid, "amount_total": 1500, "currency": "eur",
            "metadata": {"idx": "site/1", "attempt": "1"}, "customer_details": {"email": "ada@example.org"}})
    }

    fn intent(status: &str, charge: Value) -> Value {
        let received = if status == "succeeded" { 1500 } else { 0 };
        json!({"id": "pi_1", "status": status, "amount": 1500, "amount_received": received, "currency": "eur",
            "metadata": {"idx": "site/1", "attempt": "1"}, "latest_charge": charge})
    }

    fn charge(kind: &str, refunds: &[(u64, &str)]) -> Value {
        let counts = |status: &str| !matches!(status, "failed" | "canceled");
        let refunded: u64 = refunds.iter().filter(|(_, status)| counts(status)).map(|(cents, _)| cents).sum();
        let refunds: Vec<_> =
            refunds.iter().map(|(cents, status)| json!({"id": "re_1", "amount": cents, "status": status})).collect();
        json!({"id": "ch_1", "amount_refunded": refunded, "payment_method_details": {"type": kind},
            "refunds": {"data": refunds}})
    }

    fn found(session: Value, intent: Value, disputes: &[(u64, &str)]) -> Found {
        let dispute = |(cents, status): &(u64, &str)| {
            serde_json::from_value(json!({"id": "du_1", "amount": cents, "status": status})).unwrap()
        };
        Found {
            session: serde_json::from_value(session).unwrap(),
            intent: serde_json::from_value(intent).unwrap(),
            disputes: disputes.iter().map(dispute).collect(),
            tries: Vec::new(),
        }
    }

    #[test]
    fn where_the_money_is() {
        let card = |refunds: &[(u64, &str)]| intent("succeeded", charge("card", refunds));
        let debit = intent("succeeded", charge("sepa_debit", &[]));
        use Reason::{Disputed, Refund, Returned};
        let back = |cents, reason| Money::Returned(super::Returned { cents, reason });
        for (session, intent, disputes, expected) in [
            (session("open", "unpaid"), Value::Null, &[][..], Money::Open),
            (session("open", "unpaid"), intent("requires_payment_method", Value::Null), &[], Money::Open),
            (session("open", "unpaid"), intent("requires_action", Value::Null), &[], Money::Open),
            (session("a_new_word", "unpaid"), intent("a_new_word", Value::Null), &[], Money::Open),
            (session("expired", "unpaid"), Value::Null, &[], Money::Expired),
            (session("expired", "unpaid"), intent("canceled", Value::Null), &[], Money::Expired),
            (Value::Null, intent("canceled", Value::Null), &[], Money::Expired),
            (session("complete", "unpaid"), intent("processing", Value::Null), &[], Money::Pending),
            (session("complete", "unpaid"), intent("requires_payment_method", Value::Null), &[], Money::Refused),
            (session("complete", "unpaid"), intent("canceled", Value::Null), &[], Money::Refused),
            (session("complete", "paid"), Value::Null, &[], Money::Paid),
            (session("complete", "paid"), card(&[]), &[], Money::Paid),
            // Money counts, though its page had been closed, or is not known.
            (session("expired", "unpaid"), card(&[]), &[], Money::Paid),
            (Value::Null, card(&[]), &[], Money::Paid),
            (Value::Null, card(&[(500, "succeeded")]), &[], back(500, Refund)),
            (Value::Null, card(&[(500, "succeeded"), (1000, "succeeded")]), &[], back(1500, Refund)),
            (Value::Null, card(&[(500, "succeeded"), (1000, "pending")]), &[], back(500, Refund)),
            (Value::Null, card(&[(1500, "pending")]), &[], Money::Paid),
            (Value::Null, card(&[(1500, "failed")]), &[], Money::Paid),
            (Value::Null, card(&[]), &[(1500, "needs_response")], Money::Paid),
            (Value::Null, card(&[]), &[(1500, "won")], Money::Paid),
            (Value::Null, card(&[]), &[(1500, "lost")], back(1500, Disputed)),
            (Value::Null, card(&[(500, "succeeded")]), &[(1500, "lost")], back(1500, Disputed)),
            (Value::Null, debit, &[(1500, "lost")], back(1500, Returned)),
        ] {
            let told = format!("{session} {intent} {disputes:?}");
            let reading = read(&found(session, intent, disputes)).unwrap();
            assert_eq!((reading.money, reading.sum), (expected, Sum::Euros(1500)), "{told}");
        }
    }

    #[test]
    fn what_a_person_should_look_at() {
        for (session, intent, disputes, expected) in [
            (
                session("complete", "paid"),
                intent("succeeded", charge("card", &[(1500, "failed")])),
                &[(1500, "needs_response")][..],
                vec![Warning::DisputeOpen, Warning::RefundFailed],
            ),
            (session("complete", "paid"), intent("succeeded", charge("card", &[])), &[(1500, "won")], vec![]),
        ] {
            assert_eq!(read(&found(session, intent, disputes)).unwrap().warnings, expected);
        }
    }

    #[test]
    fn a_page_with_nothing_to_pay_is_another_sum() {
        let reading = read(&found(session("complete", "no_payment_required"), Value::Null, &[])).unwrap();
        assert_eq!((reading.money, reading.sum), (Money::Paid, Sum::Euros(0)));
    }

    #[test]
    fn each_try_that_a_bank_refused_is_said() {
        let tries = json!([
            {"id": "ch_3", "created": 1_798_761_602, "status": "failed"},
            {"id": "ch_2", "created": 1_798_761_601, "status": "pending"},
            {"id": "ch_1", "created": 1_798_761_600, "status": "failed"},
        ]);
        let mut found = found(session("open", "unpaid"), intent("requires_payment_method", Value::Null), &[]);
        found.tries = serde_json::from_value(tries).unwrap();
        let refusals = read(&found).unwrap().refusals;
        let refusals: Vec<_> = refusals.iter().map(|refusal| (refusal.object.as_str(), refusal.at)).collect();
        assert_eq!(refusals, [("charge:ch_3", 1_798_761_602_000), ("charge:ch_1", 1_798_761_600_000)]);
    }

    #[test]
    fn what_is_of_another_site_is_left() {
        for metadata in [json!({}), json!({"idx": "site/1"}), json!({"idx": "site/1", "attempt": "0"})] {
            let mut session = session("complete", "paid");
            session["metadata"] = metadata;
            assert_eq!(read(&found(session, Value::Null, &[])), None);
        }
        assert_eq!(read(&Found::default()), None);
    }

    #[test]
    fn nothing_of_the_payer_is_taken_out() {
        let found = found(session("complete", "paid"), intent("succeeded", charge("card", &[])), &[]);
        assert!(!format!("{found:?} {:?}", read(&found)).contains("ada@"));
    }
}
