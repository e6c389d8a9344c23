//! Rendering: a form, the page in which it stands, and every page of ours, from what the services know.

use super::headers;
use super::problem::HttpError;
use super::state::AppState;
use crate::form::{Answers, Form, Refusal};
use crate::protocol::Code;
use crate::relay::distants::Raised;
use crate::relay::html::{self, Assets, GoalBar, Shell, Slot};
use crate::relay::i18n::Texts;
use crate::relay::keys::IdempotencyKey;
use crate::relay::protection::FormStamp;
use crate::relay::settings::WithoutScripts;
use crate::relay::site::{SiteCampaign, SiteForm};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use std::path::Path;

/// How a form is filled when it is shown.
#[derive(Default)]
pub struct Filled {
    /// What was answered.
    pub answers: Answers,
    /// Which answers were refused.
    pub refusal: Option<Refusal>,
    /// What else went wrong.
    pub notice: Option<Code>,
    /// The key that it came with, to be kept; a new one if absent.
    pub key: Option<IdempotencyKey>,
    /// When it was shown, signed with that key; now if absent.
    pub shown: Option<String>,
}

impl Filled {
    /// Whether nothing went wrong with it, as nobody has sent it.
    pub const fn is_fresh(&self) -> bool {
        self.refusal.is_none() && self.notice.is_none()
    }
}

/// Returns the form's HTML.
///
/// # Errors
/// If the system gives no randomness for a key.
pub fn form(app: &AppState, form: &SiteForm, filled: &Filled) -> Result<String, HttpError> {
    let key = match &filled.key {
        Some(key) => key.clone(),
        None => IdempotencyKey::mint().map_err(|error| {
            tracing::error!(%error, "no key for a form");
            HttpError::new(Code::Internal)
        })?,
    };
    let site = &app.site;
    let action = form.action(site);
    let stamp = site.guard.show(&site.secret, &form.name, &key);
    let today = app.clock.today();
    let tax_rule = site.tax.as_ref().and_then(|tax| tax.on(today));
    let shown = Form { tax_relief: tax_rule.map(|rule| rule.relief), ..form.form.clone() };
    let page = html::FormPage {
        form: &shown,
        id: &form.id,
        action: &action,
        idempotency_key: key.as_str(),
        texts: &form.texts,
        answers: &filled.answers,
        refusal: filled.refusal.as_ref(),
        notice: filled.notice,
        link: if shown.closed { form.closed_link.as_ref() } else { site.maintenance_link.as_ref() },
        guard: html::ProtectionFields {
            challenge: &[&action, "/challenge"].concat(),
            scripts_needed: site.captcha.is_some() && site.without_scripts == WithoutScripts::Refuse,
            shown: filled.shown.as_deref().or(stamp.as_ref().map(FormStamp::as_str)),
            honeypot: site.guard.honeypot,
        },
        tax_rule: tax_rule.map(|rule| (rule, today.year())),
    };
    Ok(page.render().into_string())
}

/// Returns the bar of a campaign's goal as HTML, or `None` where there is no goal, or nobody knows what was raised.
pub async fn goal(app: &AppState, campaign: &SiteCampaign, texts: &Texts) -> Option<String> {
    let Raised { goal, raised } = app.distants.raised(campaign).await?;
    let bar = GoalBar { goal, raised, texts };
    Some(bar.render().into_string())
}

/// The page in which a form stands, or a bare one, with that form filled.
pub async fn page_of(app: &AppState, form: &SiteForm, filled: &Filled) -> Result<String, HttpError> {
    let Some(file) = &form.page else {
        let rendered = maud::PreEscaped(self::form(app, form, filled)?);
        let content = maud::html! { div.campagnodon { h1 { (form.title()) } } (rendered) };
        if let Some(digits) = app.site.module.as_deref().filter(|_| filled.is_fresh()) {
            let mut shell = shell(app, &form.texts, form.title(), true);
            shell.assets.wasm = None;
            return Ok(html::with_module(&shell.render(&content).into_string(), digits));
        }
        let page = shell(app, &form.texts, form.title(), true).render(&content).into_string();
        return Ok(marked(page, form, filled));
    };
    let html = read(file).await?;
    insert_forms(app, html, Some((form, filled))).await
}

/// A form that was not taken: in its page, in the site's own one where a tag asked for the form and the site has it, or in
/// a bare one.
pub async fn refused(app: &AppState, form: &SiteForm, filled: &Filled) -> Result<Response, HttpError> {
    let Some((host_pages, path)) = app.host_pages.as_ref().zip(form.back.as_deref()) else {
        return Ok(Html(page_of(app, form, filled).await?).into_response());
    };
    let rendered = self::form(app, form, filled)?;
    let Some(page) = host_pages.around(&rendered, &form.action(&app.site), path).await else {
        return Ok(Html(page_of(app, form, filled).await?).into_response());
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, page.policy.unwrap_or(headers::NO_FRAMES))];
    Ok((policy, Html(marked(page.html, form, filled))).into_response())
}

/// Puts every form in its place, and the bar of every goal; `filled` is the form that has been filled.
pub async fn insert_forms(
    app: &AppState,
    html: String,
    filled: Option<(&SiteForm, &Filled)>,
) -> Result<String, HttpError> {
    let mut html = insert_goals(app, html).await;
    let fresh = Filled::default();
    let names = html::names(&html, Slot::Form);
    // A page that shows answers travels uncompressed, so it would be long.
    if let Some(digits) = &app.site.module
        && !names.is_empty()
        && filled.is_none_or(|(_, filled)| filled.is_fresh())
        && !html.contains(assets(app).wasm.unwrap_or_default())
    {
        html = html::with_module(&html, digits);
    }
    for name in names {
        let Some(form) = app.site.forms.get(&name) else {
            tracing::warn!(form = name, "a page has a place for a form that the settings do not name");
            continue;
        };
        let filled = filled.filter(|(filled_form, _)| filled_form.name == name).map_or(&fresh, |(_, filled)| filled);
        let rendered = self::form(app, form, filled)?;
        html = html::insert(&html, Slot::Form, &rendered, &name).unwrap_or(html);
    }
    Ok(match filled {
        Some((form, filled)) => marked(html, form, filled),
        None => html,
    })
}

/// Where there is no goal to show, nothing is left of its place.
async fn insert_goals(app: &AppState, mut html: String) -> String {
    for name in html::names(&html, Slot::Goal) {
        let Some(form) = app.site.forms.get(&name) else {
            tracing::warn!(form = name, "a page has a place for the goal of a form that the settings do not name");
            continue;
        };
        let bar = goal(app, &form.campaign, &form.texts).await.unwrap_or_default();
        html = html::insert(&html, Slot::Goal, &bar, &name).unwrap_or(html);
    }
    html
}

/// The page, with the word for an error before its title if there is one.
fn marked(page: String, form: &SiteForm, filled: &Filled) -> String {
    if filled.is_fresh() {
        return page;
    }
    html::mark_title(&page, &form.texts)
}

/// A page of ours around some content.
pub fn shell<'a>(app: &'a AppState, texts: &Texts, title: &'a str, interactive: bool) -> Shell<'a> {
    Shell { title, language: texts.language(), assets: assets(app), interactive }
}

/// Where a browser finds what our own pages need.
pub fn assets(app: &AppState) -> Assets<'_> {
    let [css, pages_css, module, wasm] = &app.site.asset_urls;
    Assets { css, pages_css, module, wasm: Some(wasm) }
}

/// Reads a page of the site.
///
/// # Errors
/// If the file cannot be read.
pub async fn read(file: &Path) -> Result<String, HttpError> {
    tokio::fs::read_to_string(file).await.map_err(|error| {
        tracing::error!(file = %file.display(), %error, "cannot read a page");
        HttpError::new(Code::Internal)
    })
}
