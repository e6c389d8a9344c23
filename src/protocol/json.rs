//! A transaction as JSON. By hand: `serde_json` would weigh as much as a third of the rules in the page.

use super::compact::push_digits;
use super::{Transaction, Value};

impl Transaction {
    /// Writes the flat object as `serde_json` does, but for how it escapes control characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::Transaction;
    ///
    /// let json =
    ///     r#"{"operation":"donation","frequency":"once","amount":3000,"email":"a@example.org","subscriptions":[]}"#;
    /// let transaction: Transaction = serde_json::from_str(json).unwrap();
    /// assert_eq!(transaction.to_json(), json);
    /// ```
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.visit(&mut |key, value| {
            json.push_str(if json.is_empty() { "{" } else { "," });
            push_text(&mut json, key);
            json.push(':');
            match value {
                Value::Text(text) => push_text(&mut json, text),
                Value::Number(number) => push_digits(&mut json, number),
                Value::Flag(flag) => json.push_str(if flag { "true" } else { "false" }),
                Value::Texts(texts) => {
                    json.push('[');
                    for (at, text) in texts.iter().enumerate() {
                        if at > 0 {
                            json.push(',');
                        }
                        push_text(&mut json, text);
                    }
                    json.push(']');
                }
            }
        });
        json.push('}');
        json
    }
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for c in text.chars() {
        if c < ' ' {
            let code = c as u8;
            json.push_str(if code < 16 { "\\u000" } else { "\\u001" });
            json.push(char::from(if code % 16 < 10 { b'0' } else { b'a' - 10 } + code % 16));
            continue;
        }
        if matches!(c, '"' | '\\') {
            json.push('\\');
        }
        json.push(c);
    }
    json.push('"');
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use crate::protocol::{Amount, Contact, Frequency, Identity, Operation, Personal, Recipient, Transaction};

    #[test]
    fn both_writers_agree() {
        let text = Personal::from;
        let mut transaction = Transaction {
            operation: Operation::Membership,
            frequency: Frequency::Monthly,
            amount: Amount::MAX,
            contact: Contact { email: text("\"a\\\"b\"@example.org"), identity: Identity::UNKNOWN },
            subscriptions: vec!["news".to_owned(), "é".to_owned()],
            statutes: true,
            captcha: Some((0..b' ').map(char::from).collect()),
        };
        let agree = |transaction: &Transaction| {
            let json = transaction.to_json();
            let read: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(read, serde_json::to_value(transaction).unwrap());
            json
        };
        assert!(!agree(&transaction).contains("tax_receipt"));
        transaction.contact.identity = Identity::Recipient(Recipient {
            title: None,
            first_name: text("Anne \"Nan\""),
            last_name: text("Éluard"),
            birth_date: Some(text("1970-12-31")),
            street_address: text("1 rue\u{a0}du Port"),
            supplemental_address_1: None,
            supplemental_address_2: Some(text("🏠")),
            postal_code: text("44000"),
            city: text("Nantes"),
            country: text("FR"),
            phone: Some(text("+33612345678")),
        });
        let json = agree(&transaction);
        assert_eq!(serde_json::from_str::<Transaction>(&json).unwrap(), transaction);
    }
}
