//! The site's own pages: what is put into each, and where. A form fills a `<campagnodon-form name="…">` element, which the
//! script brings to life; the bar of its campaign's goal takes the place of a `<campagnodon-goal name="…">`, a payment that
//! of a `<campagnodon-payment>` and an error that of a `<campagnodon-error>`.

use super::links::RelativeLinks;
use super::{InlineModule, markup};
use maud::{Render as _, html};
use std::ops::Range;

/// What a slot is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// A form.
    Form,
    /// The bar of its campaign's goal.
    Goal,
    /// A payment.
    Payment,
    /// An error of the whole request.
    Error,
}

impl SlotKind {
    /// Returns the kind that an element stands for, and whether it has a name; `None` for other elements.
    fn of(element: &str) -> Option<(Self, bool)> {
        match element {
            "campagnodon-form" => Some((Self::Form, true)),
            "campagnodon-goal" => Some((Self::Goal, true)),
            "campagnodon-payment" => Some((Self::Payment, false)),
            "campagnodon-error" => Some((Self::Error, false)),
            _ => None,
        }
    }
}

/// A place for something of ours in a site's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it is for.
    pub kind: SlotKind,
    /// The name of the form; empty where the place is for no form.
    pub name: String,
    /// What is replaced: the element, or of a form's what is in it.
    range: Range<usize>,
}

/// A site's page as its file has it, read once.
pub struct Template {
    html: String,
    slots: Vec<Slot>,
    /// Where the page's title begins.
    title: Option<usize>,
    /// Where the page's body ends.
    body_end: usize,
    links: RelativeLinks,
}

/// What is put into a site's page.
#[derive(Clone, Copy)]
pub struct Contents<'a> {
    /// HTML for each slot, in their order; an element with `None` stays as it is.
    pub slots: &'a [Option<String>],
    /// The module, if the page is to have it inside.
    pub module: Option<InlineModule<'a>>,
    /// What the title begins with: what happened, which is what screen readers say first.
    pub title_prefix: &'a str,
    /// The page's own path, where it is shown at another: its relative links then lead from there.
    pub path: Option<&'a str>,
}

impl Template {
    /// Reads a page. An element without an end tag is no slot, nor is a form's or a goal's that has no name.
    pub fn new(html: String) -> Self {
        let (mut slots, mut title, mut body_end) = (Vec::<Slot>::new(), None, html.len());
        for element in markup::elements(&html, SELECTORS) {
            match (SlotKind::of(&element.name), element.name.as_str()) {
                (Some((kind, has_name)), _) => {
                    let name = if has_name { element.value("name") } else { Some("") };
                    let range = if kind == SlotKind::Form { element.inside() } else { element.range() };
                    let (Some(name), Some(range)) = (name, range) else { continue };
                    // One inside another goes with it.
                    if slots.last().is_none_or(|last| last.range.end <= range.start) {
                        slots.push(Slot { kind, name: name.to_owned(), range });
                    }
                }
                (None, "title") if !element.in_drawing => title = title.or(Some(element.start_tag.end)),
                (None, "body") => body_end = element.end_tag().map_or(body_end, |tag| tag.start),
                _ => {}
            }
        }
        let links = RelativeLinks::of(&html);
        Self { html, slots, title, body_end, links }
    }

    /// Returns the page as its file has it.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Returns the page's slots, in order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Checks whether the page has a place for that form.
    pub fn has_form(&self, name: &str) -> bool {
        self.slots.iter().any(|slot| slot.kind == SlotKind::Form && slot.name == name)
    }

    /// Checks whether the page has a place of that kind.
    pub fn has(&self, kind: SlotKind) -> bool {
        self.slots.iter().any(|slot| slot.kind == kind)
    }

    /// Returns the page with its contents. The module comes behind everything else: there the line would be idle, while
    /// the browser asks for the script.
    pub fn fill(&self, contents: &Contents) -> String {
        let module = contents.module.map(|module| module.render().into_string());
        let prefix = html! { (contents.title_prefix) }.into_string();
        let slots = self.slots.iter().zip(contents.slots);
        let filled = slots.filter_map(|(slot, content)| Some((slot.range.clone(), content.as_deref()?)));
        let title = self.title.map(|at| (at..at, prefix.as_str()));
        let module = module.as_deref().map(|script| (self.body_end..self.body_end, script));
        let links = contents.path.into_iter().flat_map(|path| self.links.from(path));
        markup::edit(&self.html, filled.chain(title).chain(module).chain(links).collect())
    }
}

/// What a page is read for.
const SELECTORS: &str =
    "campagnodon-form[name], campagnodon-goal[name], campagnodon-payment, campagnodon-error, title, body";

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(html: &str) -> Vec<(SlotKind, String)> {
        Template::new(html.to_owned()).slots().iter().map(|slot| (slot.kind, slot.name.clone())).collect()
    }

    /// Puts something into the slots whose names are given.
    fn fill(html: &str, contents: &[(&str, &str)]) -> String {
        let template = Template::new(html.to_owned());
        let content =
            |slot: &Slot| contents.iter().find(|(name, _)| *name == slot.name).map(|(_, html)| (*html).to_owned());
        let slots: Vec<_> = template.slots().iter().map(content).collect();
        template.fill(&Contents { slots: &slots, module: None, title_prefix: "", path: None })
    }

    #[test]
    fn a_form_fills_its_place() {
        let template = "<title>Don</title><p>a</p><campagnodon-form name=\"don\"></campagnodon-form>\
            <campagnodon-form class='x' name='b'>Please wait</campagnodon-form><p>z</p>";
        assert_eq!(slots(template), ["don", "b"].map(|name| (SlotKind::Form, name.to_owned())));
        let filled = fill(template, &[("b", "<form>")]);
        assert_eq!(filled, template.replace("Please wait", "<form>"));
        assert_eq!(fill(template, &[("other", "<form>")]), template);
        let known = Template::new(template.to_owned());
        assert!(known.has_form("don") && known.has_form("b") && !known.has_form("other"));
    }

    #[test]
    fn a_form_and_its_goal_have_places_of_their_own() {
        let template =
            "<campagnodon-goal name=\"don\"></campagnodon-goal><campagnodon-form name=\"don\"></campagnodon-form>";
        assert_eq!(slots(template), [SlotKind::Goal, SlotKind::Form].map(|kind| (kind, "don".to_owned())));
        let template = Template::new(template.to_owned());
        let contents = ["<progress>", "<form>"].map(|html| Some(html.to_owned()));
        assert_eq!(
            template.fill(&Contents { slots: &contents, module: None, title_prefix: "", path: None }),
            "<progress><campagnodon-form name=\"don\"><form></campagnodon-form>"
        );
    }

    #[test]
    fn a_payment_and_an_error_have_places_without_a_name() {
        let template = "<campagnodon-payment></campagnodon-payment><campagnodon-error>-</campagnodon-error>";
        assert_eq!(slots(template), [SlotKind::Payment, SlotKind::Error].map(|kind| (kind, String::new())));
        let template = Template::new(template.to_owned());
        assert!(template.has(SlotKind::Payment) && template.has(SlotKind::Error) && !template.has(SlotKind::Goal));
        let contents = [Some("<p>paid</p>".to_owned()), None];
        let filled = template.fill(&Contents { slots: &contents, module: None, title_prefix: "", path: None });
        assert_eq!(filled, "<p>paid</p><campagnodon-error>-</campagnodon-error>");
    }

    #[test]
    fn a_page_shown_elsewhere_keeps_its_links() {
        let page = "<link href=\"site.css\"><campagnodon-payment><img src=\"wait.gif\"></campagnodon-payment>";
        let template = Template::new(page.to_owned());
        let contents = [Some("<a href=\"#a\">-</a>".to_owned())];
        let contents = Contents { slots: &contents, module: None, title_prefix: "", path: Some("/a/payment.html") };
        assert_eq!(template.fill(&contents), "<link href=\"/a/site.css\"><a href=\"#a\">-</a>");
    }

    #[test]
    fn a_place_is_found_however_it_is_written() {
        for [start, inside, end] in [
            ["<campagnodon-form name=a>", "", "</campagnodon-form>"],
            ["<CAMPAGNODON-FORM NAME='a'>", "", "</Campagnodon-Form>"],
            ["<campagnodon-form\n  class=\"wide\"\n  name = \"a\"\n>", "", "</campagnodon-form\n>"],
            ["<campagnodon-form title=\"a > b\" data-name=\"b\" name=\"a\">", "", "</campagnodon-form>"],
            [
                "<campagnodon-form name='a' data-x='>'>",
                "<!-- </campagnodon-form> --><p>Wait</p>",
                "</campagnodon-form>",
            ],
            ["<campagnodon-form name=a>", "<campagnodon-form name=b></campagnodon-form>", "</campagnodon-form>"],
        ] {
            let template = ["<body>é<p>", start, inside, end, "</p></body>"].concat();
            assert_eq!(slots(&template), [(SlotKind::Form, "a".to_owned())], "{template}");
            let filled = ["<body>é<p>", start, "<form>", end, "</p></body>"].concat();
            assert_eq!(fill(&template, &[("a", "<form>")]), filled);
        }
    }

    #[test]
    fn what_only_looks_like_a_place_is_left_alone() {
        const PLACE: &str = "<campagnodon-form name=\"a\"></campagnodon-form>";
        for [before, after] in [
            ["<!-- ", " -->"],
            ["<script>const help = '", "';</script>"],
            ["<style>/* ", " */</style>"],
            ["<textarea>", "</textarea>"],
            ["<a title='", "'>?</a>"],
            ["<title>", "</title>"],
        ] {
            let template = [before, PLACE, after].concat();
            assert_eq!(slots(&template), [], "{template}");
            assert_eq!(slots(&[&template, PLACE].concat()), [(SlotKind::Form, "a".to_owned())], "{template}");
        }
    }

    #[test]
    fn broken_places_are_left_alone() {
        for template in [
            "<campagnodon-form name=\"a\">",
            "<div><campagnodon-form name=\"a\"></div>",
            "<campagnodon-form></campagnodon-form>",
            "<campagnodon-form data-name=\"a\"></campagnodon-form>",
            "<campagnodon-form-x name=\"a\"></campagnodon-form-x>",
            "<campagnodon-form",
        ] {
            assert_eq!(slots(template), [], "{template}");
        }
    }

    #[test]
    fn the_module_is_behind_all_that_the_page_shows() {
        const MODULE: &str = "<script type=\"text/plain\" data-campagnodon-module=\"full\">0061</script>";
        for (before, after) in [
            ("<html><body><p>a</p>", "</body></html>"),
            ("<body>", "</BODY >\n"),
            ("<body><!-- </body> --><script>'</body>'</script>", "</body><!-- </body> -->"),
            ("<p>a</p>", ""),
        ] {
            let template = Template::new([before, after].concat());
            let module = Some(InlineModule { name: "full", digits: "0061" });
            let contents = Contents { slots: &[], module, title_prefix: "", path: None };
            assert_eq!(template.fill(&contents), [before, MODULE, after].concat());
        }
    }

    #[test]
    fn the_title_says_first_that_something_is_wrong() {
        for (before, after) in [
            ("<title>", "Give</title>"),
            ("<TITLE lang=en>", "Give</TITLE>"),
            ("<!-- <title>Old</title> --><svg><title>Heart</title></svg><title>", "Give</title>"),
            ("<title>", "Give</title><body><title>no</title>"),
        ] {
            let template = Template::new([before, after].concat());
            let contents = Contents { slots: &[], module: None, title_prefix: "Error <1>: ", path: None };
            assert_eq!(template.fill(&contents), [before, "Error &lt;1&gt;: ", after].concat());
        }
    }
}
