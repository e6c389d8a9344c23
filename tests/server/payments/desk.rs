//! A relay whose payers pay at a double of Stripe.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, Running, free_address};
use crate::support::person::Person;
use crate::support::stripe::{Act, Delivery, ENDPOINT_SECRET, KEY, Stripe, signature};
use campagnodon::relay::Clock;
use reqwest::StatusCode;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::task::AbortHandle;

/// The time at which each test begins, in seconds since 1970.
pub const NOW: i64 = 1_798_761_600;

/// A relay, its distant, and Stripe.
pub struct Desk {
    pub distant: TestDistant,
    pub origin: Origin,
    pub stripe: Stripe,
    pub clock: Clock,
    pub donor: Donor,
    /// Ends the relay, where it is in this process.
    serving: Option<AbortHandle>,
}

/// A payment that a payer has begun.
pub struct Begun {
    /// Its page of ours.
    pub page: String,
    /// Its session at Stripe.
    pub session: String,
    /// Our name of it.
    pub idx: String,
    pub person: Person,
}

/// Returns the settings of a relay whose payers pay at that Stripe.
fn origin(distant: &TestDistant, stripe: &Stripe) -> Origin {
    let tables = format!(
        "[payments]\nmeans = [\"stripe\", \"cheque\"]\n\
        [payments.stripe]\nkey = {{ file = \"stripe.key\" }}\nwebhook_secrets = [{{ file = \"stripe.endpoint\" }}]\n\
        address = \"{}\"\n[payments.cheque]\npayee = \"Rive\"\naddress = [\"35000 Rennes\"]\n",
        stripe.address
    );
    let origin = Origin::with(&distant.address, &tables);
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file)
        .unwrap()
        .replace("recurring = true", "recurring = false")
        .replace("[options]", "[options]\ncents = true");
    std::fs::write(file, settings).unwrap();
    std::fs::write(origin.folder.join("stripe.key"), KEY).unwrap();
    std::fs::write(origin.folder.join("stripe.endpoint"), ENDPOINT_SECRET).unwrap();
    origin
}

impl Desk {
    /// Opens one in this process, by a clock that the test sets.
    pub async fn open() -> Self {
        let (distant, stripe) = (TestDistant::start(DISTANT).await, Stripe::start(NOW).await);
        let origin = origin(&distant, &stripe);
        let clock = Clock::fixed(NOW * 1000);
        let (address, serving) = origin.serve_for_now(clock.clone()).await;
        let donor = Donor::new(&address, &distant.address);
        let desk = Self { distant, origin, stripe, clock, donor, serving: Some(serving) };
        desk.stripe.tells(&desk.endpoint(), Delivery::Once);
        desk
    }

    /// Opens one whose relay is the real program, which a test can kill, by the system's clock.
    pub async fn spawn(listen: SocketAddr) -> (Self, Running) {
        let now = Clock::default().now() / 1000;
        let (distant, stripe) = (TestDistant::start(DISTANT).await, Stripe::start(now).await);
        let origin = origin(&distant, &stripe);
        let running = origin.spawn(listen).await;
        let donor = Donor::new(&running.address, &distant.address);
        let desk = Self { distant, origin, stripe, clock: Clock::default(), donor, serving: None };
        desk.stripe.tells(&desk.endpoint(), Delivery::Once);
        (desk, running)
    }

    /// Ends the relay.
    pub fn end(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }

    /// Ends the relay, and opens another one on its store. Stripe's messages go where they went.
    pub async fn open_again(&mut self) {
        self.end();
        let (address, serving) = self.origin.serve_for_now(self.clock.clone()).await;
        (self.donor, self.serving) = (Donor::new(&address, &self.distant.address), Some(serving));
    }

    /// Does the same at an address that nobody has.
    pub async fn spawn_anywhere() -> (Self, Running) {
        Self::spawn(free_address()).await
    }

    /// Returns where Stripe's messages come to.
    pub fn endpoint(&self) -> String {
        self.donor.absolute("/payments/events/stripe")
    }

    /// Lets time pass, here and at Stripe, and has the relay look at what is due: it is told something that is nothing.
    pub async fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.stripe.advance(time.as_secs().try_into().unwrap());
        self.wake().await;
    }

    /// Has the relay look at what is due.
    pub async fn wake(&self) {
        let body =
            r#"{"id":"evt_other","type":"customer.created","data":{"object":{"id":"cus_1","object":"customer"}}}"#;
        let header = signature(ENDPOINT_SECRET, self.clock.now() / 1000, body.as_bytes());
        let request = self.donor.client.post(self.endpoint()).header("stripe-signature", header).body(body);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    }

    /// Chooses Stripe on a payment's page. Returns where that leads.
    pub async fn choose(&self, page: &str) -> (StatusCode, Option<String>) {
        let request = self.donor.client.post(page).form(&[("action", "choose"), ("means", "stripe")]);
        let answer = request.send().await.unwrap();
        let location = answer.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
        (answer.status(), location)
    }

    /// Gives so many cents, and goes to Stripe.
    pub async fn begin(&self, cents: u64) -> Begun {
        let person = Person::new();
        let page = self.donor.give("don", &person.donation(cents)).await;
        let (status, location) = self.choose(&page).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let session = session_in(&location.unwrap());
        let idx = self.stripe.object(&session).unwrap()["metadata"]["idx"].as_str().unwrap().to_owned();
        Begun { page, session, idx, person }
    }

    /// Does something at Stripe to a payment.
    pub async fn does(&self, begun: &Begun, act: Act) -> Vec<u16> {
        self.stripe.does(&begun.session, act).await
    }

    /// Returns the page of a payment, as who comes back from Stripe sees it.
    pub async fn come_back(&self, page: &str) -> String {
        let answer = self.donor.client.get(format!("{page}?back=1")).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.text().await.unwrap()
    }

    /// Returns how much the distant was ever to be told.
    pub fn tellings(&self) -> i64 {
        let database = rusqlite::Connection::open(self.origin.folder.join("relay.sqlite")).unwrap();
        let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'";
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Returns where the first attempt at a transaction stands.
    pub fn attempt(&self, idx: &str) -> String {
        let database = rusqlite::Connection::open(self.origin.folder.join("relay.sqlite")).unwrap();
        let sql = "SELECT state FROM attempts WHERE idx = ?1 AND number = 1";
        database.query_row(sql, [idx], |row| row.get(0)).unwrap()
    }

    /// Returns the causes of the alarms, in their order.
    pub fn alarms(&self) -> Vec<String> {
        let database = rusqlite::Connection::open(self.origin.folder.join("relay.sqlite")).unwrap();
        let mut statement = database.prepare("SELECT cause FROM alarms ORDER BY at, rowid").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }
}

/// Returns the session that an address of Stripe's is of.
pub fn session_in(location: &str) -> String {
    let rest = location.strip_prefix("https://checkout.stripe.com/c/pay/").unwrap();
    rest.split('#').next().unwrap().to_owned()
}
