//! The drawing of the page of thanks: a sprout, in the site's accent colour. The style sheet lets it grow where motion is
//! welcome.

use maud::{Markup, html};

/// Renders the drawing, which says nothing that the heading does not.
pub fn thanks() -> Markup {
    html! {
        svg.campagnodon-drawing viewBox="0 0 96 72" width="96" height="72" aria-hidden="true" focusable="false" {
            path.campagnodon-soil d="M16 66q32-9 64 0" {}
            path.campagnodon-stem d="M48 62q1-22 0-36" {}
            path.campagnodon-leaf d="M48 40q-4-17-24-17 1 18 24 17" {}
            path.campagnodon-leaf d="M48 29q3-18 24-20-1 19-24 20" {}
        }
    }
}
