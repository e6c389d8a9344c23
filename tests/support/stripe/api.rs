//! The calls, over HTTP.

use super::fields::{self, Fields};
use super::objects::{Done, World};
use super::{Fault, KEY, VERSION, record};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

pub fn router(world: Arc<Mutex<World>>) -> Router {
    Router::new().fallback(answer).with_state(world)
}

/// A status and a body.
type Answer = (u16, Value);

fn refuse(status: u16, kind: &str, code: &str, field: &str) -> Answer {
    let message = format!("the double refuses {field}");
    (status, json!({"error": {"type": kind, "code": code, "param": field, "message": message}}))
}

fn invalid((code, field): (&str, String)) -> Answer {
    refuse(400, "invalid_request_error", code, &field)
}

fn missing(id: &str) -> Answer {
    refuse(404, "invalid_request_error", "resource_missing", id)
}

async fn answer(
    State(world): State<Arc<Mutex<World>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let (status, mut value, fault) = {
        let mut world = world.lock().unwrap();
        let fault = world.faults.pop_front();
        let key = header("idempotency-key");
        world.asked.push((format!("{method} {}", uri.path()), key.clone()));
        let (status, value) = match fault {
            Some(Fault::Down) => refuse(503, "api_error", "", ""),
            Some(Fault::Locked) => refuse(409, "idempotency_error", "idempotency_key_in_use", ""),
            _ if header("authorization").as_deref() != Some(&format!("Bearer {KEY}")) => {
                // The objects of one mode are not there in the other.
                match header("authorization").is_some_and(|it| it.contains("_live_")) {
                    true => missing("it in the live mode"),
                    false => refuse(401, "invalid_request_error", "", ""),
                }
            }
            _ if header("stripe-version").as_deref() != Some(VERSION) => {
                refuse(400, "invalid_request_error", "invalid_version", "")
            }
            _ => once(&mut world, &method, &uri, key.as_deref(), &body),
        };
        (status, value, fault)
    };
    if fault == Some(Fault::AnswerLost) {
        return Body::new(Lost).into_response();
    }
    if fault == Some(Fault::OtherMode) {
        value["livemode"] = json!(true);
    }
    let headers = [("content-type", "application/json"), ("request-id", "req_00000001")];
    (StatusCode::from_u16(status).unwrap(), headers, value.to_string()).into_response()
}

/// An answer whose connection breaks before all of it is there.
struct Lost;

impl HttpBody for Lost {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}

/// Does what has a key once. What was refused before it was begun may be asked for again.
fn once(world: &mut World, method: &Method, uri: &Uri, key: Option<&str>, body: &[u8]) -> Answer {
    let body = std::str::from_utf8(body).unwrap();
    let request = format!("{method} {uri} {body}");
    if let Some(done) = key.and_then(|key| world.done.get(key)) {
        return match done.request == request {
            true => (done.status, done.answer.clone()),
            false => refuse(400, "idempotency_error", "", ""),
        };
    }
    let (status, answer) = call(world, method, uri, body).unwrap_or_else(|refusal| refusal);
    if let (Some(key), true) = (key, status < 400) {
        assert!(key.len() <= 255, "{key}");
        world.done.insert(key.to_owned(), Done { request, status, answer: answer.clone() });
    }
    (status, answer)
}

/// Reads the fields, and writes them down.
fn read(name: &str, encoded: &str, fields: Fields) -> Result<Value, Answer> {
    let asked = fields::read(encoded, fields).map_err(invalid)?;
    record("request", name, &asked);
    Ok(asked)
}

fn call(world: &mut World, method: &Method, uri: &Uri, body: &str) -> Result<Answer, Answer> {
    let path: Vec<_> = uri.path().split('/').skip(2).collect();
    let query = uri.query().unwrap_or_default();
    let answer = match (method.as_str(), &path[..]) {
        ("POST", ["checkout", "sessions"]) => {
            let asked = read("checkout.sessions.create", body, fields::OPEN)?;
            fields::check_session(&asked, world.now).map_err(invalid)?;
            world.open(&asked)
        }
        ("GET", ["checkout", "sessions"]) => {
            let asked = read("checkout.sessions.list", query, fields::OF_INTENT)?;
            let of = |it: &&Value| it["payment_intent"] == asked["payment_intent"];
            list(world.sessions.iter().rev().filter(of).cloned().collect(), &asked)
        }
        ("GET", ["checkout", "sessions", id]) => {
            one(world, id, &read("checkout.sessions.retrieve", query, fields::RETRIEVE)?)?
        }
        ("POST", ["checkout", "sessions", id, "expire"]) => {
            read("checkout.sessions.expire", body, fields::NOTHING)?;
            world.find(id).ok_or_else(|| missing(id))?;
            world.expire(id).ok_or_else(|| invalid(("", "a session that is not open".to_owned())))?
        }
        ("GET", ["payment_intents", id]) => one(world, id, &read("paymentIntents.retrieve", query, fields::RETRIEVE)?)?,
        ("GET", ["charges", id]) => one(world, id, &read("charges.retrieve", query, fields::RETRIEVE)?)?,
        ("GET", ["charges"]) => {
            let asked = read("charges.list", query, fields::OF_INTENT)?;
            let of = |it: &&Value| it["payment_intent"] == asked["payment_intent"];
            list(world.charges.iter().rev().filter(of).cloned().collect(), &asked)
        }
        ("GET", ["refunds", id]) => one(world, id, &read("refunds.retrieve", query, fields::RETRIEVE)?)?,
        ("GET", ["disputes", id]) => one(world, id, &read("disputes.retrieve", query, fields::RETRIEVE)?)?,
        ("POST", ["refunds"]) => {
            let asked = read("refunds.create", body, fields::REFUND)?;
            let intent = asked["payment_intent"].as_str().ok_or_else(|| missing("payment_intent"))?;
            let status = "succeeded";
            world.refund(intent, asked["amount"].as_u64(), status).map_err(|code| invalid((code, String::new())))?
        }
        ("GET", ["disputes"]) => {
            let asked = read("disputes.list", query, fields::OF_INTENT)?;
            let of = |it: &&Value| it["payment_intent"] == asked["payment_intent"];
            list(world.disputes.iter().rev().filter(of).cloned().collect(), &asked)
        }
        ("GET", ["events"]) => {
            let asked = read("events.list", query, fields::EVENTS)?;
            let since = asked["created"]["gte"].as_i64().unwrap_or(0);
            let kinds = asked["types"].as_array().cloned().unwrap_or_default();
            let fits = |it: &&Value| it["created"].as_i64() >= Some(since) && kinds.contains(&it["type"]);
            list(world.events.iter().rev().filter(fits).cloned().collect(), &asked)
        }
        _ => return Err(refuse(404, "invalid_request_error", "", uri.path())),
    };
    record("object", answer["object"].as_str().unwrap(), &answer);
    Ok((200, answer))
}

/// Returns an object, with others in the places where only their names are.
fn one(world: &World, id: &str, asked: &Value) -> Result<Value, Answer> {
    let mut object = world.find(id).cloned().ok_or_else(|| missing(id))?;
    for path in asked["expand"].as_array().into_iter().flatten() {
        let mut place = &mut object;
        for name in path.as_str().unwrap().split('.') {
            if name == "refunds" {
                let of = |it: &&Value| it["charge"] == place["id"];
                place["refunds"] = list(world.refunds.iter().rev().filter(of).cloned().collect(), &json!({}));
            }
            let other = &mut place[name];
            if let Some(found) = other.as_str().and_then(|id| world.find(id)) {
                *other = found.clone();
            }
            place = other;
            if place.is_null() {
                break;
            }
        }
    }
    Ok(object)
}

/// Returns a page of a list.
fn list(all: Vec<Value>, asked: &Value) -> Value {
    let limit = usize::try_from(asked["limit"].as_u64().unwrap_or(10)).unwrap();
    let after = asked["starting_after"].as_str();
    let from = after.map_or(0, |id| all.iter().position(|it| it["id"] == id).unwrap() + 1);
    let data: Vec<_> = all[from..].iter().take(limit).cloned().collect();
    json!({"object": "list", "data": data, "has_more": all.len() - from > limit, "url": "/v1"})
}
