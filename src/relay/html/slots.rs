//! The site's own pages, in which a form takes the place of a `<campagnodon-form name="…">` element, and the bar of its
//! campaign's goal that of a `<campagnodon-goal name="…">`.

use crate::relay::i18n::Texts;

/// What a site's page can have a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A form.
    Form,
    /// The bar of its campaign's goal.
    Goal,
}

impl Slot {
    const fn tags(self) -> [&'static str; 2] {
        match self {
            Self::Form => ["<campagnodon-form", "</campagnodon-form>"],
            Self::Goal => ["<campagnodon-goal", "</campagnodon-goal>"],
        }
    }
}

/// The names of the forms for which a site's page has such places, in order.
pub fn names(template: &str, kind: Slot) -> Vec<String> {
    places(template, kind).into_iter().map(|place| place.name.to_owned()).collect()
}

/// The site's page with HTML in the first such place of a form; `None` if it has none of that name.
pub fn insert(template: &str, kind: Slot, html: &str, name: &str) -> Option<String> {
    let place = places(template, kind).into_iter().find(|place| place.name == name)?;
    Some([&template[..place.start], html, &template[place.end..]].concat())
}

/// The page with the module inside, as hexadecimal digits behind everything else: there the line would be idle, while the
/// browser asks for the script.
pub fn with_module(page: &str, digits: &str) -> String {
    let (before, after) = page.split_at(page.rfind("</body>").unwrap_or(page.len()));
    [before, "<script type=\"text/plain\" data-campagnodon-module>", digits, "</script>", after].concat()
}

/// The site's page with the word for an error before its title, which is what screen readers say first.
pub fn mark_title(page: &str, texts: &Texts) -> String {
    page.replacen("<title>", &["<title>", texts.get("form.error_prefix")].concat(), 1)
}

struct Found<'a> {
    name: &'a str,
    start: usize,
    end: usize,
}

/// The elements of which something takes the place. One without a name, or never closed, is left as it is.
fn places(template: &str, kind: Slot) -> Vec<Found<'_>> {
    let [opening, closing] = kind.tags();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = template[at..].find(opening).map(|found| at + found) {
        let attributes = start + opening.len();
        at = attributes;
        let Some(length) = template[attributes..].find(closing) else { break };
        let Some(name) = template[attributes..attributes + length].split_once('>').and_then(|(tag, _)| name_in(tag))
        else {
            continue;
        };
        let end = attributes + length + closing.len();
        places.push(Found { name, start, end });
        at = end;
    }
    places
}

fn name_in(attributes: &str) -> Option<&str> {
    let after = attributes.split_once(" name=")?.1;
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    after[1..].split_once(quote).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_takes_its_place() {
        let template = "<title>Don</title><p>a</p><campagnodon-form name=\"don\"></campagnodon-form>\
            <campagnodon-form class='x' name='b'>Please wait</campagnodon-form><p>z</p>";
        assert_eq!(names(template, Slot::Form), ["don", "b"]);
        let filled = insert(template, Slot::Form, "<form>", "b").unwrap();
        assert!(filled.ends_with("</campagnodon-form><form><p>z</p>"));
        assert_eq!(insert(&filled, Slot::Form, "<form>", "b"), None);
        assert_eq!(insert(template, Slot::Form, "<form>", "other"), None);
    }

    #[test]
    fn a_form_and_its_goal_have_places_of_their_own() {
        let template =
            "<campagnodon-goal name=\"don\"></campagnodon-goal><campagnodon-form name=\"don\"></campagnodon-form>";
        assert_eq!([Slot::Form, Slot::Goal].map(|kind| names(template, kind)), [["don"], ["don"]]);
        let filled = insert(template, Slot::Goal, "<progress>", "don").unwrap();
        assert_eq!(insert(&filled, Slot::Form, "<form>", "don").as_deref(), Some("<progress><form>"));
    }

    #[test]
    fn broken_places_are_left_alone() {
        for template in ["<campagnodon-form name=\"a\">", "<campagnodon-form></campagnodon-form>", "<campagnodon-form"]
        {
            assert!(names(template, Slot::Form).is_empty(), "{template}");
        }
        assert!(names("<campagnodon-form name=é></campagnodon-form>", Slot::Form).is_empty());
    }
}
