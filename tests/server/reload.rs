//! Promise: a form's settings are taken again without a restart when their file changes and is good; else those before
//! hold, and the log says why.

use crate::support::distant::TestDistant;
use crate::support::origin::{DISTANT, Origin, client, free_address};
use std::path::PathBuf;

/// Changes the settings as an editor does that writes in place.
fn change(origin: &Origin, from: &str, to: &str) {
    let file: PathBuf = origin.folder.join("relay.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(before.contains(from), "{from}");
    std::fs::write(file, before.replacen(from, to, 1)).unwrap();
}

const DON: &str = "[forms.don]\n    distant = \"main\"\n    campaign = 1\n    operations = \"donation\"\n";
const READ_AGAIN: &str = "the settings have changed and were read again";
const UNUSABLE: &str = "the settings have changed and cannot be used";

#[tokio::test]
async fn a_form_changes_while_the_relay_serves() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let running = origin.spawn(free_address()).await;
    let page =
        async || client().get(format!("{}/forms/don", running.address)).send().await.unwrap().text().await.unwrap();
    assert!(page().await.contains("id=\"campagnodon-don-amount-donation-once-30\""));

    change(&origin, DON, &[DON, "    amounts = \"17,libre\"\n"].concat());
    origin.until_logged(READ_AGAIN).await;
    let html = page().await;
    assert!(
        html.contains("id=\"campagnodon-don-amount-donation-once-17\"")
            && !html.contains("id=\"campagnodon-don-amount-donation-once-30\""),
        "{html}"
    );

    for (from, to, said) in [
        ("amounts = \"17,libre\"", "amounts = \"many\"", "forms.don.amounts"),
        ("amounts = \"many\"", "amounts = ", "TOML parse error at line"),
    ] {
        change(&origin, from, to);
        origin.until_logged(said).await;
        origin.until_logged(UNUSABLE).await;
        assert!(page().await.contains("id=\"campagnodon-don-amount-donation-once-17\""), "{to}");
    }

    change(&origin, "amounts = ", "amounts = \"19\"\n    closed = false");
    change(&origin, "timeout_seconds = 5", "timeout_seconds = 6");
    origin.until_logged("distants.main.timeout_seconds has changed in the settings").await;
    assert!(page().await.contains("id=\"campagnodon-don-amount-donation-once-19\""));
}

#[tokio::test]
async fn the_sites_that_may_show_forms_change_while_the_relay_serves() {
    const SITE: &str = "https://www.example.org";
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, "[site]\norigins = []\n");
    let running = origin.spawn(free_address()).await;
    let told = async |site: &str| {
        let request = client().get(format!("{}/forms/don", running.address)).header("origin", site);
        let answer = request.send().await.unwrap();
        answer.headers().get("access-control-allow-origin").map(|allowed| allowed.to_str().unwrap().to_owned())
    };
    assert_eq!(told(SITE).await, None);
    change(&origin, "origins = []", &format!("origins = [\"{SITE}\"]"));
    origin.until_logged(READ_AGAIN).await;
    assert_eq!(told(SITE).await.as_deref(), Some(SITE));
    change(&origin, SITE, "*");
    origin.until_logged("site.origins: \"*\" is not an origin").await;
    assert_eq!(told(SITE).await.as_deref(), Some(SITE), "those before hold");
}
