//! What every action answers: rows or a refusal, in APIv3's envelope.

use crate::protocol::Personal;
use serde_json::{Map, Value, json};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        /// Why an action was refused, as the log of this server has it. On the wire it is what CiviCRM has for it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl ErrorCode {
            /// Returns the word in the log.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

impl ErrorCode {
    /// Returns the `error_code` of the answer: for most refusals a number, and the same one.
    fn on_the_wire(self) -> Value {
        match self {
            Self::MandatoryMissing | Self::NotFound | Self::Unauthorized | Self::MagicwordIncorrect => {
                json!(self.as_str())
            }
            Self::BillingClosed => json!("undefined"),
            Self::TypeInvalid | Self::CountryUnknown | Self::PrefixUnknown => json!(2001),
            Self::TooLong => json!(2100),
            Self::DoesNotFit => json!(-1),
            Self::CampaignUnknown => json!(-3),
            Self::TransactionKnown => json!(-5),
            Self::Deadlock => json!(-31),
            _ => json!(0),
        }
    }
}

codes! {
    /// A mandatory parameter is absent or empty; `fields` lists them.
    MandatoryMissing = "mandatory_missing",
    /// There is no such entity or action here.
    NotFound = "not-found",
    /// The API user may not do this.
    Unauthorized = "unauthorized",
    /// Only POST is served.
    MethodRefused = "method_refused",
    /// `json` is not an object.
    JsonInvalid = "json_invalid",
    /// A parameter has another shape than its type.
    TypeInvalid = "type_invalid",
    /// A parameter is longer than its field.
    TooLong = "too_long",
    /// What is made of the parameters is longer than its column.
    DoesNotFit = "does_not_fit",
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
    /// No such country.
    CountryUnknown = "country_unknown",
    /// No such campaign.
    CampaignUnknown = "campaign_unknown",
    /// No such prefix.
    PrefixUnknown = "prefix_unknown",
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
    /// The `transaction_idx` was opened before.
    TransactionKnown = "transaction_known",
    /// Contributions cannot go from their status to the one that is asked.
    ChangeRefused = "change_refused",
    /// The database gave way to another request; nothing was done.
    Deadlock = "deadlock",
    /// The payment is no longer pending, so that billing details are not given.
    BillingClosed = "billing_closed",
    /// This server failed; nothing was done.
    Internal = "internal",
}

/// A refusal, in CiviCRM's words. They may quote what was sent, so they go to who asked and not to a log.
#[derive(Debug)]
pub(super) struct Refusal {
    pub code: ErrorCode,
    message: Personal,
    detail: Option<Detail>,
}

/// What a refusal says beside its text.
#[derive(Debug)]
enum Detail {
    /// The mandatory parameters that are absent.
    Missing(Vec<&'static str>),
    /// The field at fault.
    Field(&'static str),
    /// The statement that the database refused, with its values.
    Statement(Personal),
}

impl Refusal {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: Personal::new(message.into()), detail: None }
    }

    /// Parameters that the action cannot do without.
    pub fn missing(fields: Vec<&'static str>) -> Self {
        let message = format!("Mandatory key(s) missing from params array: {}", fields.join(", "));
        Self { detail: Some(Detail::Missing(fields)), ..Self::new(ErrorCode::MandatoryMissing, message) }
    }

    /// Returns what `start` took without looking, and the accounts cannot do without.
    pub fn unmade(entity: &str, field: &'static str) -> Self {
        let message = format!("Mandatory values missing from Api4 {entity}::create: {field}");
        Self { detail: Some(Detail::Missing(vec![field])), ..Self::new(ErrorCode::MandatoryMissing, message) }
    }

    /// Returns what should be there, by its CiviCRM entity, and is not.
    pub fn absent(code: ErrorCode, entity: &str) -> Self {
        Self::new(code, format!("Expected to find one {entity} record, but there were zero."))
    }

    /// Returns a value that is none of a field's options.
    pub fn no_option(code: ErrorCode, field: &'static str, value: &str) -> Self {
        let message = format!("'{value}' is not a valid option for field {field}");
        Self { detail: Some(Detail::Field(field)), ..Self::new(code, message) }
    }

    /// Returns a value of another type than its field.
    pub fn not_a(kind: &str, field: &'static str) -> Self {
        let message = format!("{field} is not a valid {kind}");
        Self { detail: Some(Detail::Field(field)), ..Self::new(ErrorCode::TypeInvalid, message) }
    }

    /// Returns a text of `length` characters for a field of `max`.
    pub fn too_long(field: &'static str, length: usize, max: usize) -> Self {
        let message =
            format!("Value for {field} is {length} characters  This field has a maxlength of {max} characters.");
        Self { detail: Some(Detail::Field(field)), ..Self::new(ErrorCode::TooLong, message) }
    }

    /// Returns what the database refused, with the statement as CiviCRM shows it.
    pub fn by_database(code: ErrorCode, statement: String) -> Self {
        let message = match code {
            ErrorCode::Deadlock => "DB Error: deadlock",
            ErrorCode::CampaignUnknown => "DB Error: constraint violation",
            ErrorCode::TransactionKnown => "DB Error: already exists",
            _ => "DB Error: unknown error",
        };
        Self { detail: Some(Detail::Statement(Personal::new(statement))), ..Self::new(code, message) }
    }

    /// Returns the envelope of a refused call of `entity` and `action`.
    pub fn envelope(&self, entity: &str, action: &str) -> Value {
        let mut envelope = json!({"is_error": 1, "error_message": self.message.expose()});
        let code = self.code.on_the_wire();
        // The extension's own refusals of some actions are made in another way, and do not say of what.
        if code != "undefined" {
            envelope["entity"] = json!(entity);
            envelope["action"] = json!(action);
        }
        let field_key = if self.code == ErrorCode::TooLong { "field" } else { "error_field" };
        envelope["error_code"] = code;
        match &self.detail {
            None => {}
            Some(Detail::Missing(fields)) => envelope["fields"] = json!(fields),
            Some(Detail::Field(field)) => envelope[field_key] = json!(field),
            Some(Detail::Statement(statement)) => envelope["debug_info"] = json!(statement.expose()),
        }
        envelope
    }
}

/// Why an action was not done.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request is at fault.
    Refused(Refusal),
    /// A key is.
    WrongKey(Key),
    /// The request is, in a way that makes PHP fail: an error page, and no envelope.
    Crashed,
    /// The database is.
    Database(rusqlite::Error),
}

/// One of the two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The site's.
    Site,
    /// The API user's.
    User,
}

#[cfg(test)]
impl Failure {
    /// Returns the code of a refusal.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }
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

/// Returns the envelope of `rows`: a list if `sequential`, else an object.
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
    }

    #[test]
    fn refusals() {
        for (refusal, code, key, expected) in [
            (Refusal::missing(vec!["email"]), json!("mandatory_missing"), "fields", json!(["email"])),
            (
                Refusal::no_option(ErrorCode::CountryUnknown, "country_id", "AN"),
                json!(2001),
                "error_field",
                json!("country_id"),
            ),
            (Refusal::too_long("first_name", 68, 64), json!(2100), "field", json!("first_name")),
            (Refusal::by_database(ErrorCode::Deadlock, "INSERT".into()), json!(-31), "debug_info", json!("INSERT")),
            (Refusal::new(ErrorCode::EmailInvalid, "Invalid email"), json!(0), "action", json!("start")),
            (Refusal::new(ErrorCode::BillingClosed, "no"), json!("undefined"), "action", Value::Null),
        ] {
            let envelope = refusal.envelope("Campagnodon", "start");
            assert_eq!((&envelope["error_code"], &envelope[key]), (&code, &expected), "{envelope}");
        }
    }

    #[test]
    fn what_was_sent_is_not_printed() {
        let refusal = Refusal::by_database(ErrorCode::DoesNotFit, "VALUES ('anne@example.org')".into());
        let other = Refusal::no_option(ErrorCode::PrefixUnknown, "prefix_id", "anne@example.org");
        assert!(!format!("{refusal:?}{other:?}").contains("anne"));
    }
}
