//! The shapes of what crosses the wire, as the document tells them. The protocol knows nothing of documents, so they
//! are described here, from its own lists of words.

use crate::form::rules::text::max;
use crate::protocol::{Amount, Code, Field, FieldError, Frequency, Operation, Problem, Transaction};
use crate::relay::http::payments::POSTED;
use crate::relay::payments;
use serde_json::json;
use utoipa::openapi::schema::{AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// An ALTCHA challenge, which the library makes.
pub enum Challenge {}

/// What a browser without scripts posts.
pub enum PostedForm {}

/// What a button of the sandbox posts.
pub enum PostedAction {}

/// Describes each type by an expression.
macro_rules! described {
    ($($name:ident: $schema:expr;)+) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::from($schema))
            }
        }

        impl ToSchema for $name {}
    )+};
}

described! {
    Transaction: transaction();
    PostedForm: posted_form();
    PostedAction: object()
        .property("action", words(payments::words().chain(POSTED)).description(Some(
            "`choose` goes on with the means of `means`, `give_up` ends a payment that was refused; the others play the bank.",
        )))
        .property("means", of(Type::String).description(Some("The word of the means that is chosen.")))
        .property("attempt", of(Type::Integer).minimum(Some(1)).description(Some(
            "Of which attempt the bank is played; the last one if absent.",
        )))
        .property("cents", of(Type::Integer).minimum(Some(0)).description(Some(
            "How much the bank that is played says; what is to be paid if absent.",
        )))
        .required("action");
    Operation: words(Operation::ALL.iter().map(|operation| operation.as_str()))
        .description(Some("What the person does. A membership wants the full address."));
    Frequency: words(Frequency::ALL.iter().map(|frequency| frequency.as_str()))
        .description(Some("How often the person pays."));
    Amount: of(Type::Integer)
        .minimum(usize::try_from(Amount::MIN.cents()).ok())
        .maximum(usize::try_from(Amount::MAX.cents()).ok())
        .description(Some("Euro cents, of each payment."));
    Code: words(Code::ALL.iter().map(|code| code.as_str())).description(Some(codes()));
    Field: AnyOfBuilder::new()
        .description(Some("A field's name, the same in HTML, JSON and errors."))
        .item(words(Field::FIXED.iter().map(Field::name)))
        .item(of(Type::String).pattern(Some("^(subscription|question)_")));
    FieldError: object()
        .description(Some("A refused answer."))
        .property("field", link::<Field>())
        .property("code", link::<Code>())
        .property("limit", of(Type::Integer).minimum(Some(0)).description(Some(
            "The bound of `amount_too_small` and `amount_too_large`, in cents, and of `too_long`, in characters.",
        )))
        .required("field")
        .required("code");
    Problem: object()
        .description(Some("An error of the relay."))
        .property("type", of(Type::String).description(Some("`urn:campagnodon:problem:` and the code.")))
        .property("title", of(Type::String).description(Some("For developers; people get the form's own texts.")))
        .property("status", of(Type::Integer))
        .property("code", link::<Code>())
        .property("errors", ArrayBuilder::new().items(link::<FieldError>()).description(Some(
            "The refused answers of `invalid_answers`; otherwise absent.",
        )))
        .property("parameter", of(Type::String).description(Some("The parameter at fault, of `tag_invalid`.")))
        .property("detail", of(Type::String).description(Some(
            "What is wrong with it, for the author of the tag, of `tag_invalid`.",
        )))
        .required("type")
        .required("title")
        .required("status")
        .required("code");
    Challenge: object()
        .description(Some("A challenge of ALTCHA v2; its libraries solve it."))
        .property("parameters", object()
            .property("algorithm", words(["PBKDF2/SHA-256"]))
            .property("cost", of(Type::Integer).description(Some("Iterations of one try.")))
            .property("data", object().description(Some("The form and the site that it is for.")))
            .property("expiresAt", of(Type::Integer).description(Some("Seconds since 1970, UTC.")))
            .property("keyLength", of(Type::Integer))
            .property("keyPrefix", of(Type::String).description(Some("What the derived key must begin with, in hex.")))
            .property("nonce", of(Type::String))
            .property("salt", of(Type::String))
            .required("algorithm").required("cost").required("expiresAt").required("keyLength").required("keyPrefix")
            .required("nonce").required("salt"))
        .property("signature", of(Type::String))
        .required("parameters")
        .required("signature");
}

pub(super) fn of(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(kind)
}

pub(super) fn object() -> ObjectBuilder {
    of(Type::Object)
}

pub(super) fn link<T: ToSchema>() -> Ref {
    Ref::from_schema_name(T::name())
}

pub(super) fn words<W: Into<serde_json::Value>>(words: impl IntoIterator<Item = W>) -> ObjectBuilder {
    of(Type::String).enum_values(Some(words))
}

fn codes() -> String {
    let told = Code::ALL.iter().map(|code| format!("- `{code}`: {}", code.description()));
    ["What happened.".to_owned(), String::new()].into_iter().chain(told).collect::<Vec<_>>().join("\n")
}

/// Returns a transaction's two shapes: with the e-mail address and perhaps a name, and with the full address that a tax receipt or a
/// membership wants.
fn transaction() -> OneOfBuilder {
    let gift = common(object().title(Some("Donation without an address")), words([Operation::Donation.as_str()]))
        .property(Field::FirstName.name(), answer(&Field::FirstName))
        .property(Field::LastName.name(), answer(&Field::LastName));
    let receipt = common(object().title(Some("Donation or membership with the full address")), link::<Operation>());
    let receipt = RECIPIENT.iter().fold(receipt, |object, (field, needed)| {
        let object = object.property(field.name(), answer(field));
        if *needed { object.required(field.name()) } else { object }
    });
    let ticked = of(Type::Boolean).enum_values(Some([true]));
    let receipt = receipt.property(Field::TaxReceipt.name(), ticked).required(Field::TaxReceipt.name());
    OneOfBuilder::new()
        .description(Some("What a donor decided, as the page's module writes it once its rules have passed."))
        .item(receipt.additional_properties(Some(AdditionalProperties::FreeForm(false))))
        .item(gift.additional_properties(Some(AdditionalProperties::FreeForm(false))))
        // In the order of the alphabet, which a build of serde_json keeps whatever its features.
        .examples([json!({
            "amount": 3000, "email": "anne@example.org", "frequency": "once", "operation": "donation",
            "subscriptions": []
        })])
}

/// Adds what every transaction has.
fn common(object: ObjectBuilder, operation: impl Into<RefOr<Schema>>) -> ObjectBuilder {
    let keys = ArrayBuilder::new()
        .items(of(Type::String))
        .description(Some("The keys of the optional subscriptions that were ticked; of a question, its key, a point and the value chosen."));
    object
        .property("operation", operation)
        .property("frequency", link::<Frequency>())
        .property("amount", link::<Amount>())
        .property("email", answer(&Field::Email))
        .property("subscriptions", keys)
        .property(
            "statutes",
            of(Type::Boolean)
                .enum_values(Some([true]))
                .description(Some("Whether what must be agreed to was, where the form asks for it.")),
        )
        .property("captcha", answer(&Field::Captcha))
        .required("operation")
        .required("frequency")
        .required("amount")
        .required("email")
        .required("subscriptions")
}

/// Who gets the tax receipt, and whether a transaction that wants one must have it.
const RECIPIENT: &[(Field, bool)] = &[
    (Field::Title, false),
    (Field::FirstName, true),
    (Field::LastName, true),
    (Field::BirthDate, false),
    (Field::StreetAddress, true),
    (Field::SupplementalAddress1, false),
    (Field::SupplementalAddress2, false),
    (Field::PostalCode, true),
    (Field::City, true),
    (Field::Country, true),
    (Field::Phone, false),
];

fn posted_form() -> ObjectBuilder {
    let own = object()
        .description(Some("What a browser posts without scripts, as typed. Names that no field has are passed over."))
        .property("idempotency_key", of(Type::String).pattern(Some(KEY)))
        .property(
            "shown",
            of(Type::String).description(Some("When the form was shown, signed, where `[guard]` asks for it.")),
        )
        .property("website", of(Type::String).description(Some("Must stay empty, where `[guard]` asks for it.")))
        .required("idempotency_key");
    let subscription = of(Type::String).description(Some(
        "`subscription_` and a key: `1` where it is ticked; `question_` and a key: the value chosen.",
    ));
    Field::FIXED
        .iter()
        .fold(own, |object, field| object.property(field.name(), typed(field)))
        .additional_properties(Some(Schema::from(subscription)))
}

/// What an idempotency key looks like.
pub const KEY: &str = "^[A-Za-z0-9_-]{16,64}$";

/// Returns an answer of a transaction.
fn answer(field: &Field) -> ObjectBuilder {
    let text = |longest: usize| of(Type::String).max_length(Some(longest));
    match field {
        Field::Email => text(max::EMAIL),
        Field::Title => of(Type::String).description(Some("A value that the distant knows.")),
        Field::FirstName | Field::LastName => text(max::NAME).min_length(Some(1)),
        Field::BirthDate => of(Type::String).pattern(Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
        Field::StreetAddress => text(max::STREET).min_length(Some(1)),
        Field::SupplementalAddress1 | Field::SupplementalAddress2 => text(max::STREET),
        Field::PostalCode => text(max::POSTAL_CODE).description(Some("Empty where the country has none.")),
        Field::City => text(max::CITY).min_length(Some(1)),
        Field::Country => of(Type::String).pattern(Some("^[A-Z]{2}$")).description(Some("ISO 3166-1 alpha-2.")),
        Field::Phone => {
            of(Type::String).pattern(Some("^[+][0-9]{5,15}$")).description(Some("As ITU-T E.164 writes it."))
        }
        Field::Captcha => of(Type::String)
            .description(Some("Base64 of the JSON of challenge and solution, where `[captcha]` asks for it.")),
        _ => of(Type::String),
    }
}

/// Returns an answer as a browser posts it.
fn typed(field: &Field) -> ObjectBuilder {
    let text = of(Type::String);
    match field {
        Field::Operation => words(Operation::ALL.iter().map(|operation| operation.as_str())),
        Field::Frequency => words(Frequency::ALL.iter().map(|frequency| frequency.as_str())),
        Field::Amount => text.description(Some("A proposal, in euros, or `free`.")),
        Field::FreeAmount => text.description(Some("As typed, where `amount` is `free`.")),
        Field::TaxReceipt | Field::Statutes | Field::Fees => text.description(Some("`1` where it is ticked.")),
        _ => text,
    }
}
