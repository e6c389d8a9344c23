//! Promise: billing details come back while a payment is pending, and in no other state.

use crate::support::distant::{API_KEY, SITE_KEY, TestDistant};
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use campagnodon::distant::civicrm::{CivicrmClient, CivicrmSettings};
use campagnodon::distant::{Distant, DistantError};

#[tokio::test]
async fn only_while_pending() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let civicrm = CivicrmClient::new(CivicrmSettings::new(&distant.address, SITE_KEY.into(), API_KEY.into())).unwrap();
    for (steps, given) in [
        (&[][..], true),
        (&["pend"][..], true),
        (&["pay"][..], false),
        (&["pend", "pay"][..], false),
        (&["refuse"][..], true),
        (&["refuse", "give_up"][..], false),
        (&["cancel"][..], false),
        (&["pay", "refund"][..], false),
    ] {
        let person = Person::new();
        let page = donor.give("don", &person.full("donation", "once", 3000)).await;
        for step in steps {
            donor.press(&page, step).await;
        }
        // At the origin, on its own knowledge: the distant may not have been told yet.
        let answer = donor.client.post(&page).form(&[("action", "billing")]).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), if given { 200 } else { 409 }, "{steps:?}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let html = answer.text().await.unwrap();
        assert_eq!(
            html.contains(&person.city.replace('\'', "&#39;")) || html.contains(&person.city),
            given,
            "{steps:?}"
        );
        // At the distant.
        let ended = steps.last().is_some_and(|step| !matches!(*step, "pend" | "refuse"));
        if ended {
            let status = match *steps.last().unwrap() {
                "pay" => "completed",
                "give_up" => "failed",
                "cancel" => "cancelled",
                _ => "refunded",
            };
            donor.until(&person, status).await;
        }
        let idx = donor.only_transaction(&person).await["idx"].as_str().unwrap().to_owned();
        match civicrm.billing_details(&idx).await {
            Ok(details) => {
                assert!(given && details.city.is_some_and(|city| *city.expose() == person.city), "{steps:?}")
            }
            Err(error) => assert!(!given && matches!(error, DistantError::Refused { .. }), "{steps:?}: {error}"),
        }
    }
}
