//! A donor as a program: posts to the relay, presses the sandbox's buttons, and looks what the distant has.

use reqwest::{Client, StatusCode};
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

use super::origin::client;
use super::person::Person;

pub struct Donor {
    pub client: Client,
    pub origin: String,
    pub distant: String,
}

impl Donor {
    pub fn new(origin: &str, distant: &str) -> Self {
        Self { client: client(), origin: origin.to_owned(), distant: distant.to_owned() }
    }

    /// Returns a key that no test had before.
    pub fn key(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        format!("key-of-the-tests-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
    }

    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub async fn post_json(&self, form: &str, key: &str, transaction: &Value) -> (StatusCode, Value) {
        let request = self.client.post(self.absolute(&format!("/forms/{form}"))).header("idempotency-key", key);
        let answer = request.json(transaction).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    /// Posts while the test goes on; the answer may never come.
    pub fn post_meanwhile(
        &self,
        form: &str,
        key: &str,
        transaction: &Value,
    ) -> JoinHandle<reqwest::Result<reqwest::Response>> {
        let request = self.client.post(self.absolute(&format!("/forms/{form}"))).header("idempotency-key", key);
        tokio::spawn(request.json(transaction).send())
    }

    /// Posts as a browser without scripts would; answers with the page, or where it leads.
    pub async fn post_form(&self, form: &str, key: &str, transaction: &Value) -> (StatusCode, String) {
        let mut fields = vec![("idempotency_key".to_owned(), key.to_owned())];
        for (name, value) in transaction.as_object().unwrap() {
            match value {
                Value::String(text) => fields.push((name.clone(), text.clone())),
                Value::Bool(true) => fields.push((name.clone(), "1".to_owned())),
                Value::Array(keys) => {
                    fields.extend(
                        keys.iter().map(|key| (format!("subscription_{}", key.as_str().unwrap()), "1".to_owned())),
                    );
                }
                Value::Number(cents) => fields.extend(amount_fields(cents.as_u64().unwrap())),
                other => panic!("{other} is in no form"),
            }
        }
        let request = self.client.post(self.absolute(&format!("/forms/{form}"))).header("accept", "text/html");
        let answer = request.form(&fields).send().await.unwrap();
        let status = answer.status();
        match answer.headers().get("location") {
            Some(location) => (status, location.to_str().unwrap().to_owned()),
            None => (status, answer.text().await.unwrap()),
        }
    }

    /// Gives, and returns the payment page's address.
    pub async fn give(&self, form: &str, transaction: &Value) -> String {
        let (status, answer) = self.post_json(form, &self.key(), transaction).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer["payment_url"].as_str().unwrap().to_owned()
    }

    /// Presses a button of the sandbox.
    pub async fn press(&self, page: &str, action: &str) -> StatusCode {
        self.client.post(page).form(&[("action", action)]).send().await.unwrap().status()
    }

    /// Returns everything that the distant has.
    pub async fn transactions(&self) -> Value {
        self.client.get(format!("{}/transactions.json", self.distant)).send().await.unwrap().json().await.unwrap()
    }

    /// Returns the transactions of one person.
    pub async fn transactions_of(&self, person: &Person) -> Vec<Value> {
        let all = self.transactions().await;
        let of = |each: &&Value| each["contact"]["email"] == person.email.as_str();
        all.as_array().unwrap().iter().filter(of).cloned().collect()
    }

    /// Returns the one transaction that a person has.
    pub async fn only_transaction(&self, person: &Person) -> Value {
        let mut transactions = self.transactions_of(person).await;
        assert_eq!(transactions.len(), 1, "one transaction at the distant");
        transactions.remove(0)
    }

    /// Waits for a person's one transaction to have a status.
    pub async fn until(&self, person: &Person, status: &str) -> Value {
        let began = Instant::now();
        loop {
            match self.transactions_of(person).await.as_slice() {
                [transaction] if transaction["status"] == status => return transaction.clone(),
                [] | [_] => {}
                several => panic!("{} transactions at the distant", several.len()),
            }
            assert!(began.elapsed() < Duration::from_secs(20), "not {status} yet");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Returns what the relay says of itself.
    pub async fn health(&self) -> Value {
        self.client.get(self.absolute("/health")).send().await.unwrap().json().await.unwrap()
    }

    /// Waits until the relay says so of its distant.
    pub async fn until_distant(&self, is: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let told = self.health().await["distants"]["main"].take();
            if is(&told) {
                return told;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "not yet: {told}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Returns an amount as the radio buttons of a form send it: as one of the usual proposals, else as the free amount.
fn amount_fields(cents: u64) -> Vec<(String, String)> {
    let euros = if cents.is_multiple_of(100) {
        (cents / 100).to_string()
    } else {
        format!("{}.{:02}", cents / 100, cents % 100)
    };
    if [3000, 3500, 5000].contains(&cents) {
        return vec![("amount".to_owned(), euros)];
    }
    vec![("amount".to_owned(), "free".to_owned()), ("free_amount".to_owned(), euros)]
}

/// Returns the fields and codes of the errors that a page shows, in order.
pub fn codes_in(page: &str) -> Vec<(&str, &str)> {
    page.split("data-error=\"")
        .skip(1)
        .filter_map(|rest| {
            let (field, rest) = rest.split_once('"')?;
            let code = rest.strip_prefix(" data-code=\"")?.split_once('"')?.0;
            Some((field, code))
        })
        .collect()
}
