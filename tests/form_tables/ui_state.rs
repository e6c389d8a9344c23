//! What the form shows after some clicks, as the page's scripts and the built module show it in Chromium.

use super::config::Config;
use super::outcome::{Expressed, Outcome, Row, compared, ours};
use super::profile::profile;
use super::words::{FREQUENCIES, OPERATIONS, theirs};
use super::{php, site};
use campagnodon::form::{Answers, Form};
use campagnodon::relay::{Appeal, Association, FormPage, Language, ProtectionFields, Texts};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the comparison needs beside this test: a build, Chromium and what drives it.
const NEEDED: [&str; 3] = ["dist/campagnodon.wasm", "/usr/bin/chromium", "node_modules/playwright-core"];

const ONE_ANSWER: &str = "a question with one answer is not asked";
const STAYS: &str = "the free amount, or one that the next frequency has too, stays chosen";

const FIELDS: &[(&str, &str)] = &[
    ("prenom", "first_name"),
    ("nom", "last_name"),
    ("adresse", "street_address"),
    ("code_postal", "postal_code"),
    ("ville", "city"),
    ("pays", "country"),
];
const SUBMIT: &[(&str, &str)] = &[("don", "submit.donation"), ("adhesion", "submit.membership")];

/// What is not there, and without which the rows cannot be compared.
pub fn missing() -> Option<&'static str> {
    NEEDED.into_iter().find(|path| !Path::new(path).exists())
}

/// The outcome of each row; `modes` are the options of the modes that rows name.
pub fn outcomes(rows: &[Row], modes: &Value) -> Vec<Outcome> {
    let texts = Texts::load(Language::French, &BTreeMap::new()).expect("our own texts");
    let scene = |row: &Row| {
        let form = form(row, &modes[row.text("mode")]).ok_or("a form that offers nothing")?;
        let clicks = clicks(row).ok_or("a click on what ours does not have")?;
        Ok(json!({ "html": html(&form, &texts), "clicks": clicks }))
    };
    let scenes: Vec<Expressed<Value>> = rows.iter().map(scene).collect();
    let mut states = play(&scenes.iter().flatten().collect::<Vec<_>>()).into_iter();
    let outcome = |(row, scene): (&Row, Expressed<Value>)| {
        scene.map(|_| compare(&row.out, &states.next().expect("a state for each form"), &texts)).into()
    };
    rows.iter().zip(scenes).map(outcome).collect()
}

fn form(row: &Row, mode: &Value) -> Option<Form> {
    let arg = |name: &str| row.given["args"][name].clone();
    // The rows were recorded on a site that offers recurring payments.
    let mut constants = json!({ "_CAMPAGNODON_DON_RECURRENT": true });
    for (name, value) in php::entries(&row.constants) {
        constants[name] = value.clone();
    }
    let config = Config {
        form_type: Some(row.text("form_type").to_owned()),
        arg_liste_montants: arg("arg_liste_montants"),
        arg_souscriptions_perso: arg("arg_souscriptions_perso"),
        arg_don_recurrent: arg("arg_don_recurrent"),
        arg_liste_montants_recurrent: arg("arg_liste_montants_recurrent"),
        arg_liste_montants_adhesion: arg("arg_liste_montants_adhesion"),
        constants,
    };
    let (site, tag) = site::site_and_tag(&config)?;
    site.form(&profile(mode), &tag).ok()
}

fn html(form: &Form, texts: &Texts) -> String {
    let page = FormPage {
        form,
        id: "t",
        action: "/forms/t",
        idempotency_key: "",
        texts,
        answers: &Answers::default(),
        refusal: None,
        notice: None,
        opens: None,
        link: None,
        guard: ProtectionFields::default(),
        appeal: &Appeal::default(),
        confirmation: false,
        tax_rule: None,
        association: &Association::default(),
    };
    page.render().into_string()
}

/// What a person clicks. Ours has one free amount and one button a frequency, theirs one for each combination: such a
/// click names what must be chosen for theirs to be there.
fn clicks(row: &Row) -> Option<Vec<Value>> {
    let click = |id: &str| -> Option<Value> {
        let words: Vec<_> = id.split('_').collect();
        let (operation, frequency) = match words.as_slice() {
            ["champ", "recu", "fiscal"] => return Some(json!({ "selector": "[name=tax_receipt]" })),
            ["choix", "type", operation] => {
                let value = ours(OPERATIONS, operation)?;
                return Some(json!({ "selector": format!("[name=operation][value={value}]") }));
            }
            ["choix", "recurrence", operation, frequency] | ["montant", operation, frequency, _] => {
                (ours(OPERATIONS, operation)?, ours(FREQUENCIES, frequency)?)
            }
            _ => return None,
        };
        Some(match words.as_slice() {
            ["montant", .., value] => {
                let value = if *value == "libre" { "free" } else { value };
                json!({ "operation": operation, "frequency": frequency, "selector": format!("[name=amount][value=\"{value}\"]") })
            }
            _ => json!({ "operation": operation, "selector": format!("[name=frequency][value={frequency}]") }),
        })
    };
    let ids = php::entries(&row.given["clicks"]).into_iter().filter_map(|(_, id)| id.as_str());
    ids.map(click).collect()
}

/// What the forms show in Chromium after the clicks.
fn play(forms: &[&Value]) -> Vec<Value> {
    let mut node = Command::new("node")
        .arg("tests/form_tables/ui_state.mjs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    let mut input = node.stdin.take().expect("a pipe");
    input.write_all(json!(forms).to_string().as_bytes()).expect("node reads");
    drop(input);
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success(), "ui_state.mjs failed");
    serde_json::from_slice(&output.stdout).expect("states as JSON")
}

/// One thing shown: its name in the table, theirs, ours, and why ours may be another where it is meant to be.
type Shown = (&'static str, Value, Value, Option<&'static str>);

fn compare(out: &Value, state: &Value, texts: &Texts) -> Outcome {
    let shown = shown(out, state, texts);
    let differing: Vec<_> = shown.iter().filter(|(_, theirs, ours, _)| theirs != ours).collect();
    match differing.first() {
        Some((.., Some(reason))) if differing.iter().all(|(.., reason)| reason.is_some()) => Outcome::Improved(reason),
        _ => {
            let side = |pick: fn(&&Shown) -> Value| differing.iter().map(|one| (one.0, pick(one))).collect::<Vec<_>>();
            compared(&side(|shown| shown.1.clone()), &side(|shown| shown.2.clone()))
        }
    }
}

fn shown(out: &Value, state: &Value, texts: &Texts) -> Vec<Shown> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let word = |words, value: &Value| value.as_str().map(|value| theirs(words, value).to_owned());
    let amount = |value: &Value| if value == "free" { "libre".to_owned() } else { text(value) };
    let ours_set = |name: &str, word: &dyn Fn(&Value) -> String| set(&state[name], word);
    let theirs_set = |name: &str| set(&out[name], &text);
    let flag = |value: &Value| Value::from(!php::is_empty(value));
    let label = text(&state["submit"]);
    // Ours says the sum too, once there is one.
    let submit = SUBMIT.iter().filter(|(_, key)| label.starts_with(texts.get(key))).map(|(operation, _)| *operation);
    let asked_in_vain = ours_set("frequencies", &text).as_array().is_some_and(|all| all.len() == 1);
    let stays = out["amount_checked"].is_null() && !state["amount"].is_null();
    vec![
        ("type", out["type"].clone(), json!(word(OPERATIONS, &state["operation"])), None),
        ("recurrence", out["recurrence"].clone(), json!(word(FREQUENCIES, &state["frequency"])), None),
        (
            "recurrences_enabled",
            theirs_set("recurrences_enabled"),
            ours_set("frequencies", &|value| word(FREQUENCIES, value).unwrap_or_default()),
            None,
        ),
        (
            "recurrence_block_visible",
            out["recurrence_block_visible"].clone(),
            state["asks_frequency"].clone(),
            asked_in_vain.then_some(ONE_ANSWER),
        ),
        ("amounts_enabled", theirs_set("amounts_enabled"), ours_set("amounts", &amount), None),
        (
            "amount_checked",
            out["amount_checked"].clone(),
            state["amount"].as_str().map_or(Value::Null, |_| amount(&state["amount"]).into()),
            stays.then_some(STAYS),
        ),
        ("free_amount_enabled", flag(&out["free_amount_enabled"]), state["free_amount"].clone(), None),
        (
            "free_amount_required",
            flag(&out["free_amount_required"]),
            state["free_amount_required"].clone(),
            (stays && state["amount"] == "free").then_some(STAYS),
        ),
        ("tax_box_visible", out["tax_box_visible"].clone(), state["receipt_visible"].clone(), None),
        ("tax_box_checked", out["tax_box_checked"].clone(), state["receipt"].clone(), None),
        ("address_block_visible", out["address_block_visible"].clone(), state["address"].clone(), None),
        (
            "address_required",
            theirs_set("address_required"),
            ours_set("required", &|value| word(FIELDS, value).unwrap_or_default()),
            None,
        ),
        ("subscriptions_enabled", theirs_set("subscriptions_enabled"), ours_set("subscriptions", &text), None),
        ("subscriptions_visible", theirs_set("subscriptions_visible"), ours_set("subscriptions_visible", &text), None),
        ("submit_visible", theirs_set("submit_visible"), json!(submit.collect::<Vec<_>>()), None),
    ]
}

/// In one order: what the form has is the same, wherever it stands.
fn set(list: &Value, word: &dyn Fn(&Value) -> String) -> Value {
    let all: BTreeSet<_> = php::entries(list).into_iter().map(|(_, value)| word(value)).collect();
    json!(all)
}
