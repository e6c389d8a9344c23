//! What a check found, a line each.

use std::fmt;

/// What is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Well,
    /// A person must compare what a program cannot.
    Look,
    /// Something must be mended.
    Mend,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is to be done.
    pub verdict: Verdict,
    /// What was found, and what to do.
    pub text: String,
}

/// What was found of one thing that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The lines, in the order in which they were found.
    pub findings: Vec<Finding>,
}

impl Report {
    pub(super) fn well(&mut self, text: impl Into<String>) {
        self.add(Verdict::Well, text.into());
    }

    pub(super) fn look(&mut self, text: impl Into<String>) {
        self.add(Verdict::Look, text.into());
    }

    pub(super) fn mend(&mut self, text: impl Into<String>) {
        self.add(Verdict::Mend, text.into());
    }

    fn add(&mut self, verdict: Verdict, text: String) {
        self.findings.push(Finding { verdict, text });
    }

    /// Returns what must be mended.
    pub fn mends(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().filter(|finding| finding.verdict == Verdict::Mend).map(|finding| finding.text.as_str())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { verdict, text } in &self.findings {
            let word = match verdict {
                Verdict::Well => "ok  ",
                Verdict::Look => "look",
                Verdict::Mend => "MEND",
            };
            writeln!(f, "{word}  {text}")?;
        }
        Ok(())
    }
}
