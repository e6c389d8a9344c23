//! The client: what is done once, tried again, refused.

use super::double::{Act, Fault};
use super::*;
use crate::relay::payments::stripe::checkout::NewSession;
use crate::relay::payments::stripe::checkout::samples::gift;
use crate::relay::payments::stripe::objects::Id;
use crate::relay::payments::stripe::refusal::StripeError;

#[tokio::test]
async fn what_is_asked_for_twice_is_done_once() {
    let (stripe, client) = setting().await;
    let gift = gift("site/1", 1, 1550);
    stripe.will(&[Fault::AnswerLost, Fault::Locked]);
    let one = client.open(&gift).await.unwrap().id;
    assert_eq!(client.open(&gift).await.unwrap().id, one);
    let asked = stripe.asked();
    assert!(asked.iter().all(|(call, key)| call == "POST /v1/checkout/sessions"
        && key.as_deref().is_some_and(|key| key.starts_with("cs-site/1-1-"))));
    assert_eq!((asked.len(), stripe.sessions().len()), (4, 1));
    // Of another body, it is another page, whose key is not the first one's: Stripe would refuse that.
    assert_ne!(client.open(&NewSession { label: "another", ..gift }).await.unwrap().id, one);
    assert_ne!(client.open(&NewSession { attempt: 2, ..gift }).await.unwrap().id, one);
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
        (NewSession { begun: NOW - 86_400, ..gift("site/1", 1, 1550) }, "parameter_invalid_integer"),
        (NewSession { email: Some("ada@nowhere"), ..gift("site/1", 1, 1550) }, "email_invalid"),
        (NewSession { label: "", ..gift("site/1", 1, 1550) }, "parameter_invalid_empty"),
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
    let live = super::client(&stripe, "sk_live_campagnodon");
    assert_eq!(live.session(&session.id).await.unwrap_err(), StripeError::NotFound);
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
    assert!(whole.latest_charge.unwrap().object().is_some());
    let charge = stripe.object(whole.id.as_str()).unwrap()["latest_charge"].as_str().unwrap().to_owned();
    let charge = Id::try_from(charge).unwrap();
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
