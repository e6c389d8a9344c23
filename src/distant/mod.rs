//! The distant system, where personal data live: what the relay may ask of it, the client for CiviCRM, and a
//! reference server that speaks the same wire.

use crate::protocol::{BillingDetails, Campaign, Start, Started, StatusUpdate};
use std::time::Duration;

pub mod civicrm;
mod decimal;
pub mod reference;

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

    /// The billing details of a payment; refused unless it is pending.
    async fn billing_details(&self, idx: &str) -> Result<BillingDetails, DistantError>;

    /// Every campaign.
    async fn campaigns(&self) -> Result<Vec<Campaign>, DistantError>;
}

/// Why a distant did not do what it was asked. No variant holds what was sent: it may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DistantError {
    /// No connection could be made, so nothing was sent.
    #[error("cannot be reached")]
    Unreachable,
    /// The request went out and no whole answer came back: it may or may not have been done.
    #[error("did not answer")]
    Unanswered,
    /// The answer is not of the protocol: an error page, a proxy's text. It may or may not have been done.
    #[error("answered something else than the protocol (HTTP {status})")]
    Garbled {
        /// The HTTP status.
        status: u16,
        /// The server's wish (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// The distant understood and said no.
    #[error("refused ({})", code.as_deref().unwrap_or("no code"))]
    Refused {
        /// The distant's own code, where it gives one.
        code: Option<String>,
        /// The distant's own text, only for actions that send nothing personal: it may quote its input.
        message: Option<String>,
    },
}

impl DistantError {
    /// Whether the request may have been carried out all the same.
    pub const fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Unanswered | Self::Garbled { .. })
    }

    /// Whether the same request may succeed later.
    pub const fn is_passing(&self) -> bool {
        !matches!(self, Self::Refused { .. })
    }
}

/// Whether a host's name, as it is in an address or in `Host` less its port, is this machine.
fn is_loopback_name(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
