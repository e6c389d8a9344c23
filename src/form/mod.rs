//! What a form offers, accepts, explains and turns into a transaction.
//!
//! Pure: no input or output, and no clock but an argument. The page, the relay and the tests run this same code.
//!
//! ```text
//! SiteOptions + Tag  ──▶ Form ──▶ check(Answers) ──▶ Transaction ──▶ Start
//!                          │                             │
//!                          └──▶ View (what to show)      └──▶ Answers again: check(answers_of(t)) == t
//! ```

mod answers;
mod check;
mod encoding;
mod explain;
pub mod lines;
mod magazine;
mod offer;
mod profile;
mod proposal;
pub mod rules;
mod site;
mod start;
mod view;

pub use answers::Answers;
pub use check::{Refusal, check};
pub use encoding::EncodingError;
pub use explain::{Explanation, Figures, TaxRelief};
pub use magazine::MagazinePrice;
pub use offer::{Bounds, Choice, Form, Subscription, Title};
pub use profile::{Audience, FinancialTypes, MembershipTypes, Profile, SubscriptionKind, SubscriptionOption};
pub use proposal::{AmountList, IncomeBracket, ListError, Proposal};
pub use site::{OfferError, Operations, PaymentBounds, Side, SiteOptions, Tag, Unoffered};
pub use start::{CampaignLabel, Opening, source_label};
pub use view::View;
