//! Where the test runs: what differs between this machine and a browser.

use super::compare::Differences;
use super::original::Case;

#[cfg(target_arch = "wasm32")]
pub use browser::{cases, or_panic, say};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{cases, or_panic, say};

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{Case, Differences};
    use flate2::read::GzDecoder;
    use std::fs::File;
    use std::io::Read;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// The file of cases that `CAMPAGNODON_FORM_CASES` names, or ours.
    pub fn cases() -> Vec<Case> {
        let path = std::env::var("CAMPAGNODON_FORM_CASES").unwrap_or_else(|_| "tests/data/form-cases.jsonl".to_owned());
        read(&path).and_then(|lines| super::parse(&lines)).unwrap_or_else(|problem| panic!("{path}: {problem}"))
    }

    fn read(path: &str) -> Result<String, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        let mut file: Box<dyn Read> =
            if path.ends_with(".gz") { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
        let mut lines = String::new();
        file.read_to_string(&mut lines).map(|_| lines).map_err(|error| error.to_string())
    }

    /// `None`: it panicked.
    pub fn or_panic(differences: fn(&Case) -> Differences, case: &Case) -> Option<Differences> {
        catch_unwind(AssertUnwindSafe(|| differences(case))).ok()
    }

    pub fn say(line: &str) {
        println!("{line}");
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::{Case, Differences};

    /// Our cases: a browser has no files.
    pub fn cases() -> Vec<Case> {
        super::parse(include_str!("../data/form-cases.jsonl")).expect("cases")
    }

    /// A panic ends the module there, and the test with it.
    pub fn or_panic(differences: fn(&Case) -> Differences, case: &Case) -> Option<Differences> {
        Some(differences(case))
    }

    pub fn say(line: &str) {
        wasm_bindgen_test::console_log!("{line}");
    }
}

fn parse(lines: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (at, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        cases.push(serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?);
    }
    if cases.is_empty() { Err("no case".to_owned()) } else { Ok(cases) }
}
