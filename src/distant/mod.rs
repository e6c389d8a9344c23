//! The distant system, where personal data live: what the relay may ask of it, the client for CiviCRM, and a
//! standalone server that speaks the same wire.

use crate::protocol::{BillingDetails, Campaign, Start, Started, StatusUpdate};

pub mod civicrm;
mod decimal;
mod error;
pub mod standalone;

pub use error::{DistantError, Fault};

/// What the relay may ask of a distant. Everything but [`Distant::billing_details`] goes one way.
#[async_trait::async_trait]
pub trait Distant: Send + Sync {
    /// Checks the address and the keys; changes nothing.
    async fn test(&self) -> Result<(), DistantError>;

    /// Opens a transaction. It is not to be repeated blindly after [`DistantError::Unanswered`]: a CiviCRM refuses
    /// an `idx` that it knows.
    async fn start(&self, start: &Start) -> Result<Started, DistantError>;

    /// Tells where a payment stands, and learns where the distant puts it. Can be repeated.
    async fn update_status(&self, update: &StatusUpdate) -> Result<Started, DistantError>;

    /// Returns the billing details of a payment; refused unless it is pending.
    async fn billing_details(&self, idx: &str) -> Result<BillingDetails, DistantError>;

    /// Returns every campaign.
    async fn campaigns(&self) -> Result<Vec<Campaign>, DistantError>;
}

/// Checks whether a host's name, as it is in an address or in `Host` less its port, is this machine.
fn is_loopback_name(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
