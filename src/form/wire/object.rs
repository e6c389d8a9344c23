//! The offer of a form, as an object: what the rules need, without labels. Sums are in cents. The way back is
//! `www/src/offer.js`.

use super::Out;
use crate::form::{Asked, Bounds, Choice, Fees, Fields, Form, Question, Statutes, Subscription, TaxRelief};

impl Form {
    /// Returns what it offers as an object: `Offer` of `www/typed.d.ts`.
    pub fn as_object(&self) -> Out {
        Out::Object(vec![
            ("choices", Out::list(&self.choices, write_choice)),
            ("fields", write_fields(self.fields)),
            ("titles", Out::list(&self.titles, |title| Out::text(&title.value))),
            ("subscriptions", Out::list(&self.subscriptions, write_subscription)),
            ("questions", Out::list(&self.questions, write_question)),
            ("statutes", Out::some(self.statutes.as_ref(), write_statutes)),
            ("magazinePrice", Out::cents(self.magazine_price.map(|price| price.0))),
            ("taxRelief", Out::some(self.tax_relief, write_relief)),
            ("fees", Out::some(self.fees, write_fees)),
            ("centsAllowed", Out::Flag(self.cents_allowed)),
            ("captcha", Out::Flag(self.captcha)),
            ("maintenance", Out::Flag(self.maintenance)),
            ("closed", Out::Flag(self.closed)),
        ])
    }
}

fn write_choice(choice: &Choice) -> Out {
    let bounds = |bounds: Bounds| {
        Out::Object(vec![("min", Out::Number(bounds.min().cents())), ("max", Out::Number(bounds.max().cents()))])
    };
    Out::Object(vec![
        ("operation", Out::text(choice.operation.as_str())),
        ("frequency", Out::text(choice.frequency.as_str())),
        ("amounts", Out::list(&choice.proposals, |proposal| Out::Number(proposal.amount.cents()))),
        ("free", Out::some(choice.free, bounds)),
    ])
}

fn write_fields(fields: Fields) -> Out {
    let asked = |asked| {
        Out::text(match asked {
            Asked::Off => "off",
            Asked::Optional => "optional",
            Asked::Required => "required",
        })
    };
    Out::Object(vec![
        ("title", asked(fields.title)),
        ("birth_date", asked(fields.birth_date)),
        ("supplemental_address_1", asked(fields.supplemental_address_1)),
        ("supplemental_address_2", asked(fields.supplemental_address_2)),
        ("phone", asked(fields.phone)),
        ("name", asked(fields.name)),
    ])
}

fn write_subscription(subscription: &Subscription) -> Out {
    Out::Object(vec![
        ("key", Out::text(&subscription.key)),
        ("forDonation", Out::Flag(subscription.for_donation)),
        ("forMembership", Out::Flag(subscription.for_membership)),
        ("needsAddress", Out::Flag(subscription.needs_address)),
    ])
}

fn write_question(question: &Question) -> Out {
    Out::Object(vec![
        ("key", Out::text(&question.key)),
        ("choices", Out::list(&question.choices, |choice| Out::text(&choice.value))),
        ("required", Out::Flag(question.required)),
    ])
}

fn write_statutes(statutes: &Statutes) -> Out {
    Out::Object(vec![
        ("forDonation", Out::Flag(statutes.for_donation)),
        ("forMembership", Out::Flag(statutes.for_membership)),
    ])
}

fn write_fees(fees: Fees) -> Out {
    let number = |number: u16| Out::Number(number.into());
    Out::Object(vec![("basisPoints", number(fees.basis_points())), ("fixed", number(fees.fixed()))])
}

fn write_relief(relief: TaxRelief) -> Out {
    let (ceiling, beyond) = relief.beyond().unzip();
    Out::Object(vec![
        ("basisPoints", Out::Number(relief.basis_points().into())),
        ("ceiling", Out::cents(ceiling)),
        ("beyond", Out::some(beyond, |rate| Out::Number(rate.into()))),
    ])
}
