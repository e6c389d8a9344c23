//! The shell around the pages of our own, and the page of an error.

use crate::protocol::Code;
use crate::relay::i18n::{Language, Texts};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Where a browser finds what a page needs.
#[derive(Clone, Copy, Debug)]
pub struct Assets<'a> {
    /// The form's style sheet.
    pub css: &'a str,
    /// What our own pages need beside it.
    pub pages_css: &'a str,
    /// The module's script.
    pub module: &'a str,
    /// The module itself, to be fetched beside the script and not after it; `None` where the page has it inside, or no
    /// form.
    pub wasm: Option<&'a str>,
}

/// A page of ours around some content.
#[derive(Clone, Copy, Debug)]
pub struct Shell<'a> {
    /// The title.
    pub title: &'a str,
    /// What the title begins with: the word for an error, where something is wrong.
    pub title_prefix: &'a str,
    /// The language.
    pub language: Language,
    /// The style sheet and the module.
    pub assets: Assets<'a>,
    /// Whether the content wants the script: a form, or the payment that one led to.
    pub interactive: bool,
    /// The module in hexadecimal digits, if the page has it inside.
    pub module: Option<&'a str>,
}

impl Shell<'_> {
    /// Renders the page.
    pub fn render(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) dir=(self.language.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title_prefix) (self.title) }
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
                    // As `inline_module` has it, without a copy of so much.
                    @if let Some(digits) = self.module {
                        script type="text/plain" data-campagnodon-module { (PreEscaped(digits)) }
                    }
                }
            }
        }
    }
}

/// Renders the page of an error of the whole request.
pub fn error_page(code: Code, texts: &Texts, assets: Assets<'_>) -> Markup {
    let title = texts.get(if code == Code::NotFound { "page.not_found" } else { "page.error" });
    let content = html! {
        div.campagnodon {
            h1 { (title) }
            p { (texts.problem(code)) }
            p { a href="/" { (texts.get("page.home")) } }
        }
    };
    let shell = Shell { title, title_prefix: "", language: texts.language(), assets, interactive: false, module: None };
    shell.render(&content)
}

/// Returns the element in which a page has the module inside.
pub(super) fn inline_module(digits: &str) -> Markup {
    html! { script type="text/plain" data-campagnodon-module { (PreEscaped(digits)) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;

    #[test]
    fn pages_of_errors() {
        let texts = Texts::load(Language::English, &BTreeMap::new()).unwrap();
        let assets = Assets { css: "/c.css", pages_css: "/p.css", module: "/c.js", wasm: Some("/c.wasm") };
        let html = error_page(Code::NotFound, &texts, assets).into_string();
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<h1>Page not found</h1>"));
        assert!(!html.contains("/c.js"));
        for code in Code::ALL.iter().copied().filter(|code| code.reaches_people()) {
            assert!(error_page(code, &texts, assets).into_string().contains("<p>"));
        }
    }
}
