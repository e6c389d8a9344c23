//! What the account holds, and what each act of a payer or a bank makes of it.

use super::webhooks::Delivery;
use super::{Act, Fault, VERSION};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// What came of a transaction, and went back, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    pub charges: usize,
    pub taken: u64,
    pub given_back: u64,
}

/// What was answered to an idempotency key, and to what.
pub struct Done {
    pub request: String,
    pub status: u16,
    pub answer: Value,
}

/// The account.
pub struct World {
    pub now: i64,
    /// Where the pages of sessions are.
    pub pages: String,
    pub faults: VecDeque<Fault>,
    pub endpoint: Option<String>,
    pub delivery: Delivery,
    pub kept: Vec<Value>,
    pub events_version: &'static str,
    pub asked: Vec<(String, Option<String>)>,
    pub done: BTreeMap<String, Done>,
    pub sessions: Vec<Value>,
    pub intents: Vec<Value>,
    pub charges: Vec<Value>,
    pub refunds: Vec<Value>,
    pub disputes: Vec<Value>,
    pub events: Vec<Value>,
    /// What each session's page says is paid.
    pub labels: BTreeMap<String, String>,
    /// What the payment of a session begins with.
    begun_with: BTreeMap<String, Value>,
    count: u32,
}

impl World {
    pub fn at(now: i64) -> Self {
        Self {
            now,
            pages: "https://checkout.stripe.com".to_owned(),
            faults: VecDeque::new(),
            endpoint: None,
            delivery: Delivery::Once,
            kept: Vec::new(),
            events_version: VERSION,
            asked: Vec::new(),
            done: BTreeMap::new(),
            sessions: Vec::new(),
            intents: Vec::new(),
            charges: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            events: Vec::new(),
            labels: BTreeMap::new(),
            begun_with: BTreeMap::new(),
            count: 0,
        }
    }

    fn id(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}_{:08}", self.count)
    }

    pub fn find(&self, id: &str) -> Option<&Value> {
        let all = [&self.sessions, &self.intents, &self.charges, &self.refunds, &self.disputes];
        all.into_iter().flatten().find(|it| it["id"] == id)
    }

    fn find_mut(&mut self, id: &str) -> &mut Value {
        let all = [&mut self.sessions, &mut self.intents, &mut self.charges, &mut self.refunds, &mut self.disputes];
        all.into_iter().flatten().find(|it| it["id"] == id).unwrap()
    }

    pub fn taken(&self, idx: &str) -> Amounts {
        let mut amounts = Amounts::default();
        for charge in self.charges.iter().filter(|it| it["metadata"]["idx"] == idx && it["status"] == "succeeded") {
            amounts.charges += 1;
            amounts.taken += charge["amount"].as_u64().unwrap();
            amounts.given_back += charge["amount_refunded"].as_u64().unwrap();
        }
        amounts
    }

    /// Opens a session.
    pub fn open(&mut self, asked: &Value) -> Value {
        let id = self.id("cs_test");
        let price = &asked["line_items"][0]["price_data"];
        let cents = price["unit_amount"].as_u64().unwrap() * asked["line_items"][0]["quantity"].as_u64().unwrap_or(1);
        let session = json!({
            "id": id,
            "object": "checkout.session",
            "amount_subtotal": cents,
            "amount_total": cents,
            "cancel_url": asked["cancel_url"],
            "client_reference_id": asked["client_reference_id"],
            "created": self.now,
            "currency": price["currency"],
            "customer": null,
            "customer_details": null,
            "customer_email": asked["customer_email"],
            "expires_at": asked["expires_at"].as_i64().unwrap_or(self.now + 86_400),
            "livemode": false,
            "locale": asked["locale"],
            "metadata": asked.get("metadata").cloned().unwrap_or(json!({})),
            "mode": asked["mode"],
            "payment_intent": null,
            "payment_status": "unpaid",
            "status": "open",
            "submit_type": asked["submit_type"],
            "success_url": asked["success_url"],
            "ui_mode": asked.get("ui_mode").cloned().unwrap_or(json!("hosted_page")),
            "url": format!("{}/c/pay/{id}#fidkdWxOYHwnPyd1blppbHNg", self.pages),
        });
        self.sessions.push(session.clone());
        self.labels.insert(id.clone(), price["product_data"]["name"].as_str().unwrap().to_owned());
        self.begun_with.insert(id, asked["payment_intent_data"].clone());
        session
    }

    /// Closes an open session. Returns it, or `None` where it is not open.
    pub fn expire(&mut self, id: &str) -> Option<Value> {
        self.find(id).filter(|it| it["status"] == "open")?;
        let session = self.find_mut(id);
        (session["status"], session["url"]) = (json!("expired"), Value::Null);
        if let Some(intent) = session["payment_intent"].as_str().map(str::to_owned) {
            self.find_mut(&intent)["status"] = json!("canceled");
        }
        self.find(id).cloned()
    }

    /// Gives back a part of a payment. Returns the refund, or why not.
    pub fn refund(&mut self, intent: &str, cents: Option<u64>, status: &str) -> Result<Value, &'static str> {
        let charge = self.find(intent).ok_or("resource_missing")?["latest_charge"].as_str().unwrap_or("").to_owned();
        let Some(charge) = self.find(&charge).filter(|it| it["status"] == "succeeded").cloned() else {
            return Err("charge_not_refundable");
        };
        let left = charge["amount"].as_u64().unwrap() - charge["amount_refunded"].as_u64().unwrap();
        if left == 0 {
            return Err("charge_already_refunded");
        }
        let cents = cents.unwrap_or(left);
        if cents == 0 || cents > left {
            return Err("amount_too_large");
        }
        let refund = json!({
            "id": self.id("re"),
            "object": "refund",
            "amount": cents,
            "charge": charge["id"],
            "created": self.now,
            "currency": "eur",
            "metadata": {},
            "payment_intent": intent,
            "reason": null,
            "status": status,
        });
        self.refunds.push(refund.clone());
        self.count_back(charge["id"].as_str().unwrap());
        Ok(refund)
    }

    /// Counts what was given back of a charge: what failed is not.
    fn count_back(&mut self, charge: &str) {
        let counts = |it: &&Value| it["charge"] == charge && it["status"] != "failed" && it["status"] != "canceled";
        let back: u64 = self.refunds.iter().filter(counts).map(|it| it["amount"].as_u64().unwrap()).sum();
        let charge = self.find_mut(charge);
        charge["amount_refunded"] = json!(back);
        charge["refunded"] = json!(Some(back) == charge["amount"].as_u64());
    }

    /// Begins a payment on a session's page. Returns the payment's name.
    fn intent_of(&mut self, session: &str) -> String {
        if let Some(id) = self.find(session).unwrap()["payment_intent"].as_str() {
            return id.to_owned();
        }
        let id = self.id("pi");
        let data = self.begun_with[session].clone();
        let page = self.find(session).unwrap().clone();
        self.intents.push(json!({
            "id": id,
            "object": "payment_intent",
            "amount": page["amount_total"],
            "amount_received": 0,
            "created": self.now,
            "currency": page["currency"],
            "description": data["description"],
            "last_payment_error": null,
            "latest_charge": null,
            "livemode": false,
            "metadata": data.get("metadata").cloned().unwrap_or(json!({})),
            "receipt_email": null,
            "status": "requires_payment_method",
        }));
        self.find_mut(session)["payment_intent"] = json!(id);
        id
    }

    fn charge(&mut self, intent: &str, kind: &str, status: &str) {
        let payment = self.find(intent).unwrap().clone();
        let id = self.id(if kind == "card" { "ch" } else { "py" });
        self.charges.push(json!({
            "id": id,
            "object": "charge",
            "amount": payment["amount"],
            "amount_refunded": 0,
            // As Stripe has them, so that a test finds them where they must not be.
            "billing_details": {"email": "payer@example.org", "name": "Payer Example"},
            "created": self.now,
            "currency": payment["currency"],
            "disputed": false,
            "livemode": false,
            "metadata": payment["metadata"],
            "paid": status == "succeeded",
            "payment_intent": intent,
            "payment_method_details": {"type": kind},
            "refunded": false,
            "status": status,
        }));
        self.find_mut(intent)["latest_charge"] = json!(id);
    }

    /// Does something to a session. Returns the events of it.
    pub fn does(&mut self, session: &str, act: Act) -> Vec<Value> {
        let is_open = self.find(session).unwrap()["status"] == "open";
        let told: Vec<(&str, String)> = match act {
            Act::Pay | Act::Sepa | Act::Decline if !is_open => Vec::new(),
            Act::Pay => {
                let intent = self.intent_of(session);
                self.charge(&intent, "card", "succeeded");
                self.succeed(&intent);
                self.complete(session, "paid");
                vec![("checkout.session.completed", session.to_owned())]
            }
            Act::Decline => {
                let intent = self.intent_of(session);
                self.charge(&intent, "card", "failed");
                vec![("payment_intent.payment_failed", intent)]
            }
            Act::Sepa => {
                let intent = self.intent_of(session);
                self.charge(&intent, "sepa_debit", "pending");
                self.find_mut(&intent)["status"] = json!("processing");
                self.complete(session, "unpaid");
                vec![("checkout.session.completed", session.to_owned())]
            }
            Act::SepaSettles => {
                let intent = self.intent_of(session);
                let charge = self.charge_of(&intent);
                self.find_mut(&charge)["status"] = json!("succeeded");
                self.succeed(&intent);
                self.find_mut(session)["payment_status"] = json!("paid");
                vec![("checkout.session.async_payment_succeeded", session.to_owned())]
            }
            Act::SepaFails => {
                let intent = self.intent_of(session);
                let charge = self.charge_of(&intent);
                self.find_mut(&charge)["status"] = json!("failed");
                self.find_mut(&intent)["status"] = json!("requires_payment_method");
                vec![
                    ("payment_intent.payment_failed", intent),
                    ("checkout.session.async_payment_failed", session.to_owned()),
                ]
            }
            Act::Expire => match self.expire(session) {
                Some(_) => vec![("checkout.session.expired", session.to_owned())],
                None => Vec::new(),
            },
            Act::Refund(cents) => self.refunded(session, Some(cents), "succeeded"),
            Act::RefundBegins(cents) => self.refunded(session, Some(cents), "pending"),
            Act::RefundArrives => self.refund_ends("succeeded", "refund.updated"),
            Act::RefundFails => self.refund_ends("failed", "refund.failed"),
            Act::Dispute => self.dispute(session),
            Act::DisputeLost => self.dispute_ends("lost"),
            Act::DisputeWon => self.dispute_ends("won"),
        };
        told.into_iter().map(|(kind, id)| self.event(kind, &id)).collect()
    }

    fn charge_of(&self, intent: &str) -> String {
        self.find(intent).unwrap()["latest_charge"].as_str().unwrap().to_owned()
    }

    fn succeed(&mut self, intent: &str) {
        let intent = self.find_mut(intent);
        (intent["status"], intent["amount_received"]) = (json!("succeeded"), intent["amount"].clone());
    }

    fn complete(&mut self, session: &str, paid: &str) {
        let session = self.find_mut(session);
        (session["status"], session["payment_status"], session["url"]) = (json!("complete"), json!(paid), Value::Null);
        // What the payer typed there.
        session["customer_details"] = json!({"email": "payer@example.org", "name": "Payer Example"});
    }

    fn refunded(&mut self, session: &str, cents: Option<u64>, status: &str) -> Vec<(&'static str, String)> {
        let intent = self.intent_of(session);
        let refund = self.refund(&intent, cents, status).unwrap();
        vec![
            ("charge.refunded", refund["charge"].as_str().unwrap().to_owned()),
            ("refund.created", refund["id"].as_str().unwrap().to_owned()),
        ]
    }

    fn refund_ends(&mut self, status: &str, kind: &'static str) -> Vec<(&'static str, String)> {
        let refund = self.refunds.iter_mut().rev().find(|it| it["status"] == "pending").unwrap();
        refund["status"] = json!(status);
        let (id, charge) = (refund["id"].clone(), refund["charge"].clone());
        self.count_back(charge.as_str().unwrap());
        vec![(kind, id.as_str().unwrap().to_owned())]
    }

    fn dispute(&mut self, session: &str) -> Vec<(&'static str, String)> {
        let intent = self.intent_of(session);
        let charge = self.charge_of(&intent);
        let is_debit = self.find(&charge).unwrap()["payment_method_details"]["type"] == "sepa_debit";
        let id = self.id("du");
        let amount = self.find(&charge).unwrap()["amount"].clone();
        self.disputes.push(json!({
            "id": id,
            "object": "dispute",
            "amount": amount,
            "charge": charge,
            "created": self.now,
            "currency": "eur",
            "livemode": false,
            "metadata": {},
            "payment_intent": intent,
            "reason": if is_debit { "debit_not_authorized" } else { "fraudulent" },
            "status": if is_debit { "lost" } else { "needs_response" },
        }));
        self.find_mut(&charge)["disputed"] = json!(true);
        vec![("charge.dispute.created", id)]
    }

    fn dispute_ends(&mut self, status: &str) -> Vec<(&'static str, String)> {
        let dispute = self.disputes.last_mut().unwrap();
        dispute["status"] = json!(status);
        vec![("charge.dispute.closed", dispute["id"].as_str().unwrap().to_owned())]
    }

    /// Writes an event, in the shape of the version that the account has.
    fn event(&mut self, kind: &str, id: &str) -> Value {
        let mut object = self.find(id).unwrap().clone();
        if self.events_version != VERSION && object["object"] == "payment_intent" {
            // Gone since 2022: whoever reads events by their shape would miss it.
            object["charges"] = json!({"object": "list", "data": []});
            object.as_object_mut().unwrap().remove("latest_charge");
        }
        if self.events_version != VERSION && object["object"] == "checkout.session" {
            object["payment_method_types"] = json!(["card"]);
            object["ui_mode"] = json!("hosted");
        }
        let event = json!({
            "id": self.id("evt"),
            "object": "event",
            "api_version": self.events_version,
            "created": self.now,
            "data": {"object": object},
            "livemode": false,
            "pending_webhooks": 1,
            "request": {"id": null, "idempotency_key": null},
            "type": kind,
        });
        self.events.push(event.clone());
        event
    }
}
