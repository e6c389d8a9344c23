//! Promise: what people report of other forms does not happen here. Each test is one report, from the payer's choice to
//! what the distant has.

use super::desk::{Begun, Desk, session_in};
use crate::support::person::{Person, search};
use crate::support::stripe::{Act, Delivery, Fault};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use reqwest::StatusCode;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Report 1: a debit that has only begun is not a gift, and a message that comes again is not another one.
#[tokio::test]
async fn a_debit_is_a_gift_once_it_has_come() {
    let desk = Desk::open().await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Thrice);
    let begun = desk.begin(1500).await;
    assert_eq!(desk.does(&begun, Act::Sepa).await, [204; 3]);
    desk.donor.until(&begun.person, "pending").await;
    desk.does(&begun, Act::SepaSettles).await;
    desk.donor.until(&begun.person, "completed").await;
    assert_eq!(desk.tellings(), 2);
    let refused = desk.begin(1500).await;
    desk.does(&refused, Act::Sepa).await;
    desk.donor.until(&refused.person, "pending").await;
    desk.does(&refused, Act::SepaFails).await;
    desk.come_back(&refused.page).await;
    desk.pass(DAY + HOUR).await;
    desk.donor.until(&refused.person, "failed").await;
    assert_eq!(desk.tellings(), 4);
}

/// Report 3: a message and the payer's return in the same instant are one payment.
#[tokio::test]
async fn a_message_and_the_payers_return_are_one_payment() {
    let desk = Desk::open().await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Together);
    for round in 1..=ROUNDS {
        let begun = desk.begin(1500).await;
        let (told, _, _) =
            tokio::join!(desk.does(&begun, Act::Pay), desk.come_back(&begun.page), desk.come_back(&begun.page));
        assert_eq!(told, [204; 2]);
        desk.donor.until(&begun.person, "completed").await;
        assert_eq!((desk.tellings(), desk.stripe.taken(&begun.idx).charges), (round, 1));
    }
}

const ROUNDS: i64 = 200;

/// Report 3 again, with two relays on one store: the message comes to one, the payer to the other.
#[tokio::test]
async fn two_relays_on_one_store_make_one_payment() {
    let desk = Desk::open().await;
    let (other, _) = desk.origin.serve_for_now(desk.clock.clone()).await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Together);
    for round in 1..=ROUNDS / 4 {
        let begun = desk.begin(1500).await;
        let page = begun.page.replace(&desk.donor.origin, &other);
        assert_ne!(page, begun.page);
        let (told, _, _) = tokio::join!(desk.does(&begun, Act::Pay), desk.come_back(&page), desk.come_back(&page));
        assert_eq!(told, [204; 2]);
        desk.donor.until(&begun.person, "completed").await;
        assert_eq!((desk.tellings(), desk.stripe.taken(&begun.idx).charges), (round, 1));
    }
    assert_eq!(desk.donor.transactions().await.as_array().unwrap().len() as i64, ROUNDS / 4);
}

/// Report 5: each end of a payment is found by a sweep, though no message of it came.
#[tokio::test]
async fn what_no_message_told_is_swept_up() {
    let desk = Desk::open().await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    let mut all = Vec::new();
    for (acts, expected) in [
        (&[Act::Pay][..], "completed"),
        (&[Act::Sepa], "pending"),
        (&[Act::Sepa, Act::SepaSettles], "completed"),
        (&[Act::Pay, Act::Refund(1500)], "refunded"),
        (&[Act::Pay, Act::Dispute, Act::DisputeLost], "refunded"),
    ] {
        let begun = desk.begin(1500).await;
        for act in acts {
            desk.does(&begun, *act).await;
        }
        all.push((begun, expected));
    }
    desk.pass(HOUR).await;
    for (begun, expected) in &all {
        desk.donor.until(&begun.person, expected).await;
    }
    // Late, and the last first: nothing more is told.
    let told = desk.tellings();
    desk.stripe.delivers_kept().await;
    desk.pass(HOUR).await;
    for (begun, expected) in &all {
        desk.come_back(&begun.page).await;
        desk.donor.until(&begun.person, expected).await;
    }
    assert_eq!(desk.tellings(), told);
}

/// Report 5 again: what comes to nothing is found by a sweep as well, and told when its time is over.
#[tokio::test]
async fn what_came_to_nothing_untold_is_swept_up() {
    let desk = Desk::open().await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    let [refused, expired] = [desk.begin(1500).await, desk.begin(2500).await];
    for act in [Act::Sepa, Act::SepaFails] {
        desk.does(&refused, act).await;
    }
    desk.does(&expired, Act::Expire).await;
    desk.pass(HOUR).await;
    for (begun, state) in [(&refused, "failed"), (&expired, "expired")] {
        until_attempt(&desk, begun, state).await;
    }
    desk.pass(DAY).await;
    desk.donor.until(&refused.person, "failed").await;
    desk.pass(30 * DAY).await;
    desk.donor.until(&expired.person, "cancelled").await;
    assert_eq!(desk.tellings(), 2);
}

async fn until_attempt(desk: &Desk, begun: &Begun, state: &str) {
    for _ in 0..500 {
        if desk.attempt(&begun.idx) == state {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} is not {state}", desk.attempt(&begun.idx));
}

/// Report 8: a card that was refused, the page's end and another card are one payment.
#[tokio::test]
async fn who_was_refused_pays_later() {
    let desk = Desk::open().await;
    let begun = desk.begin(1500).await;
    for act in [Act::Decline, Act::Decline, Act::Pay] {
        desk.does(&begun, act).await;
    }
    desk.donor.until(&begun.person, "completed").await;
    let late = desk.begin(1500).await;
    desk.does(&late, Act::Sepa).await;
    desk.does(&late, Act::SepaFails).await;
    desk.come_back(&late.page).await;
    desk.pass(DAY + HOUR).await;
    desk.donor.until(&late.person, "failed").await;
    let (status, location) = desk.choose(&late.page).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    desk.stripe.does(&session_in(&location.unwrap()), Act::Pay).await;
    desk.donor.until(&late.person, "completed").await;
}

/// Report 9: messages in the shapes of an old version of the API tell the same.
#[tokio::test]
async fn messages_of_an_old_version_tell_the_same() {
    let desk = Desk::open().await;
    desk.stripe.writes_events_of("2023-08-16");
    let begun = desk.begin(1500).await;
    for (act, status) in [(Act::Sepa, "pending"), (Act::SepaSettles, "completed"), (Act::Dispute, "refunded")] {
        desk.does(&begun, act).await;
        desk.donor.until(&begun.person, status).await;
    }
}

/// Report 14: cards that are tried on a page of Stripe's, one after the other, are noticed; a donor elsewhere still pays.
#[tokio::test]
async fn cards_that_are_tried_on_one_page_are_noticed() {
    let desk = Desk::open().await;
    let (tested, given) = (desk.begin(1500).await, desk.begin(1500).await);
    let until = async || desk.donor.health().await["card_testing_until"].take();
    for _ in 0..29 {
        desk.stripe.advance(1);
        desk.does(&tested, Act::Decline).await;
    }
    // Told again, and looked at again, it is the same try.
    desk.come_back(&tested.page).await;
    desk.come_back(&tested.page).await;
    assert_eq!(until().await, serde_json::Value::Null);
    desk.does(&tested, Act::Decline).await;
    desk.come_back(&tested.page).await;
    assert_eq!(until().await, "2027-01-01T01:00:29Z");
    desk.does(&given, Act::Pay).await;
    desk.donor.until(&given.person, "completed").await;
}

/// Report 11: a part that is given back is not all of it, and what could not be given back is said.
#[tokio::test]
async fn what_is_given_back_in_parts_is_refunded_once() {
    let desk = Desk::open().await;
    let begun = desk.begin(1500).await;
    for act in [Act::Pay, Act::Refund(500)] {
        desk.does(&begun, act).await;
        desk.donor.until(&begun.person, "completed").await;
    }
    desk.does(&begun, Act::Refund(1000)).await;
    desk.donor.until(&begun.person, "refunded").await;
    assert_eq!(desk.tellings(), 2);
    // Equal parts on one day are as many as they are.
    let parts = desk.begin(1500).await;
    for (act, status) in [(Act::Pay, "completed"), (Act::Refund(750), "completed"), (Act::Refund(750), "refunded")] {
        desk.does(&parts, act).await;
        desk.donor.until(&parts.person, status).await;
    }
    assert_eq!(desk.tellings(), 4);
    let kept = desk.begin(1500).await;
    for act in [Act::Pay, Act::RefundBegins(1500), Act::RefundFails] {
        desk.does(&kept, act).await;
    }
    until_alarmed(&desk, &["refund_failed"]).await;
    desk.donor.until(&kept.person, "completed").await;
}

/// A dispute is said at once, and what it ends with.
#[tokio::test]
async fn a_dispute_is_said_and_its_end_told() {
    let desk = Desk::open().await;
    let [won, lost] = [desk.begin(1500).await, desk.begin(1500).await];
    let mut alarms = Vec::new();
    for (begun, end, status) in [(&won, Act::DisputeWon, "completed"), (&lost, Act::DisputeLost, "refunded")] {
        desk.does(begun, Act::Pay).await;
        desk.does(begun, Act::Dispute).await;
        desk.donor.until(&begun.person, "completed").await;
        // One that had ended before it was looked at would be none.
        alarms.push("dispute_open");
        until_alarmed(&desk, &alarms).await;
        desk.does(begun, end).await;
        desk.donor.until(&begun.person, status).await;
    }
    until_alarmed(&desk, &["dispute_open", "dispute_open"]).await;
}

async fn until_alarmed(desk: &Desk, causes: &[&str]) {
    for _ in 0..500 {
        if desk.alarms() == causes {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", desk.alarms());
}

/// Report 17: the sum that was chosen is the one at Stripe and at the distant.
#[tokio::test]
async fn the_sum_is_the_same_everywhere() {
    let desk = Desk::open().await;
    let mut runner = TestRunner::deterministic();
    let mut any = || (100u64..=1_000_000).new_tree(&mut runner).unwrap().current();
    for cents in [100, 101, 1550, 3000, 99_900, 1_000_000].into_iter().chain((0..40).map(|_| any())) {
        let begun = desk.begin(cents).await;
        desk.does(&begun, Act::Pay).await;
        let transaction = desk.donor.until(&begun.person, "completed").await;
        let euros = format!("{}.{:02}", cents / 100, cents % 100);
        assert_eq!(transaction["contributions"][0]["amount"], euros);
        assert_eq!(desk.stripe.taken(&begun.idx).taken, cents);
    }
}

/// Report 18: back, forward, reload and another tab lead to one page, which can be paid once.
#[tokio::test]
async fn however_often_a_payer_chooses_it_is_one_page() {
    let desk = Desk::open().await;
    let begun = desk.begin(1500).await;
    let back = desk.come_back(&begun.page).await;
    assert!(back.contains("value=\"stripe\""), "the choice is still there: {back}");
    let chosen: [_; 2] = tokio::join!(desk.choose(&begun.page), desk.choose(&begun.page)).into();
    for (status, location) in chosen {
        assert_eq!((status, session_in(&location.unwrap())), (StatusCode::SEE_OTHER, begun.session.clone()));
    }
    // Another means closes it: the forgotten tab cannot pay.
    let request = desk.donor.client.post(&begun.page).form(&[("action", "choose"), ("means", "cheque")]);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::SEE_OTHER);
    desk.does(&begun, Act::Pay).await;
    assert_eq!(desk.stripe.taken(&begun.idx).charges, 0);
    let (_, location) = desk.choose(&begun.page).await;
    let second = session_in(&location.unwrap());
    assert_ne!(second, begun.session);
    desk.stripe.does(&second, Act::Pay).await;
    desk.donor.until(&begun.person, "completed").await;
    let (status, location) = desk.choose(&begun.page).await;
    assert_eq!((status, location), (StatusCode::CONFLICT, None));
    assert_eq!(desk.stripe.taken(&begun.idx).charges, 1);
}

/// Report 18 again, at each step: who goes back, reloads and chooses in two tabs is charged once.
#[tokio::test]
async fn at_each_step_going_back_and_choosing_again_charges_once() {
    let desk = Desk::open().await;
    for acts in [
        &[][..],
        &[Act::Decline],
        &[Act::Expire],
        &[Act::Sepa],
        &[Act::Sepa, Act::SepaSettles],
        &[Act::Sepa, Act::SepaFails],
        &[Act::Pay],
    ] {
        let begun = desk.begin(1500).await;
        for act in acts {
            desk.does(&begun, *act).await;
        }
        let mut sessions = vec![begun.session.clone()];
        for _ in 0..2 {
            desk.come_back(&begun.page).await;
            assert_eq!(desk.donor.client.get(&begun.page).send().await.unwrap().status(), StatusCode::OK);
            let tabs: [_; 2] = tokio::join!(desk.choose(&begun.page), desk.choose(&begun.page)).into();
            sessions.extend(tabs.into_iter().filter_map(|(_, location)| Some(session_in(&location?))));
        }
        // All of them are still open in some tab: the payer pays in each that Stripe lets them pay in.
        for session in &sessions {
            desk.stripe.does(session, Act::Pay).await;
        }
        if acts == [Act::Sepa] {
            desk.does(&begun, Act::SepaSettles).await;
        }
        desk.donor.until(&begun.person, "completed").await;
        assert_eq!(desk.stripe.taken(&begun.idx).charges, 1, "{acts:?}");
    }
    assert_eq!(desk.alarms(), [""; 0]);
}

/// Report 23: money of the other mode is none, and somebody learns of it.
#[tokio::test]
async fn an_answer_of_the_other_mode_is_no_payment() {
    let desk = Desk::open().await;
    let begun = desk.begin(1500).await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    desk.does(&begun, Act::Pay).await;
    desk.stripe.will(&[Fault::OtherMode]);
    desk.come_back(&begun.page).await;
    assert_eq!(desk.tellings(), 0);
    assert_eq!(desk.alarms(), ["test_money"]);
    desk.come_back(&begun.page).await;
    desk.donor.until(&begun.person, "completed").await;
}

/// An unsigned message, one that is too old, and one of nobody's.
#[tokio::test]
async fn only_what_is_signed_now_is_heard() {
    let desk = Desk::open().await;
    let unsigned = desk.donor.client.post(desk.endpoint()).body("{}").send().await.unwrap();
    assert_eq!(unsigned.status(), StatusCode::BAD_REQUEST);
    let begun = desk.begin(1500).await;
    desk.clock.advance(Duration::from_secs(301));
    assert_eq!(desk.does(&begun, Act::Pay).await, [400]);
    assert_eq!(desk.tellings(), 0);
}

/// An answer that is lost makes no second page that anybody sees, also where the payer's address is not to be had again.
#[tokio::test]
async fn a_lost_answer_is_asked_for_again() {
    let mut desk = Desk::open().await;
    let person = Person::new();
    let page = desk.donor.give("don", &person.donation(1500)).await;
    desk.stripe.will(&[Fault::AnswerLost; 3]);
    assert_ne!(desk.choose(&page).await.0, StatusCode::SEE_OTHER);
    desk.distant.stop().await;
    let (status, location) = desk.choose(&page).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    desk.distant.start_again().await;
    desk.stripe.does(&session_in(&location.unwrap()), Act::Pay).await;
    desk.donor.until(&person, "completed").await;
    // Asked for so late that Stripe would refuse the first page's end.
    let late = Person::new();
    let page = desk.donor.give("don", &late.donation(1500)).await;
    desk.stripe.will(&[Fault::Down; 3]);
    assert_ne!(desk.choose(&page).await.0, StatusCode::SEE_OTHER);
    desk.pass(DAY).await;
    assert_eq!(desk.choose(&page).await.0, StatusCode::SEE_OTHER);
}

/// The page may lead to Stripe: a browser holds a form to the page's policy, also where its answer leads elsewhere.
#[tokio::test]
async fn the_page_may_lead_to_stripe() {
    let desk = Desk::open().await;
    let page = desk.donor.give("don", &Person::new().donation(1500)).await;
    let answer = desk.donor.client.get(&page).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://checkout.stripe.com;"), "{policy}");
}

/// A form that offers months, which no means of payment beside Stripe takes either, is refused at start by its key.
#[tokio::test]
async fn what_is_paid_by_the_month_is_refused_at_start() {
    let desk = Desk::open().await;
    let file = desk.origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let refused = "forms.adhesion: no means of payment takes a membership with frequency monthly";
    for (means, recurring, expected) in [
        ("[\"stripe\"]", "recurring = false", None),
        ("[\"stripe\"]", "recurring = true", Some(refused)),
        ("[\"stripe\", \"cheque\"]", "recurring = true", Some(refused)),
    ] {
        let text = settings.replace("[\"stripe\", \"cheque\"]", means).replace("recurring = false", recurring);
        std::fs::write(&file, text).unwrap();
        let output = desk.origin.command(&["relay", "--check"]).await;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.success(), expected.is_none(), "{said}");
        assert!(expected.is_none_or(|expected| said.contains(expected)), "{said}");
    }
}

/// The compartment: of a payer who paid at Stripe, nothing is kept.
#[tokio::test]
async fn nothing_of_the_payer_is_kept() {
    let (desk, _relay) = Desk::spawn_anywhere().await;
    let paid = desk.begin(1500).await;
    desk.stripe.will(&[Fault::AnswerLost, Fault::Down]);
    for act in [Act::Decline, Act::Pay, Act::Refund(500), Act::Dispute, Act::DisputeLost] {
        desk.does(&paid, act).await;
        desk.come_back(&paid.page).await;
    }
    desk.donor.until(&paid.person, "refunded").await;
    let session = desk.stripe.object(&paid.session).unwrap().to_string();
    assert!(session.contains(&paid.person.email), "the address did pass through");
    let values =
        [paid.person.values(), vec!["payer@example.org", "Payer Example", "#fidkdWxOYHwnPyd1blppbHNg"]].concat();
    assert_eq!(search(&desk.origin.folder, &values), []);
}
