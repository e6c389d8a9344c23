//! Promise: what a form has beside does what the settings ask for, with and without scripts, and nothing else.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use reqwest::StatusCode;

async fn text(donor: &Donor, path: &str) -> String {
    let request = donor.client.get(donor.absolute(path)).header("accept", "text/html");
    request.header("accept-encoding", "identity").send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn whence_a_donor_comes_is_a_word_of_the_list_and_ends_up_in_the_source() {
    let distant = TestDistant::start(DISTANT).await;
    let page = "<title>Don</title><campagnodon-form name=\"don\"></campagnodon-form>";
    let origin = Origin::new(&distant.address).and("pages = \"pages\"\n");
    std::fs::create_dir(origin.folder.join("pages")).unwrap();
    std::fs::write(origin.folder.join("pages/don.html"), page).unwrap();
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let settings = settings
        .replacen("timeout_seconds = 5", "timeout_seconds = 5\nsource = \"Site, {campaign_id}\"", 1)
        .replacen("[forms.don]", "[forms.don]\nfrom = [\"letter-12\", \"poster\"]\npage = \"don.html\"", 1);
    std::fs::write(&file, settings).unwrap();
    let donor = Donor::new(&origin.serve().await, &distant.address);

    for (path, action) in [
        ("/forms/don?from=letter-12", "action=\"/forms/don?from=letter-12\""),
        ("/forms/don?fragment&from=poster", "action=\"/forms/don?from=poster\""),
        ("/don.html?amount=30&from=letter-12", "action=\"/forms/don?from=letter-12\""),
        ("/don.html?from=anne@example.org", "action=\"/forms/don\""),
        ("/forms/adhesion?from=letter-12", "action=\"/forms/adhesion\""),
    ] {
        let page = text(&donor, path).await;
        assert!(page.contains(action), "{path}");
        assert_eq!(page.contains("data-from=\"letter-12 poster\""), !path.contains("adhesion"), "{path}");
    }
    let (status, refused) = donor.post_form("don?from=poster", &donor.key(), &Person::new().donation(100)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{refused}");
    let mut wrong = Person::new().donation(3000);
    wrong["email"] = "".into();
    let (status, refused) = donor.post_form("don?from=poster", &donor.key(), &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && refused.contains("action=\"/forms/don?from=poster\""));

    for (form, source) in [
        ("don", "Site, 1"),
        ("don?from=letter-12", "Site, 1, letter-12"),
        ("don?from=anne@example.org", "Site, 1"),
        ("adhesion?from=letter-12", "Site, 1"),
    ] {
        let person = Person::new();
        let gift = match form.starts_with("don") {
            true => person.donation(3000),
            false => person.full("membership", "once", 3500),
        };
        donor.give(form, &gift).await;
        assert_eq!(donor.only_transaction(&person).await["source"], source, "{form}");
    }
    // The same key and answers are one transaction, whencever they come again.
    let (person, key) = (Person::new(), donor.key());
    let gift = person.donation(3000);
    let first = donor.post_json("don?from=poster", &key, &gift).await;
    assert_eq!(donor.post_json("don?from=letter-12", &key, &gift).await, first);
    assert_eq!(donor.only_transaction(&person).await["source"], "Site, 1, poster");
}

const FEES: &str = r#"
[forms.fees]
distant = "main"
campaign = 1
operations = "both"
amounts = "30"
membership_amounts = "35"
[forms.fees.fees]
percent = 1.4
fixed = 25
"#;

#[tokio::test]
async fn whoever_pays_may_add_the_fees_and_the_sum_is_the_gift() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, FEES);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let page = text(&donor, "/forms/fees").await;
    let (_, rest) = page.split_once("name=\"fees\"").unwrap();
    assert!(!rest.split_once('>').unwrap().0.contains("checked") && page.contains("1,4\u{a0}% + 0,25\u{a0}€"));
    assert!(!text(&donor, "/forms/don").await.contains("name=\"fees\""));

    let paid = |person: Person| {
        let donor = &donor;
        async move { donor.only_transaction(&person).await["contributions"].clone() }
    };
    // Without scripts, the box; by a program the sum that its rules reckoned, or the box.
    let (person, ticked) = (Person::new(), Person::new());
    let mut gift = person.donation(3000);
    gift["fees"] = true.into();
    assert_eq!(donor.post_form("fees", &donor.key(), &gift).await.0, StatusCode::SEE_OTHER);
    assert_eq!(paid(person).await[0]["amount"], "30.67");
    let mut gift = ticked.donation(3000);
    gift["fees"] = true.into();
    donor.give("fees", &gift).await;
    assert_eq!(paid(ticked).await[0]["amount"], "30.67");
    let summed = Person::new();
    donor.give("fees", &summed.donation(3067)).await;
    assert_eq!(paid(summed).await[0]["amount"], "30.67");
    // Of a membership, the magazine's share stays.
    let member = Person::new();
    donor.give("fees", &member.full("membership", "once", 3574)).await;
    let contributions = paid(member).await;
    assert_eq!((&contributions[0]["amount"], &contributions[1]["amount"]), (&"12.00".into(), &"23.74".into()));
    // Cents that are no fees are as wrong as before, and where none are asked for, the answer is of no matter.
    for (form, cents) in [("fees", 3068), ("don", 3067)] {
        let (status, _) = donor.post_json(form, &donor.key(), &Person::new().donation(cents)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    let (other, mut gift) = (Person::new(), Person::new().donation(3000));
    gift["email"] = other.email.as_str().into();
    gift["fees"] = true.into();
    donor.give("don", &gift).await;
    assert_eq!(paid(other).await[0]["amount"], "30.00");
}

const PURPOSES: &str = r#"
[forms.purposes]
distant = "main"
campaign = 1
operations = "both"
amounts = "30"
membership_amounts = "35"
[[forms.purposes.purposes]]
key = "hedges"
label = { fr = "Planter des haies", en = "Planting hedges" }
campaign = 2
[[forms.purposes.purposes]]
key = "events"
label = "Les fêtes"
financial_type = "Event Fee"
"#;

#[tokio::test]
async fn whoever_pays_may_choose_what_the_gift_is_for_and_the_distant_is_told_where_it_goes() {
    let campaigns = DISTANT.replace("title = \"Spring\" }", "title = \"Spring\" }, { id = 2, title = \"Hedges\" }");
    let distant = TestDistant::start(&campaigns).await;
    let origin = Origin::with(&distant.address, PURPOSES);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let page = text(&donor, "/forms/purposes").await;
    let (_, list) = page.split_once("name=\"question_purpose\"").unwrap();
    let (list, _) = list.split_once("</select>").unwrap();
    assert!(
        !list.contains("selected") && list.contains("<option value=\"hedges\">Planter des haies</option>"),
        "{list}"
    );
    assert!(page.contains(";q purpose - hedges events;"));
    assert!(!text(&donor, "/forms/don").await.contains("question_purpose"));

    let of = |value: &serde_json::Value| {
        let said = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        (said(&value["campaign"]), said(&value["contributions"][0]["financial_type"]))
    };
    let place = |campaign: &str, kind: &str| (campaign.to_owned(), kind.to_owned());
    for (chosen, expected) in [
        ("hedges", place("Hedges", "Donation")),
        ("events", place("Spring", "Event Fee")),
        ("", place("Spring", "Donation")),
    ] {
        // Without scripts, and by a program.
        let (person, other) = (Person::new(), Person::new());
        let mut gift = person.donation(3000);
        gift["question_purpose"] = chosen.into();
        assert_eq!(donor.post_form("purposes", &donor.key(), &gift).await.0, StatusCode::SEE_OTHER);
        let mut gift = other.donation(3000);
        let listed: Vec<_> = Some(chosen)
            .filter(|chosen| !chosen.is_empty())
            .map(|chosen| format!("purpose.{chosen}"))
            .into_iter()
            .collect();
        gift["subscriptions"] = listed.into();
        donor.give("purposes", &gift).await;
        for person in [person, other] {
            let transaction = donor.only_transaction(&person).await;
            assert_eq!(of(&transaction), expected, "{chosen}");
            assert_eq!(transaction["optional_subscriptions"], serde_json::json!([]));
        }
    }
    // A membership is for nothing else, and what is not in the list is refused.
    let member = Person::new();
    let mut membership = member.full("membership", "once", 3500);
    membership["subscriptions"] = serde_json::json!(["purpose.hedges"]);
    donor.give("purposes", &membership).await;
    assert_eq!(donor.only_transaction(&member).await["campaign"], "Spring");
    let mut gift = Person::new().donation(3000);
    gift["question_purpose"] = "roads".into();
    let (status, refused) = donor.post_json("purposes", &donor.key(), &gift).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused["errors"][0]["field"], "question_purpose");
}
