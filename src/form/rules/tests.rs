//! The rules answer, out of their packed tables, what `countries.tsv` and `dialling.tsv` say.

use super::{country, phone, postal_code};
use std::ops::RangeInclusive;

struct Country {
    code: &'static str,
    calling: &'static str,
    trunk: &'static str,
    digits: RangeInclusive<usize>,
    postal: &'static str,
    begins: &'static str,
    sign: &'static str,
}

struct Dialling {
    kind: &'static str,
    digits: &'static str,
    is: &'static str,
}

/// Returns the columns of each line but the comments and the header.
fn lines<const COLUMNS: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}")))
}

fn countries() -> Vec<Country> {
    let of = |[code, calling, trunk, digits, postal, begins, sign]: [&'static str; 7]| Country {
        code,
        calling,
        trunk,
        digits: window(digits),
        postal,
        begins: begins.trim_start_matches('-'),
        sign: sign.trim_start_matches('-'),
    };
    lines(include_str!("countries.tsv")).map(of).collect()
}

fn dialling(kind: &str) -> Vec<Dialling> {
    let of = |[kind, digits, is, _]: [&'static str; 4]| Dialling { kind, digits, is };
    lines(include_str!("dialling.tsv")).map(of).filter(|rule| rule.kind == kind).collect()
}

fn window(digits: &str) -> RangeInclusive<usize> {
    let (least, most) = digits.split_once('-').unwrap_or((digits, digits));
    least.parse().unwrap()..=most.parse().unwrap()
}

/// Returns the first rule with whose digits the number begins, or `None` if there is none.
fn first<'a>(rules: &'a [Dialling], number: &str) -> Option<&'a Dialling> {
    rules.iter().find(|rule| {
        let wanted: Vec<_> = rule.digits.chars().filter(|digit| *digit != ' ').collect();
        let same = number.chars().zip(&wanted).all(|(digit, wanted)| *wanted == '.' || digit == *wanted);
        same && number.len() >= wanted.len()
    })
}

/// What the readable tables say of telephone numbers.
struct Readable {
    ranges: Vec<Dialling>,
    overseas: Vec<Dialling>,
    home: Vec<Dialling>,
}

impl Readable {
    fn new() -> Self {
        Self { ranges: dialling("range"), overseas: dialling("overseas"), home: dialling("home") }
    }

    /// Returns the international form of a number without prefixes that does not begin with 0, or `None` if the country
    /// has no such number.
    fn number(&self, country: &Country, number: &str) -> Option<String> {
        let whole = [country.calling, number].concat();
        let range = first(&self.ranges, &whole).map(|rule| rule.is);
        let fits = range != Some("none") && country.digits.contains(&number.len());
        if !fits && range.is_none_or(|digits| digits == "none" || !window(digits).contains(&number.len())) {
            return None;
        }
        let french = country.calling == "33" || self.overseas.iter().any(|rule| rule.is == country.calling);
        if french && first(&self.home, &whole).is_none() {
            let code = first(&self.overseas, number).map_or("33", |rule| rule.is);
            return Some(format!("+{code}{number}"));
        }
        Some(format!("+{whole}"))
    }

    /// Returns a number of this country that begins with no prefix.
    fn some_number(&self, country: &Country) -> (String, String) {
        let mut numbers = "234567".chars().map(|digit| digit.to_string().repeat(*country.digits.end()));
        numbers.find_map(|number| Some((number.clone(), self.number(country, &number)?))).unwrap()
    }
}

#[test]
fn countries_are_those_of_the_table() {
    assert!(country::all().eq(countries().iter().map(|country| country.code)));
}

#[test]
fn numbers_of_each_length_and_range() {
    let readable = Readable::new();
    let mut taken = 0;
    for country in countries() {
        // Neither 0 nor what else may be dialled before.
        for digit in ["2", "3", "4", "5", "6", "7", "9"] {
            for length in 1..=15 {
                let number = digit.repeat(length);
                let expected = readable.number(&country, &number);
                let read = phone::normalise(&format!("+{}{number}", country.calling), "");
                assert_eq!(read.ok(), expected, "{} {number}", country.code);
                taken += usize::from(expected.is_some());
            }
        }
    }
    assert!(taken > 3_000, "{taken}");
    for rule in &readable.ranges {
        let (calling, begins) = rule.digits.split_once(' ').unwrap();
        let country = countries().into_iter().find(|country| country.calling == calling).unwrap();
        let (lengths, is_number) =
            if rule.is == "none" { (country.digits.clone(), false) } else { (window(rule.is), true) };
        for length in lengths {
            let number = format!("{:5<length$}", begins.replace('.', "5"));
            let read = phone::normalise(&format!("+{calling}{number}"), "");
            assert_eq!(read.ok(), is_number.then(|| format!("+{calling}{number}")), "{}", rule.digits);
        }
    }
}

#[test]
fn numbers_as_they_are_dialled() {
    let readable = Readable::new();
    let (trunks, abroad) = (dialling("trunk"), dialling("abroad"));
    for country in countries() {
        let (number, expected) = readable.some_number(&country);
        let dialled = |prefix: &str, number: &str| phone::normalise(&[prefix, number].concat(), country.code);
        let of_country = |rules: &'static str, all: &[Dialling]| {
            let own = all.iter().filter(|rule| rule.digits == country.calling).map(|rule| rule.is);
            own.chain(rules.split(' ')).collect::<Vec<_>>()
        };
        for prefix in of_country("", &trunks) {
            assert_eq!(dialled(prefix, &number).as_ref(), Ok(&expected), "{} {prefix} {number}", country.code);
        }
        assert_eq!(dialled("0", &number) == Ok(expected), country.trunk == "0", "{} 0 {number}", country.code);
        for prefix in of_country("0011 00", &abroad) {
            let read = dialled(prefix, "33612345678");
            assert_eq!(read.as_deref(), Ok("+33612345678"), "{} {prefix}", country.code);
        }
    }
}

#[test]
fn numbers_of_the_overseas_departments() {
    let readable = Readable::new();
    for rule in &readable.overseas {
        let number = format!("{:0<9}", rule.digits);
        assert_eq!(phone::normalise(&format!("0{number}"), "FR").ok(), Some(format!("+{}{number}", rule.is)));
    }
    for rule in &readable.home {
        let (calling, begins) = rule.digits.split_once(' ').unwrap();
        for calling in ["0", "4", "6"].map(|digit| calling.replace('.', digit)) {
            let number = format!("+{calling}{begins:0<9}");
            assert_eq!(phone::normalise(&number, "FR").ok(), Some(number));
        }
    }
}

#[test]
fn postal_codes() {
    for country in countries() {
        let normalise = |code: &str| postal_code::normalise(code, country.code);
        assert_eq!(postal_code::is_used(country.code), country.postal != "-", "{}", country.code);
        if ["-", "?"].contains(&country.postal) {
            assert_eq!(normalise("any text 1").as_deref(), Ok("ANY TEXT 1"), "{}", country.code);
            continue;
        }
        assert!(normalise("any text 1").is_err(), "{}", country.code);
        for pattern in country.postal.split('|') {
            let code = pattern.replace('_', "").replace('9', "1").replace(['a', '*'], "A").replace('&', country.code);
            let code = [country.begins, &code[country.begins.len()..]].concat();
            let own = code.trim_start_matches(country.code);
            let signs = [country.code, country.sign].into_iter().filter(|sign| !sign.is_empty());
            let signed = signs.map(|sign| format!("{sign}-{own}"));
            for typed in [code.clone(), code.to_lowercase()].into_iter().chain(signed) {
                assert_eq!(normalise(&typed).as_ref(), Ok(&code), "{} {typed}", country.code);
            }
            if !country.begins.is_empty() {
                assert!(normalise(&"8".repeat(code.len())).is_err(), "{}", country.code);
            }
        }
        for length in 1..=10 {
            let digits = format!("{:1<length$}", country.begins);
            let is_code = country.postal.split('|').any(|pattern| {
                pattern.chars().all(|mark| "9_- &".contains(mark)) && pattern.matches('9').count() == digits.len()
            });
            assert_eq!(normalise(&digits).is_ok(), is_code, "{} {digits}", country.code);
        }
    }
}
