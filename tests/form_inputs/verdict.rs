//! What the rules make of an input, by the check of a whole form and as the relay's and the page's edge brings it.

use super::{Entry, Outcome};
use campagnodon::form::rules::date::Day;
use campagnodon::form::rules::{country, postal_code};
use campagnodon::form::{Answers, Bounds, Choice, Fields, Form, check};
use campagnodon::protocol::{Amount, Code, Field, Frequency, Operation, Transaction};
use campagnodon::relay::in_one_form;

/// Whether that is an error's code.
pub fn is_code(word: &str) -> bool {
    Code::parse(word).is_some()
}

/// What comes of the input in each field that the entry is about.
pub fn of(entry: &Entry) -> Outcome {
    let Entry { kind, input, context, right } = entry;
    let cents = right.parse::<u64>().is_ok_and(|cents| cents % 100 != 0)
        || (says(context, "cents") && !says(context, "no cents"));
    // `?amount=50%E2%82%AC`, the address of a page: its value is typed into the box.
    let linked = serde_urlencoded::from_str::<Vec<(String, String)>>(input.rsplit('?').next().unwrap_or_default())
        .ok()
        .and_then(|pairs| pairs.into_iter().find(|(name, _)| kind == "amount" && name.ends_with("amount")));
    let input = linked.as_ref().map_or(input, |(_, value)| value);
    let country = country_of(context).unwrap_or("FR");
    let fields = match kind.as_str() {
        "amount" => vec![Field::FreeAmount],
        "text" => match fields(context) {
            named if named.is_empty() => vec![Field::FirstName, Field::StreetAddress, Field::City],
            named => named,
        },
        kind => vec![
            Field::parse(kind)
                .filter(|field| Field::FIXED.contains(field))
                .ok_or_else(|| format!("no kind {kind:?} is known"))?,
        ],
    };
    Ok(fields.into_iter().map(|field| one(&field, input, country, cents)).collect())
}

/// What comes of a text as long as the entry says: `121 characters of street`; or of the input itself.
pub fn of_length(entry: &Entry) -> Outcome {
    let long = length(entry).map_or_else(|| entry.input.clone(), |length| "a".repeat(length));
    let field = field(entry).ok_or("no field is named")?;
    Ok(vec![one(&field, &long, "FR", false)])
}

/// The number of characters that the input is said to have.
pub fn length(entry: &Entry) -> Option<usize> {
    let (number, rest) = entry.input.split_once(' ')?;
    if rest.starts_with("character") { number.parse().ok() } else { None }
}

/// The field that the entry is about, by its name or by a word of it.
pub fn field(entry: &Entry) -> Option<Field> {
    let said = format!("{} {}", entry.context, entry.input);
    let word = |field: &&Field| {
        field.name().split('_').any(|word| word.len() > 3 && word != "name" && word != "address" && says(&said, word))
    };
    fields(&said)
        .into_iter()
        .next()
        .or_else(|| Field::FIXED.iter().find(word).cloned())
        .or_else(|| says(&said, "name").then_some(Field::LastName))
}

fn says(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}

/// The fields that the text names.
fn fields(text: &str) -> Vec<Field> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c| !is_of_word(c)).filter(|word| !word.is_empty());
    words.filter_map(Field::parse).filter(|field| Field::FIXED.contains(field)).collect()
}

/// The country that the text names by its code.
fn country_of(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| country::is_code(word))
}

/// The value that is sent, or the code of the error.
fn one(field: &Field, input: &str, country: &str, cents_allowed: bool) -> String {
    let answers = Answers::default()
        .with(Field::Operation, "donation")
        .with(Field::Frequency, "once")
        .with(Field::Amount, "free")
        .with(Field::FreeAmount, "30")
        .with(Field::Email, "anne@example.org")
        .with(Field::TaxReceipt, "1")
        .with(Field::FirstName, "Anne")
        .with(Field::LastName, "Durand")
        .with(Field::StreetAddress, "1 rue X")
        .with(Field::PostalCode, a_postal_code(country))
        .with(Field::City, "Paris")
        .with(Field::Country, country)
        .with(field.clone(), input);
    let bounds = Bounds::new(Amount::MIN, Amount::MAX);
    let choice =
        Choice { operation: Operation::Donation, frequency: Frequency::Once, proposals: Vec::new(), free: bounds };
    let form = Form {
        choices: vec![choice],
        fields: Fields::OPTIONAL,
        titles: Vec::new(),
        subscriptions: Vec::new(),
        questions: Vec::new(),
        statutes: None,
        default_country: None,
        magazine_price: None,
        tax_relief: None,
        fees: None,
        cents_allowed,
        captcha: false,
        maintenance: false,
        closed: false,
    };
    match check(&form, &in_one_form(answers.clone()), Day::new(2026, 11, 22).unwrap()) {
        Ok(transaction) => sent(&transaction, field),
        Err(refusal) => refusal.errors.iter().map(|error| error.code.to_string()).collect::<Vec<_>>().join(" "),
    }
}

/// A code that the country has.
fn a_postal_code(country: &str) -> &'static str {
    const SOME: [&str; 18] = [
        "75001", "1000", "100000", "22150", "98000", "97100", "98800", "98700", "98600", "47890", "00120", "500",
        "1000000", "SW1A 1AA", "K1A 0B1", "D02 AF30", "BZN 1130", "1012 AB",
    ];
    SOME.into_iter().find(|code| postal_code::normalise(code, country).is_ok()).unwrap_or("")
}

fn sent(transaction: &Transaction, field: &Field) -> String {
    if *field == Field::FreeAmount {
        return transaction.amount.cents().to_string();
    }
    let json = serde_json::to_value(transaction).unwrap();
    json[field.name()].as_str().unwrap_or_default().to_owned()
}
