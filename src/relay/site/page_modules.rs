//! The page's modules: one is for most forms; the full one, a sixth larger, for those too that ask for a telephone
//! number or fees.

use super::assets::Assets;
use crate::form::Form;
use crate::relay::html::InlineModule;
use data_encoding::HEXLOWER;

/// The page's modules, as they were built.
pub struct PageModules {
    plain: PageModule,
    full: PageModule,
}

/// A module of the page.
pub struct PageModule {
    /// Where browsers find it.
    pub address: String,
    /// What the script calls it.
    name: &'static str,
    /// The module in hexadecimal digits, for pages that have it inside; none where it was not built.
    digits: Option<String>,
}

impl PageModules {
    /// Reads those of `assets`, which browsers find at the path `served`.
    pub fn read(assets: &Assets, served: &str) -> Self {
        let module = |name, file: &str| PageModule {
            address: format!("{served}/{file}"),
            name,
            digits: assets.read(file).map(|bytes| HEXLOWER.encode(&bytes)),
        };
        Self { plain: module("", "campagnodon.wasm"), full: module("full", "campagnodon-full.wasm") }
    }

    /// Returns the smallest that serves all of these forms, as the script chooses too.
    pub fn serving<'a>(&self, forms: impl IntoIterator<Item = &'a Form>) -> &PageModule {
        if forms.into_iter().all(Form::is_lean) { &self.plain } else { &self.full }
    }
}

impl PageModule {
    /// Returns the module as a page has it inside, or `None` where it was not built.
    pub fn inline(&self) -> Option<InlineModule<'_>> {
        self.digits.as_deref().map(|digits| InlineModule { name: self.name, digits })
    }
}
