//! Promise: the first line of a function's documentation begins with a verb in the third person, as CONTRIBUTING asks.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "support/sources.rs"]
mod sources;

use sources::sources;
use std::fs;
use std::path::Path;
use syn::visit::Visit;
use syn::{Attribute, Expr, ImplItemFn, ItemFn, ItemMod, Lit, Meta, Signature, TraitItemFn};

/// Words that look like one and are none, at the beginning of a line that says what something is.
const NOUNS: [&str; 11] =
    ["Amounts", "Cents", "Its", "Keys", "Lines", "Milliseconds", "Names", "Seconds", "Texts", "This", "Words"];

fn is_verb(word: &str) -> bool {
    let plain = word.trim_end_matches([',', '.', ':']);
    let small = plain.chars().skip(1).all(|letter| letter.is_ascii_lowercase());
    plain.starts_with(|letter: char| letter.is_ascii_uppercase())
        && small
        && plain.ends_with('s')
        && !NOUNS.contains(&plain)
}

/// Collects the functions whose documentation begins otherwise.
#[derive(Default)]
struct Otherwise(Vec<String>);

impl Otherwise {
    fn look_at(&mut self, attributes: &[Attribute], signature: &Signature) {
        let first = attributes.iter().find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
        let is_test = attributes
            .iter()
            .any(|attribute| attribute.path().segments.last().is_some_and(|name| name.ident == "test"));
        if let Some(line) = first.filter(|_| !is_test)
            && !line.split_whitespace().next().is_some_and(is_verb)
        {
            self.0.push(format!("{}:{}", signature.ident, line));
        }
    }
}

impl<'ast> Visit<'ast> for Otherwise {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.look_at(&item.attrs, &item.sig);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.look_at(&item.attrs, &item.sig);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.look_at(&item.attrs, &item.sig);
    }

    /// Tests are named by what they promise.
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

fn otherwise(source: &str) -> Vec<String> {
    let mut found = Otherwise::default();
    found.visit_file(&syn::parse_file(source).unwrap());
    found.0
}

#[test]
fn what_a_function_does_stands_first() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = sources(&folder).into_iter().flat_map(|file| {
        let found = otherwise(&fs::read_to_string(&file).unwrap());
        found.into_iter().map(move |function| format!("{}: {function}", file.display()))
    });
    let found: Vec<_> = found.collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_none_is_found() {
    let source = "
        /// Returns one.
        fn a() {}
        /// The other.
        fn b() {}
        impl C {
            /// Seconds since then.
            fn d(&self) {}
            fn undocumented(&self) {}
        }
        /// A promise.
        #[tokio::test]
        async fn e() {}";
    assert_eq!(otherwise(source), ["b: The other.", "d: Seconds since then."]);
}
