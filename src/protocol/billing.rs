//! The one thing that may come back from the distant, and only while a payment is pending.

use super::Personal;
use serde::{Deserialize, Serialize};

/// What a bank asks about the payer (PSD2 strong customer authentication, "DSP2" in French). Everything is optional:
/// who gave an e-mail address alone has nothing else here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingDetails {
    /// Family name.
    #[serde(default)]
    pub last_name: Option<Personal>,
    /// Given name.
    #[serde(default)]
    pub first_name: Option<Personal>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Personal>,
    /// Number and street.
    #[serde(default)]
    pub street_address: Option<Personal>,
    /// Building, floor…
    #[serde(default)]
    pub supplemental_address_1: Option<Personal>,
    /// Hamlet, post office box…
    #[serde(default)]
    pub supplemental_address_2: Option<Personal>,
    /// Postal code.
    #[serde(default)]
    pub postal_code: Option<Personal>,
    /// Town.
    #[serde(default)]
    pub city: Option<Personal>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<Personal>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<Personal>,
}
