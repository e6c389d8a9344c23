//! Promise: the origin keeps nothing of a person. Persons with unmistakable values go through everything that can happen;
//! then the database, its write-ahead log and the most talkative logs are searched for each value, however written.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, OPERATORS_KEY, Origin, free_address};
use crate::support::person::{Person, search};
use crate::support::proxy::Proxy;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::net::SocketAddr;

#[tokio::test]
async fn the_origin_keeps_nothing_of_a_person() {
    let mut distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let pages = free_address();
    let origin = Origin::with(
        &proxy.address,
        &format!("[operators]\nlisten = \"{pages}\"\nkey = {{ file = \"operators.key\" }}\n"),
    );
    let listen = free_address();
    let mut relay = origin.spawn(listen).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let persons: Vec<_> = (0..9).map(|_| Person::new()).collect();
    let [payer, member, refunded, shopper, mistaken, tricky, cut_off, unlucky, retried] = persons.as_slice() else {
        unreachable!()
    };

    // Paid, in each way, with and without scripts, and with the billing details read on the way.
    let page = donor.give("don", &payer.full("donation", "monthly", 1700)).await;
    let billing = donor.client.post(&page).form(&[("action", "billing")]).send().await.unwrap();
    assert!(billing.text().await.unwrap().contains(&payer.email), "the details did pass through");
    donor.press(&page, "pay").await;
    let (_, location) = donor.post_form("adhesion", &donor.key(), &member.full("membership", "yearly", 3500)).await;
    for action in ["pend", "billing", "pay", "billing"] {
        donor.press(&donor.absolute(&location), action).await;
    }
    let page = donor.give("both", &refunded.full("membership", "monthly", 1000)).await;
    for action in ["pay", "refund"] {
        donor.press(&page, action).await;
    }
    let page = donor.give("don", &shopper.donation(3000)).await;
    donor.press(&page, "cancel").await;

    // Refused: by the rules, by the reader of the body, by the distant.
    let mut wrong = mistaken.full("donation", "once", 3000);
    wrong["postal_code"] = json!("7500");
    wrong["amount"] = json!("31");
    assert_eq!(donor.post_json("don", &donor.key(), &wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(donor.post_form("don", &donor.key(), &wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    for body in hostile(tricky) {
        let request = donor.client.post(donor.absolute("/forms/don")).header("idempotency-key", donor.key());
        let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{}", answer.status());
    }
    // What a person types may end in an address: a form that was made to be sent by GET, a search.
    let query = format!("/forms/don?email={}", tricky.email);
    donor.client.get(donor.absolute(&query)).send().await.unwrap();

    // Cut off by `kill -9` while the distant works, and tried again.
    proxy.hold_answers();
    let key = donor.key();
    let lost = donor.post_meanwhile("don", &key, &cut_off.full("donation", "once", 5000));
    donor.until(cut_off, "init").await;
    relay.kill();
    assert!(lost.await.unwrap().is_err());
    proxy.let_answers_through();
    let _relay = origin.spawn(listen).await;
    let (status, answer) = donor.post_json("don", &key, &cut_off.full("donation", "once", 5000)).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");

    // The distant down: behind the proxy it is a server that fails.
    distant.stop().await;
    assert_eq!(
        donor.post_json("don", &donor.key(), &unlucky.full("donation", "once", 5000)).await.0,
        StatusCode::SERVICE_UNAVAILABLE
    );
    let key = donor.key();
    assert_eq!(
        donor.post_form("don", &key, &retried.full("donation", "once", 5000)).await.0,
        StatusCode::SERVICE_UNAVAILABLE
    );
    distant.start_again().await;
    assert_eq!(donor.post_form("don", &key, &retried.full("donation", "once", 5000)).await.0, StatusCode::SEE_OTHER);
    for (person, status) in
        [(payer, "completed"), (member, "completed"), (refunded, "refunded"), (shopper, "cancelled")]
    {
        donor.until(person, status).await;
    }

    let values: Vec<_> = persons.iter().flat_map(Person::values).collect();
    operators_see_nobody(&origin, &donor, pages, &values).await;
    assert!(origin.folder.join("relay.sqlite-wal").exists() && origin.folder.join("relay.log").exists());
    assert_eq!(search(&origin.folder, &values), []);
    the_search_would_have_found_it(&origin, payer);
}

/// The means that need no provider's server; those that do have tests of their own.
const PAYMENTS: &str = r#"
[payments]
means = ["sandbox", "transfer", "cheque"]
[payments.transfer]
holder = "Les amis de la rive"
iban = "FR14 2004 1010 0505 0001 3M02 606"
[payments.cheque]
payee = "Les amis de la rive"
address = ["1 rue de la Rive", "35000 Rennes"]
"#;

#[tokio::test]
async fn whichever_means_is_chosen_nothing_of_the_payer_stays() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, PAYMENTS);
    let relay = origin.spawn(free_address()).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let persons: Vec<_> = (0..3).map(|_| Person::new()).collect();
    for (person, means) in persons.iter().zip(["sandbox", "transfer", "cheque"]) {
        let page = donor.give("don", &person.full("donation", "once", 3000)).await;
        let choice = [("action", "choose"), ("means", means)];
        let answer = donor.client.post(&page).form(&choice).send().await.unwrap();
        assert!(
            !answer.status().is_client_error() && !answer.status().is_server_error(),
            "{means}: {}",
            answer.status()
        );
        assert!(!answer.text().await.unwrap().contains(&person.email), "{means}");
        if means == "sandbox" {
            let told = donor.client.post(&page).form(&[("action", "billing")]).send().await.unwrap();
            assert!(told.text().await.unwrap().contains(&person.email), "who has a use for details is told them");
        }
        let shown = donor.client.get(&page).send().await.unwrap().text().await.unwrap();
        assert!(!shown.contains(&person.email), "{means}: once");
    }
    let values: Vec<_> = persons.iter().flat_map(Person::values).collect();
    assert_eq!(search(&origin.folder, &values), []);
    the_search_would_have_found_it(&origin, &persons[0]);
}

/// What operators see, in pages and by the command line, is kept beside what the origin keeps, and searched with it.
async fn operators_see_nobody(origin: &Origin, donor: &Donor, pages: SocketAddr, values: &[&str]) {
    let address = |path: &str| format!("http://{pages}{path}");
    let key = [("key", OPERATORS_KEY)];
    let answer = donor.client.post(address("/sign-in")).form(&key).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let seen = origin.folder.join("seen");
    std::fs::create_dir_all(&seen).unwrap();
    let see = async |name: &str, path: &str| {
        let request = donor.client.get(address(path)).header("cookie", &cookie);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let html = answer.text().await.unwrap();
        std::fs::write(seen.join(name), &html).unwrap();
        html
    };
    let list = see("list", "/transactions").await;
    let stories: Vec<_> = list.split("href=\"").filter(|rest| rest.starts_with("/transactions/")).collect();
    assert!(stories.len() >= 6, "those that were opened: {list}");
    for (number, rest) in stories.into_iter().enumerate() {
        see(&format!("story-{number}"), rest.split('"').next().unwrap()).await;
    }
    see("attention", "/attention").await;
    see("figures", "/figures").await;
    // Who searches for a person, finds none, and leaves no trace but in the answer to them.
    let path = format!("/transactions?search={}", values[0]);
    let request = donor.client.get(address(&path)).header("cookie", &cookie);
    assert!(!request.send().await.unwrap().text().await.unwrap().contains("<table"));
    for (name, arguments) in [
        ("list.json", &["transactions", "list", "--json"][..]),
        ("list.csv", &["transactions", "list", "--csv"]),
        ("figures.json", &["figures", "--json"]),
    ] {
        let said = origin.command(arguments).await;
        assert!(said.status.success(), "{arguments:?}");
        std::fs::write(seen.join(name), said.stdout).unwrap();
    }
    // Nor does the most talkative log open the pages.
    let log = std::fs::read_to_string(origin.folder.join("relay.log")).unwrap();
    for secret in [OPERATORS_KEY, &OPERATORS_KEY.replace(' ', "+"), &cookie] {
        assert!(!log.contains(secret), "{secret}");
    }
}

/// Bodies that fail in the reader, at places where a person's data stand.
fn hostile(person: &Person) -> Vec<String> {
    let whole = person.full("donation", "once", 3000).to_string();
    let mut nested: Value = serde_json::from_str(&whole).unwrap();
    nested["city"] = json!({ "name": person.city });
    nested["email"] = json!([person.email]);
    vec![
        whole[..whole.len() - 2].to_owned(),
        whole.replacen('{', &format!("{{{:?}: 1, ", person.last_name), 1),
        nested.to_string(),
        format!("{whole}{whole}"),
        json!({ "operation": person.first_name, "frequency": person.street_address, "amount": person.phone })
            .to_string(),
    ]
}

/// A test that cannot fail proves nothing: one value, stored on purpose in each way of writing, is found.
fn the_search_would_have_found_it(origin: &Origin, person: &Person) {
    let folder = origin.folder.join("on-purpose");
    std::fs::create_dir_all(&folder).unwrap();
    let stored = folder.join("mistake.sqlite");
    for (written, text) in [
        ("raw", person.last_name.clone()),
        ("lower case", person.last_name.to_lowercase()),
        ("percent-encoded", person.last_name.replace('é', "%C3%A9").replace('\'', "%27")),
        ("json-escaped", person.last_name.replace('é', "\\u00e9")),
        ("hex", data_encoding::HEXUPPER.encode(person.last_name.as_bytes())),
        ("base64", data_encoding::BASE64.encode(person.last_name.as_bytes())),
        ("base64 + 1", data_encoding::BASE64.encode(format!("x{}", person.last_name).as_bytes())),
        ("base64 + 2", data_encoding::BASE64.encode(format!("xx{}yy", person.last_name).as_bytes())),
    ] {
        let database = rusqlite::Connection::open(&stored).unwrap();
        database.execute_batch("DROP TABLE IF EXISTS mistake; CREATE TABLE mistake (text)").unwrap();
        database.execute("INSERT INTO mistake VALUES (?1)", [text]).unwrap();
        drop(database);
        assert!(search(&folder, &person.values()).iter().any(|hit| hit.written == written), "{written}");
    }
}
