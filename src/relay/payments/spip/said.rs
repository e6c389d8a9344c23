//! What the plugin says of a payment: the row of Bank as it is when the message leaves.

use crate::relay::payments::provider::{Observed, Reference, Warning};
use crate::relay::settlement::{Money, Reason, Returned as GivenBack, Sum};
use serde::{Deserialize, Serialize};

/// Where a payment stands at the site. Nothing of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Our name of the transaction.
    pub idx: String,
    /// Which attempt at it.
    attempt: u32,
    /// Bank's number of its row; 0 where there is none yet.
    bank_id: u64,
    state: State,
    /// What was to be paid, in hundredths of the currency.
    cents: u64,
    /// What was paid, in hundredths of the currency; 0 where nothing was.
    cents_paid: u64,
    /// Its code of ISO 4217.
    currency: String,
    /// By what, in Bank's word, `payzen`; empty until it is chosen. A means that only tries ends in `_test`.
    mode: String,
}

/// Bank's states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Nobody paid yet.
    Commande,
    /// A cheque or a transfer was promised, or the bank is not sure yet.
    Attente,
    /// Paid.
    Ok,
    /// Refused.
    Echec,
    /// Nobody paid in time.
    Abandon,
    /// Given back.
    Rembourse,
}

/// A message of the plugin.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Where a payment stands.
    #[serde(rename = "payment.state")]
    State(Said),
}

/// What the browser brings back.
#[derive(Deserialize)]
pub struct Returned {
    /// Until when it counts, in seconds since 1970.
    pub exp: i64,
    /// What an event of the same moment says.
    pub data: Said,
}

/// Who pays an attempt? A bank wants to know.
#[derive(Deserialize)]
pub struct Question {
    /// Our name of the transaction.
    pub idx: String,
    /// Which attempt at it.
    pub attempt: u32,
}

impl Said {
    /// Returns the name of what is said, which holds all of it; or `None` where it is of no attempt.
    pub fn reference(&self) -> Option<Reference> {
        serde_json::to_string(self).ok().filter(|_| self.attempt > 0).map(Reference)
    }

    /// Returns what a name says, or `None` where it is that of an attempt: of these, only messages tell.
    pub fn read(Reference(name): &Reference) -> Option<Self> {
        serde_json::from_str(name).ok()
    }

    /// Returns the same in the words of settlement. Money of a trial is none.
    pub fn observed(self) -> Observed {
        let is_trial = self.mode.ends_with("_test");
        // A row that was given back tells in some versions of Bank no longer what had come.
        let paid = if self.cents_paid == 0 && self.state == State::Rembourse { self.cents } else { self.cents_paid };
        let money = match self.state {
            _ if is_trial => Money::Open,
            State::Commande => Money::Open,
            State::Attente => Money::Pending,
            State::Ok => Money::Paid,
            State::Echec => Money::Refused,
            State::Abandon => Money::Expired,
            State::Rembourse => Money::Returned(GivenBack { cents: paid, reason: Reason::Refund }),
        };
        Observed {
            idx: self.idx,
            number: self.attempt,
            money,
            sum: Sum::new(paid, &self.currency),
            instrument: Some(self.mode).filter(|mode| !mode.is_empty()),
            warnings: if is_trial && self.state != State::Commande { vec![Warning::TestMoney] } else { Vec::new() },
            refusals: Vec::new(),
        }
    }
}
