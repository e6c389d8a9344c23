//! … by the command line, as the real program.

use super::Scene;
use serde_json::{Value, json};

impl Scene {
    /// Runs a command that works, and returns what it prints.
    async fn says(&self, arguments: &[&str]) -> String {
        let output = self.origin.command(arguments).await;
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        self.has_nobody(&said);
        said
    }

    async fn tells(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.says(arguments).await).unwrap()
    }

    /// Runs a command that does not work; returns its code and what it complains of.
    async fn refuses(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.origin.command(arguments).await;
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }

    /// Returns which transactions a list has, the newest first.
    async fn lists(&self, arguments: &[&str]) -> Vec<String> {
        let told = self.tells(&[&["transactions", "list", "--json"], arguments].concat()).await;
        let rows = told["transactions"].as_array().unwrap();
        rows.iter().map(|row| row["idx"].as_str().unwrap().to_owned()).collect()
    }
}

fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}

#[tokio::test]
async fn lists_and_their_filters() {
    let scene = Scene::play("").await;
    let (paid, parked, failed) = (&scene.paid, &scene.parked, &scene.failed);
    let end = &paid[paid.len() - 6..].to_uppercase();
    for (arguments, expected) in [
        (&[][..], &[failed, parked, paid][..]),
        (&["--status", "failed"], &[failed]),
        (&["--form", "don"], &[parked, paid]),
        (&["--distant", "main", "--form", "adhesion"], &[failed]),
        (&["--distant", "other"], &[]),
        (&["--search", &format!(" {end} ")], &[paid]),
        (&["--since", "2020-01-01", "--until", "2020-12-31"], &[]),
        (&["--day", "2020-01-01", "--utc-offset", "-03:30"], &[]),
        (&["--before", failed], &[parked, paid]),
    ] {
        let expected: Vec<_> = expected.iter().map(|idx| (*idx).clone()).collect();
        assert_eq!(scene.lists(arguments).await, expected, "{arguments:?}");
    }

    // Page by page.
    let first = scene.tells(&["transactions", "list", "--json", "--limit", "2"]).await;
    assert_eq!(first["next_before"], parked.as_str());
    let row = &first["transactions"][1];
    assert_eq!(
        (&row["from"], &row["amount_cents"], &row["status"], &row["recurring_status"], &row["parked"]),
        (&json!("poster"), &json!(1500), &json!("completed"), &json!("ongoing"), &json!(1))
    );
    let next = scene.tells(&["transactions", "list", "--json", "--limit", "2", "--before", parked]).await;
    assert_eq!((&next["next_before"], &next["transactions"][0]["from"]), (&Value::Null, &json!("letter-12")));
    // A word is taken of the form's own list alone: the membership's form has none.
    assert_eq!(first["transactions"][0]["from"], Value::Null);

    // The same for a spreadsheet, and for people.
    let csv = scene.says(&["transactions", "list", "--csv"]).await;
    let (columns, rows) = csv.split_once('\n').unwrap();
    let mut keys: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    let mut columns: Vec<_> = columns.trim().split(',').collect();
    keys.sort_unstable();
    columns.sort_unstable();
    assert_eq!(columns, keys);
    assert_eq!(rows.lines().count(), 3);
    let table = scene.says(&["transactions", "list"]).await;
    assert!(table.starts_with("BEGAN (UTC)") && table.contains("1, 1 parked") && table.contains("35.00"), "{table}");

    for (arguments, code, reason) in [
        (&["--status", "paid"][..], 2, "possible values: init, pending"),
        (&["--json", "--csv"], 2, "cannot be used with"),
        (&["--since", "yesterday"], 1, "--since: \"yesterday\" is no day such as 2026-12-01"),
        (&["--since", "2026-12-02", "--until", "2026-12-01"], 1, "nothing is between"),
        (&["--utc-offset", "CET"], 1, "--utc-offset: \"CET\" is no offset"),
        (&["--before", "campagnodon/none"], 1, "there is no transaction campagnodon/none"),
    ] {
        let (ended, said) = scene.refuses(&[&["transactions", "list"], arguments].concat()).await;
        assert!(ended == Some(code) && said.contains(reason), "{arguments:?}: {ended:?} {said}");
    }
}

#[tokio::test]
async fn a_story_and_its_delivery() {
    let scene = Scene::play("").await;
    let story = scene.says(&["transactions", "show", &scene.paid]).await;
    for line in
        ["donation, once, 30.00 euros", "letter-12", "main, which last said completed", "the payment is completed"]
    {
        assert!(story.contains(line), "{line} is not in {story}");
    }
    assert!(story.contains("main was told completed at try 1, and said completed"), "{story}");
    let told = scene.tells(&["transactions", "show", "--json", &scene.parked]).await;
    assert_eq!((&told["waiting"][0]["parked"], &told["alarms"][0]["cause"]), (&json!(true), &json!("refused")));
    assert!(scene.says(&["transactions", "show", &scene.parked]).await.contains("Parked: completed, tried 1 times"));
    let (code, said) = scene.refuses(&["transactions", "show", "campagnodon/none"]).await;
    assert!(code == Some(1) && said.contains("there is no transaction campagnodon/none"), "{said}");

    // A dry run says what it would do, and does nothing.
    let parked = format!("{}  completed for main, parked", scene.parked);
    for arguments in [&["deliver", "--parked", "--dry-run"][..], &["deliver", "--dry-run", &scene.parked]] {
        let said = scene.says(arguments).await;
        assert!(said.contains(&parked) && said.contains("Nothing was changed"), "{said}");
    }
    assert_eq!(scene.says(&["deliver", "--parked", "--distant", "other"]).await, "Nothing is parked.\n");
    scene.donor.until_distant(|told| told["parked"] == 1).await;
    assert!(scene.says(&["deliver", "--parked"]).await.contains(&parked));
    // Another event wakes the courier, which else looks within a minute.
    let page = scene.donor.give("don", &scene.persons[0].donation(5000)).await;
    scene.donor.press(&page, "cancel").await;
    scene.donor.until_distant(|told| told["parked"] == 0).await;
    scene.donor.until_distant(|told| told["waiting"] == 0).await;
    let statuses: Vec<_> = scene.civicrm.asked("updatestatus").iter().map(|told| told["status"].clone()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == "completed").count(), 3, "{statuses:?}");
    let story = scene.says(&["transactions", "show", &scene.parked]).await;
    assert!(story.contains("main was told completed at try 1"), "{story}");

    let (code, said) = scene.refuses(&["deliver", &scene.paid]).await;
    assert!(code == Some(1) && said.contains("nothing waits of"), "{said}");
    for arguments in [&["deliver"][..], &["deliver", "--parked", &scene.paid]] {
        assert_eq!(scene.refuses(arguments).await.0, Some(2), "{arguments:?}");
    }
}

#[tokio::test]
async fn figures() {
    let scene = Scene::play("[operators]\nutc_offset = \"-04:00\"\n").await;
    let told = scene.tells(&["figures", "--json", "--since", "2020-01-01"]).await;
    assert_eq!((&told["clock"], &told["since"]), (&json!("UTC-04:00"), &json!("2020-01-01T00:00:00-04:00")));
    let line = |by: &str, value: &str| {
        let is = |line: &&Value| line["by"] == by && line["value"] == value;
        let found = told["figures"].as_array().unwrap().iter().find(is).unwrap_or(&Value::Null);
        ["started", "paid", "failed", "paid_cents"].map(|part| found[part].as_u64())
    };
    let counts = |all: [u64; 4]| all.map(Some);
    for (by, value, expected) in [
        ("all", "", [3, 2, 1, 4500]),
        ("form", "don", [2, 2, 0, 4500]),
        ("form", "adhesion", [1, 0, 1, 0]),
        ("operation", "membership", [1, 0, 1, 0]),
        ("frequency", "monthly", [1, 1, 0, 1500]),
        ("from", "letter-12", [1, 1, 0, 3000]),
        ("from", "poster", [1, 1, 0, 1500]),
        ("from", "", [1, 0, 1, 0]),
    ] {
        assert_eq!(line(by, value), counts(expected), "{by} {value}");
    }
    let csv = scene.says(&["figures", "--csv", "--utc-offset", "Z"]).await;
    assert!(
        csv.starts_with("by,value,started,paid,failed,cancelled,refunded,open,paid_cents\nall,,3,2,1,0,0,0,4500\n")
    );
    assert!(csv.contains(&format!("day,{},", today())), "{csv}");
    let none = scene.says(&["figures", "--csv", "--until", "2020-01-01"]).await;
    assert_eq!(none.lines().count(), 2, "{none}");
    let table = scene.says(&["figures"]).await;
    assert!(table.contains("from the beginning to now, UTC-04:00") && table.contains("45.00"), "{table}");
}
