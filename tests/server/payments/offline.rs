//! … by transfer and by cheque: a person promises, and another says what came.

use crate::support::civicrm::Civicrm;
use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use campagnodon::relay::Clock;
use campagnodon::relay::offline::TransferReference;
use serde_json::{Value, json};
use std::time::Duration;

const MEANS: &str = r#"
[payments]
means = ["transfer", "cheque", "sandbox"]
[payments.transfer]
holder = "Les amis de la rive"
iban = "FR1420041010050500013M02606"
text = { fr = "Notre banque vérifie le nom." }
[payments.cheque]
payee = "Les amis de la rive"
address = ["1 rue de la Rive", "35000 Rennes"]
title = "Un chèque, à l’ancienne"
[distants.main.instruments]
transfer = "EFT"
cheque = "Check"
"#;

async fn choose(donor: &Donor, page: &str, means: &str) -> String {
    let answer = donor.client.post(page).form(&[("action", "choose"), ("means", means)]).send().await.unwrap();
    assert_eq!(answer.status(), 303, "{means}");
    assert_eq!(donor.absolute(answer.headers()["location"].to_str().unwrap()), page);
    show(donor, page).await
}

async fn show(donor: &Donor, page: &str) -> String {
    let answer = donor.client.get(page).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["cache-control"]), (200, &"no-store".parse().unwrap()));
    answer.text().await.unwrap()
}

/// Returns the means that a page offers, as their words.
fn offered(html: &str) -> Vec<&str> {
    html.split("name=\"means\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn stage(html: &str) -> &str {
    html.split("data-payment=\"").nth(1).unwrap().split('"').next().unwrap()
}

/// Returns the reference of the instructions, and checks that it is one.
fn reference(html: &str) -> TransferReference {
    let shown = html.split("campagnodon-reference").nth(1).unwrap().split("</strong>").next().unwrap();
    let text: String = shown.split('<').map(|part| part.rsplit('>').next().unwrap()).collect();
    TransferReference::parse(&text).unwrap()
}

/// Runs `campagnodon payments …`, and returns whether it worked, and what it said.
async fn payments(origin: &Origin, arguments: &[&str]) -> (bool, String) {
    let output = origin.command(&[&["payments"], arguments].concat()).await;
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).unwrap())
}

async fn listed(origin: &Origin, arguments: &[&str]) -> Vec<Value> {
    let (_, said) = payments(origin, &[&["list", "--json"], arguments].concat()).await;
    serde_json::from_str(&said).unwrap()
}

#[tokio::test]
async fn a_transfer_is_promised_shown_and_received() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::with(&civicrm.server(), MEANS);
    let donor = Donor::new(&origin.serve().await, &civicrm.address);
    let person = Person::new();
    let page = donor.give("don", &person.donation(3000)).await;
    let html = show(&donor, &page).await;
    assert_eq!((stage(&html), offered(&html)), ("init", vec!["transfer", "cheque", "sandbox"]));
    assert!(html.contains("Virement bancaire") && html.contains("Un chèque, à l’ancienne"), "{html}");

    let html = choose(&donor, &page, "transfer").await;
    assert_eq!((stage(&html), offered(&html)), ("pending", vec!["cheque", "sandbox"]));
    for shown in ["Les amis de la rive", "3M02", "30\u{a0}€", "Notre banque vérifie le nom.", "<svg"] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    let wanted = reference(&html);
    assert_eq!(reference(&choose(&donor, &page, "transfer").await), wanted, "chosen twice, it is one");
    assert!(person.values().iter().all(|value| !html.contains(value)), "{html}");

    // By cheque after all: both are waited for.
    let html = choose(&donor, &page, "cheque").await;
    assert!(html.contains("1 rue de la Rive") && reference(&html) != wanted, "{html}");
    assert_eq!(offered(&html), ["transfer", "sandbox"]);
    let waited = listed(&origin, &[]).await;
    let means: Vec<_> = waited.iter().map(|each| each["means"].as_str().unwrap()).collect();
    assert_eq!(means, ["transfer", "cheque"]);
    assert_eq!(waited[0]["reference"], wanted.creditor_reference());
    assert_eq!(listed(&origin, &["--older-than", "1d"]).await, Vec::<Value>::new());
    assert_eq!(listed(&origin, &["--limit", "1"]).await, waited[..1]);
    for (limit, said) in [("1", "There are more: --limit 2\n"), ("2", "")] {
        let output = origin.command(&["payments", "list", "--csv", "--limit", limit]).await;
        assert_eq!(String::from_utf8(output.stderr).unwrap(), said, "--limit {limit}");
    }

    // As a bank prints it, and as a person reads it.
    let digits = wanted.as_str().to_lowercase().replace('0', "o").replace('1', "l");
    let (did, said) = payments(&origin, &["received", &digits, "--cents", "3000", "--dry-run"]).await;
    assert!(did && said.contains("transfer of 30.00 euros") && said.contains("Nothing was changed"), "{said}");
    assert_eq!(stage(&show(&donor, &page).await), "pending");
    let groups: Vec<_> = wanted.groups();
    let mut arguments = vec!["received", "--cents", "3000", "--on", "2026-01-05"];
    arguments.extend(groups.iter().map(String::as_str));
    let (did, said) = payments(&origin, &arguments).await;
    assert!(did && said.contains("on 2026-01-05") && said.contains("Recorded."), "{said}");
    let html = show(&donor, &page).await;
    assert_eq!(
        (stage(&html), offered(&html).len(), html.contains("campagnodon-instructions")),
        ("completed", 0, false)
    );

    let (did, said) = payments(&origin, &arguments).await;
    assert!(!did && said.contains("said to have come already"), "{said}");
    wake(&donor).await;
    let told = until_told(&civicrm, waited[0]["idx"].as_str().unwrap(), 2).await;
    assert_eq!(told, [(json!("pending"), json!("EFT")), (json!("completed"), json!("EFT"))]);
}

/// Has the relay look for what waits: a command wakes nobody there, and it would look within a minute.
async fn wake(donor: &Donor) {
    let page = donor.give("don", &Person::new().donation(3000)).await;
    choose(donor, &page, "cheque").await;
}

/// Waits until a CiviCRM was told so many statuses of a transaction, and returns them with the means of payment.
async fn until_told(civicrm: &Civicrm, idx: &str, number: usize) -> Vec<(Value, Value)> {
    for _ in 0..500 {
        let updates = civicrm.asked("updatestatus");
        let of_it = updates.iter().filter(|update| update["transaction_idx"] == idx);
        let told: Vec<_> = of_it.map(|it| (it["status"].clone(), it["payment_instrument"].clone())).collect();
        if told.len() >= number {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not {number} statuses told of {idx}");
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_and_says_why() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, MEANS);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (first, second) = (Person::new(), Person::new());
    let page = donor.give("don", &first.donation(3000)).await;
    let wanted = reference(&choose(&donor, &page, "cheque").await).creditor_reference();
    let other = TransferReference::mint().unwrap().creditor_reference();
    let misread = wanted.replacen("RF", "RG", 1);
    for (arguments, reason) in [
        (&["received", &wanted, "--cents", "2999"][..], "30.00 euros were promised, not 29.99: with --accept-amount"),
        (&["received", &wanted, "--cents", "30.00"], "is not a number of cents: 1550 is 15.50 euros"),
        (&["received", &wanted, "--cents", "0"], "cannot be paid"),
        (&["received", &wanted, "--cents", "3000", "--on", "2999-01-01"], "2999-01-01 is still to come"),
        (&["received", &wanted, "--cents", "3000", "--on", "Monday"], "is no day such as 2026-12-01"),
        (&["received", &other, "--cents", "3000"], "no transfer or cheque has the reference RF"),
        (&["received", &misread, "--cents", "3000"], "does not begin with RF"),
        (&["received", "1234", "--cents", "3000"], "it has 4 letters and digits"),
        (&["cancelled", &other], "no transfer or cheque has the reference RF"),
        (&["list", "--older-than", "long"], "is not a number of days such as 120d"),
    ] {
        let (did, said) = payments(&origin, arguments).await;
        assert!(!did && said.contains(reason), "{arguments:?}: {said}");
    }
    assert_eq!(stage(&show(&donor, &page).await), "pending", "nothing was changed");

    let (did, said) = payments(&origin, &["received", &wanted, "--cents", "2999", "--accept-amount"]).await;
    assert!(did && said.contains("30.00 euros came: correct the amount there too"), "{said}");
    wake(&donor).await;
    donor.until(&first, "completed").await;

    // One that will not come; if it comes all the same, money wins.
    let page = donor.give("don", &second.donation(3000)).await;
    let wanted = reference(&choose(&donor, &page, "transfer").await).creditor_reference();
    let (did, said) = payments(&origin, &["cancelled", &wanted, "--dry-run"]).await;
    assert!(did && said.contains("will not come") && said.contains("Nothing was changed"), "{said}");
    assert!(payments(&origin, &["cancelled", &wanted]).await.0);
    wake(&donor).await;
    donor.until(&second, "cancelled").await;
    let (did, said) = payments(&origin, &["cancelled", &wanted]).await;
    assert!(!did && said.contains("said already"), "{said}");
    assert!(payments(&origin, &["received", &wanted, "--cents", "3000"]).await.0);
    wake(&donor).await;
    donor.until(&second, "completed").await;
}

/// Report 15, what GiveWP's payers met (their issues 434 and 1429): a timer gave their cheques up, and the page said
/// "pending" for ever.
#[tokio::test]
async fn a_cheque_is_waited_for_as_long_as_it_takes() {
    const NOON: i64 = 1_790_000_000_000;
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, MEANS);
    let clock = Clock::fixed(NOON);
    let donor = Donor::new(&origin.serve_at(clock.clone()).await, &distant.address);
    let person = Person::new();
    let page = donor.give("don", &person.donation(3000)).await;
    let wanted = reference(&choose(&donor, &page, "cheque").await).creditor_reference();
    donor.until(&person, "pending").await;
    // Started again, a relay looks at once at what is due.
    clock.advance(Duration::from_secs(200 * 24 * 3600));
    let again = Donor::new(&origin.serve_at(clock).await, &distant.address);
    let page = page.replace(&donor.origin, &again.origin);
    assert_eq!(stage(&show(&again, &page).await), "pending");
    assert_eq!(reference(&show(&again, &page).await).creditor_reference(), wanted);
    assert!(payments(&origin, &["received", &wanted, "--cents", "3000"]).await.0);
    let html = show(&again, &page).await;
    assert!(stage(&html) == "completed" && html.contains("Merci"), "{html}");
    wake(&again).await;
    donor.until(&person, "completed").await;
}

#[tokio::test]
async fn a_card_after_a_promise_ends_it_and_a_transfer_after_that_is_an_alarm() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, MEANS);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let person = Person::new();
    let page = donor.give("don", &person.donation(3000)).await;
    let wanted = reference(&choose(&donor, &page, "transfer").await).creditor_reference();
    choose(&donor, &page, "sandbox").await;
    assert_eq!(donor.press(&page, "pay").await, 303);
    assert_eq!(stage(&show(&donor, &page).await), "completed");
    donor.until(&person, "completed").await;
    // Both came. Once is told, and a person gives one back.
    assert!(payments(&origin, &["received", &wanted, "--cents", "3000"]).await.0);
    let alarms = origin.command(&["alarms"]).await;
    let said = String::from_utf8(alarms.stdout).unwrap();
    assert!(said.contains("paid_twice"), "{said}");
    assert_eq!(donor.only_transaction(&person).await["status"], "completed");
}
