//! The verdict on answers, as an object.

use super::object::Out;
use crate::form::Refusal;
use crate::protocol::{FieldError, Transaction, Value};

/// Writes the transaction, or why there is none.
pub fn write(checked: &Result<Transaction, Refusal>) -> Out {
    Out::Object(match checked {
        Ok(transaction) => vec![("ok", Out::Flag(true)), ("transaction", write_transaction(transaction))],
        Err(refusal) => vec![
            ("ok", Out::Flag(false)),
            ("code", Out::text(refusal.code.as_str())),
            ("errors", Out::list(&refusal.errors, write_error)),
        ],
    })
}

fn write_transaction(transaction: &Transaction) -> Out {
    let mut entries = Vec::new();
    transaction.visit(&mut |key, value| {
        let value = match value {
            Value::Text(text) => Out::text(text),
            Value::Number(number) => Out::Number(number),
            Value::Flag(flag) => Out::Flag(flag),
            Value::Texts(texts) => Out::list(texts, |text| Out::text(text)),
        };
        entries.push((key, value));
    });
    Out::Object(entries)
}

fn write_error(error: &FieldError) -> Out {
    let mut entries = vec![("field", Out::Text(error.field.name())), ("code", Out::text(error.code.as_str()))];
    entries.extend(error.limit.map(|limit| ("limit", Out::Number(limit))));
    Out::Object(entries)
}
