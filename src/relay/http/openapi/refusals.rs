//! What each operation can refuse, as the document tells it: by status, the codes and what they mean.

use crate::protocol::{Code, Problem};
use crate::relay::http::problem::HttpError;
use axum::http::StatusCode;
use std::collections::BTreeMap;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoResponses, ToSchema};

macro_rules! refusals {
    ($($(#[$doc:meta])+ $name:ident = [$($code:ident),+];)+) => {$(
        $(#[$doc])+
        pub enum $name {}

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                problems(&[$(Code::$code),+])
            }
        }
    )+};
}

refusals! {
    /// Of a form or a payment that is shown.
    Showing = [NotFound, Internal];
    /// Of a form that is posted.
    Posting = [
        KeyInvalid, BodyInvalid, CrossOrigin, NotFound, TooSlow, KeyReused, PaymentEnded, CampaignClosed, BodyTooLarge,
        MediaTypeUnsupported, InvalidAnswers, RobotSuspected, PageExpired, Busy, Internal, DistantRefused,
        DistantUnavailable, Maintenance, NotSaved
    ];
    /// Of what the sandbox is asked to do to a payment.
    Acting = [
        BodyInvalid, CrossOrigin, NotFound, TooSlow, PaymentMovedOn, BodyTooLarge, Internal, DistantRefused,
        DistantUnavailable, NotSaved
    ];
    /// Of what a provider tells.
    Hearing = [BodyInvalid, CrossOrigin, NotFound, TooSlow, PaymentNotTaken, BodyTooLarge, Internal, NotSaved];
    /// Of what a browser brings back from a provider.
    Returning = [BodyInvalid, NotFound, Internal, NotSaved];
    /// Of what a provider asks.
    Answering = [
        BodyInvalid, CrossOrigin, NotFound, TooSlow, PaymentMovedOn, BodyTooLarge, Internal, DistantRefused,
        DistantUnavailable, NotSaved
    ];
    /// Of what tags can ask for.
    Listing = [TagsKeyWrong, NotFound, Internal];
    /// Of what a site's own server asks for by a tag.
    Asking = [TagsKeyWrong, NotFound, TagInvalid, Internal];
    /// Of the relay's health.
    Telling = [Internal];
}

/// Returns one answer for each status that these codes have.
fn problems(codes: &[Code]) -> BTreeMap<String, RefOr<Response>> {
    let mut statuses: BTreeMap<StatusCode, Vec<Code>> = BTreeMap::new();
    for &code in codes {
        statuses.entry(HttpError::new(code).status()).or_default().push(code);
        // Whose own pace is at fault waits longer than who meets a crowd.
        if code == Code::Busy {
            statuses.entry(StatusCode::TOO_MANY_REQUESTS).or_default().push(code);
        }
    }
    statuses.into_iter().map(|(status, codes)| (status.as_str().to_owned(), problem(status, &codes).into())).collect()
}

fn problem(status: StatusCode, codes: &[Code]) -> Response {
    let told: Vec<_> = codes.iter().map(|code| format!("`{code}`: {}", code.description())).collect();
    let words =
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.iter().map(|code| code.as_str())));
    let narrowed = ObjectBuilder::new().schema_type(Type::Object).property("code", words);
    let schema = AllOfBuilder::new().item(Ref::from_schema_name(Problem::name())).item(narrowed);
    let mut response = ResponseBuilder::new().description(told.join("\n\n"));
    response = response.content("application/problem+json", Content::new(Some(Schema::from(schema))));
    response = response.content("text/html", Content::new(Some(ObjectBuilder::new().schema_type(Type::String))));
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let seconds = HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
            .description(Some("In how many seconds to send the same again."));
        response = response.header("Retry-After", seconds.build());
    }
    response.build()
}
