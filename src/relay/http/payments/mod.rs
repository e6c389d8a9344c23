//! `/payments/{token}`: where a transaction is paid, and can be come back to.

pub mod events;
mod page;

use super::extract::{PaymentOf, find_payment};
use super::problem::HttpError;
use super::state::AppState;
use super::{forms, headers, openapi};
use crate::protocol::{Code, Operation};
use crate::relay::html::{is_paid, with_choices};
use crate::relay::payments::{self, Checkout, Payment, PaymentError, ProviderError, Shown};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use page::PageOf;
use std::time::Duration;

/// Shows the payment.
#[utoipa::path(
    get, path = "/payments/{token}", operation_id = "showPayment", tag = "payments",
    params(("token" = String, Path, description = "The payer's secret, of `Location`.")),
    responses(
        (status = 200, description = "The payment's page.", body = String, content_type = "text/html"),
        openapi::Showing,
    )
)]
pub async fn show(
    State(app): State<AppState>,
    RawQuery(query): RawQuery,
    PaymentOf { token, payment }: PaymentOf,
) -> Result<Response, HttpError> {
    let payment = match query.as_deref() {
        Some(BACK) => back_from_the_bank(&app, &token, payment).await?,
        _ => payment,
    };
    Ok(PageOf::new(&app, &token, &payment).render().await)
}

/// What stands behind the address of the page when the payer comes back to it from a bank.
const BACK: &str = "back=1";
/// How long a bank is waited for: the page shows what is known, and a message of the bank may come later.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks the bank where the payment stands, whose payer has come back.
async fn back_from_the_bank(app: &AppState, token: &str, payment: Payment) -> Result<Payment, HttpError> {
    match tokio::time::timeout(PATIENCE, app.payments.came_back(&payment)).await {
        Ok(Ok(())) => find_payment(app, token).await,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the bank does not say where a payment stands");
            Ok(payment)
        }
        Err(_) => Ok(payment),
    }
}

/// Does what the payer chose on the sandbox's page.
#[utoipa::path(
    post, path = "/payments/{token}", operation_id = "actOnPayment", tag = "payments",
    params(("token" = String, Path, description = "The payer's secret, of `Location`.")),
    request_body(content = openapi::PostedAction, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "Of `billing`: the page, with what a bank would be told of the payer.",
            body = String, content_type = "text/html"),
        (status = 303, description = "It is done.",
            headers(("Location" = String, description = "The payment's page; once it is made, the site's own page of \
                thanks, where the form has one, with `operation`, `frequency` and `amount`. The field `scripted` asks for \
                the payment's page all the same."))),
        openapi::Acting,
    )
)]
pub async fn act(
    State(app): State<AppState>,
    PaymentOf { token, payment }: PaymentOf,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let body = forms::read_body(body)?;
    let notice = match choose(&app, &token, &payment, &body).await {
        Ok(None) => return onward(&app, &token, &payment, &body).await,
        Ok(Some(Checkout::Redirect(address))) => {
            return Ok(([headers::WITHOUT_REFERRER], Redirect::to(&address)).into_response());
        }
        Ok(Some(Checkout::Page)) => return Ok(Redirect::to(&app.site.payment_path(&token)).into_response()),
        Ok(Some(Checkout::Told(billing))) => {
            let page = PageOf { billing: Some(&billing), ..PageOf::new(&app, &token, &payment) };
            return Ok(page.render().await);
        }
        Err(PaymentError::MovedOn(_) | PaymentError::NotTaken) => Code::PaymentMovedOn,
        Err(PaymentError::NoBillingDetails(code)) => code,
        Err(PaymentError::Provider(ProviderError::NotOurs) | PaymentError::NoSuchMeans | PaymentError::NotKnown) => {
            return Err(HttpError::new(Code::BodyInvalid));
        }
        Err(PaymentError::Provider(error)) => {
            tracing::error!(%error, "a payment did not go on");
            Code::Internal
        }
        Err(PaymentError::Store(error)) => HttpError::from(error).code,
    };
    // The page says where the payment stands now.
    let payment = find_payment(&app, &token).await?;
    let refused = HttpError::new(notice);
    let page = PageOf { notice: Some(notice), ..PageOf::new(&app, &token, &payment) };
    let mut response = (refused.status(), page.render().await).into_response();
    response.headers_mut().extend(refused.retry_after());
    Ok(response)
}

/// Leads to the payment's page; once it is made, to the site's own page of thanks, which is told nothing of the person.
/// Where there are scripts, ours must first make the tab forget what was typed: it goes on from there.
async fn onward(app: &AppState, token: &str, before: &Payment, body: &[u8]) -> Result<Response, HttpError> {
    let now = find_payment(app, token).await?;
    let is_made = is_paid(now.status) && !is_paid(before.status);
    let is_scripted = fields(body).iter().any(|(name, _)| name == SCRIPTED);
    let form = app.site.form(&now.form).filter(|_| is_made && !is_scripted);
    Ok(match form.as_ref().and_then(|form| form.thanks.as_ref()) {
        Some(thanks) => {
            let address = with_choices(&thanks.url, now.operation, now.frequency, now.amount);
            ([headers::WITHOUT_REFERRER], Redirect::to(&address)).into_response()
        }
        None => Redirect::to(&app.site.payment_path(token)).into_response(),
    })
}

/// The name of what the page's script adds to the bank's form.
const SCRIPTED: &str = "scripted";

/// Does what a button of the payment's page asks for. Returns how the payer goes on, where a payment begins.
async fn choose(app: &AppState, token: &str, payment: &Payment, body: &[u8]) -> Result<Option<Checkout>, PaymentError> {
    let fields = fields(body);
    let field = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let shown = shown(app, token, payment);
    match (field("action"), field("means")) {
        (Some(CHOOSE), Some(means)) => match app.payments.choose(payment, means, &shown).await? {
            // Only who asks for it is shown what the bank was told.
            Checkout::Told(_) => Ok(Some(Checkout::Page)),
            checkout => Ok(Some(checkout)),
        },
        (Some(GIVE_UP), _) => app.payments.give_up(payment).await.map(|()| None),
        (Some(payments::BEGIN), _) => app.payments.tell(payment, &shown).await.map(Some),
        (action, _) => {
            let number = match field("attempt") {
                Some(number) => Some(number.parse().map_err(|_| ProviderError::NotOurs)?),
                None => None,
            };
            app.payments.press(payment, (action.unwrap_or_default(), number), body, &shown).await.map(|()| None)
        }
    }
}

/// The words of buttons of our own: one goes on with the means that is chosen, by the other a payer gives up.
pub const POSTED: [&str; 2] = [CHOOSE, GIVE_UP];
const CHOOSE: &str = "choose";
const GIVE_UP: &str = "give_up";

/// Returns what a provider shows of a payment.
fn shown(app: &AppState, token: &str, payment: &Payment) -> Shown {
    let form = app.site.form(&payment.form);
    let texts = form.as_ref().map_or(&app.site.texts, |form| &form.texts);
    let kind = texts.get(match payment.operation {
        Operation::Donation => "payment.title_donation",
        Operation::Membership => "payment.title_membership",
    });
    let title = form.as_ref().map(|form| form.campaign.title.as_str()).filter(|title| !title.is_empty());
    Shown {
        label: title.map_or_else(|| kind.to_owned(), |title| [kind, " · ", title].concat()),
        language: texts.language().tag(),
        page: app.site.payment_url(token),
    }
}

/// Reads what a form posts, as a browser encodes it. What is no such thing has no fields.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(body).unwrap_or_default()
}
