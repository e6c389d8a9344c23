//! Errors as codes, never sentences: the same in the page, in the relay's HTML and JSON answers and in the tests.

use super::Field;
use super::compact::parts;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    (
        checks: { $($(#[doc = $check_doc:literal])+ $check:ident = $check_word:literal,)+ }
        others: { $($(#[doc = $other_doc:literal])+ $other:ident = $other_word:literal,)+ }
        servers: { $($(#[doc = $server_doc:literal])+ $server:ident = $server_word:literal,)+ }
    ) => {
        /// Why an answer or a request was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $check_doc])+ #[serde(rename = $check_word)] $check,)+
            $($(#[doc = $other_doc])+ #[serde(rename = $other_word)] $other,)+
            $($(#[doc = $server_doc])+ #[cfg(not(target_arch = "wasm32"))] #[serde(rename = $server_word)] $server,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[
                $(Self::$check,)+
                $(Self::$other,)+
                $(#[cfg(not(target_arch = "wasm32"))] Self::$server,)+
            ];

            /// Returns the word on the wire.
            ///
            /// From one text, since a table of so many words weighs more in the page. There are only the words of the
            /// checks there, since its module says no others.
            pub fn as_str(self) -> &'static str {
                const CHECKS: usize = [$($check_word),+].len();
                const OTHERS: &str = if cfg!(campagnodon_page) {
                    ""
                } else if cfg!(target_arch = "wasm32") {
                    concat!($($other_word, " "),+)
                } else {
                    concat!($($other_word, " ",)+ $($server_word, " "),+)
                };
                let place = self as usize;
                let word = match place.checked_sub(CHECKS) {
                    None => parts(concat!($($check_word, " "),+), b' ').nth(place),
                    Some(place) => parts(OTHERS, b' ').nth(place),
                };
                word.unwrap_or_default()
            }

            /// Returns what the code means, for developers: its documentation, as text.
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$check => const { concat!($($check_doc),+).trim_ascii_start() },)+
                    $(Self::$other => const { concat!($($other_doc),+).trim_ascii_start() },)+
                    $(
                        #[cfg(not(target_arch = "wasm32"))]
                        Self::$server => const { concat!($($server_doc),+).trim_ascii_start() },
                    )+
                }
            }

            /// Checks whether a person can meet it; the others are answers to a site's own server.
            #[cfg(not(target_arch = "wasm32"))]
            pub const fn reaches_people(self) -> bool {
                !matches!(self, $(Self::$server)|+)
            }
        }
    };
}

codes! {
    checks: {
        // Of a field.
        /// Nothing was answered, or nothing visible.
        Required = "required",
        /// Not among what this form offers.
        NotOffered = "not_offered",
        /// Sent in a shape that the field cannot have: a list, an object…
        Malformed = "malformed",
        /// Longer than the distant can keep; `limit` tells how many characters.
        TooLong = "too_long",
        /// Holds a character that no name has, or one that was lost on the way.
        ForbiddenCharacters = "forbidden_characters",
        /// Not a number.
        AmountInvalid = "amount_invalid",
        /// Could be read in two ways: `1.000` is one thousand to some and one to others.
        AmountAmbiguous = "amount_ambiguous",
        /// Has cents, where the site takes whole euros.
        AmountNotWhole = "amount_not_whole",
        /// Below `limit`, in cents.
        AmountTooSmall = "amount_too_small",
        /// Above `limit`, in cents.
        AmountTooLarge = "amount_too_large",
        /// Not an e-mail address.
        EmailInvalid = "email_invalid",
        /// Not a title that this form offers.
        TitleInvalid = "title_invalid",
        /// Not a date in a way of writing that we read.
        DateInvalid = "date_invalid",
        /// A day that does not exist, or on which no living person was born.
        DateImpossible = "date_impossible",
        /// Not a postal code of the country.
        PostalCodeInvalid = "postal_code_invalid",
        /// Not a country.
        CountryInvalid = "country_invalid",
        /// Not a telephone number.
        PhoneInvalid = "phone_invalid",
        /// An optional subscription that needs the address, which was not given.
        AddressNeeded = "address_needed",
        /// The proof of work is missing, wrong or expired.
        CaptchaInvalid = "captcha_invalid",
        // Of the whole form.
        /// Some answers are refused; they are listed.
        InvalidAnswers = "invalid_answers",
        /// The site is being maintained.
        Maintenance = "maintenance",
        /// The campaign is over.
        CampaignClosed = "campaign_closed",
    }
    others: {
        /// The distant cannot be reached; nothing was saved, and the same request can be sent again.
        DistantUnavailable = "distant_unavailable",
        /// The distant refused the transaction; sending it again will not help.
        DistantRefused = "distant_refused",
        /// The relay cannot be reached from the page, or does not answer in time.
        RelayUnreachable = "relay_unreachable",
        /// The page is offline.
        Offline = "offline",
        // Of a request.
        /// The `Idempotency-Key` header is missing or not 16 to 64 letters, digits, `-` and `_`.
        KeyInvalid = "idempotency_key_invalid",
        /// The same key was used with another transaction, or with one whose payment has ended.
        KeyReused = "idempotency_key_reused",
        /// The request comes from a page of another site.
        CrossOrigin = "cross_origin",
        /// The body is not what its content type says.
        BodyInvalid = "body_invalid",
        /// The body is too large.
        BodyTooLarge = "body_too_large",
        /// The body took too long to come.
        TooSlow = "too_slow",
        /// The content type is neither JSON nor a form.
        MediaTypeUnsupported = "media_type_unsupported",
        /// Nothing is here.
        NotFound = "not_found",
        /// This address does not take that method.
        MethodNotAllowed = "method_not_allowed",
        /// Too many at once; try again shortly.
        Busy = "busy",
        /// Sent sooner than a person can, or with a field filled in that people do not see.
        RobotSuspected = "robot_suspected",
        /// The form was shown too long ago, or not by this relay.
        PageExpired = "page_expired",
        /// Sent without scripts, the same answers as before from the same page, and their payment has ended.
        PaymentEnded = "payment_ended",
        /// The payment has gone on; this can no longer be done to it.
        PaymentMovedOn = "payment_moved_on",
        /// The relay cannot write: nothing was saved, and the same request can be sent again.
        NotSaved = "not_saved",
        /// Our fault; it was logged.
        Internal = "internal",
    }
    // Of what a server asks, and no browser does.
    servers: {
        /// The key of a site's own server is missing, or another one.
        TagsKeyWrong = "tags_key_wrong",
        /// A tag asks for what cannot be offered; `parameter` and `detail` tell what.
        TagInvalid = "tag_invalid",
        /// A provider tells of other money than was to be paid: another sum, or that of a trial.
        PaymentNotTaken = "payment_not_taken",
    }
}

impl Code {
    /// Returns the code with that word, or `None` if there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::Code;
    ///
    /// let code = Code::parse("amount_too_small").unwrap();
    /// assert_eq!(code, Code::AmountTooSmall);
    /// assert_eq!(code.description(), "Below `limit`, in cents.");
    /// ```
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A refused answer: where, why, and the bound that it broke.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::{Code, Field, FieldError};
///
/// let error = FieldError::with_limit(Field::FreeAmount, Code::AmountTooSmall, 100);
/// let json = r#"{"field":"free_amount","code":"amount_too_small","limit":100}"#;
/// assert_eq!(serde_json::to_string(&error).unwrap(), json);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field at fault.
    pub field: Field,
    /// What is wrong with it.
    pub code: Code,
    /// The bound of `amount_too_small` and `amount_too_large`, in cents, and of `too_long`, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl FieldError {
    /// Returns an error without a bound.
    pub const fn new(field: Field, code: Code) -> Self {
        Self { field, code, limit: None }
    }

    /// Returns an error with the bound that was broken.
    pub const fn with_limit(field: Field, code: Code, limit: u64) -> Self {
        Self { field, code, limit: Some(limit) }
    }
}

/// An error answer of the relay, `application/problem+json` (RFC 9457).
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::{Code, Problem};
///
/// let body = r#"{"type":"urn:campagnodon:problem:busy","title":"Too many at once","status":503,"code":"busy"}"#;
/// let problem: Problem = serde_json::from_str(body).unwrap();
/// assert_eq!(problem.code, Code::Busy);
/// assert!(problem.errors.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:campagnodon:problem:` and the code.
    #[serde(rename = "type")]
    pub uri: String,
    /// A sentence for developers; people get the form's own texts.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened.
    pub code: Code,
    /// The refused answers of `invalid_answers`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The parameter at fault, of `tag_invalid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong with it, for the author of the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
        }
    }
}
