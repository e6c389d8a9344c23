//! Promise: whoever runs the relay sees what began, what became of it and what waits, by the command line and in pages
//! behind a key, and can have it delivered again; and sees nobody.

mod causes;
mod commands;
mod pages;

use crate::support::civicrm::{Civicrm, refusal};
use crate::support::donor::Donor;
use crate::support::origin::Origin;
use crate::support::person::Person;
use serde_json::json;

/// A relay that took one gift of each kind, and what they are called.
struct Scene {
    civicrm: Civicrm,
    origin: Origin,
    donor: Donor,
    persons: Vec<Person>,
    /// Paid, by a letter's link, with scripts.
    paid: String,
    /// Paid, by a poster's link, without scripts; its distant refused the status, which is parked.
    parked: String,
    /// A membership whose payment was refused.
    failed: String,
}

impl Scene {
    /// Plays it; `tables` are more of the settings.
    async fn play(tables: &str) -> Self {
        let civicrm = Civicrm::start().await;
        let origin = Origin::with(&civicrm.server(), tables);
        let file = origin.folder.join("relay.toml");
        let settings = std::fs::read_to_string(&file).unwrap();
        let from = "[forms.don]\nfrom = [\"letter-12\", \"poster\"]\n";
        std::fs::write(&file, settings.replacen("[forms.don]\n", from, 1)).unwrap();
        let donor = Donor::new(&origin.serve().await, &civicrm.address);
        let persons: Vec<_> = (0..3).map(|_| Person::new()).collect();
        let [first, second, third] = persons.as_slice() else { unreachable!() };

        let page = donor.give("don?from=letter-12", &first.donation(3000)).await;
        donor.press(&page, "pay").await;
        donor.until_distant(|told| told["waiting"] == 0).await;
        civicrm.say("updatestatus", refusal(json!({"error_code": 2100, "error_message": "too long"})));
        let key = donor.key();
        let (_, location) = donor.post_form("don?from=poster", &key, &second.full("donation", "monthly", 1500)).await;
        donor.press(&donor.absolute(&location), "pay").await;
        donor.until_distant(|told| told["parked"] == 1).await;
        let page = donor.give("adhesion?from=poster", &third.full("membership", "yearly", 3500)).await;
        donor.press(&page, "refuse").await;
        donor.press(&page, "give_up").await;
        donor.until_distant(|told| told["waiting"] == 1).await;

        let started = civicrm.asked("start");
        let name = |number: usize| started[number]["transaction_idx"].as_str().unwrap().to_owned();
        let (paid, parked, failed) = (name(0), name(1), name(2));
        Self { civicrm, origin, donor, persons, paid, parked, failed }
    }

    /// Checks that a text has nothing of any person.
    fn has_nobody(&self, text: &str) {
        for value in self.persons.iter().flat_map(Person::values) {
            assert!(!text.contains(value), "{value} in {text}");
        }
    }
}
