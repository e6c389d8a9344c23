//! … in pages behind a key.

use super::Scene;
use crate::support::origin::{OPERATORS_KEY as KEY, Origin, free_address};
use reqwest::{RequestBuilder, StatusCode};

const SECTIONS: [&str; 3] = ["/transactions", "/attention", "/figures"];

/// The pages, as a browser without scripts gets them.
struct Pages<'a> {
    scene: &'a Scene,
    address: String,
    cookie: String,
}

/// What the settings say for pages at some address.
fn tables(listen: std::net::SocketAddr) -> String {
    format!("[operators]\nlisten = \"{listen}\"\nkey = {{ file = \"operators.key\" }}\n")
}

async fn play() -> (Scene, String) {
    let listen = free_address();
    let scene = Scene::play(&tables(listen)).await;
    (scene, format!("http://{listen}"))
}

impl<'a> Pages<'a> {
    async fn sign_in(scene: &'a Scene, address: &str) -> Self {
        let mut pages = Self { scene, address: address.to_owned(), cookie: String::new() };
        let answer = pages.post("/sign-in", &[("key", KEY), ("next", "/figures")]).send().await.unwrap();
        assert_eq!(
            (answer.status(), &answer.headers()["location"]),
            (StatusCode::SEE_OTHER, &"/figures".parse().unwrap())
        );
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Strict") && !cookie.contains("Secure"), "{cookie}");
        pages.cookie = cookie.split(';').next().unwrap().to_owned();
        pages
    }

    fn get(&self, path: &str) -> RequestBuilder {
        let request = self.scene.donor.client.get(format!("{}{path}", self.address));
        request.header("cookie", &self.cookie).header("accept", "text/html")
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let request = self.scene.donor.client.post(format!("{}{path}", self.address)).form(fields);
        request.header("cookie", &self.cookie).header("accept", "text/html")
    }

    /// Returns a page that is there; none has anything of anybody, and none is kept.
    async fn shows(&self, path: &str) -> String {
        let answer = self.get(path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
        let html = answer.text().await.unwrap();
        self.scene.has_nobody(&html);
        assert!(!html.contains("<script"), "{path}");
        html
    }

    /// Presses a button, and returns where it leads.
    async fn press(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path} {fields:?}");
        answer.headers()["location"].to_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn without_the_key_there_is_nothing_to_see() {
    let (scene, address) = play().await;
    let closed =
        Pages { scene: &scene, address: address.clone(), cookie: "campagnodon_operator=9999999999.a".to_owned() };
    for path in SECTIONS.map(str::to_owned).into_iter().chain([format!("/transactions/{}", scene.paid), "/".to_owned()])
    {
        let answer = closed.get(&format!("{path}?search=x")).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        let html = answer.text().await.unwrap();
        assert!(html.contains(&format!("name=\"next\" value=\"{path}?search=x\"")), "{html}");
        assert!(!html.contains("campagnodon/") || !html.contains("<table"), "{path}");
    }
    for path in ["/attention/deliver", "/attention/close"] {
        let answer = closed.post(path, &[("idx", &scene.parked), ("done", "1")]).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    scene.donor.until_distant(|told| told["parked"] == 1).await;
    // They are on their own listener alone.
    for path in SECTIONS.into_iter().chain(["/sign-in", "/operators.css"]) {
        assert_eq!(
            scene.donor.client.get(scene.donor.absolute(path)).send().await.unwrap().status(),
            StatusCode::NOT_FOUND
        );
    }
    let forms = closed.get("/forms/don").send().await.unwrap();
    assert_eq!(forms.status(), StatusCode::NOT_FOUND, "and theirs are not there");
    assert_eq!(closed.get("/operators.css").send().await.unwrap().status(), StatusCode::OK);

    // A wrong key, and where a right one leads: nowhere else.
    let wrong = closed.post("/sign-in", &[("key", "another")]).send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::FORBIDDEN);
    assert!(wrong.headers().get("set-cookie").is_none());
    for next in ["https://example.org/", "//example.org", "/\\example.org", ""] {
        assert_eq!(closed.press("/sign-in", &[("key", KEY), ("next", next)]).await, "/transactions", "{next}");
    }
    // Tries are counted, also of the right one.
    let mut last = StatusCode::OK;
    for _ in 0..10 {
        last = closed.post("/sign-in", &[("key", "another")]).send().await.unwrap().status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let late = closed.post("/sign-in", &[("key", KEY)]).send().await.unwrap();
    assert_eq!(late.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(late.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 60);
}

#[tokio::test]
async fn a_list_a_story_and_figures() {
    let (scene, address) = play().await;
    let pages = Pages::sign_in(&scene, &address).await;
    let (paid, parked, failed) = (&scene.paid, &scene.parked, &scene.failed);
    let all = pages.shows("/transactions").await;
    let at = |idx: &str| all.find(&format!("href=\"/transactions/{idx}\"")).unwrap();
    assert!(at(failed) < at(parked) && at(parked) < at(paid), "the newest first");
    assert!(all.contains("<th scope=\"row\">") && all.contains("<caption>") && all.contains("de côté : 1"), "{all}");
    let found = pages.shows("/transactions?status=completed&form=don&search=&since=2020-01-01&until=").await;
    assert!(found.contains(paid.as_str()) && found.contains(parked.as_str()) && !found.contains(failed.as_str()));
    assert!(found.contains("<option value=\"don\" selected>") && found.contains("value=\"2020-01-01\""));
    let found = pages.shows(&format!("/transactions?search={}", &paid[paid.len() - 6..])).await;
    assert!(found.contains(paid.as_str()) && !found.contains(parked.as_str()));
    let next = pages.shows(&format!("/transactions?form=don&before={failed}")).await;
    assert!(next.contains(paid.as_str()) && next.contains("href=\"/transactions?form=don\""), "{next}");
    let refused = pages.get("/transactions?since=2026-02-02&until=2026-02-01").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let story = pages.shows(&format!("/transactions/{paid}")).await;
    for said in ["letter-12", "Transmis : payé. Réponse : payé. Essais : 1.", "Paiement : payé"] {
        assert!(story.contains(said), "{said} is not in {story}");
    }
    assert!(!story.contains("/attention/deliver"), "nothing waits");
    let none = pages.get("/transactions/campagnodon/none").send().await.unwrap();
    assert_eq!(none.status(), StatusCode::NOT_FOUND);
    assert!(none.text().await.unwrap().contains("<h1>Page introuvable</h1>"));

    let figures = pages.shows("/figures").await;
    assert!(
        figures.contains("45\u{a0}€") && figures.contains("letter-12") && figures.contains("non dite"),
        "{figures}"
    );
    let none = pages.shows("/figures?since=2020-01-01&until=2020-01-02").await;
    assert!(!none.contains("45\u{a0}€") && none.contains("value=\"2020-01-02\""));
}

#[tokio::test]
async fn what_is_parked_is_delivered_again_or_closed() {
    let (scene, address) = play().await;
    let pages = Pages::sign_in(&scene, &address).await;
    let parked = scene.parked.as_str();
    let html = pages.shows("/attention").await;
    assert!(html.contains(parked) && html.contains("le système distant refuse"), "{html}");
    // Another site's page cannot press it, however it asks.
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://example.org")] {
        let request = pages.post("/attention/deliver", &[("idx", parked)]).header(name, value);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN, "{name}");
    }
    // Closing wants that somebody says that it is done.
    assert_eq!(pages.press("/attention/close", &[("idx", parked)]).await, "/attention?done=close_unchecked");
    scene.donor.until_distant(|told| told["parked"] == 1).await;

    // Delivered again: here the courier is woken at once, and the distant takes it now.
    let story = format!("/transactions/{parked}");
    let back = pages.press("/attention/deliver", &[("idx", parked), ("story", "1")]).await;
    assert_eq!(back, format!("{story}?done=delivered"));
    scene.donor.until_distant(|told| told["parked"] == 0).await;
    scene.donor.until_distant(|told| told["waiting"] == 0).await;
    let told = pages.shows(&back).await;
    assert!(told.contains("Transmis : payé. Réponse : payé. Essais : 1."), "{told}");
    assert!(pages.shows("/attention").await.contains("Rien à regarder"));
    assert_eq!(pages.press("/attention/deliver", &[("idx", parked)]).await, "/attention?done=gone");
    assert_eq!(pages.press("/attention/close", &[("idx", parked), ("done", "1")]).await, "/attention?done=gone");
}

#[tokio::test]
async fn a_list_that_is_cut_says_so() {
    let (scene, address) = play().await;
    let pages = Pages::sign_in(&scene, &address).await;
    let more = "Il y en a d’autres";
    assert!(!pages.shows("/attention").await.contains(more));
    let database = rusqlite::Connection::open(scene.origin.folder.join("relay.sqlite")).unwrap();
    // With the one that is parked, one more than the page lists.
    let alarms = format!(
        "INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, started, status,
                                   created_at)
         WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 1000)
         SELECT printf('copy/%04d', n), form, distant, operation, frequency, amount_cents, randomblob(32), 1, status, created_at
         FROM n, transactions WHERE idx = '{}';
         INSERT INTO alarms (idx, distant, status, cause, said, at)
         SELECT idx, distant, status, 'disputed', 'init', created_at FROM transactions WHERE idx LIKE 'copy/%';",
        scene.paid
    );
    database.execute_batch(&alarms).unwrap();
    let page = pages.shows("/attention").await;
    assert!(page.contains(more) && page.contains(&scene.parked));
    assert!(page.contains("copy/0999<") && !page.contains("copy/1000<"));
    let output = scene.origin.command(&["alarms"]).await;
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1001);
}

#[tokio::test]
async fn what_a_person_closes_is_told_no_more() {
    let (scene, address) = play().await;
    let pages = Pages::sign_in(&scene, &address).await;
    let asked = scene.civicrm.asked("updatestatus").len();
    let back = pages.press("/attention/close", &[("idx", &scene.parked), ("done", "1")]).await;
    assert_eq!(back, "/attention?done=close_done");
    assert!(pages.shows(&back).await.contains("C’est fermé."));
    let story = pages.shows(&format!("/transactions/{}", scene.parked)).await;
    assert!(story.contains("Fermé à la main, sans être transmis : payé."), "{story}");
    assert_eq!(scene.civicrm.asked("updatestatus").len(), asked);
    // Signed out, the browser is told to forget.
    let answer = pages.post("/sign-out", &[]).send().await.unwrap();
    assert!(answer.headers()["set-cookie"].to_str().unwrap().contains("campagnodon_operator=; Path=/; Max-Age=0"));
}

#[test]
fn settings_that_would_give_the_key_away_are_refused() {
    for (operators, said) in [
        (
            "listen = \"0.0.0.0:8082\"\nkey = { file = \"operators.key\" }",
            "operators.listen: others can reach 0.0.0.0:8082",
        ),
        ("listen = \"127.0.0.1:8082\"", "operators.key: the pages of operators.listen need a key"),
        ("listen = \"127.0.0.1:8082\"\nkey = { file = \"site.key\" }", "operators.key"),
        ("listen = \"127.0.0.1:8082\"\nkey = \"abc\"", "operators.key: a secret is never written in the settings"),
        ("utc_offset = \"Europe/Paris\"", "operators.utc_offset: \"Europe/Paris\" is no offset from UTC"),
        ("port = 1", "unknown field `port`"),
    ] {
        let origin = Origin::with("http://127.0.0.1:9", &format!("[operators]\n{operators}\n"));
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_campagnodon"))
            .args(["relay", "--check", "--config"])
            .arg(origin.folder.join("relay.toml"))
            .output()
            .unwrap();
        let refused = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && refused.contains(said), "{operators}: {refused}");
    }
}
