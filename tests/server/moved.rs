//! A copy of a relay at another address, with its database and its keys, takes no payment, tells the distant nothing, and
//! says why; a relay that has moved says so once.

use crate::support::civicrm::Civicrm;
use crate::support::donor::Donor;
use crate::support::origin::{Origin, free_address};
use crate::support::person::Person;
use std::time::{Duration, Instant};

const HOME: &str = "https://give.example.org";
const STAGING: &str = "https://staging.example.org";

/// Writes another `public_url` into the settings.
fn put(origin: &Origin, from: &str, to: &str) {
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file, settings.replacen(from, to, 1)).unwrap();
}

/// Report 20: a copy of a site charged donors.
#[tokio::test]
async fn a_copy_at_another_address_charges_and_tells_nothing() {
    let civicrm = Civicrm::start().await;
    let listen = free_address();
    let origin = Origin::new(&civicrm.server()).and(&format!("public_url = \"{HOME}\"\n"));
    let mut running = origin.spawn(listen).await;
    let donor = Donor::new(&running.address, "");
    let page = donor.give("don", &Person::new().donation(3000)).await;
    // Paid while the distant is down: there is something to tell.
    civicrm.always((503, String::new()));
    donor.press(&page.replace(HOME, &running.address), "pay").await;
    donor.until_distant(|told| told["retrying"] == 1).await;
    running.kill();
    civicrm.mend();
    let told = civicrm.asked("updatestatus").len();

    let mut before = HOME.to_owned();
    for copy in [STAGING, "https://give.example.org/copy", "http://127.0.0.1:8080"] {
        put(&origin, &format!("{before:?}"), &format!("{copy:?}"));
        copy.clone_into(&mut before);
        let output = origin.command(&["relay", "--listen", &listen.to_string()]).await;
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{said}");
        for part in [HOME, copy, "campagnodon moved"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    assert_eq!((civicrm.asked("start").len(), civicrm.asked("updatestatus").len()), (1, told));

    put(&origin, &format!("{before:?}"), &format!("{STAGING:?}"));
    let output = origin.command(&["moved"]).await;
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, format!("the relay is at {STAGING}, and no more at {HOME}\n"));
    let _running = origin.spawn(listen).await;
    let began = Instant::now();
    while civicrm.asked("updatestatus").len() == told {
        assert!(began.elapsed() < Duration::from_secs(20), "what waited is not told");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
