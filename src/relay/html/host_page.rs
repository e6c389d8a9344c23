//! A page of another system with a form of ours in it, shown at the form's own address.

use super::markup::{self, Element};
use maud::html;

/// A form that was not taken, for the page in which it was filled in.
#[derive(Clone, Copy)]
pub struct RefusedForm<'a> {
    /// The form, with what was typed and what is wrong with it.
    pub html: &'a str,
    /// The path where it is posted, without a query.
    pub action: &'a str,
    /// The address at which it is shown again.
    pub here: &'a str,
    /// What the page's title then begins with.
    pub title_prefix: &'a str,
}

/// Returns the page with this form in the place of its empty one, which is posted to the same path; `None` if the page
/// has none. `address` is the page's own path: its relative links lead from there, and those to its own parts stay.
pub fn put_back(page: &str, address: &str, form: &RefusedForm) -> Option<String> {
    // What takes nothing any more has no form.
    if !form.html.starts_with("<form ") {
        return None;
    }
    let is_same = |other: &Element| other.value("action").is_some_and(|action| is_text(action, form.action));
    let empty = markup::elements(page, "form.campagnodon[action]").into_iter().find(is_same)?;
    let page = markup::edit(page, vec![(empty.range()?, form.html)]);
    Some(moved(&page, address, form))
}

/// Returns a page of that address as it is to be shown at the form's.
fn moved(page: &str, address: &str, form: &RefusedForm) -> String {
    let here = attribute(form.here);
    let base = html! { base href=(address); }.into_string();
    let prefix = html! { (form.title_prefix) }.into_string();
    let (mut head, mut title, mut has_base, mut edits) = (None, None, false, Vec::new());
    for element in markup::elements(page, "head, title, [href], [xlink\\:href]") {
        match element.name.as_str() {
            "head" => head = head.or(Some(element.start_tag.end)),
            "title" if !element.in_drawing => title = title.or(Some(element.start_tag.end)),
            "base" => has_base = true,
            _ => {}
        }
        // A base would send links to a part of the page to the page where the form is empty.
        for link in element.attributes.iter().filter(|link| matches!(link.name.as_str(), "href" | "xlink:href")) {
            if let Some((to, _)) = link.value.split_once('#')
                && (to.is_empty() || is_text(to, address))
            {
                edits.push((link.range.start..link.range.start + to.len(), here.as_str()));
            }
        }
    }
    edits.extend(head.filter(|_| !has_base).map(|at| (at..at, base.as_str())));
    edits.extend(title.map(|at| (at..at, prefix.as_str())));
    markup::edit(page, edits)
}

/// Checks whether the value of an attribute, as it is written, is that text.
fn is_text(value: &str, text: &str) -> bool {
    value == text || value == attribute(text)
}

/// Returns a text as an attribute's value is written.
fn attribute(text: &str) -> String {
    html! { (text) }.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str =
        "<form class=\"campagnodon\" method=\"post\" action=\"/relais/forms/tag.a.b\" lang=\"fr\" id=\"x\">";
    const ADDRESS: &str = "/spip.php?article1&lang=fr";

    fn page(head: &str, body: &str) -> String {
        format!("<html><head{head}</head><body><header><a href=\"#contenu\">-</a></header>{body}</body></html>")
    }

    fn filled(page: &str) -> Option<String> {
        let html = [FORM, "<a href=\"#x-email\">!</a><input value=\"anne href='#\"></form>"].concat();
        let form = RefusedForm {
            html: &html,
            action: "/relais/forms/tag.a.b",
            here: "/relais/forms/tag.a.b",
            title_prefix: "",
        };
        put_back(page, ADDRESS, &form)
    }

    #[test]
    fn the_form_takes_the_place_of_the_empty_one() {
        let empty = [FORM, "empty</form>"].concat();
        let other = empty.replace("tag.a.b", "tag.c.d");
        let html = filled(&page("><title>Don</title>", &[&other, "<p>between</p>", &empty, "<p>after</p>"].concat()));
        let html = html.unwrap();
        assert!(
            html.contains("between</p><form class=\"campagnodon\"") && html.ends_with("<p>after</p></body></html>")
        );
        assert_eq!((html.matches("empty").count(), html.matches("\"anne href='#\"").count()), (1, 1));
    }

    #[test]
    fn the_empty_form_is_found_however_it_is_written() {
        for opening in [
            "<FORM METHOD=post CLASS=campagnodon ACTION=/relais/forms/tag.a.b>",
            "<form action='/relais/forms/tag.a.b' class='wide campagnodon'>",
            "<form\n  data-x=\"</form>\"\n  class=\"campagnodon\"\n  action=\"/relais/forms/tag.a.b\"\n>",
        ] {
            let comment = ["<!-- ", FORM, "commented</form> -->"].concat();
            let body = [&comment, opening, "<p>empty</p><!-- </form> --></FORM><p>after</p>"].concat();
            let html = filled(&page(">", &body)).unwrap();
            assert!(!html.contains("empty") && html.ends_with("</form><p>after</p></body></html>"), "{html}");
            assert!(html.contains(&comment), "{html}");
        }
    }

    #[test]
    fn links_lead_from_the_page_and_those_to_its_parts_stay() {
        let empty = [FORM, "</form><a href=\"/spip.php?article1&amp;lang=fr#note\">1</a><a href='#b'>2</a>"].concat();
        let html = filled(&page(" class=\"a\"><title>Don</title>", &empty)).unwrap();
        assert!(html.contains("<head class=\"a\"><base href=\"/spip.php?article1&amp;lang=fr\"><title>"), "{html}");
        for part in ["contenu\"", "x-email\"", "note\"", "b'"] {
            assert!(html.contains(&["/relais/forms/tag.a.b#", part].concat()), "{part} {html}");
        }
        let own = filled(&page("><base href=\"https://example.org/\">", &empty)).unwrap();
        assert_eq!(own.matches("<base ").count(), 1);
    }

    #[test]
    fn links_are_known_however_they_are_written() {
        for (written, expected) in [
            ("<a href=#b>", "<a href=/relais/forms/tag.a.b#b>"),
            ("<A HREF = '#b'>", "<A HREF = '/relais/forms/tag.a.b#b'>"),
            ("<a href=\"/spip.php?article1&lang=fr#b\">", "<a href=\"/relais/forms/tag.a.b#b\">"),
            ("<svg><use xlink:href=\"#b\"/></svg>", "<svg><use xlink:href=\"/relais/forms/tag.a.b#b\"/></svg>"),
            ("<a href=\"/other#b\">", "<a href=\"/other#b\">"),
            ("<a href=\"\">", "<a href=\"\">"),
            ("<a data-href=\"#b\">", "<a data-href=\"#b\">"),
            ("<a title='<a href=\"#b\">'>", "<a title='<a href=\"#b\">'>"),
            ("<!-- <a href=\"#b\"> -->", "<!-- <a href=\"#b\"> -->"),
            ("<script>'<a href=\"#b\">'</script>", "<script>'<a href=\"#b\">'</script>"),
        ] {
            let html = filled(&page(">", &[FORM, "</form><p>", written, "</p>"].concat())).unwrap();
            assert!(html.ends_with(&["</form><p>", expected, "</p></body></html>"].concat()), "{html}");
        }
    }

    #[test]
    fn a_base_is_put_into_the_head_unless_the_page_has_one() {
        const BASE: &str = "<base href=\"/spip.php?article1&amp;lang=fr\">";
        for (before, after) in [
            ("<HEAD\n>", "<meta charset=utf-8></HEAD>"),
            ("<!-- <head> --><head data-x='>'>", "<!-- <base href='/'> --></head>"),
            ("<head>", "<base target=_blank></head><header>a</header>"),
        ] {
            let html = filled(&[before, after, FORM, "</form>"].concat()).unwrap();
            assert!(html.starts_with(&[before, BASE, after].concat()), "{html}");
        }
        for page in ["<head><BASE HREF=/a/></head>", "<header>a</header>"] {
            let html = filled(&[page, FORM, "</form>"].concat()).unwrap();
            assert!(html.starts_with(page), "{html}");
        }
    }

    #[test]
    fn the_title_says_first_that_something_is_wrong() {
        let form = RefusedForm {
            html: &[FORM, "</form>"].concat(),
            action: "/relais/forms/tag.a.b",
            here: "/relais/forms/tag.a.b",
            title_prefix: "Erreur : ",
        };
        let page = page("><TITLE>Don</TITLE>", &["<svg><title>Cœur</title></svg>", FORM, "</form>"].concat());
        let html = put_back(&page, ADDRESS, &form).unwrap();
        assert!(html.contains("<TITLE>Erreur : Don</TITLE>") && html.contains("<title>Cœur</title>"), "{html}");
    }

    #[test]
    fn a_page_without_the_form_is_none() {
        assert_eq!(filled(&page(">", "<form class=\"campagnodon\">")), None);
        assert_eq!(filled(&page(">", FORM)), None, "never closed");
        assert_eq!(filled(&page(">", &["<textarea>", FORM, "</form></textarea>"].concat())), None);
        let notice = RefusedForm {
            html: "<div class=\"campagnodon\" lang=\"fr\"></div>",
            action: "/relais/forms/tag.a.b",
            here: "/relais/forms/tag.a.b",
            title_prefix: "",
        };
        assert_eq!(put_back(&page(">", &[FORM, "</form>"].concat()), ADDRESS, &notice), None);
    }
}
