use super::*;
use crate::protocol::Amount;
use crate::relay::payments::provider::Warning;
use crate::relay::settlement::{Reason, Returned as GivenBack, Sum};
use proptest::prelude::*;
use serde_json::{Value, json};

const VECTORS: &str = include_str!("../../../../tests/spip/vectors.json");

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).unwrap().as_str().unwrap()
}

fn spip(now: i64) -> Spip {
    let url = |text| PublicUrl::parse(text).unwrap();
    let secret = SecretString::from(text(&vectors(), "/secret").to_owned());
    let (site, relay) = (url("https://www.example.org/"), url("https://www.example.org/relais"));
    Spip::new(&site, &secret, None, &relay, Clock::fixed(now * 1000))
}

fn attempt(cents: u64) -> Attempt {
    Attempt {
        idx: "k7f2m9x4q8w1".to_owned(),
        number: 1,
        operation: Operation::Donation,
        frequency: Frequency::Once,
        amount: Amount::from_cents(cents).unwrap(),
        opened_at: 0,
        label: "Rendre la rivière vivante".to_owned(),
        language: "fr",
        page: String::new(),
    }
}

/// Adds the headers of a message of the vectors, with what a test changes of them.
fn message<'a>(of: &'a Value, changed: &[(&'a str, &'a str)], headers: &mut Vec<(&'a str, &'a str)>) {
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let other = changed.iter().find(|(changed, _)| *changed == name).map(|(_, value)| *value);
        headers.push((name, other.unwrap_or_else(|| of["headers"][name].as_str().unwrap())));
    }
}

fn claims(address: &str) -> Value {
    let token = address.split_once("&jeton=").unwrap().1;
    let json = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&data_encoding::BASE64URL_NOPAD.decode(json.as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_token_is_the_one_of_the_vectors() {
    let vectors = vectors();
    let spip = spip(1_795_694_400);
    let Value::Object(of) = &vectors["handover"]["claims"] else { panic!() };
    let hand_over = HandOver {
        iss: &spip.relay,
        aud: &spip.action,
        idx: "k7f2m9x4q8w1",
        att: 1,
        cts: 1550,
        cur: "EUR",
        ser: "none",
        lbl: of["lbl"].as_str().unwrap().to_owned(),
        lang: "fr",
        iat: 1_795_694_400,
        exp: 1_795_695_000,
        jti: of["jti"].as_str().unwrap().to_owned(),
    };
    assert_eq!(serde_json::to_string(&hand_over).unwrap(), text(&vectors, "/handover/json"));
    assert_eq!(spip.seal.token(Purpose::HandOver, &hand_over).unwrap(), text(&vectors, "/handover/token"));
}

#[tokio::test]
async fn each_hand_over_is_another_token_of_the_same_attempt() {
    let spip = spip(1_795_694_400);
    let taken = spip.begin(&attempt(1550), None).await.unwrap();
    let (Checkout::Redirect(first), Some(Checkout::Redirect(again))) =
        (taken.checkout, spip.resume(&attempt(1550), &taken.reference).await.unwrap())
    else {
        panic!()
    };
    assert!(first.starts_with("https://www.example.org/spip.php?action=campagnodon_payer&jeton=v1."), "{first}");
    let (mut one, mut other) = (claims(&first), claims(&again));
    assert_ne!(one["jti"].take(), other["jti"].take());
    assert_eq!(one, other);
    assert_eq!(spip.observe(&taken.reference).await.unwrap(), None, "only messages tell");
    let long = Attempt { label: "é".repeat(300), ..attempt(1550) };
    let Some(Checkout::Redirect(address)) = spip.resume(&long, &taken.reference).await.unwrap() else { panic!() };
    assert_eq!(claims(&address)["lbl"], "é".repeat(60));
}

#[tokio::test]
async fn what_the_plugin_signed_is_taken_and_nothing_else() {
    let vectors = vectors();
    let event = &vectors["event"];
    let time = event["timestamp"].as_i64().unwrap();
    let spip = spip(time);
    let body = text(event, "/body");
    let right = text(event, "/headers/webhook-signature");
    let both = format!("v1,AAAA v2,BBBB {right}");
    for (changed, body, at, is_taken) in [
        (&[][..], body, time, true),
        (&[("webhook-signature", both.as_str())], body, time, true),
        (&[], body, time + 300, true),
        (&[], body, time + 301, false),
        (&[], body, time - 301, false),
        (&[("webhook-id", "other")], body, time, false),
        (&[("webhook-timestamp", "1795694502")], body, time, false),
        (&[("webhook-signature", "v1,")], body, time, false),
        (&[("webhook-signature", "")], body, time, false),
        (&[], "{}", time, false),
        (&[], &body.replace("1550", "1"), time, false),
    ] {
        let mut headers = Vec::new();
        message(event, changed, &mut headers);
        let callback = Callback { posted: None, headers: &headers, body: body.as_bytes(), at: at * 1000 };
        assert_eq!(spip.hints(callback).is_ok(), is_taken, "{changed:?} {body} {at}");
        // What is signed for one thing says nothing of another.
        assert!(spip.seal.read::<Value>(Purpose::Return, body).is_none());
    }
    let callback = Callback { posted: None, headers: &[], body: body.as_bytes(), at: time * 1000 };
    assert_eq!(spip.hints(callback), Err(ProviderError::NotOurs));
}

#[test]
fn a_question_and_a_return_are_read_as_the_vectors_have_them() {
    let vectors = vectors();
    let spip = spip(0);
    let asked = &vectors["billing"];
    let mut headers = Vec::new();
    message(asked, &[], &mut headers);
    let at = asked["timestamp"].as_i64().unwrap() * 1000;
    let body = text(asked, "/body").as_bytes();
    let Asked { idx, number, .. } = spip.asked(Callback { posted: None, headers: &headers, body, at }).unwrap();
    assert_eq!((idx.as_str(), number), ("k7f2m9x4q8w1", 1));

    let token = text(&vectors, "/return/token");
    let exp = vectors["return"]["claims"]["exp"].as_i64().unwrap();
    let back = |token: &str, at: i64| spip.came_back(token, at * 1000);
    assert!(back(token, exp).is_some_and(|back| back.idx == "k7f2m9x4q8w1" && back.reference.is_some()));
    // Later it leads to the page, and says nothing any more.
    assert!(back(token, exp + 1).is_some_and(|back| back.reference.is_none()));
    let hand_over = text(&vectors, "/handover/token");
    let forged = vectors["forged"].as_array().unwrap().iter().map(|token| token.as_str().unwrap());
    for token in forged.chain([hand_over, "", ".", "v1..", &token[..token.len() - 1], &"x".repeat(5000)]) {
        assert!(back(token, 0).is_none(), "{token}");
    }
}

fn said(changed: Value) -> Observed {
    let mut data = vectors()["event"]["value"]["data"].take();
    data.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    Said::read(&Reference(data.to_string())).unwrap().observed()
}

#[test]
fn the_states_of_bank() {
    let back = |cents| Money::Returned(GivenBack { cents, reason: Reason::Refund });
    for (changed, money, sum) in [
        (json!({}), Money::Paid, Sum::Euros(1550)),
        (json!({ "cents_paid": 1500 }), Money::Paid, Sum::Euros(1500)),
        (json!({ "currency": "CHF" }), Money::Paid, Sum::Foreign),
        (json!({ "state": "commande", "cents_paid": 0, "mode": "" }), Money::Open, Sum::Euros(0)),
        (json!({ "state": "attente", "cents_paid": 0 }), Money::Pending, Sum::Euros(0)),
        (json!({ "state": "echec", "cents_paid": 0 }), Money::Refused, Sum::Euros(0)),
        (json!({ "state": "abandon", "cents_paid": 0 }), Money::Expired, Sum::Euros(0)),
        (json!({ "state": "rembourse" }), back(1550), Sum::Euros(1550)),
        (json!({ "state": "rembourse", "cents_paid": 0 }), back(1550), Sum::Euros(1550)),
    ] {
        let observed = said(changed.clone());
        assert_eq!((observed.money, observed.sum), (money, sum), "{changed}");
        assert_eq!(observed.warnings, [], "{changed}");
    }
    assert_eq!(said(json!({})).instrument.as_deref(), Some("payzen"));
    assert_eq!(said(json!({ "mode": "" })).instrument, None);
}

#[test]
fn money_of_a_trial_is_none() {
    for state in ["attente", "ok", "echec", "rembourse"] {
        let observed = said(json!({ "state": state, "mode": "payzen_test" }));
        assert_eq!((observed.money, observed.warnings), (Money::Open, vec![Warning::TestMoney]), "{state}");
    }
}

proptest! {
    #[test]
    fn any_amount_arrives_as_it_left(cents in 1u64..=1_000_000_000) {
        let taken = futures_of(spip(0).begin(&attempt(cents), None));
        let Checkout::Redirect(address) = taken.unwrap().checkout else { panic!() };
        prop_assert_eq!(claims(&address)["cts"].as_u64(), Some(cents));
        let observed = said(json!({ "cents": cents, "cents_paid": cents }));
        prop_assert_eq!(observed.sum, Sum::Euros(cents));
    }
}

fn futures_of<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
