//! HTML that others wrote: where its elements are, and edits that leave every other byte as it is.

use lol_html::html_content::Element as Parsed;
use lol_html::{HtmlRewriter, Settings, element};
use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

/// An element of a page.
pub struct Element {
    /// Its name, in lower case.
    pub name: String,
    /// Whether it is inside a drawing, whose `title` is not the page's.
    pub in_drawing: bool,
    /// What its start tag says.
    pub attributes: Vec<Attribute>,
    /// Where its start tag is.
    pub start_tag: Range<usize>,
    end_tag: Rc<Cell<Option<(usize, usize)>>>,
}

/// An attribute of an element.
pub struct Attribute {
    /// Its name, in lower case.
    pub name: String,
    /// Its value as it is written, character references and all.
    pub value: String,
    /// Where its value is, without the quotes.
    pub range: Range<usize>,
}

impl Element {
    /// Returns where its end tag is, or `None` if it has no end tag of its own.
    pub fn end_tag(&self) -> Option<Range<usize>> {
        self.end_tag.get().map(|(start, end)| start..end)
    }

    /// Returns where all of it is, tags included, or `None` if it has no end tag of its own.
    pub fn range(&self) -> Option<Range<usize>> {
        Some(self.start_tag.start..self.end_tag()?.end)
    }

    /// Returns where its content is, or `None` if it has no end tag of its own.
    pub fn inside(&self) -> Option<Range<usize>> {
        Some(self.start_tag.end..self.end_tag()?.start)
    }

    /// Returns the value of an attribute as it is written, or `None` if it does not have it.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }
}

/// Returns the elements that the CSS selectors match, in order. Comments, scripts and the like have none.
pub fn elements(html: &str, selectors: &str) -> Vec<Element> {
    let (mut found, mut in_drawings) = (Vec::<Element>::new(), Vec::new());
    let drawings = element!("svg *", |parsed: &mut Parsed| {
        in_drawings.push(parsed.source_location().bytes().start);
        Ok(())
    });
    let handler = element!(selectors, |parsed: &mut Parsed| {
        let element = Element {
            name: parsed.tag_name(),
            in_drawing: false,
            attributes: attributes(parsed),
            start_tag: parsed.source_location().bytes(),
            end_tag: Rc::default(),
        };
        if let Some(handlers) = parsed.end_tag_handlers() {
            let (name, place) = (element.name.clone(), Rc::clone(&element.end_tag));
            handlers.push(Box::new(move |end_tag| {
                let range = end_tag.source_location().bytes();
                // The tag of an element around ends what was never closed in it.
                place.set((end_tag.name() == name).then_some((range.start, range.end)));
                Ok(())
            }));
        }
        found.push(element);
        Ok(())
    });
    // Where browsers differ in what they make of broken markup, a guess is better than a page without its form.
    let settings = Settings::new().with_strict(false);
    let settings = settings.append_element_content_handler(drawings).append_element_content_handler(handler);
    let mut reader = HtmlRewriter::new(settings, |_: &[u8]| {});
    if let Err(error) = reader.write(html.as_bytes()).and_then(|()| reader.end()) {
        tracing::error!(%error, "a page cannot be read");
        return Vec::new();
    }
    for element in &mut found {
        element.in_drawing = in_drawings.binary_search(&element.start_tag.start).is_ok();
    }
    found
}

fn attributes(parsed: &Parsed) -> Vec<Attribute> {
    let attribute = |parsed: &lol_html::html_content::Attribute| {
        Some(Attribute { name: parsed.name(), value: parsed.value(), range: parsed.value_source_location()?.bytes() })
    };
    parsed.attributes().iter().filter_map(attribute).collect()
}

/// Returns the page with a text in the place of each range. Of two edits that overlap, the one that begins first is
/// made.
pub fn edit(html: &str, mut edits: Vec<(Range<usize>, &str)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut edited = String::with_capacity(html.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut at = 0;
    for (range, text) in edits {
        if range.start >= at {
            edited.push_str(&html[at..range.start]);
            edited.push_str(text);
            at = range.end;
        }
    }
    edited.push_str(&html[at..]);
    edited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_where_a_browser_finds_them() {
        for (html, selectors, expected) in [
            ("\u{feff}é<P ID=a>b</p >c", "p[id]", &["<P ID=a>b</p >"][..]),
            (
                "<!-- <p> --><script>\"<p>\"</script><textarea><p></textarea><p title='<p>'></p>",
                "p",
                &["<p title='<p>'></p>"],
            ),
            ("<div><x-y></div><x-y></x-y>", "x-y", &["", "<x-y></x-y>"]),
            ("<x-y><x-y></x-y></x-y>", "x-y", &["<x-y><x-y></x-y></x-y>", "<x-y></x-y>"]),
            ("<x-y><p>a</x-y>", "x-y", &["<x-y><p>a</x-y>"]),
            ("<x-y", "x-y", &[]),
            ("<br><br/>", "br", &["", ""]),
        ] {
            let found = elements(html, selectors);
            let found: Vec<_> = found.iter().map(|element| element.range().map_or("", |range| &html[range])).collect();
            assert_eq!(found, expected, "{html}");
        }
        let drawing = "<svg><title>a</title><a xlink:href='#é&amp;' HREF=b c></a></svg><title>b</title>";
        let found = elements(drawing, "title, [href], [xlink\\:href]");
        assert_eq!(found.iter().map(|element| element.in_drawing).collect::<Vec<_>>(), [true, true, false]);
        let attributes: Vec<_> =
            found[1].attributes.iter().map(|each| (&*each.name, &drawing[each.range.clone()])).collect();
        assert_eq!(attributes, [("xlink:href", "#é&amp;"), ("href", "b")]);
        assert_eq!((found[1].value("xlink:href"), found[1].value("c")), (Some("#é&amp;"), None));
    }

    #[test]
    fn edits_leave_the_rest_as_it_is() {
        let edits = vec![(4..5, "E"), (0..0, "<"), (1..3, "-"), (2..3, "lost"), (1..1, "lost too"), (5..5, ">")];
        assert_eq!(edit("abcde", edits), "<a-dE>");
        assert_eq!(edit("é", Vec::new()), "é");
    }
}
