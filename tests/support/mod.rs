//! What the tests share: distants, an origin, a donor, persons, a client without manners, and a proxy that holds what
//! goes between relay and distant.
#![allow(dead_code, unused_imports, reason = "each test takes what it needs")]

pub mod civicrm;
pub mod distant;
pub mod donor;
pub mod origin;
pub mod person;
pub mod proxy;
pub mod raw;
pub mod stripe;
