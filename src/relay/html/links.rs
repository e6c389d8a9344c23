//! The relative links of a page, which lead elsewhere where the page is shown at another address than its own. A `base`
//! element would do it too, but our policy allows none.

use super::markup::{self, Attribute};
use std::ops::Range;

/// Where the relative links of a page are.
pub struct RelativeLinks(Vec<Link>);

struct Link {
    /// Where its address begins.
    at: usize,
    /// Whether it is a query alone, which belongs to the page itself.
    is_query: bool,
}

/// What has an address as its value.
const SELECTORS: &str = "[href], [src], [action], [poster], [srcset], [xlink\\:href]";

impl RelativeLinks {
    /// Finds those of a page.
    pub fn of(html: &str) -> Self {
        let mut links = Vec::new();
        for element in markup::elements(html, SELECTORS).iter().filter(|element| element.name != "base") {
            for attribute in &element.attributes {
                match attribute.name.as_str() {
                    "href" | "src" | "action" | "poster" | "xlink:href" => {
                        links.extend(link(attribute.range.start, &attribute.value));
                    }
                    "srcset" => links.extend(candidates(attribute).filter_map(|(at, value)| link(at, value))),
                    _ => {}
                }
            }
        }
        Self(links)
    }

    /// Returns the edits that make them lead from the page at this path.
    pub fn from<'a>(&'a self, path: &'a str) -> impl Iterator<Item = (Range<usize>, &'a str)> {
        let folder = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
        self.0.iter().map(move |link| (link.at..link.at, if link.is_query { path } else { folder }))
    }
}

/// Returns the link that a value is which stands at `at`, or `None` if it leads to the same place from everywhere, or to
/// a part of the page that is shown.
fn link(at: usize, value: &str) -> Option<Link> {
    let address = value.trim_start();
    let at = at + (value.len() - address.len());
    let has_scheme = address.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
    let has_scheme = has_scheme.is_some_and(|end| end > 0 && address[end..].starts_with(':'));
    let is_relative = !address.is_empty() && !address.starts_with(['/', '\\', '#']) && !has_scheme;
    is_relative.then(|| Link { at, is_query: address.starts_with('?') })
}

/// Returns the addresses of a `srcset`, each with its place. One that has pictures inside is left as it is.
fn candidates(srcset: &Attribute) -> impl Iterator<Item = (usize, &str)> {
    let mut at = srcset.range.start;
    let pieces = srcset.value.split(',').map(move |piece| {
        let place = at;
        at += piece.len() + 1;
        (place, piece)
    });
    pieces.filter(|_| !srcset.value.contains("data:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_page_that_has_them() {
        for (html, expected) in [
            ("<link href=\"site.css\">", "<link href=\"/a/site.css\">"),
            ("<IMG SRC=logo.svg>", "<IMG SRC=/a/logo.svg>"),
            ("<a href=' ../b?c#d'>", "<a href=' /a/../b?c#d'>"),
            ("<a href=\"?lang=en\">", "<a href=\"/a/page.html?lang=en\">"),
            ("<form action=search>", "<form action=/a/search>"),
            ("<img srcset=\"a.png 1x, b.png 2x\">", "<img srcset=\"/a/a.png 1x, /a/b.png 2x\">"),
            ("<svg><use xlink:href=\"i.svg#a\"/></svg>", "<svg><use xlink:href=\"/a/i.svg#a\"/></svg>"),
            ("<a href=a:b>", "<a href=a:b>"),
        ] {
            let links = RelativeLinks::of(html);
            assert_eq!(markup::edit(html, links.from("/a/page.html").collect()), expected);
        }
    }

    #[test]
    fn what_leads_to_the_same_place_from_everywhere_stays() {
        for html in [
            "<a href=\"/a\">",
            "<a href=\"//b.org\">",
            "<a href=\"#content\">",
            "<a href=\"\">",
            "<a href=\"https://b.org/a\">",
            "<a href=\"mailto:a@b.org\">",
            "<img src=\"data:,a\">",
            "<img srcset=\"data:image/png;base64,AA 1x\">",
            "<base href=\"a/\">",
            "<a data-href=\"a\">",
            "<script>'<a href=\"a\">'</script>",
        ] {
            assert_eq!(RelativeLinks::of(html).0.len(), 0, "{html}");
        }
    }
}
