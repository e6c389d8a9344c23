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
        (vec![("pend", 303), ("refund", 409), ("refuse", 303), ("pay", 409)], "failed"),
        (vec![("cancel", 303), ("cancel", 303), ("pay", 409)], "cancelled"),
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
