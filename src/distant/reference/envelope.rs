//! What every action answers: rows or a refusal, in APIv3's envelope.

use serde_json::{Map, Value, json};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        /// Why an action was refused: the `error_code` of the answer, which does not change with the texts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl ErrorCode {
            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

codes! {
    /// A mandatory parameter is absent or empty; `fields` lists them.
    MandatoryMissing = "mandatory_missing",
    /// There is no such entity or action here.
    NotFound = "not-found",
    /// The site key or the user's key is absent or wrong.
    Unauthorized = "unauthorized",
    /// Only POST is served.
    MethodRefused = "method_refused",
    /// `json` is not an object.
    JsonInvalid = "json_invalid",
    /// A parameter has another shape than its type.
    TypeInvalid = "type_invalid",
    /// A parameter is longer than can be kept.
    TooLong = "too_long",
    /// Not the magic word.
    MagicwordIncorrect = "magicword_incorrect",
    /// Another `campagnodon_version` than 1.
    VersionUnknown = "version_unknown",
    /// The contributions are not a list or a map of objects, or there is none.
    ContributionsInvalid = "contributions_invalid",
    /// An amount is not money, or below one euro.
    AmountInvalid = "amount_invalid",
    /// Another currency than the euro.
    CurrencyInvalid = "currency_invalid",
    /// Not an e-mail address.
    EmailInvalid = "email_invalid",
    /// Not an absolute address.
    UrlInvalid = "url_invalid",
    /// Not a day.
    DateInvalid = "date_invalid",
    /// Not two capital letters.
    CountryInvalid = "country_invalid",
    /// No such campaign.
    CampaignUnknown = "campaign_unknown",
    /// No such prefix.
    PrefixUnknown = "prefix_unknown",
    /// No such financial type.
    FinancialTypeUnknown = "financial_type_unknown",
    /// No such membership type.
    MembershipTypeUnknown = "membership_type_unknown",
    /// No such means of payment.
    PaymentInstrumentUnknown = "payment_instrument_unknown",
    /// No such group.
    GroupUnknown = "group_unknown",
    /// No such tag.
    TagUnknown = "tag_unknown",
    /// No such opt-in.
    OptInUnknown = "opt_in_unknown",
    /// An optional subscription of another kind than a group, an opt-in or a tag.
    SubscriptionInvalid = "subscription_invalid",
    /// Not a status.
    StatusInvalid = "status_invalid",
    /// Not a status of a series.
    RecurringStatusInvalid = "recurring_status_invalid",
    /// No such transaction.
    TransactionUnknown = "transaction_unknown",
    /// The `transaction_idx` was opened with another content.
    TransactionConflict = "transaction_conflict",
    /// The payment is no longer pending, so that billing details are not given.
    BillingClosed = "billing_closed",
    /// This server failed; nothing was done.
    Internal = "internal",
}

/// A refusal. Its text names what is wrong and never quotes it: it may be personal.
#[derive(Debug)]
pub(super) struct Refusal {
    pub code: ErrorCode,
    message: String,
    fields: Vec<&'static str>,
}

impl Refusal {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: Vec::new() }
    }

    pub fn missing(fields: Vec<&'static str>) -> Self {
        let message = format!("Mandatory key(s) missing from params array: {}", fields.join(", "));
        Self { code: ErrorCode::MandatoryMissing, message, fields }
    }

    pub fn envelope(&self) -> Value {
        let mut envelope = json!({"is_error": 1, "error_message": self.message, "error_code": self.code.as_str()});
        if !self.fields.is_empty() {
            envelope["fields"] = json!(self.fields);
        }
        envelope
    }
}

/// Why an action was not done.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request is at fault.
    Refused(Refusal),
    /// The database is.
    Database(rusqlite::Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// The rows of an answer, each under its key: a number of the database, or a place in the list.
pub(super) type Rows = Vec<(i64, Value)>;

/// The envelope of `rows`: a list if `sequential`, else an object.
pub(super) fn success(rows: Rows, sequential: bool) -> Value {
    let mut envelope = json!({"is_error": 0, "version": 3, "count": rows.len()});
    if let [(key, _)] = rows.as_slice() {
        envelope["id"] = json!(key);
    }
    envelope["values"] = match sequential {
        true => rows.into_iter().map(|(_, row)| row).collect(),
        false => Value::Object(rows.into_iter().map(|(key, row)| (key.to_string(), row)).collect::<Map<_, _>>()),
    };
    envelope
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelopes() {
        let row = json!({"id": 5});
        for (rows, sequential, expected) in [
            (vec![], true, json!({"is_error": 0, "version": 3, "count": 0, "values": []})),
            (vec![], false, json!({"is_error": 0, "version": 3, "count": 0, "values": {}})),
            (vec![(5, row.clone())], true, json!({"is_error": 0, "version": 3, "count": 1, "id": 5, "values": [row]})),
            (
                vec![(0, row.clone())],
                false,
                json!({"is_error": 0, "version": 3, "count": 1, "id": 0, "values": {"0": row}}),
            ),
        ] {
            assert_eq!(success(rows, sequential), expected);
        }
        let refusal = Refusal::missing(vec!["email"]).envelope();
        assert_eq!(refusal["error_code"], "mandatory_missing");
        assert_eq!(refusal["fields"], json!(["email"]));
    }
}
