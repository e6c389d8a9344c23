//! Promise: a payer who pays by the site's SPIP Bank has paid once, whatever the site says how often; nobody else can say it.
//!
//! The site is played here: `tests/spip/vectors.json` holds both sides to the same bytes, `npm run test:spip` brings them together.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, free_address};
use crate::support::person::Person;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::{SystemTime, UNIX_EPOCH};

const SECRET: &str = "a secret of both sides, of forty letters";
const PAYMENTS: &str = r#"
    [payments]
    means = ["spip", "cheque"]
    [payments.spip]
    address = "https://www.example.org/"
    secret = { file = "spip.secret" }
    [payments.cheque]
    payee = "Les amis"
    address = ["1 rue de la Rive", "35000 Rennes"]
"#;

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn key(word: &str) -> Vec<u8> {
    mac(SECRET.as_bytes(), word)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Returns settings of a relay whose payers pay at a site, and once: Bank takes no series from us yet.
fn origin(distant: &str) -> Origin {
    let origin = Origin::with(distant, PAYMENTS);
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let settings =
        settings.replace("recurring = true", "recurring = false").replace("[options]", "[options]\ncents = true");
    std::fs::write(&file, settings).unwrap();
    std::fs::write(origin.folder.join("spip.secret"), SECRET).unwrap();
    origin
}

/// The site, as its plugin speaks to a relay.
struct Site<'a>(&'a Donor);

impl Site<'_> {
    async fn post(&self, path: &str, body: &Value, key: &[u8]) -> Response {
        let (body, time) = (body.to_string(), now().to_string());
        let signature = BASE64.encode(&mac(key, &format!("0a1b-17.{time}.{body}")));
        let request = self.0.client.request(Method::POST, self.0.absolute(path));
        let request = request.header("webhook-id", "0a1b-17").header("webhook-timestamp", time);
        let request = request.header("webhook-signature", format!("v1,{signature}"));
        request.header("content-type", "application/json").body(body).send().await.unwrap()
    }

    /// Tells where a payment stands. Returns the status of the answer.
    async fn tell(&self, data: &Value) -> u16 {
        let event = json!({ "type": "payment.state", "data": data });
        self.post("/payments/events/spip", &event, &key("events/1")).await.status().as_u16()
    }

    async fn ask(&self, idx: &str, attempt: u32) -> Response {
        self.post("/payments/billing", &json!({ "idx": idx, "attempt": attempt }), &key("events/1")).await
    }

    /// Brings the payer back, `since` seconds after the site's page was shown.
    async fn bring_back(&self, data: &Value, since: u64) -> Response {
        let claims = json!({ "id": "0a1b-17", "iat": now() - since, "exp": now() + 600 - since, "data": data });
        let signed = format!("v1.{}", BASE64URL_NOPAD.encode(claims.to_string().as_bytes()));
        let signature = BASE64URL_NOPAD.encode(&mac(&key("return/1"), &signed));
        let address = self.0.absolute(&format!("/payments/return?r={signed}.{signature}"));
        self.0.client.get(address).send().await.unwrap()
    }
}

/// Chooses the site, and returns what the token says that takes the payer there.
async fn choose(donor: &Donor, page: &str) -> Value {
    let fields = [("action", "choose"), ("means", "spip")];
    let answer = donor.client.post(page).form(&fields).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["referrer-policy"].to_str().unwrap()), (303, "no-referrer"));
    let address = answer.headers()["location"].to_str().unwrap();
    let token = address.strip_prefix("https://www.example.org/spip.php?action=campagnodon_payer&jeton=").unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    assert_eq!(BASE64URL_NOPAD.encode(&mac(&key("handover/1"), signed)), signature);
    let json = BASE64URL_NOPAD.decode(signed.strip_prefix("v1.").unwrap().as_bytes()).unwrap();
    serde_json::from_slice(&json).unwrap()
}

/// Returns what the site says of the payment of a token.
fn said(claims: &Value, state: &str, cents: u64) -> Value {
    let paid = if matches!(state, "ok" | "rembourse") { cents } else { 0 };
    json!({
        "idx": claims["idx"], "attempt": claims["att"], "bank_id": 17, "state": state, "cents": claims["cts"],
        "cents_paid": paid, "currency": "EUR", "mode": "payzen",
    })
}

fn count(origin: &Origin, query: &str) -> i64 {
    let store = rusqlite::Connection::open(origin.folder.join("relay.sqlite")).unwrap();
    store.query_row(query, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_payer_goes_to_the_site_pays_and_comes_back() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, site) = (Person::new(), Site(&donor));
    let page = donor.give("don", &person.full("donation", "once", 1550)).await;
    let shown = donor.client.get(&page).send().await.unwrap();
    let policy = shown.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://www.example.org;"), "{policy}");
    let claims = choose(&donor, &page).await;
    assert_eq!(claims["iss"].as_str().unwrap(), donor.origin);
    assert_eq!(claims["aud"], "https://www.example.org/spip.php?action=campagnodon_payer");
    assert_eq!((&claims["att"], &claims["cts"], &claims["cur"]), (&json!(1), &json!(1550), &json!("EUR")));
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 600);
    let names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["iss", "aud", "idx", "att", "cts", "cur", "ser", "lbl", "lang", "iat", "exp", "jti"]);
    // Chosen again, it is the same attempt, by a new token.
    let again = choose(&donor, &page).await;
    assert_eq!((&again["idx"], &again["att"]), (&claims["idx"], &claims["att"]));
    assert_ne!(again["jti"], claims["jti"]);
    // A cheque is promised there, then a card pays.
    assert_eq!(site.tell(&said(&claims, "attente", 0)).await, 204);
    donor.until(&person, "pending").await;
    assert_eq!(choose(&donor, &page).await["att"], 1);
    let back = site.bring_back(&said(&claims, "ok", 1550), 0).await;
    assert_eq!(
        (back.status().as_u16(), back.headers()["location"].to_str().unwrap()),
        (303, &page[donor.origin.len()..])
    );
    donor.until(&person, "completed").await;
    assert_eq!(site.tell(&said(&claims, "ok", 1550)).await, 204, "it is known");
    assert_eq!(site.tell(&said(&claims, "rembourse", 1550)).await, 204);
    donor.until(&person, "refunded").await;
    assert_eq!(count(&origin, "SELECT count(*) FROM alarms"), 0);
}

#[tokio::test]
async fn two_messages_and_three_returns_in_one_instant_are_one_payment() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let site = Site(&donor);
    for _ in 0..20 {
        let person = Person::new();
        let page = donor.give("don", &person.full("donation", "once", 1550)).await;
        let said = said(&choose(&donor, &page).await, "ok", 1550);
        let all = tokio::join!(
            site.tell(&said),
            site.bring_back(&said, 0),
            site.tell(&said),
            site.bring_back(&said, 0),
            site.bring_back(&said, 0),
        );
        let returns = [all.1, all.3, all.4].map(|back| back.status().as_u16());
        assert_eq!((all.0, all.2, returns), (204, 204, [303; 3]));
        donor.until(&person, "completed").await;
    }
    assert_eq!(count(&origin, "SELECT count(*) FROM payment_events"), 20);
    assert_eq!(count(&origin, "SELECT count(*) FROM alarms"), 0);
}

#[tokio::test]
async fn refused_then_paid_by_either_attempt() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let site = Site(&donor);
    for paid_at in [1, 2] {
        let person = Person::new();
        let page = donor.give("don", &person.full("donation", "once", 1550)).await;
        let first = choose(&donor, &page).await;
        assert_eq!(site.tell(&said(&first, "echec", 0)).await, 204);
        let second = choose(&donor, &page).await;
        assert_eq!((&second["idx"], &second["att"]), (&first["idx"], &json!(2)));
        let paid = if paid_at == 1 { &first } else { &second };
        assert_eq!(site.tell(&said(paid, "ok", 1550)).await, 204);
        donor.until(&person, "completed").await;
        // Late news of the other one changes nothing.
        assert_eq!(site.tell(&said(&first, "echec", 0)).await, 204);
        donor.until(&person, "completed").await;
    }
    assert_eq!(count(&origin, "SELECT count(*) FROM alarms"), 0);
}

#[tokio::test]
async fn other_money_than_was_to_be_paid_is_not_taken() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let site = Site(&donor);
    let other = |name: &'static str, value: Value| {
        move |mut data: Value| {
            data[name] = value.clone();
            data
        }
    };
    type Change = Box<dyn Fn(Value) -> Value>;
    let changes: [(&str, Change); 4] = [
        ("other_sum", Box::new(other("cents_paid", json!(1500)))),
        ("other_sum", Box::new(other("cents_paid", json!(15)))),
        ("other_sum", Box::new(other("currency", json!("CHF")))),
        ("test_money", Box::new(other("mode", json!("payzen_test")))),
    ];
    for (cause, change) in changes {
        let person = Person::new();
        let page = donor.give("don", &person.full("donation", "once", 1550)).await;
        let claims = choose(&donor, &page).await;
        let data = change(said(&claims, "ok", 1550));
        assert_eq!(site.tell(&data).await, 409, "{data}");
        assert_eq!(site.bring_back(&data, 0).await.status(), 303, "the page says what is so");
        let raised = format!("SELECT count(*) FROM alarms WHERE cause = '{cause}' AND idx = {}", claims["idx"]);
        assert_eq!(count(&origin, &raised.replace('"', "'")), 1, "{data}");
        assert_eq!(donor.only_transaction(&person).await["status"], "init", "{data}");
        assert_eq!(count(&origin, "SELECT count(*) FROM payment_events"), 0);
    }
}

#[tokio::test]
async fn nobody_else_can_say_it() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, site) = (Person::new(), Site(&donor));
    let page = donor.give("don", &person.full("donation", "once", 1550)).await;
    let claims = choose(&donor, &page).await;
    let data = said(&claims, "ok", 1550);
    let event = json!({ "type": "payment.state", "data": data });
    for wrong in ["handover/1", "return/1", "events/2"] {
        assert_eq!(site.post("/payments/events/spip", &event, &key(wrong)).await.status(), 400, "{wrong}");
    }
    let unsigned = donor.client.post(donor.absolute("/payments/events/spip")).body(event.to_string());
    assert_eq!(unsigned.send().await.unwrap().status(), 400);
    for (of, path) in [(&event, "/payments/billing"), (&json!({ "idx": claims["idx"] }), "/payments/events/spip")] {
        assert_eq!(site.post(path, of, &key("events/1")).await.status(), 400, "{path}");
    }
    assert_eq!(site.post("/payments/events/cheque", &event, &key("events/1")).await.status(), 400);
    assert_eq!(site.post("/payments/events/sandbox", &event, &key("events/1")).await.status(), 404);
    let unknown = json!({ "idx": "campagnodon/other", "att": 1, "cts": 1550 });
    assert_eq!(site.tell(&said(&unknown, "ok", 1550)).await, 404);
    assert_eq!(site.bring_back(&said(&unknown, "ok", 1550), 0).await.status(), 404);
    for r in ["", "?r=", "?r=v1.e30.AAAA", "?x=1"] {
        let answer = donor.client.get(donor.absolute(&format!("/payments/return{r}"))).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{r}");
    }
    // An old way back leads to the page, and says nothing.
    let back = site.bring_back(&data, 3600).await;
    assert_eq!(
        (back.status().as_u16(), back.headers()["location"].to_str().unwrap()),
        (303, &page[donor.origin.len()..])
    );
    assert_eq!(donor.only_transaction(&person).await["status"], "init");
}

#[tokio::test]
async fn the_site_is_told_who_pays_while_it_can_be_paid_and_a_few_times() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let relay = origin.spawn(free_address()).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let (person, site) = (Person::new(), Site(&donor));
    let page = donor.give("don", &person.full("donation", "once", 1550)).await;
    let claims = choose(&donor, &page).await;
    let idx = claims["idx"].as_str().unwrap();
    assert_eq!(site.ask(idx, 2).await.status(), 404, "no such attempt");
    assert_eq!(site.ask("campagnodon/other", 1).await.status(), 404);
    for _ in 0..5 {
        let answer = site.ask(idx, 1).await;
        assert_eq!((answer.status().as_u16(), &answer.headers()["cache-control"]), (200, &"no-store".parse().unwrap()));
        let told: Value = answer.json().await.unwrap();
        assert_eq!((&told["email"], &told["city"]), (&json!(person.email), &json!(person.city)));
        assert_eq!((&told["country"], &told["phone"]), (&json!("FR"), &Value::Null), "only what a bank may ask");
    }
    assert_eq!(site.ask(idx, 1).await.status(), 409, "five times");
    // Another payer's, which is paid.
    let other = Person::new();
    let claims = choose(&donor, &donor.give("don", &other.full("donation", "once", 1550)).await).await;
    assert_eq!(site.tell(&said(&claims, "ok", 1550)).await, 204);
    assert_eq!(site.ask(claims["idx"].as_str().unwrap(), 1).await.status(), 409, "paid");
    for file in ["relay.log", "relay.sqlite", "relay.sqlite-wal"] {
        let bytes = std::fs::read(origin.folder.join(file)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(![&person.email, &person.city, &person.last_name].iter().any(|value| text.contains(*value)), "{file}");
    }
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused() {
    let distant = TestDistant::start(DISTANT).await;
    for (from, to, reason) in [
        ("address = \"https", "adress = \"https", "unknown field `adress`"),
        ("https://www.example.org/\"", "http://www.example.org/\"", "payments.spip.address"),
        ("https://www.example.org/\"", "www.example.org\"", "payments.spip.address"),
        ("\"spip.secret\"", "\"cheque.secret\"", "payments.spip.secret"),
        ("{ file = \"spip.secret\" }", "\"written\"", "never written in the settings"),
        ("[\"spip\", \"cheque\"]", "[\"spip\", \"sandbox\"]", "anybody could say that they paid"),
        ("[payments.spip]", "[payments.spip]\ntitle = \"\"", "payments.spip.title"),
        ("recurring = false", "recurring = true", "no means of payment takes"),
    ] {
        let origin = origin(&distant.address);
        let file = origin.folder.join("relay.toml");
        std::fs::write(origin.folder.join("cheque.secret"), "short").unwrap();
        let settings = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, settings.replace(from, to)).unwrap();
        let output = origin.command(&["relay", "--check"]).await;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!output.status.success() && said.contains(reason), "{to}: {said}");
    }
}
