//! Stripe: single payments on a page of Stripe's own, a Checkout Session for each attempt.
//!
//! Its messages are hints. Whatever object one names, the payment that it is of is fetched whole, with what went back of
//! it, and read by one pure function ([`reading`]).

mod account;
mod checkout;
mod client;
mod key;
mod objects;
mod provider;
mod reading;
mod refusal;
mod setup;
mod signature;
#[cfg(test)]
mod tests;

pub use provider::StripeProvider;
