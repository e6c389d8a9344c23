//! Promise: clients that are slow, silent or too many keep nobody from giving. What waits for a client ends in time, who
//! keeps the relay waiting longest makes room for the next, and the log says so.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, Running, free_address};
use crate::support::person::Person;
use crate::support::raw::{Raw, ask};
use std::time::{Duration, Instant};

const HALF_A_HEAD: &str = "GET /forms/don HTTP/1.1\r\nhost: a\r\n";
const WHOLE_HEAD: &str = "GET /health HTTP/1.1\r\nhost: a\r\n\r\n";
const HALF_A_POST: &str = "POST /forms/don HTTP/1.1\r\nhost: a\r\nidempotency-key: 0123456789abcdef\r\n\
    content-type: application/json\r\ncontent-length: 100\r\n\r\n{";

/// Good clients, each on a connection of its own, get their answer while others wait.
async fn seven_are_served(relay: &Running) {
    for _ in 0..7 {
        let request = "GET /forms/don HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        let answer = tokio::time::timeout(Duration::from_secs(10), ask(&relay.address, request)).await;
        assert!(answer.expect("an answer in time").starts_with("HTTP/1.1 200 OK\r\n"));
    }
}

fn log(origin: &Origin) -> String {
    std::fs::read_to_string(origin.folder.join("relay.log")).unwrap()
}

#[tokio::test]
async fn with_more_slow_clients_than_connections_good_ones_are_served() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address).and("max_connections = 40\n");
    let relay = origin.spawn(free_address()).await;
    let mut slow = Vec::new();
    for text in [HALF_A_HEAD, HALF_A_POST, "", WHOLE_HEAD].into_iter().cycle().take(200) {
        slow.push(Raw::saying(&relay.address, text).await);
    }
    seven_are_served(&relay).await;
    let (donor, person) = (Donor::new(&relay.address, &distant.address), Person::new());
    donor.give("don", &person.donation(3000)).await;
    donor.only_transaction(&person).await;
    // Once, however many came.
    assert_eq!(log(&origin).matches("as many connections as there may be").count(), 1);
}

#[tokio::test]
async fn where_descriptors_are_few_so_are_connections() {
    let origin = Origin::new("http://127.0.0.1:9");
    let relay = origin.spawn_after(free_address(), "ulimit -n 160").await;
    let mut slow = Vec::new();
    for _ in 0..300 {
        slow.push(Raw::saying(&relay.address, HALF_A_HEAD).await);
    }
    seven_are_served(&relay).await;
    let log = log(&origin);
    assert!(log.contains("the system grants descriptors for fewer connections than the settings do"));
    assert!(!log.contains("no connection can be accepted"));
}

#[tokio::test]
async fn each_wait_for_a_client_ends() {
    let origin = Origin::new("http://127.0.0.1:9");
    let address = origin.serve().await;
    let mut idle = Raw::saying(&address, WHOLE_HEAD).await;
    assert_eq!(idle.status().await, "HTTP/1.1 200 OK");
    let [silent, half, slow] = ["", HALF_A_HEAD, HALF_A_POST].map(|text| {
        let address = address.clone();
        tokio::spawn(async move {
            let (mut raw, began) = (Raw::saying(&address, text).await, Instant::now());
            (began, raw.rest().await)
        })
    });
    let trickling = async {
        let (mut raw, began) = (Raw::saying(&address, HALF_A_HEAD).await, Instant::now());
        while raw.say("a: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        (began, raw.rest().await)
    };
    let ended = [trickling.await, silent.await.unwrap(), half.await.unwrap(), slow.await.unwrap()];
    for (began, _) in &ended {
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    }
    let [trickling, silent, half, slow] = ended.map(|(_, answer)| answer);
    assert_eq!([&*trickling, &*silent, &*half], ["", "", ""]);
    // Who sends a body slowly is told.
    assert!(slow.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{slow}");
    assert!(slow.contains("application/problem+json") && slow.contains("\"code\":\"too_slow\""), "{slow}");
    // Between two requests there is more time than within one.
    idle.say(&WHOLE_HEAD.replace("host", "connection: close\r\nhost")).await.unwrap();
    assert!(idle.rest().await.contains("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn a_head_is_as_long_as_a_browser_makes_it() {
    let origin = Origin::new("http://127.0.0.1:9");
    let address = origin.serve().await;
    let with = |line: &str| format!("GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{line}\r\n\r\n");
    let long = |length| with(&format!("cookie: {}", "a".repeat(length)));
    assert!(ask(&address, &long(20_000)).await.starts_with("HTTP/1.1 200 "));
    for request in [
        long(33_000),
        long(500_000),
        with("a: b\r\n".repeat(150).trim_end()),
        with("").replace("/health", &format!("/{}", "a".repeat(33_000))),
    ] {
        let answer = ask(&address, &request).await;
        let status = answer.lines().next().unwrap_or_default();
        assert!(
            ["HTTP/1.1 431 Request Header Fields Too Large", "HTTP/1.1 414 URI Too Long"].contains(&status),
            "{status}"
        );
    }
}
