//! What a form has against programs: the proof of work, and what replaces it without scripts.

use super::FormPage;
use crate::protocol::Field;
use maud::{Markup, html};

/// The name of the field that must stay empty. A program that fills in forms takes it for one of a person's.
pub const HONEYPOT: &str = "website";

/// What a form is to have.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProtectionFields<'a> {
    /// Where its page gets the challenge of the proof of work.
    pub challenge: &'a str,
    /// Whether it cannot be sent without scripts.
    pub scripts_needed: bool,
    /// When it was shown, signed.
    pub shown: Option<&'a str>,
    /// Whether it has a field that must stay empty.
    pub honeypot: bool,
}

impl FormPage<'_> {
    /// Renders what is posted back as it is, and what is to be known before anything is typed.
    pub(super) fn guard_head(&self) -> Markup {
        html! {
            @if let Some(shown) = self.guard.shown {
                input type="hidden" name="shown" value=(shown) autocomplete="off";
            }
            @if self.guard.scripts_needed {
                noscript { p.campagnodon-notice { (self.texts.get("form.scripts_needed")) } }
            }
        }
    }

    /// Renders the field that must stay empty. The style sheet hides it; without one, its label says what it is.
    pub(super) fn honeypot(&self) -> Markup {
        let id = self.id(HONEYPOT);
        html! {
            @if self.guard.honeypot {
                div.campagnodon-unseen {
                    label for=(id) { (self.texts.get("form.leave_empty")) }
                    input id=(id) name=(HONEYPOT) type="text" tabindex="-1" autocomplete="off";
                }
            }
        }
    }

    /// Renders the place of the proof of work, if one is asked for.
    pub(super) fn captcha(&self) -> Markup {
        html! {
            @if self.form.captcha {
                div.campagnodon-field data-captcha=(self.guard.challenge) {
                    (self.error(&Field::Captcha))
                    input id=(self.id("captcha")) name="captcha" type="hidden" value=[self.answer(&Field::Captcha)]
                        autocomplete="off";
                }
            }
        }
    }
}
