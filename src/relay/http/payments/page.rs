//! The payment's page, from what the services know of the payment and the site.

use crate::protocol::{BillingDetails, Code, Status};
use crate::relay::html::{MeansButton, Onward, PaymentPage, Share, SlotKind, Stage, in_title};
use crate::relay::http::headers;
use crate::relay::http::render::{self, OwnPage};
use crate::relay::http::state::AppState;
use crate::relay::keys;
use crate::relay::payments::Payment;
use crate::relay::settlement::State;
use axum::response::{Html, IntoResponse, Response};
use data_encoding::HEXLOWER;

/// What the page of a payment is made of.
pub struct PageOf<'a> {
    /// The services.
    pub app: &'a AppState,
    /// The payer's secret.
    pub token: &'a str,
    /// The payment.
    pub payment: &'a Payment,
    /// What the bank asks for.
    pub billing: Option<&'a BillingDetails>,
    /// What went wrong with the last answer.
    pub notice: Option<Code>,
}

/// The bytes of the token's hash that the tab knows a payment by: enough for the few of a tab, too few to find any.
const MARK: std::ops::RangeFrom<usize> = 28..;

impl<'a> PageOf<'a> {
    /// Makes the page of a payment, as it is shown to whoever comes.
    pub const fn new(app: &'a AppState, token: &'a str, payment: &'a Payment) -> Self {
        Self { app, token, payment, billing: None, notice: None }
    }

    /// Answers with the page, in the site's page for it if there is one.
    pub async fn render(&self) -> Response {
        let (site, payment) = (&self.app.site, self.payment);
        let form = site.form(&payment.form);
        let form = form.as_deref();
        let texts = form.map_or(&site.texts, |form| &form.texts);
        let form_url = form.map(|form| form.place(site));
        let address = form_url.as_deref().and_then(|path| site.public_url.on_host(path));
        let thanks = form.and_then(|form| form.thanks.as_ref());
        let payments = &self.app.payments;
        let button = |word| MeansButton { word, title: payments.title(word) };
        let means: Vec<_> = payments.other_means(payment).into_iter().map(button).collect();
        let instructions = payments.instructions(payment);
        let page = PaymentPage {
            title: form.map_or("", |form| &form.campaign.title),
            operation: payment.operation,
            frequency: payment.frequency,
            amount: payment.amount,
            status: payment.status,
            stage: stage_of(payment, payments.is_elsewhere(payment)),
            means: &means,
            instructions: instructions.as_ref(),
            recurring: payment.recurring_status,
            impact: form.and_then(|form| form.appeal.impact(payment.operation, payment.frequency, payment.amount)),
            post_to: &site.payment_path(self.token),
            actions: &self.app.payments.actions(payment),
            form_url: form_url.as_deref(),
            onward: Onward {
                home: site.look.home(),
                contact: site.contact.as_ref(),
                share: address.as_ref().map(|address| Share { url: address.as_str(), name: site.name() }),
                thanks: thanks.map(|thanks| thanks.url.as_str()),
                confirmation: site.confirmation,
                script: &site.payment_script,
                mark: &HEXLOWER.encode(&keys::token_hash(self.token)[MARK]),
            },
            texts,
            billing: self.billing,
            notice: self.notice,
        };
        let own = OwnPage { title: in_title(page.heading()), content: &page.render(), texts };
        let html = render::own_page(self.app, SlotKind::Payment, &own).await;
        let mut response = ([headers::UNLISTED], Html(html)).into_response();
        let mut elsewhere = self.app.payments.origins(payment);
        elsewhere.extend(thanks.and_then(|thanks| thanks.elsewhere.clone()));
        response.headers_mut().extend(headers::policy_leading_to(&elsewhere));
        response
    }
}

/// Returns what the page of a payment says first.
fn stage_of(payment: &Payment, is_elsewhere: bool) -> Stage {
    let is_open = matches!(payment.status, Status::Init | Status::Pending);
    let any = |state| payment.attempts.iter().any(|kept| kept.attempt.state == state);
    match payment.attempts.last().map(|kept| kept.attempt.state) {
        _ if is_open && any(State::OtherSum) => Stage::OtherSum,
        Some(State::Failed) if is_open => Stage::Refused,
        Some(State::Open) if payment.status == Status::Init && is_elsewhere => Stage::AtBank,
        _ => Stage::At(payment.status),
    }
}
