//! Two people who share an e-mail address stay two.

use super::{SETTINGS, client, gift, membership, seen, update};
use crate::support::distant::TestDistant;
use campagnodon::distant::Distant as _;
use campagnodon::protocol::{Identity, Start, Status};

/// Returns a membership of somebody with that first name, and the address that all have here.
fn member(idx: &str, first_name: &str) -> Start {
    let mut start = membership(idx);
    if let Identity::Recipient(recipient) = &mut start.contact.identity {
        recipient.first_name = first_name.into();
    }
    start
}

#[tokio::test]
async fn each_of_a_couple_has_the_membership_that_was_paid() {
    let server = TestDistant::start(SETTINGS).await;
    let client = client(&server);
    // A gift without a name, then both begin before either has paid, then one of them once more.
    client.start(&gift("site/gift")).await.unwrap();
    for (idx, first_name) in [("site/anne", "Anne"), ("site/bruno", "Bruno"), ("site/again", "  ANNE ")] {
        client.start(&member(idx, first_name)).await.unwrap();
    }
    for (idx, told) in [("site/anne", "completed"), ("site/bruno", "completed"), ("site/again", "double_membership")] {
        client.update_status(&update(idx, Status::Completed)).await.unwrap();
        assert_eq!(seen(&server, idx).await["status"], told, "{idx}");
    }
    let mut contacts = Vec::new();
    for idx in ["site/gift", "site/anne", "site/bruno", "site/again"] {
        contacts.push(seen(&server, idx).await["contact"]["id"].as_i64().unwrap());
    }
    assert_eq!(contacts, [1, 1, 2, 1]);
    for (idx, first_name) in [("site/anne", "Anne"), ("site/bruno", "Bruno")] {
        assert_eq!(seen(&server, idx).await["contact"]["first_name"], first_name);
    }
}
