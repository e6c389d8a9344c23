//! Promise: `campagnodon check-distant` says what stands between a relay and its CiviCRM, and what to do about it; the relay
//! says the same when it starts.

use crate::support::civicrm::{Answer, Civicrm, PATH, refusal};
use crate::support::origin::{Origin, free_address};
use serde_json::json;

/// What the command says, and whether all is well.
async fn check(origin: &Origin) -> (bool, String) {
    let output = origin.command(&["check-distant"]).await;
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

fn options(names: &[&str]) -> Answer {
    let rows: Vec<_> =
        names.iter().zip(1..).map(|(name, key)| json!({"key": key.to_string(), "value": name})).collect();
    (200, json!({"is_error": 0, "values": rows}).to_string())
}

#[tokio::test]
async fn with_the_usual_api_user_a_person_is_told_what_to_compare() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.server());
    let (well, text) = check(&origin).await;
    assert!(well, "{text}");
    for part in [
        "the keys, the extension and the permission are right",
        "forms.don.campaign: 1 is \"Spring\"",
        "look  the API user may not read this. Compare in Administer > CiviContribute > Financial Types: financial type \
         \"Donation\" (distants.main.financial_types.donation)",
        "membership type \"Member\" (distants.main.membership_types.membership), \"Magazine\"",
        "Contacts > Manage Groups: group \"news\"",
        "READ-COMMITTED",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn what_a_donation_may_be_for_is_compared_too() {
    let civicrm = Civicrm::start().await;
    let purposes = r#"
[forms.purposes]
distant = "main"
campaign = 1
operations = "donation"
purposes = [{ key = "a", label = "a", campaign = 98 }, { key = "b", label = "b", financial_type = "Hedges" }]
"#;
    let origin = Origin::with(&civicrm.server(), purposes);
    civicrm.say("getoptions", options(&["Donation", "Member Dues"]));
    let (well, text) = check(&origin).await;
    assert!(!well, "{text}");
    for part in [
        "MEND  forms.purposes.purposes: the distant has no campaign 98",
        "MEND  forms.purposes.purposes: the distant has no financial type \"Hedges\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn names_are_compared_where_the_api_user_may_read_them() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.server());
    civicrm
        .say("getoptions", options(&["Donation", "Dues"]))
        .say("getoptions", options(&["Member", "Magazine"]))
        .say("getoptions", options(&["Mme"]));
    let (well, text) = check(&origin).await;
    assert!(!well, "{text}");
    for part in [
        "ok    distants.main.financial_types.donation: financial type \"Donation\"",
        "MEND  distants.main.financial_types.membership: the distant has no financial type \"Member Dues\". It has \
         \"Donation\", \"Dues\"",
        "ok    distants.main.membership_types.magazine: membership type \"Magazine\"",
        // By its number.
        "ok    distants.main.titles: individual prefix \"1\"",
        "look  the API user may not read this. Compare in Contacts > Manage Groups",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn each_trouble_is_explained() {
    for (answer, parts) in [
        (
            refusal(json!({"error_code": "not-found", "error_message": "API (Campagnodon, test) does not exist"})),
            ["MEND", "the extension campagnodon_civicrm", "Extensions"],
        ),
        (
            refusal(json!({"error_code": "unauthorized", "error_message": "API permission check failed"})),
            ["MEND", "the permission \"Use Campagnodon API\"", "role"],
        ),
        (
            (
                500,
                json!({"code": "civicrm_rest_api_error", "message": "Missing or invalid param \"api_key\"."})
                    .to_string(),
            ),
            ["distants.main.api_key", "API key", "contact"],
        ),
        (
            (400, json!({"code": "rest_invalid_param", "message": "Invalid parameter(s): key"}).to_string()),
            ["distants.main.site_key", "CIVICRM_SITE_KEY", "civicrm.settings.php"],
        ),
        // No setting is at fault.
        ((503, "<html>maintenance</html>".to_owned()), ["MEND  the distant", "being maintained", "503"]),
        ((500, "<html>database</html>".to_owned()), ["MEND  the distant", "its database may be down", "500"]),
    ] {
        let civicrm = Civicrm::start().await;
        let origin = Origin::new(&civicrm.server());
        civicrm.always(answer);
        let (well, text) = check(&origin).await;
        assert!(!well);
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(civicrm.asked("test").len(), 1, "no key is tried elsewhere: {text}");
    }
}

#[tokio::test]
async fn a_wrong_path_is_found_out_and_the_right_one_named() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.address);
    let (well, text) = check(&origin).await;
    assert!(!well);
    assert!(text.contains("distants.main.path: the distant has no API at this path (HTTP 404)"), "{text}");
    assert!(text.contains(&format!("distants.main.path: \"{PATH}\" works (WordPress)")), "{text}");
}

#[tokio::test]
async fn the_relay_says_it_when_it_starts() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.address);
    let _relay = origin.spawn(free_address()).await;
    let said = format!("check-distant: distants.main.path: \"{PATH}\" works (WordPress)");
    origin.until_logged(&said).await;
    origin.until_logged("the distant has no API at this path (HTTP 404)").await;
}
