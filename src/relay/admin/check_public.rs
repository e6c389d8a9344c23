//! Whether the relay answers at its public address, and hears there what payment providers tell: a web server in front that
//! answers in its place, with a page and 200, loses every message unseen.
//!
//! What is sent is unsigned, so that the relay refuses it; that refusal is what proves that it came to the relay.

use super::report::Report;
use crate::protocol::Code;
use crate::relay::public_url::PublicUrl;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use std::error::Error;
use std::time::Duration;

/// How long an answer may take: providers give up after some ten seconds.
const TIMEOUT: Duration = Duration::from_secs(10);

/// No answer of the relay that is read here is larger.
const LARGEST: usize = 1024 * 1024;

/// Where a relay is asked, and for what.
pub struct PublicCheck {
    public_url: PublicUrl,
    told: Vec<String>,
}

/// An answer of whoever answers there.
struct Answer {
    status: StatusCode,
    kind: String,
    location: Option<String>,
    body: Vec<u8>,
}

/// What `/health` has in any state.
#[derive(Deserialize)]
struct Health {
    version: String,
}

/// What every problem of the relay has.
#[derive(Deserialize)]
struct Refused {
    code: String,
}

impl PublicCheck {
    /// Makes the check from the relay's address, and the words of the means that tell of payments there.
    pub const fn new(public_url: PublicUrl, told: Vec<String>) -> Self {
        Self { public_url, told }
    }

    /// Asks at the address, and says what was found.
    pub async fn run(&self) -> Report {
        let mut report = Report::default();
        let client = match self.client() {
            Ok(client) => client,
            Err(error) => {
                report.mend(format!("public_url: {}", reason(&error)));
                return report;
            }
        };
        if self.public_url.is_plain_http() {
            report.look(
                "public_url: without TLS, what donors type can be read on its way. Give it https:// outside of tests",
            );
        }
        let address = [self.public_url.as_str(), "/health"].concat();
        match ask(client.get(&address)).await {
            Err(error) => {
                report.mend(format!("public_url: {address}: {}", unreached(&error)));
                // Nobody is there for the rest either.
                return report;
            }
            Ok(answer) => match serde_json::from_slice::<Health>(&answer.body) {
                Ok(Health { version }) if answer.status == StatusCode::OK => {
                    report.well(format!("{address}: the relay answers, version {version}"));
                }
                Ok(_) => report.mend(format!("{address}: the relay answers that it fails; its log says why")),
                Err(_) => report.mend(format!("public_url: {address} {}", not_the_relay(&answer))),
            },
        }
        for word in &self.told {
            let address = format!("{}/payments/events/{word}", self.public_url);
            let post = client.post(&address).header(CONTENT_TYPE, "application/json").body("{}");
            match ask(post).await {
                Ok(answer) => hears(&address, word, &answer, &mut report),
                Err(error) => report.mend(format!("{address}: {}", unreached(&error))),
            }
        }
        report
    }

    fn client(&self) -> Result<Client, reqwest::Error> {
        // A second server in this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder =
            Client::builder().redirect(reqwest::redirect::Policy::none()).user_agent("campagnodon").timeout(TIMEOUT);
        if self.public_url.is_plain_http() {
            // So that a machine without certificate authorities can talk to itself.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        builder.build()
    }
}

async fn ask(request: RequestBuilder) -> Result<Answer, reqwest::Error> {
    let mut response = request.send().await?;
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (kind, location) = (header(CONTENT_TYPE).unwrap_or_default(), header(LOCATION));
    let (status, mut body) = (response.status(), Vec::new());
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LARGEST {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, kind, location, body })
}

/// Reports whether what was answered to an unsigned message is the relay's own refusal.
fn hears(address: &str, word: &str, answer: &Answer, report: &mut Report) {
    let code = serde_json::from_slice::<Refused>(&answer.body).map(|refused| refused.code).unwrap_or_default();
    if answer.status == StatusCode::BAD_REQUEST && code == Code::BodyInvalid.as_str() {
        report.well(format!("{address}: the relay hears {word}, and refuses what {word} did not sign"));
    } else if code == Code::NotFound.as_str() {
        report.mend(format!(
            "{address}: the relay there has no means {word:?}: it runs with other settings. Start it again with these"
        ));
    } else if code == Code::Busy.as_str() {
        report.look(format!("{address}: the relay was busy; ask again"));
    } else if !code.is_empty() {
        report.mend(format!(
            "{address}: the relay answers {code:?}, status {}; its log says why",
            answer.status.as_u16()
        ));
    } else {
        report.mend(format!("{address} {}", not_the_relay(answer)));
    }
}

/// Returns what somebody else's answer means, and what to do.
fn not_the_relay(answer: &Answer) -> String {
    let status = answer.status.as_u16();
    if answer.status.is_redirection() {
        let to = answer.location.as_deref().unwrap_or("nowhere");
        return format!(
            "leads elsewhere, to {to:?} (status {status}). Providers do not follow: write the address that answers into \
             public_url, or end the redirect in the web server"
        );
    }
    match status {
        200..=299 => format!(
            "is answered by something else than the relay, with {status} and {:?}: a page of the site? A provider takes that \
             for heard, and its messages are lost. Have the web server pass this path on to the relay",
            answer.kind
        ),
        401 | 403 | 429 => format!(
            "is refused before the relay (status {status}): a password, a firewall or a guard against robots. Let this path \
             through: the relay checks signatures itself"
        ),
        404 | 405 => format!(
            "is not known to the web server (status {status}). Have it pass this path, with every method, on to the relay"
        ),
        500..=599 => {
            format!("fails before the relay (status {status}): does it run, does the web server pass to its port?")
        }
        _ => format!("is answered by something else than the relay (status {status}, {:?})", answer.kind),
    }
}

/// Returns why there was no answer, and what to do.
fn unreached(error: &reqwest::Error) -> String {
    let reason = reason(error);
    // The libraries have no type for it that is public.
    if reason.contains("certificate") {
        return format!(
            "its certificate does not hold ({reason}): providers refuse it too. Renew it, with its whole chain"
        );
    }
    if error.is_timeout() {
        return "no answer within 10 seconds: does a firewall drop what comes from outside?".to_owned();
    }
    format!("nobody answers ({reason}): is the name right, does the web server run, does a firewall part you?")
}

/// Returns the innermost reason.
fn reason(error: &reqwest::Error) -> String {
    let mut innermost: &dyn Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
