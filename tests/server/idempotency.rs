//! Promise: one form, one transaction at the distant, however often it is sent and whatever dies on the way.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, free_address};
use crate::support::person::Person;
use crate::support::proxy::Proxy;
use reqwest::StatusCode;

#[tokio::test]
async fn a_double_click_and_a_resend_open_one_transaction() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    let transaction = person.full("donation", "once", 5000);
    let both = tokio::join!(donor.post_json("don", &key, &transaction), donor.post_json("don", &key, &transaction));
    let later = donor.post_json("don", &key, &transaction).await;
    assert_eq!(both.0.0, StatusCode::CREATED);
    assert_eq!(both.0, both.1);
    assert_eq!(both.0, later);
    // The same from the page without scripts is the same.
    let (status, location) = donor.post_form("don", &key, &transaction).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(donor.absolute(&location), later.1["payment_url"]);
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn a_key_serves_one_transaction() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
    for (form, other) in
        [("don", person.donation(5000)), ("both", person.donation(3000)), ("don", Person::new().donation(3000))]
    {
        let (status, problem) = donor.post_json(form, &key, &other).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &"idempotency_key_reused".into()));
    }
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn one_page_that_many_have_serves_each_of_them() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (persons, key) = ([(); 5].map(|()| Person::new()), donor.key());
    let mut payments = Vec::new();
    for gift in persons.iter().flat_map(|person| [person.donation(3000), person.donation(5000)]) {
        let (status, location) = donor.post_form("don", &key, &gift).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "at the first click");
        // Twice at once, and later.
        let both = tokio::join!(donor.post_form("don", &key, &gift), donor.post_form("don", &key, &gift));
        assert_eq!((&both.0.1, &both.1.1), (&location, &location));
        payments.push((gift, location));
    }
    for (gift, location) in &payments {
        assert_eq!(donor.post_form("don", &key, gift).await.1, *location);
        assert_eq!(payments.iter().filter(|(_, other)| other == location).count(), 1);
    }
    for person in &persons {
        assert_eq!(donor.transactions_of(person).await.len(), 2);
    }
    // A program's key is its own.
    let other = Person::new().donation(3000);
    assert_eq!(donor.post_json("don", &key, &other).await.1["code"], "idempotency_key_reused");
}

#[tokio::test]
async fn nobody_is_led_to_a_payment_that_has_ended() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    for (presses, open, lost) in [
        (&[][..], true, false),
        (&["pend"], true, false),
        (&["pay"], false, false),
        (&["pend", "pay"], false, false),
        (&["pay", "refund"], false, false),
        (&["refuse"], true, false),
        (&["refuse", "give_up"], false, true),
        (&["cancel"], false, true),
    ] {
        let (person, key) = (Person::new(), donor.key());
        let gift = person.donation(3000);
        // The page's own key, and one that another donor's transaction had before.
        for key in [&key, &format!("{key}-of-many")] {
            if *key != key.trim_end_matches("-of-many") {
                donor.post_form("don", key, &Person::new().donation(3000)).await;
            }
            let (_, first) = donor.post_form("don", key, &gift).await;
            for action in presses {
                assert_eq!(donor.press(&donor.absolute(&first), action).await, StatusCode::SEE_OTHER);
            }
            let (status, answer) = donor.post_json("don", key, &gift).await;
            if open {
                assert_eq!((status, &answer["payment_url"]), (StatusCode::CREATED, &donor.absolute(&first).into()));
                assert_eq!(donor.post_form("don", key, &gift).await, (StatusCode::SEE_OTHER, first));
                continue;
            }
            assert_eq!((status, &answer["code"]), (StatusCode::CONFLICT, &"idempotency_key_reused".into()));
            let (status, answer) = donor.post_form("don", key, &gift).await;
            if lost {
                assert!(status == StatusCode::SEE_OTHER && answer != first, "another try: {presses:?}");
                assert_eq!(donor.post_form("don", key, &gift).await.1, answer);
                continue;
            }
            // The page has everything that was typed, and a key for one payment more.
            assert!(status == StatusCode::CONFLICT && answer.contains("data-code=\"payment_ended\""), "{presses:?}");
            assert!(answer.contains(&person.email) && !answer.contains(key.as_str()) && !answer.contains(&first));
            let fresh = answer.split_once("name=\"idempotency_key\" value=\"").unwrap().1.split_once('"').unwrap().0;
            let (status, second) = donor.post_form("don", fresh, &gift).await;
            assert!(status == StatusCode::SEE_OTHER && second != first);
            assert_eq!(donor.post_form("don", key, &gift).await.0, StatusCode::CONFLICT);
        }
    }
}

#[tokio::test]
async fn a_refusal_uses_no_key_up() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    assert_eq!(donor.post_json("don", &key, &person.donation(7)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn a_relay_killed_while_the_distant_works_opens_one_transaction() {
    let distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = Origin::new(&proxy.address);
    let listen = free_address();
    let (person, key) = (Person::new(), format!("killed-late-of-the-tests-{}", std::process::id()));
    let transaction = person.full("membership", "yearly", 3500);

    // The distant does its work, and the relay dies before it hears of it.
    proxy.hold_answers();
    let mut relay = origin.spawn(listen).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let lost = donor.post_meanwhile("adhesion", &key, &transaction);
    proxy.answer_held().await;
    relay.kill();
    assert!(lost.await.unwrap().is_err(), "the donor got no answer");
    donor.only_transaction(&person).await;

    // The same form, sent again to the relay that is back.
    proxy.let_answers_through();
    let _relay = origin.spawn(listen).await;
    let (status, answer) = donor.post_json("adhesion", &key, &transaction).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    donor.press(answer["payment_url"].as_str().unwrap(), "pay").await;
    donor.until(&person, "completed").await;
}

#[tokio::test]
async fn a_relay_killed_before_the_distant_heard_opens_one_transaction() {
    let distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = Origin::new(&proxy.address);
    let listen = free_address();
    let (person, key) = (Person::new(), format!("killed-early-of-the-tests-{}", std::process::id()));
    let transaction = person.donation(3000);

    proxy.hold_requests();
    let mut relay = origin.spawn(listen).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let lost = donor.post_meanwhile("don", &key, &transaction);
    proxy.request_held().await;
    relay.kill();
    assert!(lost.await.unwrap().is_err());
    assert_eq!(donor.transactions_of(&person).await.len(), 0);

    proxy.let_requests_through();
    let _relay = origin.spawn(listen).await;
    assert_eq!(donor.post_json("don", &key, &transaction).await.0, StatusCode::CREATED);
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn an_answer_lost_in_time_out_is_found_again() {
    let distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = Origin::new(&proxy.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    proxy.hold_answers();
    let (status, problem) = donor.post_json("don", &key, &person.donation(3000)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"distant_unavailable".into()));
    // Another amount cannot take the key of a transaction that may be there.
    assert_eq!(donor.post_json("don", &key, &person.donation(5000)).await.0, StatusCode::CONFLICT);
    proxy.let_answers_through();
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
    donor.only_transaction(&person).await;
}
