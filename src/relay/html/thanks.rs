//! Where to go from a payment: home, to somebody who answers, and, once it is made, to others who may like to give.

use super::contact::contact_link;
use crate::relay::association::Contact;
use crate::relay::i18n::Texts;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where to go from a payment's page.
#[derive(Clone, Copy)]
pub struct Onward<'a> {
    /// The site's home page.
    pub home: &'a str,
    /// Whom to ask.
    pub contact: Option<&'a Contact>,
    /// What can be told to others.
    pub share: Option<Share<'a>>,
    /// The site's own page of thanks.
    pub thanks: Option<&'a str>,
    /// Whether the distant sends a confirmation by e-mail.
    pub confirmation: bool,
    /// The script of the page, which only a payment loads.
    pub script: &'a str,
    /// By what the tab knows this payment again: it says nothing of it, nor where it is.
    pub mark: &'a str,
}

/// What can be told to others.
#[derive(Clone, Copy)]
pub struct Share<'a> {
    /// The whole address of the form's page.
    pub url: &'a str,
    /// Whom the donor supports.
    pub name: &'a str,
}

impl Onward<'_> {
    /// Renders what can be told to others.
    pub(super) fn share(&self, texts: &Texts) -> Markup {
        html! { @if let Some(share) = self.share { (share.render(texts)) } }
    }

    /// Renders the way home, and whom to ask where that was not told before.
    pub(super) fn way(&self, texts: &Texts, contact_is_told: bool) -> Markup {
        html! {
            p.campagnodon-way {
                @if let Some(contact) = self.contact.filter(|_| !contact_is_told) {
                    span { (texts.with("payment.question", &[("contact", &contact_link(contact, texts))])) }
                }
                a href=(self.home) { (texts.get("page.home")) }
            }
        }
    }
}

impl Share<'_> {
    /// Renders plain links, which tell nobody who follows them; and buttons that the script shows where the browser can.
    fn render(&self, texts: &Texts) -> Markup {
        let said = texts.fill("payment.share_text", &[("name", self.name)]);
        let mail = ["mailto:?subject=", &encoded(&said), "&body=", &encoded(&[&said, "\r\n\r\n", self.url].concat())];
        html! {
            section.campagnodon-share data-text=(said) {
                h2 { (texts.get("payment.share_title")) }
                // An address is written from left to right, whatever the language around.
                p { a href=(self.url) dir="ltr" data-link { (self.url.split_once("://").map_or(self.url, |(_, rest)| rest)) } }
                div.campagnodon-actions {
                    a.campagnodon-button.campagnodon-quiet href=(mail.concat()) { (texts.get("payment.share_mail")) }
                    button type="button" data-copy hidden { (texts.get("payment.share_copy")) }
                    button type="button" data-share hidden { (texts.get("payment.share")) }
                }
                p role="status" data-copied=(texts.get("payment.share_copied")) {}
            }
        }
    }
}

/// Returns a text as it stands in an address.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;

    #[test]
    fn what_is_told_to_others_is_the_forms_page_and_the_name() {
        let texts = Texts::load(Language::English, &BTreeMap::new()).unwrap();
        let share = Share { url: "https://b.org/don.html", name: "A & B" };
        let html = share.render(&texts).into_string();
        assert!(html.contains("<a href=\"https://b.org/don.html\" dir=\"ltr\" data-link>b.org/don.html</a>"), "{html}");
        assert!(html.contains("mailto:?subject=I%20support%20A%20%26%20B"), "{html}");
        assert!(html.contains("%0D%0A%0D%0Ahttps%3A%2F%2Fb%2Eorg%2Fdon%2Ehtml\""), "{html}");
        assert_eq!(html.matches(" hidden").count(), 2, "what needs a script is not there without");
    }
}
