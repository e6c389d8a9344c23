//! The shape of what a form offers, as `www/typed.d.ts` has it.

use super::schemas::{link, object, of, words};
use crate::protocol::{Amount, Frequency, Operation};
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What a form offers.
pub enum Offer {}

impl PartialSchema for Offer {
    fn schema() -> RefOr<Schema> {
        RefOr::T(Schema::from(offer()))
    }
}

impl ToSchema for Offer {}

fn offer() -> ObjectBuilder {
    let asked = || words(["off", "optional", "required"]);
    let fields = ["title", "birth_date", "supplemental_address_1", "supplemental_address_2", "phone", "name"];
    let fields = fields.into_iter().fold(object(), |object, name| object.property(name, asked()).required(name));
    let for_whom = || {
        let both = object().property("forDonation", of(Type::Boolean)).property("forMembership", of(Type::Boolean));
        both.required("forDonation").required("forMembership")
    };
    let choice = object()
        .property("operation", link::<Operation>())
        .property("frequency", link::<Frequency>())
        .property("amounts", list(link::<Amount>()))
        .property(
            "free",
            or_none(
                object()
                    .property("min", link::<Amount>())
                    .property("max", link::<Amount>())
                    .required("min")
                    .required("max"),
            ),
        )
        .required("operation")
        .required("frequency")
        .required("amounts")
        .required("free");
    let subscription = for_whom()
        .property("key", of(Type::String))
        .property("needsAddress", of(Type::Boolean))
        .required("key")
        .required("needsAddress");
    let question = object()
        .property("key", of(Type::String))
        .property("choices", list(of(Type::String)))
        .property("required", of(Type::Boolean))
        .required("key")
        .required("choices")
        .required("required");
    let relief = object()
        .property("basisPoints", of(Type::Integer).description(Some("Hundredths of a percent.")))
        .property("ceiling", or_none(of(Type::Integer).description(Some("Of a year, in cents."))))
        .property("beyond", or_none(of(Type::Integer).description(Some("The rate above."))))
        .required("basisPoints")
        .required("ceiling")
        .required("beyond");
    let fees = object()
        .property("basisPoints", of(Type::Integer))
        .property("fixed", of(Type::Integer))
        .required("basisPoints")
        .required("fixed");
    let offer = object()
        .description(Some("What a form offers, without any label. Every sum is in cents."))
        .property("choices", list(choice))
        .property("fields", fields.description(Some("What it asks for of what it can do without.")))
        .property("titles", list(of(Type::String)))
        .property("subscriptions", list(subscription))
        .property("questions", list(question))
        .property("statutes", or_none(for_whom().description(Some("What must be agreed to, and by whom."))))
        .property("magazinePrice", or_none(of(Type::Integer)))
        .property("taxRelief", or_none(relief))
        .property("fees", or_none(fees.description(Some("What whoever pays may add."))));
    let flags = ["centsAllowed", "captcha", "maintenance", "closed"];
    let offer = flags.into_iter().fold(offer, |object, name| object.property(name, of(Type::Boolean)).required(name));
    let others = ["choices", "fields", "titles", "subscriptions", "questions", "statutes"];
    let more = ["magazinePrice", "taxRelief", "fees"];
    others.into_iter().chain(more).fold(offer, ObjectBuilder::required)
}

fn list(items: impl Into<ArrayItems>) -> ArrayBuilder {
    ArrayBuilder::new().items(items)
}

fn or_none(schema: ObjectBuilder) -> OneOfBuilder {
    OneOfBuilder::new().item(schema).item(of(Type::Null))
}
