//! What takes the place of a form that takes nothing: a campaign that is not yet open or over, a site that is being maintained.

use super::FormPage;
use crate::protocol::Code;
use crate::relay::i18n::Hyperlink;
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders the notice alone, or returns `None` where the form is shown: whoever fills in a form must not learn at
    /// its end that nothing is taken, but what was typed before is shown again.
    pub(super) fn notice(&self) -> Option<Markup> {
        let text = match (self.form, self.opens) {
            (form, Some(opens)) if form.closed => self.texts.fill("form.opens", &[("date", opens)]),
            (form, None) if form.closed => self.texts.problem(Code::CampaignClosed).to_owned(),
            (form, _) if form.maintenance && !self.is_refused() => self.texts.get("form.maintenance").to_owned(),
            _ => return None,
        };
        let language = self.texts.language();
        Some(html! {
            div.campagnodon id=(self.form_id()) lang=(language.tag()) dir=(language.direction()) {
                p.campagnodon-notice { (text) (self.elsewhere()) }
            }
        })
    }

    /// Renders the link behind such a text, if the settings have one.
    pub(super) fn elsewhere(&self) -> Markup {
        let ours = self.texts.get(if self.form.closed { "form.closed_link" } else { "form.maintenance_link" });
        let language = self.texts.language();
        html! {
            @if let Some(Hyperlink { url, label }) = self.link {
                " " a href=(url) { (label.as_ref().map_or(ours, |label| label.text(language))) }
            }
        }
    }
}
