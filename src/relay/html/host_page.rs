//! A page of another system with a form of ours in it, shown at the form's own address.

use maud::html;

/// The page with this form, which is posted to `action`, in the place of the one that is posted there too; `None` if the
/// page has none. `address` is the page's own path: its relative links lead from there, and those to its own parts stay.
pub fn put_back(page: &str, form: &str, action: &str, address: &str) -> Option<String> {
    const END: &str = "</form>";
    // What the page has is what we wrote into it, up to what differs from one view to the next.
    let (opening, _) = form.split_once(" lang=\"").filter(|(opening, _)| opening.starts_with("<form "))?;
    let start = page.find(opening)?;
    let end = start + page[start..].find(END)? + END.len();
    // A base would send links to a part of the page to the page where the form is empty.
    let (here, there) = (attribute(action), attribute(address));
    let part = |text: &str, of: &str, quote: &str| {
        text.replace(&["href=", quote, of, "#"].concat(), &["href=", quote, &here, "#"].concat())
    };
    let around = |text: &str| part(&part(&part(text, "", "\""), "", "'"), &there, "\"");
    // In the form a quotation mark is markup, and an apostrophe may be what someone typed.
    let whole = [around(&page[..start]), part(form, "", "\""), around(&page[end..])].concat();
    Some(based(&whole, address))
}

/// The page with a base for its relative links, unless it has its own.
fn based(page: &str, address: &str) -> String {
    let is_name_end = |at: usize| page[at..].starts_with(['>', ' ', '\n', '\t', '\r']);
    let head = page.match_indices("<head").map(|(at, tag)| at + tag.len()).find(|at| is_name_end(*at));
    let Some(at) = head.and_then(|at| Some(at + page[at..].find('>')? + 1)) else { return page.to_owned() };
    if page[at..].split("</head>").next().is_some_and(|head| head.contains("<base ")) {
        return page.to_owned();
    }
    [&page[..at], &html! { base href=(address); }.into_string(), &page[at..]].concat()
}

/// A text as it stands in an attribute.
fn attribute(text: &str) -> String {
    html! { (text) }.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str =
        "<form class=\"campagnodon\" method=\"post\" action=\"/relais/forms/tag.a.b\" lang=\"fr\" id=\"x\">";

    fn page(head: &str, body: &str) -> String {
        format!("<html><head{head}</head><body><header><a href=\"#contenu\">-</a></header>{body}</body></html>")
    }

    fn filled(page: &str) -> Option<String> {
        let form = [FORM, "<a href=\"#x-email\">!</a><input value=\"anne href='#\"></form>"].concat();
        put_back(page, &form, "/relais/forms/tag.a.b", "/spip.php?article1&lang=fr")
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
    fn a_page_without_the_form_is_none() {
        assert_eq!(filled(&page(">", "<form class=\"campagnodon\">")), None);
        assert_eq!(filled(&page(">", FORM)), None, "never closed");
        assert_eq!(put_back(&page(">", FORM), "<div class=\"campagnodon\" lang=\"fr\">", "/a", "/b"), None);
    }
}
