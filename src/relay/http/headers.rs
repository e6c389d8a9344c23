//! The headers of every answer.

use crate::relay::origins::SiteOrigins;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

/// Scripts of ours only, WebAssembly among them; nothing from elsewhere, no frame of another site around us.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // A payment page's address is a secret of its payer.
    (header::REFERRER_POLICY, "same-origin"),
    // Payment pages show a person's payment, and refused forms what the person typed.
    (header::CACHE_CONTROL, "no-store"),
];

/// Of a site's page that has no policy of its own, instead of ours: its scripts and styles are the site's affair.
pub const NO_FRAMES: HeaderValue = HeaderValue::from_static("frame-ancestors 'self'");

/// Of a payment's page, wherever it stands: for its payer alone.
pub const UNLISTED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// Of an answer that leads from a payment's page elsewhere: not even a page of the same site there is to know that page's
/// address.
pub const WITHOUT_REFERRER: (HeaderName, HeaderValue) =
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// Returns the policy of a page whose form may lead to other hosts in the end (each an `Origin` of RFC 6454), or `None` if
/// there are none, or that is no header's value.
pub fn policy_leading_to(origins: &[String]) -> Option<(HeaderName, HeaderValue)> {
    const SELF: &str = "form-action 'self'";
    let policy = POLICY.replace(SELF, &[SELF, " ", &origins.join(" ")].concat());
    let policy = Some(policy).filter(|_| !origins.is_empty())?;
    Some((header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).ok()?))
}

/// Returns the policy of a page that pages of these origins may have in a frame, or `None` if there are none, or that is no
/// header's value.
pub fn policy_framed_by(origins: &SiteOrigins) -> Option<(HeaderName, HeaderValue)> {
    const SELF: &str = "frame-ancestors 'self'";
    let policy = POLICY.replace(SELF, &[SELF, " ", &origins.words()].concat());
    let policy = Some(policy).filter(|_| !origins.is_empty())?;
    Some((header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).ok()?))
}

/// Of a page with an empty form: its visitor's browser may keep it, so that the way back from the payment leads to the
/// form as it was left, alive or with the same key.
pub const BROWSER_ONLY: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "private, no-cache")];

/// Of a file: to be kept, and asked each time whether it has changed.
pub const REVALIDATED: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-cache")];

/// Of a campaign's goal, which is the same for everyone: for as long as nobody would miss a change.
pub const SHARED: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=60")];

/// Checks whether the client has kept what has this entity tag, whatever its encoding (RFC 9110, 13.1.2).
pub fn has_kept(request: &HeaderMap, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let kept = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    kept.flat_map(|tags| tags.split(',')).any(|kept| strong(kept) == strong(tag))
}

/// Adds what an answer does not have.
pub fn add(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
