//! Promise: a relay that is told to stop does, within fifteen seconds, whatever its clients do; whoever behaves gets the
//! answer to what they asked, and the next ones too until it is gone.
#![cfg(unix)]

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, Running, client, free_address};
use crate::support::person::Person;
use crate::support::proxy::Proxy;
use crate::support::raw::{Raw, ask};
use reqwest::StatusCode;
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const HALF_A_HEAD: &str = "GET /forms/don HTTP/1.1\r\nhost: a\r\n";
const HALF_A_POST: &str = "POST /forms/don HTTP/1.1\r\nhost: a\r\nidempotency-key: 0123456789abcdef\r\n\
    content-type: application/json\r\ncontent-length: 100\r\n\r\n{";
const MUCH: &str = "GET /campagnodon/much.css HTTP/1.1\r\nhost: a\r\n\r\n";

/// Waits for the end; answers how long it took.
async fn end(relay: &mut Running) -> Duration {
    let began = Instant::now();
    loop {
        if let Some(well) = relay.ended() {
            assert!(well, "it ended with an error");
            return began.elapsed();
        }
        assert!(began.elapsed() < Duration::from_secs(15), "it does not end");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn it_ends_whatever_clients_do() {
    let distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = Origin::new(&proxy.address).and("assets = \"assets\"\n");
    std::fs::create_dir_all(origin.folder.join("assets")).unwrap();
    std::fs::write(origin.folder.join("assets/much.css"), vec![b' '; 50_000_000]).unwrap();
    let mut relay = origin.spawn(free_address()).await;
    let donor = Donor::new(&relay.address, &distant.address);
    // One that gives, and that the distant has not answered yet.
    let person = Person::new();
    proxy.hold_answers();
    let giving = donor.post_meanwhile("don", &donor.key(), &person.donation(3000));
    proxy.answer_held().await;
    // One that begins requests and never ends them, and one that reads nothing.
    let mut bad = Vec::new();
    for text in ["", HALF_A_HEAD, HALF_A_POST, MUCH] {
        bad.push(Raw::saying(&relay.address, text).await);
    }
    let mut idle = Raw::saying(&relay.address, "HEAD /health HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert_eq!(idle.status().await, "HTTP/1.1 200 OK");
    relay.terminate();
    // Who waits for nothing is sent away at once, and who comes is still answered.
    idle.rest().await;
    assert!(ask(&relay.address, "GET /health HTTP/1.1\r\nhost: a\r\n\r\n").await.starts_with("HTTP/1.1 200 OK"));
    proxy.let_answers_through();
    assert_eq!(giving.await.unwrap().unwrap().status(), StatusCode::CREATED);
    // A head that never ends, or a body, has its time, and is not waited for any longer.
    end(&mut relay).await;
    drop(bad);
}

#[tokio::test]
async fn with_nothing_to_do_it_ends_at_once() {
    let origin = Origin::new("http://127.0.0.1:9");
    let mut relay = origin.spawn(free_address()).await;
    let kept = client();
    kept.get(format!("{}/health", relay.address)).send().await.unwrap().text().await.unwrap();
    relay.terminate();
    let took = end(&mut relay).await;
    assert!(took < Duration::from_secs(5), "{took:?}");
}

/// The socket is ours, as it is systemd's: whoever comes between two relays waits, and is refused by nobody.
#[tokio::test]
async fn on_a_socket_that_was_handed_over_nobody_is_refused() {
    let origin = Origin::new("http://127.0.0.1:9");
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    let start = || {
        // systemd's protocol: the socket is descriptor 3, and the variables say for which process.
        let script = "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" relay --config \"$1\"";
        let mut command = Command::new("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_campagnodon")]).arg(origin.folder.join("relay.toml"));
        command.stdin(OwnedFd::from(socket.try_clone().unwrap())).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let request = "GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    for _ in 0..2 {
        // Nothing listens yet, and yet the connection stands.
        let mut waiting = Raw::saying(&address, request).await;
        let mut relay = start();
        assert_eq!(waiting.status().await, "HTTP/1.1 200 OK");
        rustix::process::kill_process(rustix::process::Pid::from_child(&relay), rustix::process::Signal::TERM).unwrap();
        assert!(relay.wait().unwrap().success());
    }
}
