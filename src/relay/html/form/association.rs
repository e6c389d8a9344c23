//! What the form tells of the association, under its button: who answers for personal data, and the legal mentions.

use super::FormPage;
use crate::relay::association::{Badge, Legal};
use crate::relay::html::contact::contact_link;
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders what article 13 of the GDPR asks for, where the page around the form does not tell it.
    pub(super) fn privacy(&self) -> Markup {
        let Some(privacy) = &self.association.privacy else { return Markup::default() };
        let language = self.texts.language();
        let controller = html! { (privacy.controller.text(language)) };
        let operations = self.form.operations();
        html! {
            div.campagnodon-privacy.campagnodon-note {
                p {
                    strong { (self.texts.get("privacy.title")) } " "
                    @for operation in &operations {
                        @let key = ["privacy.", operation.as_str()].concat();
                        span data-for=[(operations.len() > 1).then(|| operation.as_str())] {
                            (self.texts.with(&key, &[("controller", &controller)]))
                        } " "
                    }
                    (self.texts.get("privacy.way"))
                    @if let Some(kept) = &privacy.kept {
                        " " (self.texts.fill("privacy.kept", &[("kept", kept.text(language))]))
                    }
                }
                p {
                    (self.texts.with("privacy.rights", &[("contact", &contact_link(&privacy.contact, self.texts))]))
                    @if let Some(url) = &privacy.url {
                        " " a href=(url) { (self.texts.get("privacy.more")) }
                    }
                }
            }
        }
    }

    /// Renders the line of legal mentions.
    pub(super) fn legal(&self) -> Markup {
        let Some(Legal { name, address, siren, rna, badge }) = &self.association.legal else {
            return Markup::default();
        };
        let siren = siren.as_ref().map(|siren| ["SIREN\u{a0}", &siren.spaced()].concat());
        let rna = rna.as_ref().map(|rna| ["RNA\u{a0}", rna.as_str()].concat());
        let mentions: Vec<_> = [name, address, &siren, &rna].into_iter().flatten().map(String::as_str).collect();
        html! {
            div.campagnodon-legal.campagnodon-note {
                @if !mentions.is_empty() { p { (mentions.join(" · ")) } }
                @if let Some(Badge { image, text, url }) = badge {
                    p { a href=(url) { img src=(image) alt=(text.text(self.texts.language())) height="48" loading="lazy"; } }
                }
            }
        }
    }
}
