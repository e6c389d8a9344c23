//! The statements that CiviCRM's database would refuse, with what was sent in them.

use super::Request;
use crate::distant::standalone::statement::{Cause, insertion};

impl Request {
    /// Returns the insertion of its contact, which `cause` stopped.
    pub fn contact_statement(&self, cause: Cause) -> String {
        let (person, display_name) = (&self.person, self.display_name());
        let values = [
            ("display_name", Some(display_name.as_str())),
            ("first_name", person.first_name.as_deref()),
            ("last_name", person.last_name.as_deref()),
            ("birth_date", person.birth_date.as_deref()),
        ];
        insertion("civicrm_contact", &values, cause)
    }

    /// Returns the insertion of its transaction, which `cause` stopped.
    pub fn transaction_statement(&self, cause: Cause) -> String {
        let person = &self.person;
        let values = [
            ("idx", Some(self.idx.as_str())),
            ("operation_type", Some(&self.operation_type)),
            ("payment_url", self.payment_url.as_deref()),
            ("email", Some(&person.email)),
            ("first_name", person.first_name.as_deref()),
            ("last_name", person.last_name.as_deref()),
            ("street_address", person.street_address.as_deref()),
            ("phone", person.phone.as_deref()),
        ];
        insertion("civicrm_campagnodon_transaction", &values, cause)
    }
}
