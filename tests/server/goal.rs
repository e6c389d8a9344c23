//! Promise: a campaign's bar shows what the distant has raised; where the distant does not tell, the page is whole
//! without it.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;

/// The folder's settings with `keys` for the form `don`, and a page with its bar.
fn with_bar(origin: &Origin, keys: &str) {
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let settings = settings.replace("[forms.don]", &format!("[forms.don]\npage = \"don.html\"\n{keys}"));
    std::fs::write(&file, format!("pages = \"pages\"\n{settings}")).unwrap();
    std::fs::create_dir_all(origin.folder.join("pages")).unwrap();
    let page = "<title>Don</title>[<campagnodon-goal name=\"don\"></campagnodon-goal>]\
        <campagnodon-form name=\"don\"></campagnodon-form>";
    std::fs::write(origin.folder.join("pages/don.html"), page).unwrap();
}

async fn get(donor: &Donor, path: &str) -> (u16, String) {
    let answer = donor.client.get(donor.absolute(path)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn shows_what_was_paid_and_what_was_raised_before() {
    let distant = TestDistant::start(&DISTANT.replace("title = \"Spring\"", "title = \"Spring\", goal = 1000")).await;
    let origin = Origin::new(&distant.address);
    with_bar(&origin, "raised_before = 200");
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let person = Person::new();
    let page = donor.give("don", &person.full("donation", "once", 5000)).await;
    donor.press(&page, "pay").await;
    donor.until(&person, "completed").await;
    let (status, bar) = get(&donor, "/forms/don/goal").await;
    assert_eq!(status, 200);
    assert!(
        bar.contains("<progress max=\"100000\" value=\"25000\"") && bar.contains("25\u{a0}% de l’objectif"),
        "{bar}"
    );
    for path in ["/don.html", "/forms/don"] {
        let (_, page) = get(&donor, path).await;
        assert!(page.contains(&format!("[{bar}]<campagnodon-form name=\"don\"><form")), "{path}");
    }
    // A refused form stands in the same page.
    let refused = donor.post_form("don", &donor.key(), &serde_json::json!({"email": ""})).await;
    assert!(refused.1.contains(&bar));
    assert_eq!(get(&donor, "/forms/none/goal").await.0, 404);
}

#[tokio::test]
async fn what_the_distant_said_last_outlives_it() {
    let mut distant =
        TestDistant::start(&DISTANT.replace("title = \"Spring\"", "title = \"Spring\", goal = 1000")).await;
    let origin = Origin::new(&distant.address);
    with_bar(&origin, "goal = 500");
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (_, bar) = get(&donor, "/forms/don/goal").await;
    assert!(bar.contains("<progress max=\"50000\" value=\"0\""), "{bar}");
    distant.stop().await;
    assert_eq!(get(&donor, "/forms/don/goal").await, (200, bar));
}

#[tokio::test]
async fn a_page_is_whole_without_its_bar() {
    // This one has no goal, so it does not tell what was raised.
    let silent = TestDistant::start(DISTANT).await;
    for (distant, keys) in [("http://127.0.0.1:9", "goal = 500\nraised_before = 20"), (&silent.address, "goal = 500")] {
        let origin = Origin::new(distant);
        with_bar(&origin, keys);
        let donor = Donor::new(&origin.serve().await, distant);
        assert_eq!(get(&donor, "/forms/don/goal").await, (204, String::new()));
        let (status, page) = get(&donor, "/don.html").await;
        assert!(status == 200 && page.contains("[]<campagnodon-form name=\"don\"><form"), "{page}");
    }
}
