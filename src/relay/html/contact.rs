//! The link to somebody who answers, as it stands in a sentence.

use crate::relay::association::Contact;
use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// Renders the link: the e-mail address itself, or words that lead to the page.
pub fn contact_link(contact: &Contact, texts: &Texts) -> Markup {
    let text = match contact {
        Contact::Email(address) => address,
        Contact::Page(_) => texts.get("privacy.contact"),
    };
    html! { a href=(contact.url()) { (text) } }
}
