//! Promise: every page of the way wears the site's look, and what is a payer's stays theirs: such a page is kept, framed
//! and found by nobody, whichever page it stands in; and a site's own page of thanks never learns the payment's address.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use reqwest::header::HeaderMap;

const LOOK: &str = r#"
[site]
name = "Les Amis de l’Oriette"
logo = "/logo.svg"
home = "/accueil"
stylesheet = "/site.css"
contact = "bonjour@oriette.example"
"#;

/// What the site's own pages are: one with relative links, in a folder.
const PAYMENT: &str = "<!doctype html><html><head><title>L’Oriette</title><link rel=\"stylesheet\" href=\"../site.css\">\
    </head><body><a href=\"#content\">-</a><main><campagnodon-payment>…</campagnodon-payment></main></body></html>";
const ERROR: &str = "<title>L’Oriette</title><img src=\"logo.svg\"><campagnodon-error></campagnodon-error>";

/// The origin with more keys for its form `don`.
fn with(origin: &Origin, keys: &str) {
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, settings.replace("[forms.don]", &format!("[forms.don]\n{keys}"))).unwrap();
}

/// An origin with pages of the site's own.
fn with_pages(distant: &str) -> Origin {
    let pages = "payment_page = \"a b/payment.html\"\nerror_page = \"error.html\"\n";
    let origin = Origin::with(distant, &[LOOK, pages].concat()).and("pages = \"pages\"\n");
    std::fs::create_dir_all(origin.folder.join("pages/a b")).unwrap();
    std::fs::write(origin.folder.join("pages/a b/payment.html"), PAYMENT).unwrap();
    std::fs::write(origin.folder.join("pages/error.html"), ERROR).unwrap();
    origin
}

/// A page as a browser gets it.
struct Got {
    status: u16,
    headers: HeaderMap,
    html: String,
}

impl Got {
    async fn from(request: reqwest::RequestBuilder) -> Self {
        let request = request.header("accept", "text/html");
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Self { status, headers, html: answer.text().await.unwrap() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that nobody keeps the page, frames it, or finds it; and that no script but the site's own runs in it.
    fn is_the_payers(&self) {
        for (name, expected) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "same-origin"),
            ("x-robots-tag", "noindex"),
            ("x-content-type-options", "nosniff"),
            ("content-encoding", ""),
            ("etag", ""),
        ] {
            assert_eq!(self.header(name), expected, "{name}");
        }
        let policy = self.header("content-security-policy");
        for rule in ["default-src 'none'", "script-src 'self' ", "base-uri 'none'", "frame-ancestors 'self'"] {
            assert!(policy.contains(rule), "{policy}");
        }
    }
}

async fn get(donor: &Donor, path: &str) -> Got {
    Got::from(donor.client.get(donor.absolute(path))).await
}

#[tokio::test]
async fn our_own_pages_wear_the_name_the_logo_and_the_style_sheet() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, LOOK);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let payment = donor.give("don", &Person::new().full("donation", "once", 3000)).await;
    let payment = Got::from(donor.client.get(&payment)).await;
    payment.is_the_payers();
    for (page, status, title) in [
        (payment, 200, "Dernière étape\u{a0}: le paiement – Les Amis de l’Oriette"),
        (get(&donor, "/nowhere").await, 404, "Page introuvable – Les Amis de l’Oriette"),
        (get(&donor, "/forms/don").await, 200, "Faire un don – Les Amis de l’Oriette"),
        (get(&donor, "/forms/adhesion").await, 200, "Adhérer – Les Amis de l’Oriette"),
    ] {
        assert_eq!(page.status, status);
        assert!(page.html.contains(&format!("<title>{title}</title>")), "{title}: {}", page.html);
        let header = "<a href=\"/accueil\"><img src=\"/logo.svg\" alt=\"\"><span>Les Amis de l’Oriette</span></a>";
        assert!(page.html.contains(header), "{}", page.html);
        assert!(page.html.contains("<link rel=\"stylesheet\" href=\"/site.css\">"), "{title}");
    }
}

#[tokio::test]
async fn without_settings_there_is_no_head() {
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "");
    let page = get(&donor, "/forms/don").await.html;
    assert!(page.contains("<title>Faire un don</title>") && !page.contains("<header"), "{page}");
    assert!(!page.contains("Nous y envoyons la confirmation"), "nobody said that somebody does");
    assert!(get(&donor, "/nowhere").await.html.contains("<a href=\"/\">"));
}

#[tokio::test]
async fn a_payment_stands_in_the_sites_page_and_stays_its_payers() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = with_pages(&distant.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let address = donor.give("don", &Person::new().full("donation", "once", 3000)).await;
    let page = Got::from(donor.client.get(&address).header("accept-encoding", "gzip, br")).await;
    page.is_the_payers();
    assert_eq!(page.status, 200);
    let html = &page.html;
    assert!(html.contains("<title>Dernière étape\u{a0}: le paiement – L’Oriette</title>"), "{html}");
    assert!(html.contains("<main><div class=\"campagnodon campagnodon-payment\""), "{html}");
    assert!(html.contains("href=\"/a%20b/../site.css\"") && html.contains("<a href=\"#content\">"), "{html}");
    // What the bank would be told stands there too, and is as little kept.
    let billing = Got::from(donor.client.post(&address).form(&[("action", "billing")])).await;
    billing.is_the_payers();
    assert!(billing.html.contains("data-billing=\"email\""));
    assert_eq!(donor.press(&address, "pay").await, 303);
    let again = Got::from(donor.client.post(&address).form(&[("action", "refuse")])).await;
    again.is_the_payers();
    assert!(again.status == 409 && again.html.contains("<title>Merci pour votre don – L’Oriette</title>"));
    // The page itself has nobody's payment in it.
    let empty = get(&donor, "/a%20b/payment.html").await;
    assert!(empty.html.contains("<campagnodon-payment>…") && empty.html.contains("href=\"../site.css\""));
}

#[tokio::test]
async fn an_error_stands_in_the_sites_page() {
    let origin = with_pages("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "");
    for path in ["/nowhere", "/forms/none", "/payments/none", "/deep/er/"] {
        let page = get(&donor, path).await;
        assert_eq!((page.status, page.header("cache-control")), (404, "no-store"), "{path}");
        assert!(page.html.starts_with("<title>Page introuvable – L’Oriette</title><img src=\"/logo.svg\">"), "{path}");
        assert!(page.html.contains("<h1>Page introuvable</h1>") && page.html.contains("<a href=\"/accueil\">"));
    }
    let program = donor.client.get(donor.absolute("/nowhere")).send().await.unwrap();
    assert_eq!(program.headers()["content-type"], "application/problem+json");
    // Whatever becomes of the file, people read what is wrong.
    std::fs::remove_file(origin.folder.join("pages/error.html")).unwrap();
    let page = get(&donor, "/nowhere").await;
    assert!(page.status == 404 && page.html.contains("<title>Page introuvable – Les Amis de l’Oriette</title>"));
}

#[tokio::test]
async fn who_has_paid_is_led_to_the_sites_thanks_which_learn_nothing_of_the_payment() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    with(&origin, "thanks = \"/merci?a=b\"");
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let thanks = "/merci?a=b&operation=donation&frequency=monthly&amount=30";
    for (form, action, scripted, leaves) in [
        ("don", "pay", false, true),
        // A tab that has scripts has something to forget first.
        ("don", "pay", true, false),
        ("don", "refuse", false, false),
        ("don", "pend", false, false),
        ("both", "pay", false, false),
    ] {
        let address = donor.give(form, &Person::new().full("donation", "monthly", 3000)).await;
        let mut fields = vec![("action", action)];
        fields.extend(scripted.then_some(("scripted", "1")));
        let answer = Got::from(donor.client.post(&address).form(&fields)).await;
        let path = address.strip_prefix(&donor.origin).unwrap();
        let (location, policy) = if leaves { (thanks, "no-referrer") } else { (path, "same-origin") };
        assert_eq!((answer.status, answer.header("location")), (303, location), "{form} {action}");
        assert_eq!((answer.header("referrer-policy"), answer.header("cache-control")), (policy, "no-store"));
        // Once: whoever comes back sees the payment's page, and a link.
        let page = Got::from(donor.client.get(&address)).await;
        let link = format!("href=\"{}\" rel=\"noreferrer\"", thanks.replace('&', "&amp;"));
        assert_eq!(page.html.contains(&link), form == "don" && action == "pay", "{form} {action}");
        let refunded = donor.client.post(&address).form(&[("action", "refund")]).send().await.unwrap();
        assert!(!leaves || refunded.headers()["location"] == path);
    }
}

#[tokio::test]
async fn the_sites_thanks_may_be_at_another_host() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    with(&origin, "thanks = \"https://www.oriette.example/merci\"");
    let donor = Donor::new(&origin.serve().await, &distant.address);
    for (form, rule) in [("don", "form-action 'self' https://www.oriette.example;"), ("both", "form-action 'self';")] {
        let address = donor.give(form, &Person::new().full("donation", "once", 3000)).await;
        let page = Got::from(donor.client.get(&address)).await;
        page.is_the_payers();
        assert!(page.header("content-security-policy").contains(rule), "{form}");
    }
}

#[tokio::test]
async fn what_the_site_has_set_up_is_promised() {
    let distant = TestDistant::start(DISTANT).await;
    for (keys, promised) in [("confirmation = true", true), ("confirmation = false", false)] {
        let origin = Origin::with(&distant.address, &[LOOK, keys].concat());
        let donor = Donor::new(&origin.serve().await, &distant.address);
        assert_eq!(get(&donor, "/forms/don").await.html.contains("email-hint"), promised);
        let address = donor.give("don", &Person::new().full("donation", "monthly", 3000)).await;
        donor.press(&address, "pay").await;
        let html = Got::from(donor.client.get(&address)).await.html;
        assert_eq!(html.contains("Une confirmation vous est envoyée"), promised);
        assert!(html.contains("Pour changer ou arrêter\u{a0}: <a href=\"mailto:bonjour@oriette.example\">"), "{html}");
        let share = format!("<a href=\"{}/forms/don\" dir=\"ltr\" data-link>", donor.origin);
        assert!(html.contains(&share) && html.contains("Je%20soutiens%20Les%20Amis"), "{html}");
    }
}
