//! Whole pages: the shell around our own, and the site's, in which a form takes the place of a
//! `<campagnodon-form name="…">` element.

use super::{Language, Texts};
use crate::protocol::Code;
use maud::{DOCTYPE, Markup, html};

/// Where a browser finds what a page needs.
#[derive(Clone, Copy, Debug)]
pub struct Assets<'a> {
    /// The style sheet.
    pub css: &'a str,
    /// The module's script.
    pub module: &'a str,
    /// The module itself, to be fetched beside the script and not after it.
    pub wasm: &'a str,
}

/// A page of ours around some content.
#[derive(Clone, Copy, Debug)]
pub struct Shell<'a> {
    /// The title, without the word for an error.
    pub title: &'a str,
    /// The language.
    pub language: Language,
    /// The style sheet and the module.
    pub assets: Assets<'a>,
    /// Whether the content has a form, which wants the module.
    pub interactive: bool,
}

impl Shell<'_> {
    /// The page.
    pub fn render(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title) }
                    // None; else browsers ask for /favicon.ico, and write into the console that it is not there.
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(self.assets.css);
                    @if self.interactive {
                        link rel="modulepreload" href=(self.assets.module);
                        link rel="preload" href=(self.assets.wasm) as="fetch" type="application/wasm" crossorigin;
                        script type="module" src=(self.assets.module) {}
                    }
                }
                body.campagnodon-page {
                    main { (content) }
                }
            }
        }
    }
}

/// The page of an error of the whole request.
pub fn error_page(code: Code, texts: &Texts, assets: Assets<'_>) -> Markup {
    let title = texts.get(if code == Code::NotFound { "page.not_found" } else { "page.error" });
    let content = html! {
        div.campagnodon {
            h1 { (title) }
            p { (texts.problem(code)) }
            p { a href="/" { (texts.get("page.home")) } }
        }
    };
    Shell { title, language: texts.language(), assets, interactive: false }.render(&content)
}

const OPENING: &str = "<campagnodon-form";
const CLOSING: &str = "</campagnodon-form>";

/// The names of the forms that a site's page has places for, in order.
pub fn form_names(template: &str) -> Vec<String> {
    places(template).into_iter().map(|place| place.name.to_owned()).collect()
}

/// The site's page with a form in its place; `None` if it has none of that name.
pub fn insert_form(template: &str, form_html: &str, name: &str) -> Option<String> {
    let place = places(template).into_iter().find(|place| place.name == name)?;
    Some([&template[..place.start], form_html, &template[place.end..]].concat())
}

/// The site's page with the word for an error before its title, which is what screen readers say first.
pub fn mark_title(page: &str, texts: &Texts) -> String {
    page.replacen("<title>", &["<title>", texts.get("form.error_prefix")].concat(), 1)
}

struct Place<'a> {
    name: &'a str,
    start: usize,
    end: usize,
}

/// The elements that a form takes the place of. One without a name, or never closed, is left as it is.
fn places(template: &str) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = template[at..].find(OPENING).map(|found| at + found) {
        let attributes = start + OPENING.len();
        at = attributes;
        let Some(length) = template[attributes..].find(CLOSING) else { break };
        let Some(name) = template[attributes..attributes + length].split_once('>').and_then(|(tag, _)| name_in(tag))
        else {
            continue;
        };
        let end = attributes + length + CLOSING.len();
        places.push(Place { name, start, end });
        at = end;
    }
    places
}

fn name_in(attributes: &str) -> Option<&str> {
    let after = attributes.split_once(" name=")?.1;
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    after[1..].split_once(quote).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_form_takes_its_place() {
        let template = "<title>Don</title><p>a</p><campagnodon-form name=\"don\"></campagnodon-form>\
            <campagnodon-form class='x' name='b'>Please wait</campagnodon-form><p>z</p>";
        assert_eq!(form_names(template), ["don", "b"]);
        let filled = insert_form(template, "<form>", "b").unwrap();
        assert!(filled.ends_with("</campagnodon-form><form><p>z</p>"));
        assert_eq!(insert_form(&filled, "<form>", "b"), None);
        assert_eq!(insert_form(template, "<form>", "other"), None);
    }

    #[test]
    fn broken_places_are_left_alone() {
        for template in ["<campagnodon-form name=\"a\">", "<campagnodon-form></campagnodon-form>", "<campagnodon-form"]
        {
            assert!(form_names(template).is_empty(), "{template}");
        }
        assert!(form_names("<campagnodon-form name=é></campagnodon-form>").is_empty());
    }

    #[test]
    fn titles_and_errors() {
        let texts = Texts::load(Language::English, &BTreeMap::new()).unwrap();
        assert_eq!(mark_title("<title>Give</title>", &texts), "<title>Error: Give</title>");
        let assets = Assets { css: "/c.css", module: "/c.js", wasm: "/c.wasm" };
        let html = error_page(Code::NotFound, &texts, assets).into_string();
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<h1>Page not found</h1>"));
        assert!(!html.contains("/c.js"));
        for &code in Code::ALL {
            assert!(error_page(code, &texts, assets).into_string().contains("<p>"));
        }
    }
}
