//! Promise: a page's tag gets the form that it asks for, and what is posted is checked against that very offer; only who
//! has the key can ask, and nobody can make up an offer.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, TAGS_KEY};
use crate::support::person::Person;
use campagnodon::relay::settings::RelaySettings;
use campagnodon::relay::{Language, Relay};
use serde_json::{Value, json};

const TAGS: &str = r#"
[tags]
key = { file = "tags.key" }
[[tags.campaigns]]
distant = "main"
id = 1
title = "Spring"
goal = 1000
raised_before = 250
[[tags.campaigns]]
distant = "main"
id = 2
closed = true
closed_link = { url = "/autre" }
"#;

fn origin(distant: &str) -> Origin {
    Origin::with(distant, TAGS)
}

struct Answer {
    status: u16,
    text: String,
    link: Option<String>,
}

async fn ask(donor: &Donor, path: &str, key: &str) -> Answer {
    let request = donor.client.get(donor.absolute(path)).header("authorization", format!("Bearer {key}"));
    let answer = request.send().await.unwrap();
    let link = answer.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
    Answer { status: answer.status().as_u16(), link, text: answer.text().await.unwrap() }
}

async fn form(donor: &Donor, query: &str) -> String {
    let Answer { status, text, link } = ask(donor, &format!("/tags/form?{query}"), TAGS_KEY).await;
    assert_eq!(status, 200, "{text}");
    assert!(link.unwrap().contains("</campagnodon/campagnodon.js>; rel=\"modulepreload\""));
    text
}

/// The name in the form's address.
fn name(html: &str) -> &str {
    html.split_once("action=\"/forms/").unwrap().1.split_once('"').unwrap().0
}

#[tokio::test]
async fn the_offer_is_the_tags_and_the_post_is_checked_against_it() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let html = form(&donor, "origine=main&id=1&type=don&montants=7,31[-900]&page=/spip.php?article1").await;
    assert!(html.contains("value=\"7\"") && html.contains("value=\"31\"") && !html.contains("value=\"free\""));
    let (name, person) = (name(&html), Person::new());
    let page = donor.give(name, &person.full("donation", "once", 3100)).await;
    donor.press(&page, "pay").await;
    donor.until(&person, "completed").await;
    // 30 € are in the settings' list, not in the tag's.
    let (status, refused) = donor.post_json(name, &donor.key(), &Person::new().full("donation", "once", 3000)).await;
    assert_eq!((status.as_u16(), &refused["errors"][0]["field"]), (422, &json!("amount")));
    let (status, _) = donor.post_json(name, &donor.key(), &Person::new().full("membership", "once", 3100)).await;
    assert_eq!(status.as_u16(), 422);
    // The payment's page leads back to where the form stands.
    let unpaid = donor.give(name, &Person::new().full("donation", "once", 700)).await;
    let unpaid = donor.client.get(&unpaid).send().await.unwrap().text().await.unwrap();
    assert!(unpaid.contains("href=\"/spip.php?article1&amp;operation=donation&amp;"), "{unpaid}");
}

#[tokio::test]
async fn each_view_has_a_key_of_its_own_and_the_same_address() {
    let origin = origin("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "");
    let query = "origine=main&id=1&type=don%2Badhesion&don_recurrent=1&lang=en";
    let (one, two) = (form(&donor, query).await, form(&donor, query).await);
    let key = |html: &str| html.split_once("idempotency_key\" value=\"").unwrap().1[..32].to_owned();
    assert_ne!(key(&one), key(&two));
    assert_eq!(name(&one), name(&two));
    assert!(one.contains("lang=\"en\"") && one.contains("value=\"monthly\""));
    let over = form(&donor, "origine=main&id=2&type=don").await;
    assert!(
        over.contains("campagnodon-notice") && over.contains("<a href=\"/autre\">") && !over.contains("<form"),
        "{over}"
    );
}

#[test]
fn the_spip_plugin_knows_every_language() {
    let plugin = std::fs::read_to_string("www/spip/campagnodon/inc/campagnodon_balise.php").unwrap();
    let tags = Language::ALL.map(|language| format!("'{}'", language.tag())).join(", ");
    assert!(plugin.contains(&format!("CAMPAGNODON_LANGUES = [{tags}]")), "{tags}");
}

#[tokio::test]
async fn nobody_makes_up_an_offer() {
    let origin = origin("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "");
    let html = form(&donor, "origine=main&id=1&type=adhesion&montants_adhesion=50").await;
    let name = name(&html);
    let (text, mark) = name.strip_prefix("tag.").unwrap().split_once('.').unwrap();
    let other = data_encoding::BASE64URL_NOPAD.encode(b"origine=main&id=1&type=adhesion&montants_adhesion=5");
    for forged in [format!("tag.{other}.{mark}"), format!("tag.{text}."), format!("tag.{text}"), "tag..".to_owned()] {
        let post = donor.post_json(&forged, &donor.key(), &Person::new().full("membership", "once", 500)).await;
        assert_eq!(post.0.as_u16(), 404, "{forged}");
    }
    for path in ["/tags", "/tags/form?origine=main&id=1&type=don", "/tags/goal?origine=main&id=1"] {
        for key in ["", "another key of the tests, of forty characters"] {
            let refused = ask(&donor, path, key).await;
            assert!(refused.status == 401 && refused.text.contains("tags_key_wrong"), "{path}");
        }
        assert_eq!(donor.client.get(donor.absolute(path)).send().await.unwrap().status().as_u16(), 401);
    }
    // Where the settings have no tags, nothing is there.
    let silent = Origin::new("http://127.0.0.1:9");
    let donor = Donor::new(&silent.serve().await, "");
    assert_eq!(ask(&donor, "/tags", TAGS_KEY).await.status, 404);
    assert_eq!(
        donor.client.get(donor.absolute(&format!("/forms/{name}"))).send().await.unwrap().status().as_u16(),
        404
    );
}

#[tokio::test]
async fn a_tag_that_cannot_be_used_is_told_why() {
    let origin = origin("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "");
    for (path, parameter) in [
        ("/tags/form?origine=other&id=1&type=don", "origine"),
        ("/tags/form?origine=main&id=3&type=don", "id"),
        ("/tags/form?origine=main&id=1&type=dons", "type"),
        ("/tags/form?origine=main&id=1&type=don&montants=30,5.5", "montants"),
        ("/tags/form?origine=main&id=1&type=adhesion&montants_adhesion=1", "montants_adhesion"),
        ("/tags/form?origine=main&id=1&type=don&colour=red", "colour"),
        ("/tags/goal?origine=main&id=1&type=don", "type"),
        ("/tags/goal?origine=main&id=1&debug_objectif=2", "debug_objectif"),
    ] {
        let refused = ask(&donor, path, TAGS_KEY).await;
        let problem: Value = serde_json::from_str(&refused.text).unwrap();
        assert_eq!((refused.status, &problem["code"]), (422, &json!("tag_invalid")), "{path}");
        assert_eq!(problem["parameter"], parameter, "{path}");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_goal_and_the_catalogue() {
    let distant = TestDistant::start(&DISTANT.replace("title = \"Spring\"", "title = \"Spring\", goal = 500")).await;
    let origin = origin(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let bar = ask(&donor, "/tags/goal?origine=main&id=1", TAGS_KEY).await;
    assert!(bar.text.contains("<progress max=\"100000\" value=\"25000\""), "{}", bar.text);
    assert_eq!(ask(&donor, "/tags/goal?origine=main&id=2", TAGS_KEY).await.status, 204);
    let samples = ask(&donor, "/tags/goal?origine=main&id=2&debug_objectif=1", TAGS_KEY).await.text;
    assert_eq!(samples.matches("<progress").count(), 6);
    let catalogue: Value = serde_json::from_str(&ask(&donor, "/tags", TAGS_KEY).await.text).unwrap();
    let campaign = json!({
        "origin": "main", "id": 1, "title": "Spring", "closed": false,
        "subscriptions": [{ "key": "news", "label": "News" }],
    });
    assert_eq!(catalogue["campaigns"][0], campaign);
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    for (from, to, expected) in [
        ("distant = \"main\"\nid = 1", "distant = \"other\"\nid = 1", "there is no distants.other"),
        ("id = 2", "id = 1", "1 is listed twice"),
        ("goal = 1000", "goal = 0", "tags.campaigns, number 1.goal"),
        ("\"/autre\"", "\"autre\"", "tags.campaigns, number 2.closed_link.url"),
        ("\"tags.key\"", "\"none.key\"", "tags.key"),
    ] {
        let origin = origin("http://127.0.0.1:9");
        let file = origin.folder.join("relay.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace(from, to)).unwrap();
        let refused = Relay::open(&RelaySettings::read(&file).unwrap(), &origin.folder).map(drop).unwrap_err();
        assert!(refused.to_string().contains(expected), "{refused}");
    }
}
