//! Persons whose every value is unmistakable, and the search for them.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A made-up person. Each value is like no other text in the program, its tests or its files.
#[derive(Clone)]
pub struct Person {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: String,
    pub street_address: String,
    pub supplemental_address_1: String,
    pub supplemental_address_2: String,
    pub postal_code: String,
    pub city: String,
    pub phone: String,
}

impl Person {
    /// Makes one more person.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let word = |name: &str| format!("Q{name}xz{number}é'{}w", std::process::id());
        Self {
            email: format!("qmailxz{number}.{}w@Qdomainxz.example.org", std::process::id()),
            first_name: word("first"),
            last_name: word("last"),
            birth_date: format!("19{:02}-0{}-1{}", 40 + number % 50, 1 + number % 9, number % 10),
            street_address: word("street"),
            supplemental_address_1: word("floor"),
            supplemental_address_2: word("hamlet"),
            postal_code: format!("{:05}", 97_100 - number * 37),
            city: word("city"),
            phone: format!("+33651{:02}41{:02}", number % 90, 10 + number % 80),
        }
    }

    /// Adds what a tax receipt wants.
    pub fn fill(&self, transaction: &mut Value) {
        transaction["email"] = json!(self.email);
        for (key, text) in [
            ("title", "1"),
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("birth_date", &self.birth_date),
            ("street_address", &self.street_address),
            ("supplemental_address_1", &self.supplemental_address_1),
            ("supplemental_address_2", &self.supplemental_address_2),
            ("postal_code", &self.postal_code),
            ("city", &self.city),
            ("country", "FR"),
            ("phone", &self.phone),
        ] {
            transaction[key] = json!(text);
        }
        transaction["tax_receipt"] = json!(true);
    }

    /// Returns a donation with the e-mail address alone.
    pub fn donation(&self, cents: u64) -> Value {
        json!({"operation": "donation", "frequency": "once", "amount": cents, "email": self.email, "subscriptions": []})
    }

    /// Returns a transaction with everything.
    pub fn full(&self, operation: &str, frequency: &str, cents: u64) -> Value {
        let mut transaction =
            json!({"operation": operation, "frequency": frequency, "amount": cents, "subscriptions": ["news"]});
        self.fill(&mut transaction);
        transaction
    }

    /// Returns every value that must be nowhere at the origin. The postal code is not among them: five digits are met
    /// in numbers by chance.
    pub fn values(&self) -> Vec<&str> {
        vec![
            &self.email,
            &self.first_name,
            &self.last_name,
            &self.birth_date,
            &self.street_address,
            &self.supplemental_address_1,
            &self.supplemental_address_2,
            &self.city,
            &self.phone,
        ]
    }
}

/// Where, in which file and form, a value of a person was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Hit {
    pub file: PathBuf,
    pub written: &'static str,
}

/// Searches every file of a folder for every value, however it may be written.
pub fn search(folder: &Path, values: &[&str]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        if file.is_dir() {
            hits.extend(search(&file, values));
            continue;
        }
        // What is no UTF-8 is replaced: the values are, and so is every way of writing them.
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        let lower = text.to_ascii_lowercase();
        for value in values {
            for (written, needle) in spellings(value) {
                let among = if written == "raw" || written.starts_with("base64") { &text } else { &lower };
                if among.contains(&needle) {
                    hits.push(Hit { file: file.clone(), written });
                }
            }
        }
    }
    hits
}

/// Returns a value as JSON writes it that keeps to ASCII.
fn ascii_json(value: &str) -> String {
    let escape = |c: char| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    value.to_lowercase().chars().map(escape).collect()
}

/// Returns the spellings of a value; all but raw and base64 in lower case.
fn spellings(value: &str) -> Vec<(&'static str, String)> {
    let percent = |keep: fn(u8) -> bool, space: &str| -> String {
        value
            .bytes()
            .map(|byte| match byte {
                b' ' => space.to_owned(),
                byte if keep(byte) => char::from(byte).to_string(),
                byte => format!("%{byte:02x}"),
            })
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let form = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'*');
    let mut spellings = vec![
        ("raw", value.to_owned()),
        ("lower case", value.to_lowercase()),
        ("percent-encoded", percent(unreserved, "%20")),
        ("form-encoded", percent(form, "+")),
        ("json-escaped", ascii_json(value)),
        ("hex", data_encoding::HEXLOWER.encode(value.as_bytes())),
    ];
    // Inside a longer text, base64 depends on where the value starts: three ways, without the ends that mix.
    for (skip, name) in [(0, "base64"), (1, "base64 + 1"), (2, "base64 + 2")] {
        let mut padded = vec![0; skip];
        padded.extend(value.as_bytes());
        let encoded = data_encoding::BASE64.encode(&padded);
        let start = if skip == 0 { 0 } else { 4 };
        let end = padded.len() / 3 * 4;
        spellings.push((name, encoded[start..end].to_owned()));
    }
    spellings
}
