//! The page that asks for the key.

use super::{notice, text};
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// The page that asks for the key.
pub struct SignInPage<'a> {
    /// The path that was asked for, to which it leads.
    pub next: &'a str,
    /// The word of what went wrong.
    pub notice: Option<&'a str>,
    /// What it says.
    pub texts: &'a Texts,
}

impl SignInPage<'_> {
    /// Renders the content of the page, for [`super::super::Shell`].
    pub fn render(&self) -> Markup {
        let (texts, language) = (self.texts, self.texts.language());
        html! {
            div.campagnodon lang=(language.tag()) dir=(language.direction()) {
                h1 { (text(texts, "title")) }
                (notice(texts, self.notice))
                form.campagnodon-operators-key method="post" action="/sign-in" {
                    input type="hidden" name="next" value=(self.next);
                    div.campagnodon-field {
                        label for="key" { (text(texts, "key")) }
                        p.campagnodon-hint id="key-hint" { (text(texts, "key_hint")) }
                        input type="password" id="key" name="key" autocomplete="current-password" required
                            aria-describedby="key-hint"
                            aria-invalid=[(self.notice == Some("key_wrong")).then_some("true")];
                    }
                    button type="submit" { (text(texts, "sign_in")) }
                }
            }
        }
    }
}
