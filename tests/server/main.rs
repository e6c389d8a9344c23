//! Promises of a running server: each module starts the program, or opens a relay or a distant, and speaks HTTP with it.
//!
//! They are one binary, since what links longest is the server: built again after a change in 15 s, as a binary each in 36.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod appeal;
mod backup;
mod billing_details;
mod captcha;
mod card_testing;
mod check_config;
mod check_distant;
mod civicrm_faults;
mod civicrm_wire;
mod compartment;
mod crowd;
mod delivery;
mod described;
mod distant_standalone;
mod full_disk;
mod goal;
mod guard;
mod http;
mod idempotency;
mod log;
mod memory;
mod moved;
mod openapi;
mod opening;
mod operators;
mod other_sites;
mod pages_served;
mod payments;
mod reload;
mod settings;
mod shutdown;
mod site_files;
mod site_look;
mod slow_clients;
mod submission;
mod surroundings;
mod tags;
mod tax_relief;
