//! The full address, which a tax receipt and a membership want.

use super::FormPage;
use maud::{Markup, html};

impl FormPage<'_> {
    pub(super) fn address(&self) -> Markup {
        html! {
            fieldset.campagnodon-group data-for="address" aria-describedby=(self.id("address-hint")) {
                legend { (self.texts.get("form.address")) }
                p.campagnodon-hint id=(self.id("address-hint")) { (self.by_operation("form.address_hint")) }
                (self.rows(&self.address_rows()))
            }
        }
    }
}
