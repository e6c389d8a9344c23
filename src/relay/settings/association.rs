//! What the association says of itself: personal data, and legal mentions.

use super::link::checked_url;
use crate::form::rules::email;
use crate::relay::association::{Association, Badge, Contact, Legal, Privacy, Rna, Siren};
use crate::relay::i18n::Label;
use crate::settings::SettingsError;
use serde::Deserialize;

/// `privacy`: what forms tell of personal data, or that the page around them does.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "\"in_page\", or a table with `controller` and `contact`, and `kept` and `url` if wanted"
)]
pub enum PrivacySettings {
    /// The page around each form tells it.
    Elsewhere(InPage),
    /// The form tells it.
    Told(Box<PrivacyTable>),
}

/// `"in_page"`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InPage {
    /// The site says that its pages tell what article 13 of the GDPR asks for.
    InPage,
}

/// `[privacy]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyTable {
    /// Who answers for the data: a name and an address.
    controller: Label,
    /// Whom to ask: an e-mail address, a path of the site, or an address.
    contact: String,
    /// For how long they are kept.
    kept: Option<Label>,
    /// The page that says more.
    url: Option<String>,
}

/// `[legal]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalSettings {
    /// The association's name.
    name: Option<String>,
    /// Where it has its seat.
    address: Option<String>,
    /// Its SIREN.
    siren: Option<String>,
    /// Its number in the register of associations.
    rna: Option<String>,
    /// The label that it was given.
    label: Option<BadgeSettings>,
}

/// `label` of `[legal]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BadgeSettings {
    /// The picture, a path of the site.
    image: String,
    /// What it says.
    text: Label,
    /// The page of who gave it.
    url: String,
}

/// Returns what forms tell of the association.
///
/// # Errors
/// If nothing says who answers for personal data, and at the first value that cannot be used.
pub fn association(
    privacy: Option<&PrivacySettings>,
    legal: Option<&LegalSettings>,
) -> Result<Association, SettingsError> {
    let privacy = match privacy {
        Some(PrivacySettings::Elsewhere(InPage::InPage)) => None,
        Some(PrivacySettings::Told(table)) => Some(table.privacy()?),
        None => {
            return Err(SettingsError::unusable(
                "privacy",
                "people must be told who answers for their data (GDPR, article 13): set `controller` and `contact` in \
                 [privacy], or privacy = \"in_page\" if the page around each form tells it",
            ));
        }
    };
    Ok(Association { privacy, legal: legal.map(LegalSettings::legal).transpose()? })
}

/// Returns whom to ask.
///
/// # Errors
/// If it is neither an e-mail address nor a path of the site nor an address.
pub fn contact(key: &str, text: &str) -> Result<Contact, SettingsError> {
    match email::check(text) {
        Ok(()) => Ok(Contact::Email(text.to_owned())),
        Err(_) => Ok(Contact::Page(checked_url(key, text)?)),
    }
}

impl PrivacyTable {
    fn privacy(&self) -> Result<Privacy, SettingsError> {
        if self.controller.is_empty() {
            return Err(SettingsError::unusable("privacy.controller", "it is empty"));
        }
        let contact = contact("privacy.contact", &self.contact)?;
        let url = self.url.as_deref().map(|url| checked_url("privacy.url", url)).transpose()?;
        Ok(Privacy { controller: self.controller.clone(), contact, kept: self.kept.clone(), url })
    }
}

impl LegalSettings {
    fn legal(&self) -> Result<Legal, SettingsError> {
        let number = |key: &str, text: &String, what: &str| {
            SettingsError::unusable(format!("legal.{key}"), format!("{text:?} is not {what}"))
        };
        let siren = self.siren.as_ref().map(|text| {
            Siren::parse(text)
                .ok_or_else(|| number("siren", text, "a SIREN: nine digits, the last of which checks the others"))
        });
        let rna =
            self.rna.as_ref().map(|text| Rna::parse(text).ok_or_else(|| number("rna", text, "such as \"W351000123\"")));
        Ok(Legal {
            name: self.name.clone(),
            address: self.address.clone(),
            siren: siren.transpose()?,
            rna: rna.transpose()?,
            badge: self.label.as_ref().map(BadgeSettings::badge).transpose()?,
        })
    }
}

impl BadgeSettings {
    fn badge(&self) -> Result<Badge, SettingsError> {
        let image = checked_url("legal.label.image", &self.image)?;
        if !image.starts_with('/') {
            let reason =
                format!("{image:?} is not a path of the site: a picture of another host would follow the donors");
            return Err(SettingsError::unusable("legal.label.image", reason));
        }
        Ok(Badge { image, text: self.text.clone(), url: checked_url("legal.label.url", &self.url)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        privacy: Option<PrivacySettings>,
        legal: Option<LegalSettings>,
    }

    fn read(text: &str) -> Result<Association, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        association(file.privacy.as_ref(), file.legal.as_ref()).map_err(|error| error.to_string())
    }

    #[test]
    fn who_answers_for_the_data_is_said_or_told_in_the_page() {
        let told = read("[privacy]\ncontroller = \"Us, 1 rue A, Rennes\"\ncontact = \"data@example.org\"").unwrap();
        let told = told.privacy.unwrap();
        assert_eq!(told.contact, Contact::Email("data@example.org".to_owned()));
        assert_eq!((told.kept, told.url), (None, None));
        assert_eq!(read("privacy = \"in_page\"").unwrap(), Association::default());
        for (text, expected) in [
            ("", "privacy: people must be told"),
            ("privacy = \"no\"", "`controller` and `contact`"),
            ("[privacy]\ncontroller = \"Us\"", "`controller` and `contact`"),
            ("[privacy]\ncontact = \"data@example.org\"", "`controller` and `contact`"),
            ("[privacy]\ncontroller = \"\"\ncontact = \"data@example.org\"", "privacy.controller: it is empty"),
            ("[privacy]\ncontroller = \"Us\"\ncontact = \"ask us\"", "privacy.contact"),
            ("[privacy]\ncontroller = \"Us\"\ncontact = \"/contact\"\nurl = \"javascript:a\"", "privacy.url"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(expected), "{text}: {refused}");
        }
    }

    #[test]
    fn legal_mentions_are_checked() {
        let legal = |keys: &str| read(&["privacy = \"in_page\"\n[legal]\n", keys].concat());
        let good = legal(
            "name = \"Us\"\nsiren = \"732 829 320\"\nrna = \"W351000123\"\n\
             label = { image = \"/label.svg\", text = \"Don en confiance\", url = \"https://example.org/\" }",
        );
        assert!(good.unwrap().legal.unwrap().badge.is_some());
        for (keys, expected) in [
            ("siren = \"732829321\"", "legal.siren: \"732829321\" is not a SIREN"),
            ("rna = \"351000123\"", "legal.rna"),
            ("label = { image = \"https://a.org/b.svg\", text = \"\", url = \"/\" }", "legal.label.image"),
            ("label = { image = \"/b.svg\", text = \"\", url = \"b\" }", "legal.label.url"),
            ("siret = \"1\"", "unknown field"),
        ] {
            let refused = legal(keys).unwrap_err();
            assert!(refused.contains(expected), "{keys}: {refused}");
        }
    }
}
