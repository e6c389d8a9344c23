//! One rule a file: from a text as typed to a value as sent, or the code of what is wrong with it.

pub mod amount;
pub mod country;
pub mod date;
pub mod email;
pub mod phone;
pub mod postal_code;
mod tables;
#[cfg(test)]
mod tests;
pub mod text;
