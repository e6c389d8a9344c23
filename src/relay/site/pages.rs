//! The pages of the site's own folder in which something of ours has its place: found and read once at start.

use crate::relay::html::{SlotKind, Template};
use crate::relay::public_url::PublicUrl;
use crate::settings::SettingsError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::path::{Component, Path, PathBuf};

/// A page of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePage {
    /// Its file.
    pub file: PathBuf,
    /// Its path, as browsers ask for it.
    pub path: String,
}

/// The folder of the site's pages, if it has one.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    /// Where it is.
    pub folder: Option<&'a Path>,
    /// The address under which it is served.
    pub public_url: &'a PublicUrl,
}

/// What a page must have a place for.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// The form of that name.
    Form(&'a str),
    /// A payment.
    Payment,
    /// An error of the whole request.
    Error,
}

impl Folder<'_> {
    /// Finds the page that `key` names, which must have that place.
    ///
    /// # Errors
    /// If it is no file of the folder, or has no such place.
    pub fn find(&self, key: &str, page: &Path, place: Place) -> Result<SitePage, SettingsError> {
        let unusable = |reason: String| SettingsError::unusable(key, reason);
        let folder = self.folder.ok_or_else(|| unusable("the settings name no folder: pages".to_owned()))?;
        let file = folder.join(page);
        let html = std::fs::read_to_string(&file)
            .map_err(|error| unusable(format!("cannot read {}: {error}", file.display())))?;
        let path =
            self.path(page).ok_or_else(|| unusable(format!("{} is not in {}", page.display(), folder.display())))?;
        let template = Template::new(html);
        let (has_place, element) = match place {
            Place::Form(name) => {
                (template.has_form(name), format!("<campagnodon-form name=\"{name}\"></campagnodon-form>"))
            }
            Place::Payment => {
                (template.has(SlotKind::Payment), "<campagnodon-payment></campagnodon-payment>".to_owned())
            }
            Place::Error => (template.has(SlotKind::Error), "<campagnodon-error></campagnodon-error>".to_owned()),
        };
        match has_place {
            true => Ok(SitePage { file, path }),
            false => Err(unusable(format!("{} has no {element}", file.display()))),
        }
    }

    /// Returns the path of a file as browsers ask for it, or `None` if it leads out of the folder.
    fn path(&self, page: &Path) -> Option<String> {
        let mut path = self.public_url.path().to_owned();
        for component in page.components() {
            match component {
                Component::Normal(name) => {
                    path.push('/');
                    path.extend(utf8_percent_encode(name.to_str()?, KEPT));
                }
                Component::CurDir => {}
                _ => return None,
            }
        }
        Some(path)
    }
}

/// What is percent-encoded in a path: all but what RFC 3986 calls unreserved.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_browsers_ask_for_them() {
        let public_url = PublicUrl::parse("https://exemple.org/relais").unwrap();
        let folder = Folder { folder: None, public_url: &public_url };
        for (page, path) in [
            ("don.html", Some("/relais/don.html")),
            ("./a/b c.html", Some("/relais/a/b%20c.html")),
            ("café?.html", Some("/relais/caf%C3%A9%3F.html")),
            ("../don.html", None),
            ("/etc/don.html", None),
        ] {
            assert_eq!(folder.path(Path::new(page)).as_deref(), path, "{page}");
        }
    }
}
