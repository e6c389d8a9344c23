//! Promise: a form tells the tax relief of the day on which it is shown, and takes a donation on a day without one.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use campagnodon::relay::Clock;
use std::time::Duration;

const ENDED: &str = r#"
[[tax_rules]]
regime = "own"
percent = 60
from = 2020-01-01
to = 2020-12-31
source = "an old law"
"#;

const IN_FORCE: &str = r#"
[[tax_rules]]
regime = "own"
percent = 75
ceiling = 2000
percent_beyond = 50
from = 2021-01-01
source = "a new law"
"#;

async fn donor(origin: &Origin, distant: &str, rules: &str) -> Donor {
    donor_at(Clock::default(), origin, distant, rules).await
}

async fn donor_at(clock: Clock, origin: &Origin, distant: &str, rules: &str) -> Donor {
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let settings = settings.replace("[options]", "[options]\ntax_relief = \"own\"");
    std::fs::write(&file, [&settings, rules].concat()).unwrap();
    Donor::new(&origin.serve_at(clock).await, distant)
}

async fn form(donor: &Donor) -> String {
    donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn the_rule_in_force_is_told_and_carried_to_the_module() {
    let origin = Origin::new("http://127.0.0.1:9");
    let form = form(&donor(&origin, "http://127.0.0.1:9", &[ENDED, IN_FORCE].concat()).await).await;
    assert!(form.contains(";r 7500 200000 5000\""), "{form}");
    assert!(
        form.contains("réduction d’impôt de 75\u{a0}%") && form.contains("a new law") && !form.contains("an old law")
    );
}

#[tokio::test]
async fn on_a_day_without_a_rule_nothing_is_told_and_a_donation_is_taken() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let donor = donor(&origin, &distant.address, ENDED).await;
    let form = form(&donor).await;
    assert!(!form.contains("campagnodon-tax") && !form.contains(";r ") && form.contains("campagnodon-review"));
    donor.give("don", &Person::new().full("donation", "once", 3000)).await;
}

#[tokio::test]
async fn the_first_of_january_needs_no_restart() {
    // 31 December 2020, 23:59:59 UTC.
    let clock = Clock::fixed(1_609_459_199_000);
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = donor_at(clock.clone(), &origin, "http://127.0.0.1:9", &[ENDED, IN_FORCE].concat()).await;
    assert!(form(&donor).await.contains("an old law"));
    clock.advance(Duration::from_secs(1));
    let form = form(&donor).await;
    assert!(form.contains("a new law") && !form.contains("an old law"));
}
