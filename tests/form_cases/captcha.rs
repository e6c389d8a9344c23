//! Whether a recorded ALTCHA solution is one.

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// The day of the test, 22 November 2026, in seconds of the Unix epoch.
const TODAY: u64 = 1_795_305_600;

#[derive(Deserialize)]
struct Solution {
    algorithm: String,
    challenge: String,
    number: u64,
    salt: String,
    signature: String,
}

/// Whether `solution` solves a challenge that was signed with `key` and has not expired.
pub fn solves(solution: &str, key: &[u8]) -> bool {
    let Ok(json) = BASE64.decode(solution.as_bytes()) else { return false };
    let Ok(solution) = serde_json::from_slice::<Solution>(&json) else { return false };
    let hash = Sha256::digest(format!("{}{}", solution.salt, solution.number));
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    mac.update(solution.challenge.as_bytes());
    solution.algorithm == "SHA-256"
        && !is_over(&solution.salt)
        && solution.challenge == HEXLOWER.encode(&hash)
        && solution.signature == HEXLOWER.encode(&mac.finalize().into_bytes())
}

/// The salt carries the expiry, in seconds of the Unix epoch.
fn is_over(salt: &str) -> bool {
    let expires = salt.split_once("expires=").map(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()));
    let seconds: Option<u64> = expires.and_then(|mut parts| parts.next()?.parse().ok());
    seconds.is_some_and(|seconds| seconds < TODAY)
}
