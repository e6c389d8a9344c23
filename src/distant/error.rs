//! Why a distant did not do what it was asked, as its client tells it.

use std::time::Duration;

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
    #[error("{} (HTTP {status})", garbled(*.status))]
    Garbled {
        /// The HTTP status.
        status: u16,
        /// The server's wish (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// It works and serves us nothing, whatever we ask, until somebody mends it. Nothing was done.
    #[error("does not serve this relay: {0}")]
    Unserved(Fault),
    /// Its database gave way to another request, and nothing of ours remains there: the same can be asked again at
    /// once.
    #[error("was at work for somebody else (database conflict)")]
    Conflict,
    /// The distant understood and said no.
    #[error("refused ({}){}", code.as_deref().unwrap_or("no code"), said(.message.as_deref()))]
    Refused {
        /// The distant's own code, where it gives one: up to 40 letters, digits, `_`, `.` and `-`. A dot parts it from
        /// the field at fault.
        code: Option<String>,
        /// The distant's own text, only where it can quote nothing personal.
        message: Option<String>,
    },
}

/// What somebody has to mend before a distant serves this relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// One of the two keys; it does not say which.
    #[error("it refuses the keys: site_key or api_key is wrong")]
    Keys,
    /// The site's key.
    #[error("it refuses site_key: compare with CIVICRM_SITE_KEY in its civicrm.settings.php")]
    SiteKey,
    /// The API user's key.
    #[error("it refuses api_key: compare with the API key of the API user's contact")]
    ApiKey,
    /// The API user may not use the extension.
    #[error("the API user lacks the permission \"Use Campagnodon API\"")]
    Permission,
    /// The extension is not there, or disabled.
    #[error("the extension campagnodon_civicrm is not there, or disabled")]
    Extension,
    /// The API is at another path.
    #[error("its API is not at this path")]
    Path,
    /// Its database.
    #[error("its database is down, or lacks a table")]
    Database,
}

impl Fault {
    /// Returns its word in `/health` and in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::SiteKey => "site_key",
            Self::ApiKey => "api_key",
            Self::Permission => "permission",
            Self::Extension => "extension",
            Self::Path => "path",
            Self::Database => "database",
        }
    }
}

impl DistantError {
    /// Checks whether the request may have been carried out all the same.
    pub const fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Unanswered | Self::Garbled { .. })
    }

    /// Checks whether the same request may succeed later: once the distant is back, or mended.
    pub const fn is_passing(&self) -> bool {
        !matches!(self, Self::Refused { .. })
    }

    /// Checks whether the distant serves nobody for now, and a probe tells when it does again.
    pub const fn is_outage(&self) -> bool {
        !matches!(self, Self::Refused { .. } | Self::Conflict)
    }

    /// Checks whether it is a refusal of the distant's database rather than of the distant: CiviCRM has one code for a
    /// value that does not fit and for a connection that broke.
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Self::Refused { code: Some(code), .. } if code == "-1")
    }

    /// Returns the cause in one word, for `/health` and the log.
    pub const fn cause(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unanswered => "unanswered",
            Self::Garbled { status: 503, .. } => "maintenance",
            Self::Garbled { status: 300..400 | 404 | 405, .. } => Fault::Path.as_str(),
            Self::Garbled { status: 500.., .. } => "failing",
            Self::Garbled { .. } => "not_the_api",
            Self::Unserved(fault) => fault.as_str(),
            Self::Conflict => "conflict",
            Self::Refused { .. } => "refused",
        }
    }
}

const fn garbled(status: u16) -> &'static str {
    match status {
        503 => "is being maintained, or overloaded",
        300..400 | 404 | 405 => "has no API at this path",
        500.. => "failed: its web server or its database may be down",
        _ => "answered something else than the protocol",
    }
}

fn said(message: Option<&str>) -> String {
    message.map(|message| format!(": {message}")).unwrap_or_default()
}
