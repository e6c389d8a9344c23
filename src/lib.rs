//! Donation and membership forms for associations.
//!
//! The rules of a form are written once and run in three places: in the donor's page (WebAssembly), at the
//! origin's relay, and in the tests. Personal data go one way, from the page through the relay to the distant.
//!
//! | room | is |
//! | --- | --- |
//! | [`protocol`] | what crosses a wire |
//! | [`form`] | what a form offers, accepts, explains and turns into a transaction; pure |
//! | `distant` | the trait, the CiviCRM client, the standalone distant server (feature `server`) |
//! | `browser` | the modules that browsers run: rules as text (feature `page`), or as objects (`typed`); wasm32 only |
//! | `relay` | the origin's server (feature `server`) |
//!
//! A room uses only the rooms above it in this table. Beside them, `settings` reads a server's file and `server` serves
//! HTTP (feature `server`).

#[cfg(all(any(feature = "page", feature = "typed"), target_arch = "wasm32"))]
pub mod browser;
pub mod form;
pub mod protocol;

#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod distant;
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod relay;
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod server;
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod settings;

/// The Rust of the guide for developers, compiled.
#[cfg(doctest)]
#[doc = include_str!("../docs/developer.md")]
mod guide {}
