//! What a tag says: parameters in an address, under the names that the tags of the original have.

use super::TagError;
use crate::form::{AmountList, Operations, Tag};
use crate::relay::i18n::Language;
use crate::relay::settings::list_reason;

/// What `<campagnodon|…>` says, in the order in which it is signed.
pub const FORM: &[&str] = &[
    "origine",
    "id",
    "type",
    "montants",
    "montants_recurrent",
    "montants_adhesion",
    "don_recurrent",
    "souscriptions",
    "lang",
    "page",
];

/// What `<campagnodon_objectif|…>` says.
pub const GOAL: &[&str] = &["origine", "id", "lang", "debug_objectif"];

/// The longest value, in bytes: an address with all of them must still pass through every server on the way.
const LONGEST: usize = 500;

/// The parameters of one tag; each is known, and there once. An empty value is none.
pub struct Parameters {
    known: &'static [&'static str],
    pairs: Vec<(&'static str, String)>,
}

impl Parameters {
    /// Reads an address's query.
    ///
    /// # Errors
    /// At the first parameter that is not among `known`, or cannot be one.
    pub fn read(query: &str, known: &'static [&'static str]) -> Result<Self, TagError> {
        let written: Vec<(String, String)> =
            serde_urlencoded::from_str(query).map_err(|_| TagError::new("?", "not UTF-8"))?;
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in written {
            let Some(&name) = known.iter().find(|known| **known == name) else {
                return Err(TagError::new(&name, format!("unknown, expected one of {}", known.join(", "))));
            };
            if value.len() > LONGEST || value.chars().any(char::is_control) {
                return Err(TagError::new(name, format!("is longer than {LONGEST} bytes, or has control characters")));
            }
            if pairs.iter().any(|(other, _)| *other == name) {
                return Err(TagError::new(name, "is given twice"));
            }
            pairs.push((name, value));
        }
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Self { known, pairs })
    }

    /// Returns the text that is signed: the same for the same tag, in whatever order it was written.
    ///
    /// # Errors
    /// If it cannot be written: a text in its place would be one that all tags share.
    pub fn to_text(&self) -> Result<String, TagError> {
        let ordered: Vec<_> = self.known.iter().filter_map(|name| Some((*name, self.get(name)?))).collect();
        serde_urlencoded::to_string(ordered).map_err(|_| TagError::new("?", "cannot be signed"))
    }

    /// Returns its `origine` and `id`: the distant, and the distant's number of the campaign.
    ///
    /// # Errors
    /// If one is missing, or `id` is no number.
    pub fn campaign(&self) -> Result<(&str, u64), TagError> {
        let id = self.required("id")?;
        let id = id.parse().map_err(|_| TagError::new("id", format!("{id:?} is not the number of a campaign")))?;
        Ok((self.required("origine")?, id))
    }

    /// Returns what the form is to offer.
    ///
    /// # Errors
    /// At the first parameter that cannot be used.
    pub fn tag(&self) -> Result<Tag, TagError> {
        let operations = match self.required("type")? {
            "don" => Operations::Donation,
            "adhesion" => Operations::Membership,
            "don+adhesion" => Operations::Both,
            other => {
                return Err(TagError::new(
                    "type",
                    format!("unknown type {other:?}, expected don, adhesion or don+adhesion"),
                ));
            }
        };
        Ok(Tag {
            operations,
            recurring: self.flag("don_recurrent")?,
            amounts: self.list("montants")?,
            recurring_amounts: self.list("montants_recurrent")?,
            membership_amounts: self.list("montants_adhesion")?,
            // Keys that the settings do not have are passed over: an old page outlives a subscription.
            subscriptions: self.get("souscriptions").map(|keys| keys.split(',').map(str::to_owned).collect()),
        })
    }

    /// Returns the language of the page, or `None` if the tag does not say.
    ///
    /// # Errors
    /// If it is none of ours.
    pub fn language(&self) -> Result<Option<Language>, TagError> {
        let unknown = |tag| format!("{tag:?} is none of the languages {}", Language::known());
        let read = |tag| Language::parse(tag).ok_or_else(|| TagError::new("lang", unknown(tag)));
        self.get("lang").map(read).transpose()
    }

    /// Returns the path of the page, if it says: of this host, since the payment's page links to it.
    ///
    /// # Errors
    /// If it could lead to another host.
    pub fn page(&self) -> Result<Option<String>, TagError> {
        // Browsers leave tabs and line ends out of an address, and read a backslash as a slash.
        let stays = |path: &str| {
            path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
        };
        match self.get("page") {
            Some(path) if !stays(path) => Err(TagError::new("page", format!("{path:?} is not a path of this site"))),
            path => Ok(path.map(str::to_owned)),
        }
    }

    /// Checks whether a parameter is `1`.
    ///
    /// # Errors
    /// If something else is.
    pub fn flag(&self, name: &'static str) -> Result<bool, TagError> {
        match self.get(name) {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(other) => Err(TagError::new(name, format!("{other:?} is neither 1 nor 0"))),
        }
    }

    fn list(&self, name: &'static str) -> Result<Option<AmountList>, TagError> {
        let read = |text| AmountList::parse(text).map_err(|error| TagError::new(name, list_reason(&error)));
        self.get(name).map(read).transpose()
    }

    fn required(&self, name: &'static str) -> Result<&str, TagError> {
        self.get(name).ok_or_else(|| TagError::new(name, "is missing"))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(query: &str) -> String {
        let read = Parameters::read(query, FORM).and_then(|parameters| {
            parameters.campaign()?;
            parameters.tag()?;
            parameters.language()?;
            parameters.page().map(drop)
        });
        read.err().map(|error| error.parameter).unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let good = "origine=main&id=1&type=don";
        for (query, parameter) in [
            (good, ""),
            ("origine=main&id=1&type=don%2Badhesion&montants=30,50[-450],libre&don_recurrent=1&lang=en", ""),
            ("origine=main&id=1&type=adhesion&montants=&don_recurrent=0&page=/spip.php?article1", ""),
            ("id=1&type=don", "origine"),
            ("origine=main&type=don", "id"),
            ("origine=main&id=one&type=don", "id"),
            ("origine=main&id=1", "type"),
            ("origine=main&id=1&type=dons", "type"),
            ("origine=main&id=1&type=don+adhesion", "type"),
            ("origine=main&id=1&type=don&montant=30", "montant"),
            ("origine=main&id=1&type=don&type=don", "type"),
            ("origine=main&id=1&type=don&montants=30,5.5", "montants"),
            ("origine=main&id=1&type=don&montants_recurrent=x", "montants_recurrent"),
            ("origine=main&id=1&type=don&montants_adhesion=0", "montants_adhesion"),
            ("origine=main&id=1&type=don&don_recurrent=oui", "don_recurrent"),
            ("origine=main&id=1&type=don&lang=eo", "lang"),
            ("origine=main&id=1&type=don&page=https://example.net/", "page"),
            ("origine=main&id=1&type=don&page=//example.net/", "page"),
            ("origine=main&id=1&type=don&page=/%5Cexample.net/", "page"),
            ("origine=main&id=1&type=don&page=/%0d%0aa", "page"),
            ("origine=main&id=1&type=don&page=/%09/example.net/", "page"),
        ] {
            assert_eq!(fault(query), parameter, "{query}");
        }
        assert_eq!(fault(&format!("{good}&souscriptions={}", "a".repeat(LONGEST + 1))), "souscriptions");
    }

    #[test]
    fn the_order_does_not_matter() {
        let text = |query| Parameters::read(query, FORM).unwrap().to_text().unwrap();
        assert_eq!(text("type=don%2Badhesion&id=1&origine=main&montants="), "origine=main&id=1&type=don%2Badhesion");
        assert_eq!(text(&text("montants=30,libre&id=1")), text("id=1&montants=30%2Clibre"));
    }
}
