//! Promise: what a donor's browser loads travels compressed, with its right type, and a page that shows a person's answers
//! is kept by nobody.

use crate::support::donor::Donor;
use crate::support::origin::Origin;
use flate2::read::GzDecoder;
use reqwest::Response;
use std::collections::HashSet;
use std::io::Read;

/// A relay whose distant is of no matter, with a module and a style sheet as a build leaves them.
async fn donor(origin: &Origin) -> Donor {
    let assets = origin.folder.join("assets");
    std::fs::create_dir_all(&assets).unwrap();
    for (name, content) in [
        ("campagnodon.wasm", "whole"),
        ("campagnodon.wasm.br", "brotli"),
        ("campagnodon.wasm.gz", "gzip"),
        ("campagnodon-full.wasm", "full"),
        ("campagnodon.css", "whole"),
        ("campagnodon.js", "script"),
        ("campagnodon.js.map", "{}"),
        ("campagnodon-twin.js", "script"),
    ] {
        std::fs::write(assets.join(name), content).unwrap();
    }
    let settings = std::fs::read_to_string(origin.folder.join("relay.toml")).unwrap();
    std::fs::write(origin.folder.join("relay.toml"), format!("assets = \"assets\"\n{settings}")).unwrap();
    Donor::new(&origin.serve().await, "http://127.0.0.1:9")
}

async fn get(donor: &Donor, path: &str, encodings: &str) -> Response {
    donor.client.get(donor.absolute(path)).header("accept-encoding", encodings).send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_module_travels_as_small_as_the_browser_takes_it() {
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = donor(&origin).await;
    for (encodings, encoding, content) in
        [("gzip, deflate, br", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", "whole")]
    {
        let answer = get(&donor, "/campagnodon/campagnodon.wasm", encodings).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "content-encoding")), (200, encoding));
        assert_eq!(header(&answer, "content-type"), "application/wasm");
        assert_eq!(answer.text().await.unwrap(), content);
    }
    let style = get(&donor, "/campagnodon/campagnodon.css", "br").await;
    assert_eq!((header(&style, "content-type"), header(&style, "content-encoding")), ("text/css", ""));
    assert_eq!(get(&donor, "/campagnodon/../relay.toml", "br").await.status(), 404);
    assert_eq!(get(&donor, "/campagnodon/%2e%2e/relay.toml", "br").await.status(), 404);
}

#[tokio::test]
async fn of_a_script_the_relay_says_where_its_source_map_is_if_there_is_one() {
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = donor(&origin).await;
    for (file, map) in [("campagnodon.js", "campagnodon.js.map"), ("campagnodon-twin.js", ""), ("campagnodon.css", "")]
    {
        let answer = get(&donor, &format!("/campagnodon/{file}"), "br").await;
        assert_eq!((answer.status().as_u16(), header(&answer, "sourcemap")), (200, map), "{file}");
    }
    assert_eq!(get(&donor, "/campagnodon/campagnodon.js.map", "br").await.text().await.unwrap(), "{}");
}

#[tokio::test]
async fn a_page_of_ours_has_the_module_inside_that_its_form_needs_and_asks_for_no_other() {
    let form =
        "[forms.short]\ndistant = \"main\"\ncampaign = 1\noperations = \"donation\"\nfields = { phone = \"off\" }";
    let origin = Origin::with("http://127.0.0.1:9", form);
    let donor = donor(&origin).await;
    // "whole" and "full", in hexadecimal digits.
    for (name, kind, digits, file) in
        [("short", "", "77686f6c65", "campagnodon.wasm"), ("don", "full", "66756c6c", "campagnodon-full.wasm")]
    {
        let page = get(&donor, &format!("/forms/{name}"), "identity").await.text().await.unwrap();
        let module = format!("<script type=\"text/plain\" data-campagnodon-module=\"{kind}\">{digits}</script>");
        assert!(page.ends_with(&format!("{module}</body></html>")), "{page}");
        assert!(!page.contains(".wasm"));
        // Of a form that was refused nothing is compressed; and who has no scripts needs no module.
        let refused = donor.client.post(donor.absolute(&format!("/forms/{name}"))).form(&[("email", "anne@example")]);
        let page = refused.send().await.unwrap().text().await.unwrap();
        assert!(!page.contains("data-campagnodon-module"));
        assert!(page.contains(&format!("<link rel=\"preload\" href=\"/campagnodon/{file}\"")));
        let fragment = get(&donor, &format!("/forms/{name}?fragment"), "identity").await.text().await.unwrap();
        assert!(!fragment.contains("data-campagnodon-module"));
    }
}

#[tokio::test]
async fn an_empty_form_is_compressed_and_one_with_answers_is_not() {
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = donor(&origin).await;
    for path in ["/forms/don", "/forms/don?fragment"] {
        let page = get(&donor, path, "gzip").await;
        assert_eq!((header(&page, "content-encoding"), header(&page, "cache-control")), ("gzip", "private, no-cache"));
        assert_eq!(header(&page, "vary"), "accept-encoding");
        assert!(page.bytes().await.unwrap().len() < 10_000);
    }
    let request = donor.client.post(donor.absolute("/forms/don")).header("accept-encoding", "gzip");
    let refused = request.form(&[("email", "anne@example")]).send().await.unwrap();
    assert_eq!((header(&refused, "content-encoding"), header(&refused, "cache-control")), ("", "no-store"));
    assert_eq!(header(&refused, "referrer-policy"), "same-origin");
    assert!(header(&refused, "content-security-policy").contains("default-src 'none'"));
    assert!(refused.text().await.unwrap().contains("anne@example"));
}

#[tokio::test]
async fn each_visitor_has_a_key_and_time_of_their_own_in_the_compressed_page() {
    let origin = Origin::with("http://127.0.0.1:9", "[guard]\nminimum_seconds = 3\n");
    let pages = origin.folder.join("pages");
    std::fs::create_dir_all(&pages).unwrap();
    let file = pages.join("index.html");
    let both = "<campagnodon-form name=\"don\"></campagnodon-form><campagnodon-form name=\"both\"></campagnodon-form>";
    std::fs::write(&file, both).unwrap();
    let settings = std::fs::read_to_string(origin.folder.join("relay.toml")).unwrap();
    std::fs::write(origin.folder.join("relay.toml"), format!("pages = \"pages\"\n{settings}")).unwrap();
    let donor = donor(&origin).await;
    for path in ["/forms/don", "/forms/don?fragment", "/"] {
        let whole = own(&get(&donor, path, "identity").await.text().await.unwrap());
        let mut seen = HashSet::new();
        for _ in 0..3 {
            let page = own(&unzipped(&donor, path).await);
            assert_eq!(page.0, whole.0, "{path}");
            assert!(!page.1.is_empty() && page.1.into_iter().all(|key| seen.insert(key)), "{path}");
        }
    }
    std::fs::write(&file, both.replace("\"don\"", "\"adhesion\"")).unwrap();
    assert!(unzipped(&donor, "/").await.contains("/forms/adhesion"), "a page that changes is another");
}

/// A page without its keys and times, and these.
fn own(page: &str) -> (String, Vec<String>) {
    let (mut rest, mut own) = (page.to_owned(), Vec::new());
    for before in ["name=\"idempotency_key\" value=\"", "name=\"shown\" value=\""] {
        let mut pieces = rest.split(before);
        let mut without = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (value, behind) = piece.split_once('"').unwrap();
            own.push(value.to_owned());
            without += behind;
        }
        rest = without;
    }
    (rest, own)
}

async fn unzipped(donor: &Donor, path: &str) -> String {
    let gzip = get(donor, path, "gzip").await.bytes().await.unwrap();
    let mut page = String::new();
    GzDecoder::new(&gzip[..]).read_to_string(&mut page).unwrap();
    page
}
