//! Payment by a cheque that the payer sends.

use super::{Line, TransferReference};
use crate::protocol::{Amount, Frequency, Operation};
use crate::relay::i18n::Label;

/// The means, as the settings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheque {
    /// Whom it is made out to.
    pub payee: Line<70>,
    /// Where it is sent, a line each.
    pub address: Vec<Line<70>>,
    /// What the choice of means calls it; a text of ours if absent.
    pub title: Option<Label>,
    /// What the association says beside the instructions.
    pub text: Option<Label>,
    /// For which operations it is.
    pub operations: Vec<Operation>,
}

/// What to write on a cheque, and where to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChequeInstructions {
    /// Whom it is made out to.
    pub payee: Line<70>,
    /// Where it is sent, a line each.
    pub address: Vec<Line<70>>,
    /// How much.
    pub amount: Amount,
    /// By what it is known again.
    pub reference: TransferReference,
    /// What the association says beside.
    pub text: Option<Label>,
}

impl Cheque {
    /// The word of the means.
    pub const NAME: &str = "cheque";

    /// Checks whether such a payment can be made so: one alone.
    pub fn offers(&self, operation: Operation, frequency: Frequency) -> bool {
        frequency == Frequency::Once && self.operations.contains(&operation)
    }

    /// Returns what the payer must do.
    pub fn instructions(&self, amount: Amount, reference: &TransferReference) -> ChequeInstructions {
        ChequeInstructions {
            payee: self.payee.clone(),
            address: self.address.clone(),
            amount,
            reference: reference.clone(),
            text: self.text.clone(),
        }
    }
}
