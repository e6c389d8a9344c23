//! Parameters, as the document tells them: of tags those that the relay reads, and no other.

use super::schemas::KEY;
use crate::relay::i18n::Language;
use crate::relay::site::tags::{FORM, GOAL};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// What the address of a tag's form says.
pub enum FormParameters {}

/// What the address of a tag's goal says.
pub enum GoalParameters {}

/// The key under which the same transaction is one.
pub enum KeyParameter {}

impl IntoParams for KeyParameter {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("Of JSON, and needed there: made once for a form that a person fills in."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some(KEY))));
        vec![key.build()]
    }
}

impl IntoParams for FormParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        FORM.iter().copied().map(parameter).collect()
    }
}

impl IntoParams for GoalParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        GOAL.iter().copied().map(parameter).collect()
    }
}

fn parameter(name: &'static str) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let flag = || ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["0", "1"]));
    let (needed, schema, is) = match name {
        "origine" => (true, text, "The distant's name in the relay's settings."),
        "id" => (
            true,
            ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)),
            "The distant's number of the campaign, which the settings must list.",
        ),
        "type" => (true, text.enum_values(Some(["don", "adhesion", "don+adhesion"])), "What the form offers."),
        "montants" => (false, text, "The amounts of single donations: `30,50[-450],libre`, in whole euros."),
        "montants_recurrent" => (false, text, "The amounts of repeated donations, likewise."),
        "montants_adhesion" => (false, text, "The amounts of memberships, yearly, likewise."),
        "don_recurrent" => (false, flag(), "`1` offers repeated payments too, where the settings let forms do so."),
        "souscriptions" => (false, text, "The keys of the optional subscriptions, separated by commas."),
        "lang" => (false, text.enum_values(Some(Language::ALL.map(Language::tag))), "The language of the page."),
        "page" => (false, text.pattern(Some("^/")), "The path of the page, to which the payment leads back."),
        "debug_objectif" => (false, flag(), "`1` adds samples, to try a page's layout with."),
        // A test finds what is not told.
        _ => (false, text, ""),
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(if needed { Required::True } else { Required::False })
        .description(Some(is))
        .schema(Some(schema))
        .build()
}
