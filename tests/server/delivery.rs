//! Promise: a donor is told when the distant is down and can try again; a payment's status arrives there, however long
//! that takes, and in order.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use reqwest::StatusCode;

#[tokio::test]
async fn a_donor_is_told_that_the_distant_is_down_and_then_succeeds() {
    let mut distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    distant.stop().await;
    let (status, problem) = donor.post_json("don", &key, &person.donation(3000)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"distant_unavailable".into()));
    let (status, page) = donor.post_form("don", &key, &person.donation(3000)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.contains(&person.email) && page.contains(&key) && page.contains("data-code=\"distant_unavailable\""));
    distant.start_again().await;
    // Nothing was sent to it, so even another amount can take the same key.
    assert_eq!(donor.post_json("don", &key, &person.donation(5000)).await.0, StatusCode::CREATED);
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn a_status_that_happens_while_the_distant_is_down_arrives_after_it_is_back() {
    let mut distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (payer, refunded) = (Person::new(), Person::new());
    let pages = [donor.give("don", &payer.donation(3000)).await, donor.give("don", &refunded.donation(5000)).await];
    distant.stop().await;
    for (page, action) in [(&pages[0], "pend"), (&pages[0], "pay"), (&pages[1], "pay"), (&pages[1], "refund")] {
        assert_eq!(donor.press(page, action).await, StatusCode::SEE_OTHER, "{action}");
    }
    distant.start_again().await;
    donor.until(&payer, "completed").await;
    let refunded = donor.until(&refunded, "refunded").await;
    // It was told of the payment first: a contribution that was completed and then refunded.
    assert_eq!(refunded["contributions"][0]["status"], "Refunded");
}

#[tokio::test]
async fn a_payment_goes_forward_only() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    for (steps, status) in [
        (
            vec![
                ("pay", 303),
                ("pay", 303),
                ("refuse", 409),
                ("pend", 409),
                ("cancel", 409),
                // The bank repeats itself, late: nothing changes.
                ("refund", 303),
                ("pay", 303),
            ],
            "refunded",
        ),
        (vec![("pend", 303), ("refund", 409), ("refuse", 303), ("give_up", 303), ("cancel", 409)], "failed"),
        (vec![("cancel", 303), ("cancel", 303), ("pend", 409)], "cancelled"),
    ] {
        let person = Person::new();
        let page = donor.give("don", &person.donation(3000)).await;
        for (action, expected) in steps {
            assert_eq!(donor.press(&page, action).await.as_u16(), expected, "{action}");
        }
        donor.until(&person, status).await;
    }
    assert_eq!(donor.press(&donor.absolute("/payments/none"), "pay").await, StatusCode::NOT_FOUND);
    let page = donor.give("don", &Person::new().donation(3000)).await;
    assert_eq!(donor.press(&page, "steal").await, StatusCode::BAD_REQUEST);
}

/// Number 8 of what people report: a payment that was refused or given up is paid by a second try. A CiviCRM, and our
/// distant as it does, refuses `completed` after `failed`: it is told in steps.
#[tokio::test]
async fn money_that_comes_late_is_told_all_the_same() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    for (actions, told) in [(&["refuse", "give_up"][..], "failed"), (&["cancel"], "cancelled")] {
        let person = Person::new();
        let page = donor.give("don", &person.donation(3000)).await;
        for action in actions {
            donor.press(&page, action).await;
        }
        donor.until(&person, told).await;
        for _ in 0..3 {
            assert_eq!(donor.press(&page, "pay").await, StatusCode::SEE_OTHER, "{told}");
        }
        let paid = donor.until(&person, "completed").await;
        assert_eq!(paid["contributions"].as_array().unwrap().len(), 1, "{told}");
        assert_eq!(paid["contributions"][0]["status"], "Completed", "{told}");
        let billing = donor.client.post(&page).form(&[("action", "billing")]).send().await.unwrap();
        assert_eq!(billing.status(), StatusCode::CONFLICT, "billing details stay closed");
    }
}
