//! Payment by a transfer that the payer orders at their bank.

use super::{Account, Payload, QrCode, Remittance, TransferReference};
use crate::protocol::{Amount, Frequency, Operation};
use crate::relay::i18n::Label;

/// The means, as the settings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Where the money goes.
    pub account: Account,
    /// What the choice of means calls it; a text of ours if absent.
    pub title: Option<Label>,
    /// What the association says beside the instructions.
    pub text: Option<Label>,
    /// For which operations it is.
    pub operations: Vec<Operation>,
}

/// What to write into a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferInstructions {
    /// Where the money goes.
    pub account: Account,
    /// How much.
    pub amount: Amount,
    /// By what it is known again.
    pub reference: TransferReference,
    /// All of that for a banking application; none for an amount that no code can say.
    pub qr: Option<QrCode>,
    /// What the association says beside.
    pub text: Option<Label>,
}

impl Transfer {
    /// The word of the means.
    pub const NAME: &str = "transfer";

    /// Checks whether such a payment can be made so: one alone, since what a standing order will bring is not known.
    pub fn offers(&self, operation: Operation, frequency: Frequency) -> bool {
        frequency == Frequency::Once && self.operations.contains(&operation)
    }

    /// Returns what the payer must do.
    pub fn instructions(&self, amount: Amount, reference: &TransferReference) -> TransferInstructions {
        let payload = Payload::new(&self.account, amount, Remittance::Reference(reference)).ok();
        TransferInstructions {
            account: self.account.clone(),
            amount,
            reference: reference.clone(),
            qr: payload.as_ref().and_then(QrCode::of),
            text: self.text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::payload::tests::account;
    use super::*;

    #[test]
    fn instructions_have_a_code_for_every_amount_that_one_can_say() {
        let transfer = Transfer {
            account: account("Rive", "FR1420041010050500013M02606", None),
            title: None,
            text: Some("Merci.".into()),
            operations: vec![Operation::Donation],
        };
        let reference = TransferReference::mint().unwrap();
        for (amount, has_code) in [(Amount::from_cents(1).unwrap(), true), (Amount::MAX, false)] {
            let instructions = transfer.instructions(amount, &reference);
            assert_eq!((instructions.amount, &instructions.reference), (amount, &reference));
            assert_eq!(instructions.qr.is_some(), has_code, "{amount:?}");
            assert_eq!(instructions.text, Some("Merci.".into()));
        }
    }

    #[test]
    fn only_one_payment_alone_can_be_made_so() {
        let transfer = Transfer {
            account: account("Rive", "FR1420041010050500013M02606", None),
            title: None,
            text: None,
            operations: vec![Operation::Donation],
        };
        for operation in Operation::ALL {
            for frequency in Frequency::ALL {
                let expected = (operation, frequency) == (Operation::Donation, Frequency::Once);
                assert_eq!(transfer.offers(operation, frequency), expected, "{operation:?} {frequency:?}");
            }
        }
    }
}
