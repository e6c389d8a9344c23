//! What the association says of itself beside its forms: who answers for the data, and by which law it exists.

use super::i18n::Label;

/// What forms and pages tell of the association.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Association {
    /// What a form tells of personal data; `None` where the page around it does.
    pub privacy: Option<Privacy>,
    /// The line of legal mentions.
    pub legal: Option<Legal>,
}

/// What is told of personal data where they are asked for: article 13 of the GDPR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Who answers for them.
    pub controller: Label,
    /// Whom to ask about them.
    pub contact: Contact,
    /// For how long they are kept.
    pub kept: Option<Label>,
    /// The page that says more: a path of the site, or an address.
    pub url: Option<String>,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// An e-mail address.
    Email(String),
    /// A page: a path of the site, or an address.
    Page(String),
}

impl Contact {
    /// Returns where its link leads.
    pub fn url(&self) -> String {
        match self {
            Self::Email(address) => ["mailto:", address].concat(),
            Self::Page(url) => url.clone(),
        }
    }
}

/// The legal mentions under a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legal {
    /// The association's name.
    pub name: Option<String>,
    /// Where it has its seat.
    pub address: Option<String>,
    /// Its number in the register of companies.
    pub siren: Option<Siren>,
    /// Its number in the register of associations.
    pub rna: Option<Rna>,
    /// The label that it was given.
    pub badge: Option<Badge>,
}

/// A label such as “Don en confiance”: a picture that leads to who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The picture: a path of the site.
    pub image: String,
    /// What it says.
    pub text: Label,
    /// The page of who gave it.
    pub url: String,
}

/// A SIREN: nine digits, the last of which checks the others by Luhn's rule (article R123-221 of the code de commerce).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Siren(String);

impl Siren {
    /// Reads a number as people write it, with or without spaces. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
        let values = values.filter(|values| values.len() == 9)?;
        let doubled = |(at, digit): (usize, u32)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
        let sum: u32 = values.into_iter().rev().enumerate().map(doubled).sum();
        (sum.is_multiple_of(10) && sum > 0).then_some(Self(digits))
    }

    /// Returns it as it is read: three digits at a time, with spaces that do not break.
    pub fn spaced(&self) -> String {
        let groups: Vec<_> = (0..self.0.len()).step_by(3).filter_map(|at| self.0.get(at..at + 3)).collect();
        groups.join("\u{a0}")
    }
}

/// A number of the répertoire national des associations: `W`, three signs of the office, six digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rna(String);

impl Rna {
    /// Reads a number. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let fits = |(at, byte): (usize, u8)| match at {
            0 => byte == b'W',
            // The departments of Corsica and overseas have a letter: 2A, 9R.
            2 => byte.is_ascii_alphanumeric(),
            _ => byte.is_ascii_digit(),
        };
        (text.len() == 10 && text.bytes().enumerate().all(fits)).then_some(Self(text))
    }

    /// Returns it as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siren_checks_itself() {
        for (text, spaced) in [
            ("732829320", Some("732\u{a0}829\u{a0}320")),
            ("732 829 320", Some("732\u{a0}829\u{a0}320")),
            ("775670417", Some("775\u{a0}670\u{a0}417")),
            ("732829321", None),
            ("000000000", None),
            ("73282932", None),
            ("7328293200", None),
            ("73282932é", None),
        ] {
            assert_eq!(Siren::parse(text).map(|siren| siren.spaced()).as_deref(), spaced, "{text}");
        }
    }

    #[test]
    fn numbers_of_associations() {
        for (text, number) in [
            ("W351000123", Some("W351000123")),
            ("w2a 1000123", Some("W2A1000123")),
            ("W9R1000123", Some("W9R1000123")),
            ("351000123", None),
            ("W35100012", None),
            ("W35100012A", None),
        ] {
            assert_eq!(Rna::parse(text).as_ref().map(Rna::as_str), number, "{text}");
        }
    }

    #[test]
    fn a_contact_is_a_link() {
        assert_eq!(Contact::Email("data@example.org".to_owned()).url(), "mailto:data@example.org");
        assert_eq!(Contact::Page("/contact".to_owned()).url(), "/contact");
    }
}
