//! The shell around the pages of our own, and the page of an error.

use super::InlineModule;
use super::look::Look;
use crate::protocol::Code;
use crate::relay::i18n::Texts;
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
    /// What it says beside, and in which language.
    pub texts: &'a Texts,
    /// How the site looks.
    pub look: &'a Look,
    /// The style sheet and the module.
    pub assets: Assets<'a>,
    /// Whether the content wants the script: a form.
    pub interactive: bool,
    /// The module, if the page has it inside.
    pub module: Option<InlineModule<'a>>,
    /// What it needs in a frame of another page.
    pub frame: Option<Frame<'a>>,
}

/// What a page needs in a frame: it is the content alone, and what it leads to opens in the whole window.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The script that tells the page around how high it is.
    pub script: &'a str,
    /// The origins of the pages that may have it, with a space between.
    pub origins: &'a str,
}

impl Shell<'_> {
    /// Renders the page.
    pub fn render(&self, content: &Markup) -> Markup {
        let language = self.texts.language();
        html! {
            (DOCTYPE)
            html lang=(language.tag()) dir=(language.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    // Refused without scripts, paid or read further: not within a frame.
                    @if self.frame.is_some() { base target="_top"; }
                    title { (self.title_prefix) (self.title) (self.look.title_end()) }
                    // None; else browsers ask for /favicon.ico, and write into the console that it is not there.
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(self.assets.css);
                    link rel="stylesheet" href=(self.assets.pages_css);
                    @if let Some(stylesheet) = &self.look.stylesheet { link rel="stylesheet" href=(stylesheet); }
                    @if self.interactive {
                        link rel="modulepreload" href=(self.assets.module);
                        @if let Some(wasm) = self.assets.wasm {
                            link rel="preload" href=(wasm) as="fetch" type="application/wasm" crossorigin;
                        }
                        script type="module" src=(self.assets.module) {}
                    }
                    @if let Some(Frame { script, .. }) = self.frame { script type="module" src=(script) {} }
                }
                body.campagnodon-page data-framed-by=[self.frame.map(|frame| frame.origins)] {
                    @if self.frame.is_none() { (self.look.header(self.texts.get("page.home"))) }
                    main { (content) }
                    @if let Some(module) = self.module { (module) }
                }
            }
        }
    }
}

/// Returns what the page of an error of the whole request is called.
pub fn error_title(code: Code, texts: &Texts) -> &str {
    texts.get(if code == Code::NotFound { "page.not_found" } else { "page.error" })
}

/// Renders an error of the whole request, for a page of ours or the site's.
pub fn error(code: Code, texts: &Texts, look: &Look) -> Markup {
    html! {
        div.campagnodon lang=(texts.language().tag()) dir=(texts.language().direction()) {
            h1 { (error_title(code, texts)) }
            p { (texts.problem(code)) }
            p { a href=(look.home()) { (texts.get("page.home")) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;

    #[test]
    fn pages_of_errors() {
        let texts = Texts::load(Language::English, &BTreeMap::new()).unwrap();
        let look = Look { name: Some("The river".to_owned()), home: Some("/home".to_owned()), ..Look::default() };
        let page = |code| {
            let assets = Assets { css: "/c.css", pages_css: "/p.css", module: "/c.js", wasm: Some("/c.wasm") };
            let (title, title_prefix, module) = (error_title(code, &texts), "", None);
            let (interactive, frame) = (false, None);
            let shell = Shell { title, title_prefix, texts: &texts, look: &look, assets, interactive, module, frame };
            shell.render(&error(code, &texts, &look)).into_string()
        };
        let html = page(Code::NotFound);
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<h1>Page not found</h1>"));
        assert!(html.contains("<title>Page not found – The river</title>") && html.contains("href=\"/home\""));
        assert!(!html.contains("/c.js"));
        for code in Code::ALL.iter().copied().filter(|code| code.reaches_people()) {
            assert!(page(code).contains("<p>"));
        }
    }

    #[test]
    fn the_sites_style_sheet_comes_behind_ours() {
        let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
        let look = Look { stylesheet: Some("/site.css".to_owned()), ..Look::default() };
        let assets = Assets { css: "/c.css", pages_css: "/p.css", module: "/c.js", wasm: None };
        let shell = Shell {
            title: "Don",
            title_prefix: "",
            texts: &texts,
            look: &look,
            assets,
            interactive: true,
            module: None,
            frame: None,
        };
        let html = shell.render(&html! {}).into_string();
        assert!(html.contains("href=\"/p.css\"><link rel=\"stylesheet\" href=\"/site.css\">"), "{html}");
        assert!(html.contains("<title>Don</title>") && !html.contains("<header"));
    }
}
