//! The client against a double of Stripe, and what is read of all that a payer and a bank may do.

#[allow(dead_code, reason = "what the tests of the whole relay take")]
#[path = "../../../../tests/support/stripe/mod.rs"]
mod double;

use super::checkout::samples::gift;
use super::client::StripeClient;
use super::key::ApiKey;
use super::objects::{Id, Session};
use super::reading::{Found, Money, Reading, Reason, Warning, read};
use super::refusal::StripeError;
use super::signature::{HEADER, WebhookSecrets};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use double::{Act, Delivery, ENDPOINT_SECRET, Fault, KEY, Stripe};
use secrecy::ExposeSecret;

const NOW: i64 = 1_798_761_600;

async fn setting() -> (Stripe, StripeClient) {
    let stripe = Stripe::start(NOW).await;
    let client = StripeClient::new(&stripe.address, ApiKey::new(KEY.into()).unwrap()).unwrap();
    (stripe, client)
}

/// Fetches a session whole, and reads it.
async fn look(client: &StripeClient, id: &Id) -> Reading {
    let session = client.session(id).await.unwrap();
    let intent = session.payment_intent.as_ref().and_then(|it| it.object()).cloned();
    let disputes = match &intent {
        Some(intent) => client.disputes(&intent.id).await.unwrap(),
        None => Vec::new(),
    };
    read(&Found { session: Some(session), intent, disputes }).unwrap()
}

#[tokio::test]
async fn every_story_of_a_payment_is_read_as_it_is() {
    use Money::{Expired, Open, Paid, Pending, Refused, Returned};
    for story in [
        &[(Act::Pay, Paid)][..],
        &[(Act::Decline, Open), (Act::Decline, Open), (Act::Pay, Paid)],
        &[(Act::Expire, Expired)],
        &[(Act::Decline, Open), (Act::Expire, Expired), (Act::Pay, Expired)],
        &[(Act::Sepa, Pending), (Act::SepaSettles, Paid), (Act::Dispute, Returned(1550, Reason::Returned))],
        &[(Act::Sepa, Pending), (Act::SepaFails, Refused)],
        &[
            (Act::Pay, Paid),
            (Act::Refund(500), Returned(500, Reason::Refund)),
            (Act::Refund(1050), Returned(1550, Reason::Refund)),
        ],
        &[(Act::Pay, Paid), (Act::RefundBegins(1550), Paid), (Act::RefundArrives, Returned(1550, Reason::Refund))],
        &[(Act::Pay, Paid), (Act::RefundBegins(1550), Paid), (Act::RefundFails, Paid)],
        &[(Act::Pay, Paid), (Act::Dispute, Paid), (Act::DisputeWon, Paid)],
        &[(Act::Pay, Paid), (Act::Dispute, Paid), (Act::DisputeLost, Returned(1550, Reason::Disputed))],
    ] {
        let (stripe, client) = setting().await;
        let session = client.open(&gift("site/1", 3, 1550)).await.unwrap();
        assert!(session.url.unwrap().expose_secret().starts_with("https://checkout.stripe.com/"));
        assert_eq!(look(&client, &session.id).await.money, Open);
        for (act, money) in story {
            stripe.does(session.id.as_str(), *act).await;
            let reading = look(&client, &session.id).await;
            assert_eq!((reading.idx.as_str(), reading.attempt, reading.cents), ("site/1", 3, 1550));
            assert_eq!(reading.money, *money, "{act:?} of {story:?}");
            let warning = match act {
                Act::RefundFails => vec![Warning::RefundFailed],
                Act::Dispute if reading.money == Paid => vec![Warning::DisputeOpen],
                _ => vec![],
            };
            assert_eq!(reading.warnings, warning, "{act:?} of {story:?}");
        }
    }
}

#[tokio::test]
async fn what_is_asked_for_twice_is_done_once() {
    let (stripe, client) = setting().await;
    let gift = gift("site/1", 1, 1550);
    stripe.will(&[Fault::AnswerLost, Fault::Locked]);
    let one = client.open(&gift).await.unwrap().id;
    assert_eq!(client.open(&gift).await.unwrap().id, one);
    let asked = stripe.asked();
    assert!(
        asked.iter().all(|(call, key)| call == "POST /v1/checkout/sessions" && key.as_deref() == Some("cs-site/1-1"))
    );
    assert_eq!((asked.len(), stripe.sessions().len()), (4, 1));
    let other = super::checkout::NewSession { label: "another", ..gift };
    let refused = StripeError::Refused { status: 400, kind: "idempotency_error".to_owned(), code: String::new() };
    assert_eq!(client.open(&other).await.unwrap_err(), refused);
    assert_ne!(client.open(&super::checkout::NewSession { attempt: 2, ..gift }).await.unwrap().id, one);
}

#[tokio::test]
async fn what_stays_down_is_given_up_after_three_tries() {
    let (stripe, client) = setting().await;
    for (fault, is_expected) in [
        (Fault::Down, (|it: &StripeError| matches!(it, StripeError::Refused { status: 503, .. })) as fn(&_) -> bool),
        (Fault::AnswerLost, |it| *it == StripeError::Unanswered),
    ] {
        let before = stripe.asked().len();
        stripe.will(&[fault; 3]);
        assert!(is_expected(&client.open(&gift("site/1", 1, 1550)).await.unwrap_err()), "{fault:?}");
        assert_eq!(stripe.asked().len() - before, 3);
    }
    assert!(client.open(&gift("site/1", 1, 1550)).await.is_ok());
    assert_eq!(stripe.sessions().len(), 1);
}

#[tokio::test]
async fn what_stripe_refuses_is_refused_at_once() {
    let (stripe, client) = setting().await;
    for (session, expected) in [
        (gift("site/1", 1, 49), "amount_too_small"),
        (gift("site/1", 1, 100_000_000), "amount_too_large"),
        (super::checkout::NewSession { begun: NOW - 86_400, ..gift("site/1", 1, 1550) }, "parameter_invalid_integer"),
        (super::checkout::NewSession { email: Some("ada@nowhere"), ..gift("site/1", 1, 1550) }, "email_invalid"),
        (super::checkout::NewSession { label: "", ..gift("site/1", 1, 1550) }, "parameter_invalid_empty"),
    ] {
        let StripeError::Refused { status: 400, code, .. } = client.open(&session).await.unwrap_err() else { panic!() };
        assert_eq!(code, expected);
    }
    assert_eq!(stripe.asked().len(), 5);
}

#[tokio::test]
async fn nothing_is_taken_of_the_other_mode() {
    let (stripe, client) = setting().await;
    let session = client.open(&gift("site/1", 1, 1550)).await.unwrap();
    stripe.will(&[Fault::OtherMode]);
    assert_eq!(client.session(&session.id).await.unwrap_err(), StripeError::OtherMode);
    let live = StripeClient::new(&stripe.address, ApiKey::new("sk_live_campagnodon".into()).unwrap()).unwrap();
    assert_eq!(live.session(&session.id).await.unwrap_err(), StripeError::NotFound);
}

#[tokio::test]
async fn a_forgotten_tab_cannot_pay_once_its_page_is_closed() {
    let (stripe, client) = setting().await;
    let session = client.open(&gift("site/1", 1, 1550)).await.unwrap();
    let closed: Session = client.expire(&session.id).await.unwrap();
    assert!(closed.url.is_none());
    stripe.does(session.id.as_str(), Act::Pay).await;
    assert_eq!(stripe.taken("site/1").charges, 0);
    assert_eq!(look(&client, &session.id).await.money, Money::Expired);
    let paid = client.open(&gift("site/1", 2, 1550)).await.unwrap();
    stripe.does(paid.id.as_str(), Act::Pay).await;
    assert!(matches!(client.expire(&paid.id).await, Err(StripeError::Refused { status: 400, .. })));
}

#[tokio::test]
async fn money_is_given_back_once_and_never_more_than_came() {
    let (stripe, client) = setting().await;
    let session = client.open(&gift("site/1", 1, 1550)).await.unwrap();
    stripe.does(session.id.as_str(), Act::Pay).await;
    let intent = client.session(&session.id).await.unwrap().payment_intent.unwrap().object().unwrap().id.clone();
    stripe.will(&[Fault::AnswerLost]);
    let refund = client.give_back(&intent, 500, "refund-1").await.unwrap();
    assert_eq!(client.refund(&refund.id).await.unwrap().amount, 500);
    assert!(client.give_back(&intent, 1051, "refund-2").await.is_err());
    assert_eq!(client.give_back(&intent, 1050, "refund-3").await.unwrap().amount, 1050);
    assert_eq!(stripe.taken("site/1").given_back, 1550);
    let whole = client.payment_intent(&intent).await.unwrap();
    let charge = whole.latest_charge.unwrap().object().unwrap().id.clone();
    assert!(client.charge(&charge).await.unwrap().payment_intent.is_some());
}

#[tokio::test]
async fn what_happened_is_listed_page_by_page() {
    let (stripe, client) = setting().await;
    let session = client.open(&gift("site/1", 1, 1550)).await.unwrap();
    for _ in 0..250 {
        stripe.does(session.id.as_str(), Act::Decline).await;
    }
    stripe.advance(60);
    stripe.does(session.id.as_str(), Act::Pay).await;
    let kinds = ["payment_intent.payment_failed", "checkout.session.completed"];
    assert_eq!(client.events(&kinds, NOW).await.unwrap().len(), 251);
    let [last] = &client.events(&kinds, NOW + 1).await.unwrap()[..] else { panic!() };
    assert_eq!(last.data.object.id.as_ref(), Some(&session.id));
    assert_eq!(client.events(&kinds[..1], NOW + 1).await.unwrap().len(), 0);
}

/// Serves an endpoint that takes what is signed at [`NOW`], and returns its address.
async fn endpoint() -> String {
    let secrets = WebhookSecrets::new(vec![ENDPOINT_SECRET.into()]).unwrap();
    let take = move |headers: HeaderMap, body: Bytes| {
        let is_good = secrets.verify(headers[HEADER].to_str().unwrap(), &body, NOW).is_ok();
        std::future::ready(if is_good { StatusCode::NO_CONTENT } else { StatusCode::BAD_REQUEST })
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(take);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn messages_are_taken_however_they_are_delivered_unless_they_are_old() {
    let (stripe, client) = setting().await;
    let session = client.open(&gift("site/1", 1, 1550)).await.unwrap();
    let endpoint = endpoint().await;
    for (act, delivery, expected) in [
        (Act::Decline, Delivery::Once, &[204][..]),
        (Act::Sepa, Delivery::Thrice, &[204; 3]),
        (Act::SepaSettles, Delivery::Together, &[204; 2]),
        (Act::Dispute, Delivery::Kept, &[]),
    ] {
        stripe.tells(&endpoint, delivery);
        assert_eq!(stripe.does(session.id.as_str(), act).await, expected, "{delivery:?}");
    }
    assert_eq!(stripe.delivers_kept().await, [204]);
    stripe.advance(301);
    stripe.tells(&endpoint, Delivery::Once);
    stripe.writes_events_of("2023-08-16");
    assert_eq!(stripe.does(session.id.as_str(), Act::DisputeWon).await, [400]);
    let dispute = client.events(&["charge.dispute.created"], NOW).await.unwrap()[0].data.object.id.clone().unwrap();
    assert_eq!(client.dispute(&dispute).await.unwrap().amount, 1550);
}
