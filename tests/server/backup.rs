//! Promise: a relay's database can be copied while people give, and the copy serves in its place.

use crate::support::civicrm::Civicrm;
use crate::support::donor::Donor;
use crate::support::origin::{Origin, free_address};
use crate::support::person::Person;
use std::path::Path;

/// Returns what `campagnodon backup` prints, on standard output or on standard error.
async fn backup(origin: &Origin, to: &Path) -> (bool, String) {
    let output = origin.command(&["backup", to.to_str().unwrap()]).await;
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn remove_database(origin: &Origin) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(origin.folder.join(format!("relay.sqlite{ending}")));
    }
}

#[tokio::test]
async fn a_copy_is_taken_while_the_relay_runs_and_serves_in_its_place() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.server());
    let copy = origin.folder.join("copy.sqlite");
    let listen = free_address();
    let running = origin.spawn(listen).await;
    let donor = Donor::new(&running.address, "");
    let before = donor.give("don", &Person::new().donation(3000)).await;
    let (done, said) = backup(&origin, &copy).await;
    assert!(done && said.contains("copy.sqlite is a copy of") && said.contains("relay.sqlite"), "{said}");
    let after = donor.give("don", &Person::new().donation(3000)).await;
    drop(running);

    // As docs/operator.md says.
    remove_database(&origin);
    std::fs::copy(&copy, origin.folder.join("relay.sqlite")).unwrap();
    let _running = origin.spawn(listen).await;
    for (page, status) in [(before, 200), (after, 404)] {
        assert_eq!(donor.client.get(&page).send().await.unwrap().status(), status, "{page}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_copy_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let origin = Origin::new("http://127.0.0.1:9");
    let copy = origin.folder.join("copy.sqlite");
    drop(origin.spawn(free_address()).await);
    assert!(backup(&origin, &copy).await.0, "of one that does not run");
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn what_cannot_be_copied_is_told_and_nothing_is_overwritten() {
    let origin = Origin::new("http://127.0.0.1:9");
    let copy = origin.folder.join("copy.sqlite");
    let (done, said) = backup(&origin, &copy).await;
    assert!(!done && said.contains("relay.sqlite") && !copy.exists(), "no database: {said}");
    assert!(!origin.folder.join("relay.sqlite").exists(), "none was made");

    drop(origin.spawn(free_address()).await);
    std::fs::write(&copy, "precious").unwrap();
    let (done, said) = backup(&origin, &copy).await;
    assert!(!done && said.contains("copy.sqlite") && said.contains("exists"), "{said}");
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), "precious");
    let (done, said) = backup(&origin, &origin.folder.join("nowhere/copy.sqlite")).await;
    assert!(!done && said.contains("nowhere"), "{said}");

    remove_database(&origin);
    std::fs::write(origin.folder.join("relay.sqlite"), "no database, and long enough to be read as one").unwrap();
    let elsewhere = origin.folder.join("elsewhere.sqlite");
    let (done, said) = backup(&origin, &elsewhere).await;
    assert!(!done && said.contains("not a database") && !elsewhere.exists(), "{said}");
}
