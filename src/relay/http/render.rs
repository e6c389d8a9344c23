//! Rendering: a form, the page that it is in, and every page of ours, from what the services know.

use super::headers;
use super::problem::HttpError;
use super::state::AppState;
use crate::form::{Answers, Form, Refusal};
use crate::protocol::Code;
use crate::relay::distants::Raised;
use crate::relay::html::{
    self, Assets, Contents, Frame, GoalBar, RefusedForm, Shell, Slot, SlotKind, TITLE_JOINT, Template,
};
use crate::relay::i18n::Texts;
use crate::relay::keys::IdempotencyKey;
use crate::relay::protection::FormStamp;
use crate::relay::site::{Phase, SiteCampaign, SiteForm, SitePage};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use std::path::Path;
use std::sync::Arc;

/// The state in which a form is shown.
#[derive(Default)]
pub struct FormState {
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
    /// The word of the form's list that says whence the person comes; the form's address keeps it.
    pub from: Option<String>,
    /// Whether a page of another site shows it: its addresses are then whole.
    pub elsewhere: bool,
}

impl FormState {
    /// Checks whether nothing went wrong with it, as nobody has sent it.
    pub const fn is_fresh(&self) -> bool {
        self.refusal.is_none() && self.notice.is_none()
    }
}

/// Returns the form's HTML.
///
/// # Errors
/// If the system gives no randomness for a key.
pub fn form(app: &AppState, form: &SiteForm, state: &FormState) -> Result<String, HttpError> {
    with_form(app, form, state, |page| page.render().into_string())
}

/// Returns what `make` makes of the form in that state, as it is shown now.
///
/// # Errors
/// If the system gives no randomness for a key.
pub fn with_form<T>(
    app: &AppState,
    form: &SiteForm,
    state: &FormState,
    make: impl FnOnce(&html::FormPage<'_>) -> T,
) -> Result<T, HttpError> {
    let key = match &state.key {
        Some(key) => key.clone(),
        None => IdempotencyKey::mint(app.clock.now()).map_err(|error| {
            tracing::error!(%error, "no key for a form");
            HttpError::new(Code::Internal)
        })?,
    };
    let site = &app.site;
    let action = if state.elsewhere { form.address(site) } else { form.action(site) };
    let address = posted_to(&action, state);
    let stamp = site.guard.show(&site.secret, &form.name, &key);
    let today = app.clock.today();
    let tax_rule = site.tax.as_ref().and_then(|tax| tax.on(today));
    let now = app.clock.now();
    let captcha = form.form.captcha || app.card_testing.is_on();
    let shown = Form { tax_relief: tax_rule.map(|rule| rule.relief), captcha, ..form.offer(now).into_owned() };
    let opens = match form.period.at(now) {
        Phase::Before(opens) => Some(form.texts.moment(opens)),
        Phase::Open | Phase::Over => None,
    };
    let page = html::FormPage {
        form: &shown,
        id: &form.id,
        action: &address,
        idempotency_key: key.as_str(),
        texts: &form.texts,
        answers: &state.answers,
        refusal: state.refusal.as_ref(),
        notice: state.notice,
        opens: opens.as_deref(),
        link: if shown.closed { form.closed_link.as_ref() } else { site.maintenance_link.as_ref() },
        guard: html::ProtectionFields {
            challenge: &[&action, "/challenge"].concat(),
            scripts_needed: captcha && !app.waives_proof(),
            shown: state.shown.as_deref().or(stamp.as_ref().map(FormStamp::as_str)),
            honeypot: site.guard.honeypot,
        },
        appeal: &form.appeal,
        confirmation: site.confirmation,
        tax_rule: tax_rule.map(|rule| (rule, today.year())),
        association: &site.association,
    };
    Ok(make(&page))
}

/// Returns the address to which a form in that state is posted.
fn posted_to(action: &str, state: &FormState) -> String {
    match &state.from {
        Some(word) => [action, "?from=", word].concat(),
        None => action.to_owned(),
    }
}

/// Returns the bar of a campaign's goal as HTML, or `None` where there is no goal, or nobody knows what was raised.
pub async fn goal(app: &AppState, campaign: &SiteCampaign, texts: &Texts) -> Option<String> {
    let Raised { goal, raised } = app.distants.raised(campaign).await?;
    let bar = GoalBar { goal, raised, texts };
    Some(bar.render().into_string())
}

/// Returns the page of a form, its own or a bare one, with the form in that state.
///
/// # Errors
/// If its file cannot be read, or the system gives no randomness for a key.
pub async fn page_of(app: &AppState, form: &SiteForm, state: &FormState) -> Result<String, HttpError> {
    if let Some(page) = &form.page {
        return site_page(app, &page.file, Some(&page.path), &Shown::Form(form, state)).await;
    }
    let rendered = PreEscaped(self::form(app, form, state)?);
    let goal = goal(app, &form.campaign, &form.texts).await.map(PreEscaped);
    let content = html! { div.campagnodon { h1 { (form.title()) } } @if let Some(goal) = goal { (goal) } (rendered) };
    Ok(bare_page(app, form, state, &content, None))
}

/// Returns the page of a form for a frame in a page of another site.
///
/// # Errors
/// If the system gives no randomness for a key.
pub fn framed(app: &AppState, form: &SiteForm, state: &FormState) -> Result<String, HttpError> {
    let content = html! { (PreEscaped(self::form(app, form, state)?)) };
    let frame = Frame { script: &app.site.frame_script, origins: &app.site.origins.words() };
    Ok(bare_page(app, form, state, &content, Some(frame)))
}

/// Returns a page of ours with a form in that state.
fn bare_page(app: &AppState, form: &SiteForm, state: &FormState, content: &Markup, frame: Option<Frame<'_>>) -> String {
    let mut shell = shell(app, &form.texts, form.title(), true);
    shell.title_prefix = title_prefix(form, state);
    let module = app.site.modules.serving([&form.form]);
    shell.module = module.inline().filter(|_| state.is_fresh());
    shell.assets.wasm = shell.module.is_none().then_some(&module.address);
    shell.frame = frame;
    shell.render(content).into_string()
}

/// Returns a form that was not taken: in its page, in the site's own one where a tag asked for the form and the site
/// has it, or in a bare one.
///
/// # Errors
/// As [`page_of`].
pub async fn refused(app: &AppState, form: &SiteForm, state: &FormState) -> Result<Response, HttpError> {
    let Some((host_pages, path)) = app.host_pages.as_ref().zip(form.back.as_deref()) else {
        return Ok(Html(page_of(app, form, state).await?).into_response());
    };
    let (html, action) = (self::form(app, form, state)?, form.action(&app.site));
    let here = posted_to(&action, state);
    let refused = RefusedForm { html: &html, action: &action, here: &here, title_prefix: title_prefix(form, state) };
    let Some(page) = host_pages.around(&refused, path).await else {
        return Ok(Html(page_of(app, form, state).await?).into_response());
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, page.policy.unwrap_or(headers::NO_FRAMES))];
    Ok((policy, Html(page.html)).into_response())
}

/// What is shown in a page of the site, beside its empty forms and its goals.
pub enum Shown<'a> {
    /// Nothing of anybody's; with what the page's address says.
    Anyones(Option<&'a str>),
    /// The form that somebody filled in, in its state.
    Form(&'a SiteForm, &'a FormState),
    /// Something of our own pages, in the places of this kind.
    Own(SlotKind, &'a OwnPage<'a>),
}

/// What a page of our own shows.
pub struct OwnPage<'a> {
    /// What it is called; first in the title.
    pub title: &'a str,
    /// What stands in it.
    pub content: &'a Markup,
    /// Its language, and what it says beside.
    pub texts: &'a Texts,
}

/// Returns a page of our own: in the site's page for it, if there is one, else in a bare one.
pub async fn own_page(app: &AppState, kind: SlotKind, page: &OwnPage<'_>) -> String {
    let of_site = match kind {
        SlotKind::Payment => app.site.payment_page.as_ref(),
        SlotKind::Error => app.site.error_page.as_ref(),
        SlotKind::Form | SlotKind::Goal => None,
    };
    if let Some(SitePage { file, path }) = of_site
        && let Ok(html) = site_page(app, file, Some(path), &Shown::Own(kind, page)).await
    {
        return html;
    }
    shell(app, page.texts, page.title, false).render(page.content).into_string()
}

/// Returns a page of the site with every form and the bar of every goal in its place. `path` is the page's own, where it
/// is shown at another.
///
/// # Errors
/// If the file cannot be read, or the system gives no randomness for a key.
pub async fn site_page(
    app: &AppState,
    file: &Path,
    path: Option<&str>,
    shown: &Shown<'_>,
) -> Result<String, HttpError> {
    let template = template(app, file).await?;
    let mut slots = Vec::with_capacity(template.slots().len());
    for slot in template.slots() {
        slots.push(content(app, slot, shown).await?);
    }
    // A page that shows answers or a payment travels uncompressed, so it would be long.
    let is_anyones = match shown {
        Shown::Anyones(_) => true,
        Shown::Form(_, state) => state.is_fresh(),
        Shown::Own(..) => false,
    };
    let forms = template.slots().iter().filter(|slot| slot.kind == SlotKind::Form);
    let forms: Vec<_> = forms.filter_map(|slot| Some(&app.site.forms.get(&slot.name)?.form)).collect();
    let module = app.site.modules.serving(forms.iter().copied());
    let fetches = template.html().contains(&module.address);
    let module = module.inline().filter(|_| !forms.is_empty() && is_anyones && !fetches);
    let title_prefix = match shown {
        Shown::Anyones(_) => String::new(),
        Shown::Form(form, state) => title_prefix(form, state).to_owned(),
        Shown::Own(_, page) => [page.title, TITLE_JOINT].concat(),
    };
    Ok(template.fill(&Contents { slots: &slots, module, title_prefix: &title_prefix, path }))
}

/// Returns what takes the place of a slot, or `None` if it stays as it is.
async fn content(app: &AppState, slot: &Slot, shown: &Shown<'_>) -> Result<Option<String>, HttpError> {
    let form = match slot.kind {
        SlotKind::Form | SlotKind::Goal => app.site.forms.get(&slot.name),
        SlotKind::Payment | SlotKind::Error => {
            let own = match shown {
                Shown::Own(kind, page) if *kind == slot.kind => Some(page.content.0.clone()),
                _ => None,
            };
            return Ok(own);
        }
    };
    let Some(form) = form else {
        tracing::warn!(form = slot.name, "a page has a place for a form that the settings do not name");
        return Ok(None);
    };
    if slot.kind == SlotKind::Goal {
        // Where there is no goal to show, nothing is left of its place.
        return Ok(Some(goal(app, &form.campaign, &form.texts).await.unwrap_or_default()));
    }
    let query = match shown {
        Shown::Form(filled, state) if filled.name == slot.name => return self::form(app, filled, state).map(Some),
        Shown::Anyones(query) => *query,
        _ => None,
    };
    let from = form.appeal.from_word(query).map(str::to_owned);
    self::form(app, form, &FormState { from, ..FormState::default() }).map(Some)
}

/// Returns a page of the site, read anew only if its file has changed.
///
/// # Errors
/// If the file cannot be read.
async fn template(app: &AppState, file: &Path) -> Result<Arc<Template>, HttpError> {
    let html = tokio::fs::read_to_string(file).await.map_err(|error| {
        tracing::error!(file = %file.display(), %error, "cannot read a page");
        HttpError::new(Code::Internal)
    })?;
    let address = file.to_string_lossy();
    if let Some(known) = app.templates.find(&address).filter(|known| known.html() == html) {
        return Ok(known);
    }
    let template = Arc::new(Template::new(html));
    app.templates.keep(&address, template.html().len(), Arc::clone(&template));
    Ok(template)
}

/// Returns what a page's title begins with: the word for an error if there is one.
fn title_prefix<'a>(form: &'a SiteForm, state: &FormState) -> &'a str {
    if state.is_fresh() { "" } else { form.texts.get("form.error_prefix") }
}

/// Returns a page of ours, for some content.
pub fn shell<'a>(app: &'a AppState, texts: &'a Texts, title: &'a str, interactive: bool) -> Shell<'a> {
    Shell {
        title,
        title_prefix: "",
        texts,
        look: &app.site.look,
        assets: assets(app),
        interactive,
        module: None,
        frame: None,
    }
}

/// Returns where a browser finds what our own pages need; the module is for pages with a form.
pub fn assets(app: &AppState) -> Assets<'_> {
    let [css, pages_css, module] = &app.site.asset_urls;
    Assets { css, pages_css, module, wasm: None }
}
