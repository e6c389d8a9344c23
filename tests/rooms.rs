//! Promise: a room of the source imports only from the rooms that the table in `CONTRIBUTING.md` allows it, none from one
//! that imports from it in turn, and every file has its room.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "support/sources.rs"]
mod sources;

use sources::sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::visit::Visit;
use syn::{ItemMod, ItemUse, UseTree};

/// The rooms by their paths under `src/`, each with those that it may use; `None` where that is everything.
type Rooms = BTreeMap<String, Option<BTreeSet<String>>>;

/// Returns the table between the marks in CONTRIBUTING: a room in the second cell of a row, what it may use in the last.
fn rooms() -> Rooms {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md")).unwrap();
    let table = text.split_once("<!-- rooms -->").unwrap().1.split_once("<!-- /rooms -->").unwrap().0;
    let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(name).collect::<BTreeSet<_>>();
    let rows = table.lines().filter(|line| line.contains('`')).map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split('|').collect();
        let room = words(cells[1]).into_iter().next().unwrap();
        let may_use = cells[cells.len() - 1];
        (room, (may_use.trim() != "everything").then(|| words(may_use)))
    });
    rows.collect()
}

/// Returns a room's name, from the path that the table writes.
fn name(path: &str) -> String {
    path.trim_start_matches("src/")
        .trim_end_matches('/')
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .replace('/', "::")
}

/// Returns the room that a module stands in: the one with the longest name that it begins with.
fn room_of<'a>(rooms: &'a Rooms, module: &str) -> Option<&'a str> {
    let holds = |room: &&String| {
        module.strip_prefix(room.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    rooms.keys().filter(holds).max_by_key(|room| room.len()).map(String::as_str)
}

/// Whether the tests in a file are read too.
#[derive(PartialEq)]
enum Tests {
    Read,
    Left,
}

/// Collects the absolute paths of this crate that a file names, in imports and elsewhere.
struct Paths {
    tests: Tests,
    /// Where the visitor is.
    module: Vec<String>,
    /// What was found, as absolute paths under `src/`.
    found: BTreeSet<String>,
}

impl Paths {
    /// Returns all paths of a file that is the module `module`.
    fn of(source: &str, module: &str, tests: Tests) -> BTreeSet<String> {
        let mut paths = Self { tests, module: module.split("::").map(str::to_owned).collect(), found: BTreeSet::new() };
        paths.visit_file(&syn::parse_file(source).unwrap());
        paths.found
    }

    /// Notes a path, if it is one of this crate.
    fn note(&mut self, segments: &[String]) {
        let mut base = match segments.first().map(String::as_str) {
            // The program is a crate of its own.
            Some("crate") if self.module[0] == "bin" => self.module[..2].to_vec(),
            Some("crate" | "campagnodon") => Vec::new(),
            Some("super") => self.module.clone(),
            _ => return,
        };
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "super" => drop(base.pop()),
                "crate" | "campagnodon" => {}
                _ => break,
            }
            rest = others;
        }
        base.extend(rest.iter().cloned());
        self.found.insert(base.join("::"));
    }

    fn note_tree(&mut self, before: &mut Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_tree(before, &path.tree);
                before.pop();
            }
            UseTree::Name(name) => self.note(&[before.as_slice(), &[name.ident.to_string()]].concat()),
            UseTree::Rename(name) => self.note(&[before.as_slice(), &[name.ident.to_string()]].concat()),
            UseTree::Glob(_) => self.note(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(before, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| attribute.path().is_ident("cfg"));
        if is_test && self.tests == Tests::Left {
            return;
        }
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.note_tree(&mut Vec::new(), &item.tree);
    }

    /// `pub(super)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&segments);
        syn::visit::visit_path(self, path);
    }
}

/// Returns every use of a room by another: who uses, what is used, and where.
fn uses(rooms: &Rooms) -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut uses = Vec::new();
    for file in sources(&src) {
        let module = name(file.strip_prefix(&src).unwrap().to_str().unwrap());
        let room = room_of(rooms, &module).unwrap_or_else(|| panic!("src/{module} has no room in CONTRIBUTING.md"));
        for path in Paths::of(&fs::read_to_string(&file).unwrap(), &module, Tests::Read) {
            if let Some(used) = room_of(rooms, &path).filter(|used| *used != room) {
                uses.push((room.to_owned(), used.to_owned(), format!("{} uses {path}", file.display())));
            }
        }
    }
    uses
}

#[test]
fn a_room_uses_only_what_its_row_allows() {
    let rooms = rooms();
    let wrong = uses(&rooms)
        .into_iter()
        .filter(|(room, used, _)| rooms[room].as_ref().is_some_and(|allowed| !allowed.contains(used)));
    let wrong: Vec<_> = wrong.map(|(_, _, place)| place).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_allowance_is_needed() {
    let rooms = rooms();
    let used: BTreeSet<_> = uses(&rooms).into_iter().map(|(room, used, _)| (room, used)).collect();
    for (room, allowed) in &rooms {
        for other in allowed.iter().flatten() {
            assert!(rooms.contains_key(other), "{room} may use {other}, which is no room");
            assert!(used.contains(&(room.clone(), other.clone())), "{room} may use {other}, and does not");
        }
    }
}

/// Leaves of a graph only what goes in a circle, and what lies between two.
fn circles(mut graph: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let used: BTreeSet<String> = graph.values().flatten().cloned().collect();
        let before = graph.len();
        let names: BTreeSet<String> = graph.keys().cloned().collect();
        graph.retain(|name, uses| used.contains(name) && uses.iter().any(|used| names.contains(used)));
        if graph.len() == before {
            return graph;
        }
    }
}

#[test]
fn no_room_uses_one_that_uses_it() {
    // Those that may use everything are above the others.
    let graph = rooms().into_iter().filter_map(|(room, uses)| Some((room, uses?))).collect();
    assert_eq!(circles(graph), BTreeMap::new());
}

/// A module and those inside it are one: `mod.rs` declares what the files beside it fill.
#[test]
fn no_file_uses_one_that_uses_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&src).into_iter().map(|file| {
        let module = name(file.strip_prefix(&src).unwrap().to_str().unwrap());
        let paths = Paths::of(&fs::read_to_string(&file).unwrap(), &module, Tests::Left);
        (module, paths)
    });
    let files: BTreeMap<_, _> = files.collect();
    let modules: Rooms = files.keys().map(|module| (module.clone(), None)).collect();
    let is_inside = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with("::"));
    let graph = files.iter().map(|(module, paths)| {
        let used = paths.iter().filter_map(|path| room_of(&modules, path));
        let others = used.filter(|used| !is_inside(used, module) && !is_inside(module, used) && used != module);
        (module.clone(), others.map(str::to_owned).collect())
    });
    assert_eq!(circles(graph.collect()), BTreeMap::new());
}

#[test]
fn a_circle_is_found() {
    let graph = |edges: &[(&str, &[&str])]| {
        let edge = |(from, to): &(&str, &[&str])| ((*from).to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
        edges.iter().map(edge).collect::<BTreeMap<_, BTreeSet<_>>>()
    };
    assert_eq!(circles(graph(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])), BTreeMap::new());
    let found = circles(graph(&[("a", &["b"]), ("b", &["c"]), ("c", &["b", "d"]), ("d", &[])]));
    assert_eq!(found.keys().collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn paths_are_read_wherever_they_stand() {
    let source = "use super::a::{self, b::C}; use std::fs; use crate::{d::E, f};
        mod tests { use super::super::g::H; fn i() -> crate::j::K { super::l::m(crate::n::O) } }";
    let found = Paths::of(source, "x::y", Tests::Read);
    let expected = ["d::E", "f", "j::K", "n::O", "x::a::b::C", "x::a::self", "x::g::H", "x::y::l::m"];
    assert_eq!(found.iter().collect::<Vec<_>>(), expected);
}
