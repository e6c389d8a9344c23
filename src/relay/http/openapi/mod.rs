//! The relay's HTTP interface as an OpenAPI 3.1 document, so that another origin, or another client, can be written.
//!
//! Its paths are the router's own routes, its words the protocol's. `tests/server/openapi.rs` holds it to what a relay
//! answers.

mod offer;
mod parameters;
mod refusals;
mod schemas;

pub use offer::Offer;
pub use parameters::{FormParameters, GoalParameters, KeyParameter};
pub use refusals::{Acting, Answering, Asking, Hearing, Listing, Posting, Returning, Showing, Telling};
pub use schemas::{Challenge, PostedAction, PostedForm};

use crate::protocol::{Amount, Code, Field, FieldError, Frequency, Operation, Problem, Transaction};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder};

/// What a path's `name` is.
pub const NAME: &str = "The form's name in the settings of the relay, or of a tag's form what its `action` says.";

/// What the query's `from` says.
pub const FROM: &str = "Whence the person comes: a word of the form's list in the settings; any other is ignored.";

const DESCRIPTION: &str = "The origin of donation and membership forms: it shows them, takes what they post, and \
    keeps nothing of a person. What its HTML says is in docs/page.md. Beside these addresses it serves the files of the \
    page, under `/campagnodon/`, and the pages of the site, if the settings name some.\n\nAn error is \
    `application/problem+json` (RFC 9457); who says `Accept: text/html` gets it as a page instead, where that is \
    listed. Another method than those listed is `405` with the code `method_not_allowed`.";

/// Returns the document, without the routes.
pub fn base() -> OpenApi {
    let license = License::builder().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0"));
    let info = InfoBuilder::new()
        .title("Campagnodon, the relay")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(license.build()));
    let tag = |name: &str, is: &str| TagBuilder::new().name(name).description(Some(is)).build();
    let components = ComponentsBuilder::new()
        .schema_from::<Transaction>()
        .schema_from::<PostedForm>()
        .schema_from::<Operation>()
        .schema_from::<Frequency>()
        .schema_from::<Amount>()
        .schema_from::<Problem>()
        .schema_from::<FieldError>()
        .schema_from::<Field>()
        .schema_from::<Code>()
        .security_scheme("tags", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    OpenApiBuilder::new()
        .info(info.build())
        .components(Some(components.build()))
        .tags(Some([
            tag("forms", "For donors' browsers, and programs in their place."),
            tag("payments", "Where a transaction is paid. The sandbox plays the bank."),
            tag("tags", "For the server of a content management system, with its key; not for browsers."),
            tag("operation", "For who runs the relay."),
        ]))
        .build()
}
