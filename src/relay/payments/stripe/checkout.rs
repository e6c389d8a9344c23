//! What a Checkout Session is asked for with: the body of `POST /v1/checkout/sessions`.

use crate::protocol::Amount;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// How long a session can be paid, in seconds. Stripe takes half an hour to a day.
pub const LIFETIME: i64 = 3600;

/// One attempt at a single payment.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    /// Our name of the transaction.
    pub idx: &'a str,
    /// Which attempt at it, from 1.
    pub attempt: u32,
    /// What is paid.
    pub amount: Amount,
    /// What is paid for, as the payer reads it.
    pub label: &'a str,
    /// Whether it is a gift: the button then says so.
    pub is_donation: bool,
    /// The language of the page, as `fr`.
    pub language: &'a str,
    /// Where the payer comes back to from a payment.
    pub success_url: &'a str,
    /// Where the payer comes back to without one.
    pub cancel_url: &'a str,
    /// When the attempt began, in seconds since 1970: the same request at another time has the same body.
    pub begun: i64,
    /// The kinds of means to choose from; all that the account has on if none is named.
    pub means: &'a [String],
    /// The payer's e-mail address, if it is known; otherwise the page asks for it. No customer is looked up by it: it may
    /// be somebody else's, whose card would be proposed.
    pub email: Option<&'a str>,
}

impl NewSession<'_> {
    /// Returns the key under which Stripe does it once, however often it is asked. Stripe refuses a key that comes again with
    /// another body, and the payer's address may be there once and not the next time: the key is of the body too.
    pub fn idempotency_key(&self) -> String {
        let body = Sha256::digest(self.body());
        format!("cs-{}-{}-{}", self.idx, self.attempt, HEXLOWER.encode(&body[..KEY_BYTES]))
    }

    /// Returns the body, form-encoded.
    pub fn body(&self) -> String {
        let attempt = self.attempt.to_string();
        let mut pairs = vec![
            ("mode", "payment".to_owned()),
            ("ui_mode", "hosted_page".to_owned()),
            ("client_reference_id", self.idx.to_owned()),
            ("metadata[idx]", self.idx.to_owned()),
            ("metadata[attempt]", attempt.clone()),
            ("line_items[0][quantity]", "1".to_owned()),
            ("line_items[0][price_data][currency]", CURRENCY.to_owned()),
            ("line_items[0][price_data][unit_amount]", self.amount.cents().to_string()),
            ("line_items[0][price_data][product_data][name]", self.label.to_owned()),
            ("payment_intent_data[metadata][idx]", self.idx.to_owned()),
            ("payment_intent_data[metadata][attempt]", attempt),
            ("payment_intent_data[description]", self.label.to_owned()),
            ("submit_type", if self.is_donation { "donate" } else { "pay" }.to_owned()),
            ("success_url", self.success_url.to_owned()),
            ("cancel_url", self.cancel_url.to_owned()),
            ("locale", self.language.to_owned()),
            ("expires_at", (self.begun + LIFETIME).to_string()),
        ];
        pairs.extend(self.means.iter().map(|kind| ("allowed_payment_method_types[]", kind.clone())));
        pairs.extend(self.email.map(|email| ("customer_email", email.to_owned())));
        form(&pairs)
    }
}

/// How much of a body's hash is in its key: enough for the few of one attempt.
const KEY_BYTES: usize = 8;

/// The one currency, ISO 4217 in lower case as Stripe writes it.
pub const CURRENCY: &str = "eur";

/// Returns pairs as `application/x-www-form-urlencoded`.
pub fn form(pairs: &[(&str, String)]) -> String {
    // Texts alone cannot fail to be written.
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

#[cfg(test)]
pub mod samples {
    use super::*;

    /// Returns a gift of that many cents.
    pub fn gift(idx: &str, attempt: u32, cents: u64) -> NewSession<'_> {
        NewSession {
            idx,
            attempt,
            amount: Amount::from_cents(cents).unwrap(),
            label: "Spring: donation",
            is_donation: true,
            language: "fr",
            success_url: "https://example.org/payments/token?back=1",
            cancel_url: "https://example.org/payments/token",
            begun: 1_798_761_600,
            means: &[],
            email: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn fields(session: &NewSession<'_>) -> BTreeMap<String, String> {
        serde_urlencoded::from_str(&session.body()).unwrap()
    }

    #[test]
    fn a_session_says_no_more_of_the_payer_than_the_address_that_is_known() {
        let means = ["card".to_owned(), "sepa_debit".to_owned()];
        let gift = samples::gift("site/1", 2, 1550);
        let bare = fields(&gift);
        assert_eq!(bare["line_items[0][price_data][unit_amount]"], "1550");
        assert_eq!((bare["submit_type"].as_str(), bare["expires_at"].as_str()), ("donate", "1798765200"));
        let key = gift.idempotency_key();
        assert!(key.starts_with("cs-site/1-2-") && key == gift.idempotency_key(), "{key}");
        assert_ne!(NewSession { email: Some("a@example.org"), ..gift }.idempotency_key(), key);
        assert!(!bare.contains_key("customer_email") && !bare.contains_key("customer"));
        let body = NewSession { is_donation: false, means: &means, email: Some("a+b@example.org"), ..gift }.body();
        assert!(body.contains("&submit_type=pay&") && body.contains("&customer_email=a%2Bb%40example.org"));
        assert_eq!(body.matches("allowed_payment_method_types%5B%5D=").count(), 2);
    }

    proptest! {
        #[test]
        fn any_sum_is_asked_for_in_cents(cents in 1..=1_000_000_000_u64) {
            let body = fields(&samples::gift("site/1", 1, cents));
            prop_assert_eq!(&body["line_items[0][price_data][unit_amount]"], &cents.to_string());
        }
    }
}
