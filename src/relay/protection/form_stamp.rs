//! When a form was shown, signed: it comes back with the form, and the relay need not remember it.
//!
//! It is signed together with the idempotency key of the page, which many may have: the page is good for a day.

use crate::relay::keys::{IdempotencyKey, RelaySecret};
use crate::settings;
use std::num::NonZeroU32;

/// How long a form can stand open, in seconds. It costs a person one more click, so it need not be long.
const LONGEST: i64 = 24 * 3600;

/// A time and its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormStamp {
    /// Seconds since 1970, UTC.
    at: i64,
    /// `<at>.<signature>`, as the form has it.
    text: String,
}

/// Why a form's time is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormStampError {
    /// It is missing, or not one that we signed for this form and key.
    #[error("no time of ours")]
    Forged,
    /// The form was shown too long ago.
    #[error("shown too long ago")]
    TooOld,
    /// The form was shown a moment ago: nobody fills it in so fast.
    #[error("shown a moment ago")]
    TooSoon,
}

impl FormStamp {
    /// Signs the time of a form that was shown `at` that second since 1970, UTC.
    pub fn at(secret: &RelaySecret, form: &str, key: &IdempotencyKey, at: i64) -> Self {
        Self { at, text: format!("{at}.{}", secret.stamp_signature(form, key, at)) }
    }

    /// Reads what a form brought back.
    ///
    /// # Errors
    /// If we did not sign it for this form and key.
    pub fn read(secret: &RelaySecret, form: &str, key: &IdempotencyKey, text: &str) -> Result<Self, FormStampError> {
        let at = text.split_once('.').and_then(|(at, _)| at.parse().ok()).ok_or(FormStampError::Forged)?;
        let ours = Self::at(secret, form, key, at);
        if settings::is_same(&ours.text, text) { Ok(ours) } else { Err(FormStampError::Forged) }
    }

    /// Checks whether a person can have filled in the form since.
    ///
    /// # Errors
    /// If it was shown less than `minimum` seconds before `now`, or more than a day.
    pub fn check(&self, minimum: NonZeroU32, now: i64) -> Result<(), FormStampError> {
        match now.saturating_sub(self.at) {
            elapsed if elapsed < minimum.get().into() => Err(FormStampError::TooSoon),
            elapsed if elapsed > LONGEST => Err(FormStampError::TooOld),
            _ => Ok(()),
        }
    }

    /// Returns the text for the form.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_800_000_000;

    fn secret() -> RelaySecret {
        RelaySecret::new("a secret of at least thirty-two characters".into())
    }

    fn key(text: &str) -> IdempotencyKey {
        IdempotencyKey::parse(text).unwrap()
    }

    #[test]
    fn only_what_we_signed_for_this_form_and_key_counts() {
        let (ours, theirs) = (key("0123456789abcdef"), key("fedcba9876543210"));
        let shown = FormStamp::at(&secret(), "don", &ours, NOON);
        assert_eq!(FormStamp::read(&secret(), "don", &ours, shown.as_str()), Ok(shown.clone()));
        let earlier = shown.as_str().replacen("18", "17", 1);
        let other_secret = RelaySecret::new("another secret of thirty-two characters and more".into());
        for read in [
            FormStamp::read(&secret(), "adhesion", &ours, shown.as_str()),
            FormStamp::read(&secret(), "don", &theirs, shown.as_str()),
            FormStamp::read(&other_secret, "don", &ours, shown.as_str()),
            FormStamp::read(&secret(), "don", &ours, &earlier),
        ] {
            assert_eq!(read, Err(FormStampError::Forged));
        }
        for text in ["", ".", "1800000000", "1800000000.", "x.y", "99999999999999999999.a"] {
            assert_eq!(FormStamp::read(&secret(), "don", &ours, text), Err(FormStampError::Forged), "{text}");
        }
    }

    #[test]
    fn neither_at_once_nor_after_a_day() {
        let shown = FormStamp::at(&secret(), "don", &key("0123456789abcdef"), NOON);
        let minimum = NonZeroU32::new(3).unwrap();
        for (elapsed, expected) in [
            (-1, Err(FormStampError::TooSoon)),
            (0, Err(FormStampError::TooSoon)),
            (2, Err(FormStampError::TooSoon)),
            (3, Ok(())),
            (LONGEST, Ok(())),
            (LONGEST + 1, Err(FormStampError::TooOld)),
        ] {
            assert_eq!(shown.check(minimum, NOON + elapsed), expected, "{elapsed}");
        }
    }
}
