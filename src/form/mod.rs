//! What a form offers, accepts, explains and turns into a transaction.
//!
//! Pure: no input or output, and no clock but an argument. The page, the relay and the tests run this same code.
//!
//! ```text
//! OfferOptions + Tag ──▶ Form ──▶ check(Answers) ──▶ Transaction ──▶ Start
//!                          │                             │
//!                          └──▶ View (what to show)      └──▶ Answers again: check(answers_of(t)) == t
//! ```

mod answers;
mod catalogue;
mod check;
mod explain;
mod fees;
mod fields;
mod magazine;
mod offer;
mod offer_builder;
mod proposal;
pub mod rules;
mod start;
mod view;
pub mod wire;

pub use answers::Answers;
pub use catalogue::{
    Audience, DistantCatalogue, FinancialTypes, MembershipTypes, Purpose, PurposeKind, SubscriptionKind,
    SubscriptionOption,
};
pub use check::{Refusal, check};
pub use explain::{Explanation, Figures, TaxRelief};
pub use fees::Fees;
pub use fields::{Asked, Fields};
pub use magazine::MagazinePrice;
pub use offer::{Bounds, Choice, Form, Question, Statutes, Subscription, Title};
pub use offer_builder::{OfferError, OfferOptions, Operations, PaymentBounds, Side, Tag, Unoffered};
pub use proposal::{AmountList, IncomeBracket, ListError, Proposal};
pub use start::{CampaignLabel, Opening, source_label};
pub use view::View;
pub use wire::EncodingError;
