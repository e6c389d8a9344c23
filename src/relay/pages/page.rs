//! Whole pages: the shell around our own, and the site's, in which a form takes the place of a
//! `<campagnodon-form name="…">` element, and the bar of its campaign's goal that of a `<campagnodon-goal name="…">`.

use super::{Language, Texts};
use crate::protocol::Code;
use maud::{DOCTYPE, Markup, html};

/// Where a browser finds what a page needs.
#[derive(Clone, Copy, Debug)]
pub struct Assets<'a> {
    /// The form's style sheet.
    pub css: &'a str,
    /// What our own pages need beside it.
    pub pages_css: &'a str,
    /// The module's script.
    pub module: &'a str,
    /// The module itself, to be fetched beside the script and not after it; none where the page has it inside, or no form.
    pub wasm: Option<&'a str>,
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
    /// Whether the content wants the script: a form, or the payment that one led to.
    pub interactive: bool,
}

impl Shell<'_> {
    /// The page.
    pub fn render(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) dir="ltr" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title) }
                    // None; else browsers ask for /favicon.ico, and write into the console that it is not there.
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(self.assets.css);
                    link rel="stylesheet" href=(self.assets.pages_css);
                    @if self.interactive {
                        link rel="modulepreload" href=(self.assets.module);
                        @if let Some(wasm) = self.assets.wasm {
                            link rel="preload" href=(wasm) as="fetch" type="application/wasm" crossorigin;
                        }
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

/// What a site's page can have a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A form.
    Form,
    /// The bar of its campaign's goal.
    Goal,
}

impl Place {
    const fn tags(self) -> [&'static str; 2] {
        match self {
            Self::Form => ["<campagnodon-form", "</campagnodon-form>"],
            Self::Goal => ["<campagnodon-goal", "</campagnodon-goal>"],
        }
    }
}

/// The names of the forms for which a site's page has such places, in order.
pub fn names(template: &str, kind: Place) -> Vec<String> {
    places(template, kind).into_iter().map(|place| place.name.to_owned()).collect()
}

/// The site's page with HTML in the first such place of a form; `None` if it has none of that name.
pub fn insert(template: &str, kind: Place, html: &str, name: &str) -> Option<String> {
    let place = places(template, kind).into_iter().find(|place| place.name == name)?;
    Some([&template[..place.start], html, &template[place.end..]].concat())
}

/// The page with the module inside, as hexadecimal digits behind everything else: there the line would be idle, while the
/// browser asks for the script.
pub fn with_module(page: &str, digits: &str) -> String {
    let (before, after) = page.split_at(page.rfind("</body>").unwrap_or(page.len()));
    [before, "<script type=\"text/plain\" data-campagnodon-module>", digits, "</script>", after].concat()
}

/// The site's page with the word for an error before its title, which is what screen readers say first.
pub fn mark_title(page: &str, texts: &Texts) -> String {
    page.replacen("<title>", &["<title>", texts.get("form.error_prefix")].concat(), 1)
}

struct Found<'a> {
    name: &'a str,
    start: usize,
    end: usize,
}

/// The elements of which something takes the place. One without a name, or never closed, is left as it is.
fn places(template: &str, kind: Place) -> Vec<Found<'_>> {
    let [opening, closing] = kind.tags();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = template[at..].find(opening).map(|found| at + found) {
        let attributes = start + opening.len();
        at = attributes;
        let Some(length) = template[attributes..].find(closing) else { break };
        let Some(name) = template[attributes..attributes + length].split_once('>').and_then(|(tag, _)| name_in(tag))
        else {
            continue;
        };
        let end = attributes + length + closing.len();
        places.push(Found { name, start, end });
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
        assert_eq!(names(template, Place::Form), ["don", "b"]);
        let filled = insert(template, Place::Form, "<form>", "b").unwrap();
        assert!(filled.ends_with("</campagnodon-form><form><p>z</p>"));
        assert_eq!(insert(&filled, Place::Form, "<form>", "b"), None);
        assert_eq!(insert(template, Place::Form, "<form>", "other"), None);
    }

    #[test]
    fn a_form_and_its_goal_have_places_of_their_own() {
        let template =
            "<campagnodon-goal name=\"don\"></campagnodon-goal><campagnodon-form name=\"don\"></campagnodon-form>";
        assert_eq!([Place::Form, Place::Goal].map(|kind| names(template, kind)), [["don"], ["don"]]);
        let filled = insert(template, Place::Goal, "<progress>", "don").unwrap();
        assert_eq!(insert(&filled, Place::Form, "<form>", "don").as_deref(), Some("<progress><form>"));
    }

    #[test]
    fn broken_places_are_left_alone() {
        for template in ["<campagnodon-form name=\"a\">", "<campagnodon-form></campagnodon-form>", "<campagnodon-form"]
        {
            assert!(names(template, Place::Form).is_empty(), "{template}");
        }
        assert!(names("<campagnodon-form name=é></campagnodon-form>", Place::Form).is_empty());
    }

    #[test]
    fn titles_and_errors() {
        let texts = Texts::load(Language::English, &BTreeMap::new()).unwrap();
        assert_eq!(mark_title("<title>Give</title>", &texts), "<title>Error: Give</title>");
        let assets = Assets { css: "/c.css", pages_css: "/p.css", module: "/c.js", wasm: Some("/c.wasm") };
        let html = error_page(Code::NotFound, &texts, assets).into_string();
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<h1>Page not found</h1>"));
        assert!(!html.contains("/c.js"));
        for &code in Code::ALL {
            assert!(error_page(code, &texts, assets).into_string().contains("<p>"));
        }
    }
}
