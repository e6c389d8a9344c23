//! The site's own page around the form of a tag: where a form that was refused without scripts is shown again.
//!
//! The site is asked for the page as any visitor would, and learns nothing: what a person typed is put into it here. A
//! site that cannot be reached, or whose page no longer has the form, costs a moment; the form is shown in our own
//! page.

use crate::relay::html::{self, RefusedForm};
use crate::relay::public_url::PublicUrl;
use crate::relay::site::Site;
use reqwest::Client;
use reqwest::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Time-out: a donor is waiting.
const TIMEOUT: Duration = Duration::from_secs(3);
/// A page of articles is a tenth of this, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;
/// At most this many fetches at once. The site's server may hold a process for the very post that asks.
const AT_ONCE: usize = 8;

/// How the site's pages are asked for.
pub struct HostPages {
    http: Client,
    origin: PublicUrl,
    permits: Semaphore,
}

/// A page of the site with a form in its place.
pub struct HostPage {
    /// The page.
    pub html: String,
    /// The policy that the site has for it: nonces and hashes in it are that page's.
    pub policy: Option<HeaderValue>,
}

/// Why there is no such page.
#[derive(Debug, thiserror::Error)]
enum Missing {
    #[error("other pages are being asked for")]
    Busy,
    #[error("{0}")]
    Unreachable(#[from] reqwest::Error),
    #[error("the site answers {0}")]
    Status(u16),
    #[error("the answer is no HTML in UTF-8 of at most {LONGEST} bytes")]
    NotHtml,
    #[error("the page does not have the form")]
    WithoutForm,
}

impl HostPages {
    /// Makes the client where the site has pages that ask for forms by tags; else, and if the system gives none, `None`.
    pub fn of(site: &Site) -> Option<Arc<Self>> {
        site.tags.as_ref().and_then(|_| Self::new(&site.public_url)).map(Arc::new)
    }

    /// Makes the client for pages at the host of `public_url`, or `None` if the system gives none.
    pub fn new(public_url: &PublicUrl) -> Option<Self> {
        // A second server in this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent("campagnodon")
            .timeout(TIMEOUT)
            .connect_timeout(TIMEOUT / 2);
        if public_url.is_plain_http() {
            // So that a machine without certificate authorities can talk to itself.
            builder = builder.tls_certs_only([]);
        }
        let made = builder.build();
        let http = made.inspect_err(|error| tracing::warn!(%error, "refused forms are shown in our own pages")).ok()?;
        Some(Self { http, origin: public_url.clone(), permits: Semaphore::new(AT_ONCE) })
    }

    /// Returns the page at that path with this form in the place of its empty one, or `None` if it cannot be had.
    pub async fn around(&self, form: &RefusedForm<'_>, path: &str) -> Option<HostPage> {
        let made = self.fetch(path).await.and_then(|page| {
            let html = html::put_back(&page.html, path, form).ok_or(Missing::WithoutForm)?;
            Ok(HostPage { html, policy: page.policy })
        });
        made.inspect_err(|reason| tracing::warn!(path, %reason, "a refused form is shown in our own page")).ok()
    }

    async fn fetch(&self, path: &str) -> Result<HostPage, Missing> {
        let _permit = self.permits.try_acquire().map_err(|_| Missing::Busy)?;
        let address = self.origin.on_host(path).ok_or(Missing::WithoutForm)?;
        let mut response = self.http.get(address).send().await.map_err(reqwest::Error::without_url)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(Missing::Status(response.status().as_u16()));
        }
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("text/html")) {
            return Err(Missing::NotHtml);
        }
        let policy = response.headers().get(CONTENT_SECURITY_POLICY).cloned();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
            if body.len() + chunk.len() > LONGEST {
                return Err(Missing::NotHtml);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HostPage { html: String::from_utf8(body).map_err(|_| Missing::NotHtml)?, policy })
    }
}
