//! What people report of payments, as stories: what is seen of each is what is so.

use super::double::{Act, Delivery, Fault};
use super::*;
use crate::relay::payments::provider::Warning;
use crate::relay::payments::stripe::account::Object;
use crate::relay::payments::stripe::checkout::NewSession;
use crate::relay::payments::stripe::checkout::samples::gift;
use crate::relay::payments::stripe::refusal::StripeError;
use crate::relay::settlement::{Money, Reason, Returned, Sum};
use proptest::prelude::*;
use secrecy::ExposeSecret;

/// An account with an endpoint, and the page of an attempt at `site/1`.
struct World {
    stripe: Stripe,
    account: Arc<Account>,
    endpoint: Endpoint,
    object: Object,
    session: String,
}

async fn world(attempt: u32, cents: u64) -> World {
    let (stripe, client) = setting().await;
    let account = Arc::new(account(client));
    let endpoint = Endpoint::start(account.clone()).await;
    let opened = account.open(&gift("site/1", attempt, cents)).await.unwrap();
    assert!(opened.url.expose_secret().starts_with("https://checkout.stripe.com/"));
    let session = stripe.sessions().remove(0);
    World { stripe, account, endpoint, object: opened.object, session }
}

async fn look(account: &Account, object: &Object) -> Observed {
    account.observe(object).await.unwrap().unwrap()
}

/// Returns that money came, and so much of it went back.
const fn back(cents: u64, reason: Reason) -> Money {
    Money::Returned(Returned { cents, reason })
}

/// Returns where the money was, each time that it was looked at.
fn moneys(readings: &[Observed]) -> Vec<Money> {
    readings.iter().map(|it| it.money).collect()
}

#[tokio::test]
async fn every_story_of_a_payment_is_read_as_it_is() {
    use Money::{Expired, Open, Paid, Pending, Refused};
    for story in [
        &[(Act::Pay, Paid)][..],
        &[(Act::Decline, Open), (Act::Decline, Open), (Act::Pay, Paid)],
        &[(Act::Expire, Expired)],
        &[(Act::Decline, Open), (Act::Expire, Expired), (Act::Pay, Expired)],
        &[(Act::Sepa, Pending), (Act::SepaSettles, Paid), (Act::Dispute, back(1550, Reason::Returned))],
        &[(Act::Sepa, Pending), (Act::SepaFails, Refused)],
        &[
            (Act::Pay, Paid),
            (Act::Refund(500), back(500, Reason::Refund)),
            (Act::Refund(1050), back(1550, Reason::Refund)),
        ],
        &[(Act::Pay, Paid), (Act::RefundBegins(1550), Paid), (Act::RefundArrives, back(1550, Reason::Refund))],
        &[(Act::Pay, Paid), (Act::RefundBegins(1550), Paid), (Act::RefundFails, Paid)],
        &[(Act::Pay, Paid), (Act::Dispute, Paid), (Act::DisputeWon, Paid)],
        &[(Act::Pay, Paid), (Act::Dispute, Paid), (Act::DisputeLost, back(1550, Reason::Disputed))],
    ] {
        let World { stripe, account, object, session, .. } = world(3, 1550).await;
        assert_eq!(look(&account, &object).await.money, Open);
        for (act, money) in story {
            stripe.does(&session, *act).await;
            let reading = look(&account, &object).await;
            assert_eq!((reading.idx.as_str(), reading.number, reading.sum), ("site/1", 3, Sum::Euros(1550)));
            assert_eq!(reading.money, *money, "{act:?} of {story:?}");
            let warning = match act {
                Act::RefundFails => vec![Warning::RefundFailed],
                Act::Dispute if reading.money == Paid => vec![Warning::DisputeOpen],
                _ => vec![],
            };
            assert_eq!(reading.warnings, warning, "{act:?} of {story:?}");
            // Whichever object a message names, and in whatever order they come: all tell the same.
            for named in account.sweep(NOW).await.unwrap() {
                assert_eq!(look(&account, &named).await, reading, "{named} after {act:?} of {story:?}");
            }
        }
    }
}

/// Report 1: a debit that has only begun is not a gift, and a message that comes again is not another one.
#[tokio::test]
async fn a_debit_is_pending_until_it_has_come_however_often_that_is_told() {
    for (end, expected) in [(Act::SepaSettles, Money::Paid), (Act::SepaFails, Money::Refused)] {
        let World { stripe, endpoint, session, .. } = world(1, 1550).await;
        stripe.tells(&endpoint.address, Delivery::Thrice);
        assert_eq!(stripe.does(&session, Act::Sepa).await, [204; 3]);
        let pending = endpoint.seen();
        assert_eq!(moneys(&pending), [Money::Pending; 3]);
        assert!(pending.iter().all(|it| *it == pending[0] && it.instrument.as_deref() == Some("sepa_debit")));
        stripe.does(&session, end).await;
        assert!(moneys(&endpoint.seen()).iter().all(|money| *money == expected), "{end:?}");
    }
}

/// Report 3: what is told and what is looked at in the same instant is the same.
#[tokio::test]
async fn a_message_and_the_payers_return_see_the_same() {
    let World { stripe, account, endpoint, object, session } = world(1, 1550).await;
    stripe.tells(&endpoint.address, Delivery::Together);
    let (answered, returned) = tokio::join!(stripe.does(&session, Act::Pay), async {
        loop {
            let reading = look(&account, &object).await;
            if reading.money != Money::Open {
                break reading;
            }
        }
    });
    assert_eq!((answered, endpoint.seen()), (vec![204; 2], vec![returned.clone(), returned]));
}

/// Report 5: each end of a payment is found by a sweep, though no message of it came.
#[tokio::test]
async fn what_no_message_told_is_swept_up() {
    for (acts, expected) in [
        (&[Act::Pay][..], Money::Paid),
        (&[Act::Sepa, Act::SepaSettles], Money::Paid),
        (&[Act::Sepa, Act::SepaFails], Money::Refused),
        (&[Act::Decline, Act::Expire], Money::Expired),
        (&[Act::Pay, Act::Refund(1550)], back(1550, Reason::Refund)),
        (&[Act::Pay, Act::Dispute, Act::DisputeLost], back(1550, Reason::Disputed)),
    ] {
        let World { stripe, account, endpoint, session, .. } = world(1, 1550).await;
        stripe.tells(&endpoint.address, Delivery::Kept);
        for act in acts {
            stripe.does(&session, *act).await;
        }
        assert_eq!(endpoint.seen(), []);
        let mut swept = Vec::new();
        for object in account.sweep(NOW).await.unwrap() {
            swept.extend(account.observe(&object).await.unwrap());
        }
        assert!(!swept.is_empty() && moneys(&swept).iter().all(|money| *money == expected), "{acts:?}: {swept:?}");
        assert_eq!(account.sweep(NOW + 1).await.unwrap(), []);
        // Late, and the last first: the same is seen.
        stripe.delivers_kept().await;
        assert!(moneys(&endpoint.seen()).iter().all(|money| *money == expected), "{acts:?}");
    }
}

/// Report 8: a card that is refused ends nothing; another one pays on the same page.
#[tokio::test]
async fn a_refused_card_and_then_another_one_is_a_payment() {
    let World { stripe, endpoint, session, .. } = world(1, 1550).await;
    stripe.tells(&endpoint.address, Delivery::Once);
    for act in [Act::Decline, Act::Decline, Act::Pay] {
        stripe.does(&session, act).await;
    }
    assert_eq!(moneys(&endpoint.seen()), [Money::Open, Money::Open, Money::Paid]);
    assert_eq!(stripe.taken("site/1").charges, 1);
}

/// Report 9: messages in the shapes of an old version of the API tell the same.
#[tokio::test]
async fn messages_of_any_version_tell_the_same() {
    let mut seen = Vec::new();
    for version in ["2023-08-16", super::double::VERSION] {
        let World { stripe, endpoint, session, .. } = world(1, 1550).await;
        stripe.writes_events_of(version);
        stripe.tells(&endpoint.address, Delivery::Once);
        for act in [Act::Decline, Act::Sepa, Act::SepaSettles, Act::Refund(500), Act::Dispute] {
            assert!(stripe.does(&session, act).await.iter().all(|status| *status == 204));
        }
        seen.push(endpoint.seen());
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].last().unwrap().money, back(1550, Reason::Returned));
}

/// Report 11: a part that is given back is not all of it, and what could not be given back is said.
#[tokio::test]
async fn what_is_given_back_in_parts_is_counted() {
    let World { stripe, account, endpoint, object, session } = world(1, 1500).await;
    stripe.tells(&endpoint.address, Delivery::Once);
    stripe.does(&session, Act::Pay).await;
    stripe.does(&session, Act::Refund(500)).await;
    account.give_back(&object, 1000, "refund-site/1-1-2").await.unwrap();
    account.give_back(&object, 1000, "refund-site/1-1-2").await.unwrap();
    assert_eq!(look(&account, &object).await.money, back(1500, Reason::Refund));
    assert_eq!(stripe.taken("site/1").given_back, 1500);
    let part = back(500, Reason::Refund);
    assert_eq!(moneys(&endpoint.seen()), [Money::Paid, part, part]);
}

/// Two equal parts are two, and a request that is made again is one.
#[tokio::test]
async fn equal_parts_that_are_given_back_are_as_many_as_were_asked_for() {
    let World { stripe, account, object, session, .. } = world(1, 1500).await;
    stripe.does(&session, Act::Pay).await;
    for (request, expected) in [("1", 500), ("1", 500), ("2", 1000), ("2", 1000), ("3", 1500)] {
        account.give_back(&object, 500, request).await.unwrap();
        assert_eq!(look(&account, &object).await.money, back(expected, Reason::Refund), "{request}");
    }
    assert_eq!(stripe.taken("site/1").given_back, 1500);
}

/// Report 18: back, forward, reload and another tab lead to one page, which can be paid once.
#[tokio::test]
async fn one_attempt_is_one_page_and_a_closed_one_cannot_be_paid() {
    let World { stripe, account, object, session, .. } = world(1, 1550).await;
    let again = account.open(&gift("site/1", 1, 1550)).await.unwrap();
    assert_eq!(again.object, object);
    let page = account.page(&object).await.unwrap().unwrap();
    assert_eq!(page.expose_secret(), again.url.expose_secret());
    // Another attempt, once the first page is closed: the forgotten tab cannot pay.
    account.close(&object).await.unwrap();
    stripe.does(&session, Act::Pay).await;
    assert!(account.page(&object).await.unwrap().is_none());
    let second = account.open(&gift("site/1", 2, 1550)).await.unwrap().object;
    stripe.does(&stripe.sessions()[1], Act::Pay).await;
    // Paid in the very moment in which it was to be closed.
    account.close(&second).await.unwrap();
    let reading = look(&account, &second).await;
    assert_eq!((reading.number, reading.money), (2, Money::Paid));
    assert_eq!(stripe.taken("site/1").charges, 1);
}

/// Report 23: money of the test mode is none.
#[tokio::test]
async fn nothing_of_the_test_mode_is_seen_in_the_live_one() {
    let World { stripe, account: tests, object, session, .. } = world(1, 1550).await;
    stripe.does(&session, Act::Pay).await;
    let live = account(super::client(&stripe, "sk_live_campagnodon"));
    assert_eq!(live.observe(&object).await, Ok(None));
    stripe.will(&[Fault::OtherMode]);
    assert_eq!(tests.observe(&object).await, Err(StripeError::OtherMode));
}

/// Report 14: each refused try is told as one, so that many can be counted.
#[tokio::test]
async fn what_is_signed_says_what_it_is_and_which_object_to_look_at() {
    let (_, client) = setting().await;
    let account = account(client);
    let hint = |kind: &str, object: serde_json::Value| {
        let event = serde_json::json!({"id": "evt_1", "type": kind, "data": {"object": object}}).to_string();
        let signature = super::double::signature(ENDPOINT_SECRET, NOW, event.as_bytes());
        account.hint(Some(&signature), event.as_bytes(), NOW)
    };
    for (kind, object, expected) in [
        ("payment_intent.payment_failed", "payment_intent", Some(true)),
        ("checkout.session.completed", "checkout.session", Some(false)),
        ("charge.dispute.created", "dispute", Some(false)),
        ("charge.refunded", "charge", Some(false)),
        ("customer.created", "customer", None),
        ("payment_intent.succeeded", "payment_intent", None),
        ("refund.created", "a_new_object", None),
    ] {
        let hint = hint(kind, serde_json::json!({"id": "xx_1", "object": object})).unwrap();
        assert_eq!(hint.as_ref().map(super::super::account::Hint::is_refused_try), expected, "{kind}");
        if let Some(hint) = hint {
            let told = (hint.event.as_str(), hint.kind, hint.object.to_string());
            assert_eq!(told, ("evt_1", kind, format!("{object}:xx_1")));
        }
    }
    assert_eq!(hint("charge.refunded", serde_json::json!({"object": "charge"})), Ok(None));
    assert_eq!(
        hint("charge.refunded", serde_json::json!({"id": "../x", "object": "charge"})),
        Err(HintError::Unreadable)
    );
}

#[tokio::test]
async fn only_what_is_signed_now_is_a_message() {
    let World { stripe, account, endpoint, session, .. } = world(1, 1550).await;
    assert_eq!(account.hint(None, b"{}", NOW), Err(HintError::Unsigned));
    stripe.tells(&endpoint.address, Delivery::Once);
    stripe.advance(301);
    assert_eq!(stripe.does(&session, Act::Pay).await, [400]);
    assert_eq!(endpoint.seen(), []);
}

/// Report 17: whatever the sum is, the same one arrives.
#[test]
fn any_sum_that_stripe_takes_arrives() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (stripe, account) = runtime.block_on(async {
        let (stripe, client) = setting().await;
        (stripe, account(client))
    });
    proptest!(ProptestConfig::with_cases(64), |(cents in 50..100_000_000_u64, attempt in 1..=u32::MAX)| {
        runtime.block_on(async {
            let idx = format!("site/{cents}");
            let object = account.open(&NewSession { idx: &idx, ..gift("", attempt, cents) }).await.unwrap().object;
            stripe.does(stripe.sessions().last().unwrap(), Act::Pay).await;
            let reading = look(&account, &object).await;
            assert_eq!((reading.sum, reading.money), (Sum::Euros(cents), Money::Paid));
        });
    });
}

/// A writer that keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The compartment: of the payer, whom Stripe knows and we told it of, nothing is logged, read, or kept to be asked about.
#[tokio::test]
async fn nothing_of_the_payer_stays() {
    let log = Log::default();
    let kept = log.clone();
    // With one subscriber alone, a line that another test's thread reaches first would be silent for all.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || kept.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let World { stripe, account, endpoint, .. } = world(1, 1550).await;
    let asked = NewSession { email: Some("ada.donor@example.org"), ..gift("site/2", 1, 1550) };
    stripe.will(&[Fault::Down, Fault::AnswerLost]);
    let opened = account.open(&asked).await.unwrap();
    let refused = account.open(&NewSession { email: Some("ada.donor@nowhere"), ..gift("site/3", 1, 1550) }).await;
    stripe.tells(&endpoint.address, Delivery::Once);
    let session = stripe.sessions().pop().unwrap();
    for act in [Act::Decline, Act::Sepa, Act::SepaSettles, Act::Refund(500), Act::Dispute] {
        stripe.does(&session, act).await;
    }
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("an event") && logged.contains("email_invalid"), "{logged}");
    assert!(stripe.object(&session).unwrap().to_string().contains("payer@example.org"), "the double knows the payer");
    let all = format!("{logged} {opened:?} {refused:?} {} {:?}", opened.object, endpoint.seen());
    for trace in ["ada.donor", "payer@", "Payer Example", "checkout.stripe.com", KEY, ENDPOINT_SECRET] {
        assert!(!all.contains(trace), "{trace}: {all}");
    }
}
