//! Transfers and cheques: what a payer must write, send and scan, where no provider has a page for it.
//!
//! Nothing here is of a person: the account and the address are the association's, the reference is random. What the
//! types hold is good already, so that instructions never lead money astray.

mod account;
mod cheque;
mod line;
mod payload;
mod qr;
mod reference;
mod transfer;

pub use account::{Account, AccountError, Bic, Iban, IbanError};
pub use cheque::{Cheque, ChequeInstructions};
pub use line::{Line, LineError};
pub use payload::{Payload, PayloadError, Remittance};
pub use qr::QrCode;
pub use reference::{ReferenceError, TransferReference};
pub use transfer::{Transfer, TransferInstructions};

/// What a payer must do, where no provider has a page for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// Order a transfer.
    Transfer(TransferInstructions),
    /// Send a cheque.
    Cheque(ChequeInstructions),
}
