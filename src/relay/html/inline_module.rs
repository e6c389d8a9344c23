//! The module inside a page, from where the script takes it.

use maud::Render;

/// A module in hexadecimal digits, as an element that shows nothing.
#[derive(Clone, Copy, Debug)]
pub struct InlineModule<'a> {
    /// What the script calls it: nothing, or `phone`.
    pub name: &'static str,
    /// The digits.
    pub digits: &'a str,
}

/// Without a copy of so much.
impl Render for InlineModule<'_> {
    fn render_to(&self, page: &mut String) {
        let parts =
            ["<script type=\"text/plain\" data-campagnodon-module=\"", self.name, "\">", self.digits, "</script>"];
        page.extend(parts);
    }
}
