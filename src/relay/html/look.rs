//! How the site looks around the pages of our own: its name, its logo, its style sheet and the way to it.

use maud::{Markup, html};

/// What our own pages wear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What the site is called.
    pub name: Option<String>,
    /// Where its logo is.
    pub logo: Option<String>,
    /// Where its home page is; `/` if absent.
    pub home: Option<String>,
    /// Where its style sheet is.
    pub stylesheet: Option<String>,
}

impl Look {
    /// Returns where the site's home page is.
    pub fn home(&self) -> &str {
        self.home.as_deref().unwrap_or("/")
    }

    /// Returns what follows in a title: the site's name, if it has one.
    pub(super) fn title_end(&self) -> String {
        self.name.as_deref().map(|name| [TITLE_JOINT, name].concat()).unwrap_or_default()
    }

    /// Renders the head of a page: the logo and the name, which lead home. Nothing where the site has neither.
    pub(super) fn header(&self, home_text: &str) -> Markup {
        html! {
            @if self.name.is_some() || self.logo.is_some() {
                header.campagnodon-site {
                    a href=(self.home()) {
                        @if let Some(logo) = &self.logo {
                            // The name beside says it already; without one, the link says where it leads.
                            img src=(logo) alt=(if self.name.is_some() { "" } else { home_text });
                        }
                        @if let Some(name) = &self.name { span { (name) } }
                    }
                }
            }
        }
    }
}

/// What stands in a title between what happened and where.
pub const TITLE_JOINT: &str = " – ";

/// Returns a heading as a title has it: what ends a sentence would stand in the middle of it.
pub fn in_title(heading: &str) -> &str {
    heading.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '!' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logo_and_the_name_lead_home() {
        let look = |name: Option<&str>, logo: Option<&str>| Look {
            name: name.map(str::to_owned),
            logo: logo.map(str::to_owned),
            ..Look::default()
        };
        let html = |look: Look| look.header("Home").into_string();
        assert_eq!(html(look(None, None)), "");
        let both = html(look(Some("Us & co"), Some("/logo.svg")));
        assert!(both.contains("<a href=\"/\"><img src=\"/logo.svg\" alt=\"\"><span>Us &amp; co</span></a>"), "{both}");
        assert!(html(look(None, Some("/logo.svg"))).contains("alt=\"Home\""));
        assert!(html(Look { home: Some("/a".to_owned()), ..look(Some("Us"), None) }).contains("<a href=\"/a\">"));
    }

    #[test]
    fn a_heading_in_a_title() {
        for (heading, expected) in [("Merci\u{a0}!", "Merci"), ("Thank you, and welcome!", "Thank you, and welcome")] {
            assert_eq!(in_title(heading), expected);
        }
    }
}
