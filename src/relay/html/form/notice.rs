//! What takes the place of a form that takes nothing: a campaign that is not yet open or over, a site that is being maintained.

use super::{ControlLink, FormPage};
use crate::protocol::Code;
use crate::relay::i18n::Hyperlink;
use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;

/// What stands in the place of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notice {
    /// Why there is none.
    pub text: String,
    /// Where else to go, if the settings say it.
    pub link: Option<ControlLink>,
}

impl FormPage<'_> {
    /// Returns what stands in its place, or `None` where the form is shown: whoever fills in a form must not learn at its
    /// end that nothing is taken, but what was typed before is shown again.
    pub fn notice(&self) -> Option<Notice> {
        let text = match (self.form, self.opens) {
            (form, Some(opens)) if form.closed => self.texts.fill("form.opens", &[("date", opens)]),
            (form, None) if form.closed => self.texts.problem(Code::CampaignClosed).to_owned(),
            (form, _) if form.maintenance && !self.is_refused() => self.texts.get("form.maintenance").to_owned(),
            _ => return None,
        };
        Some(Notice { text, link: self.way_on() })
    }

    /// Renders it.
    pub(super) fn render_notice(&self, notice: &Notice) -> Markup {
        let language = self.texts.language();
        html! {
            div.campagnodon id=(self.form_id()) lang=(language.tag()) dir=(language.direction()) {
                p.campagnodon-notice { (notice.text) (self.elsewhere()) }
            }
        }
    }

    /// Renders the link behind such a text, if the settings have one.
    pub(super) fn elsewhere(&self) -> Markup {
        html! {
            @if let Some(ControlLink { url, label }) = self.way_on() { " " a href=(url) { (label) } }
        }
    }

    /// Returns where else to go, or `None` where the settings say nothing.
    fn way_on(&self) -> Option<ControlLink> {
        let Hyperlink { url, label } = self.link?;
        let ours = self.texts.get(if self.form.closed { "form.closed_link" } else { "form.maintenance_link" });
        let label = label.as_ref().map_or(ours, |label| label.text(self.texts.language()));
        Some(ControlLink { url: url.clone(), label: label.to_owned() })
    }
}
