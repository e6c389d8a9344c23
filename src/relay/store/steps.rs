//! Work of the store for which nobody waits, in steps so small that nobody has to wait for one.

use std::time::Duration;

/// A step that took longer is too large.
const LONG: Duration = Duration::from_millis(20);
/// The most rows of a step.
const MOST: usize = 200;

/// How large the next step is: as large as the disk and who else writes allow.
pub struct Steps(usize);

impl Default for Steps {
    fn default() -> Self {
        Self(8)
    }
}

impl Steps {
    /// Returns the rows of the next step.
    pub const fn rows(&self) -> usize {
        self.0
    }

    /// Notes how long a step took.
    pub fn took(&mut self, time: Duration) {
        self.0 = match time > LONG {
            true => (self.0 / 2).max(1),
            false if time < LONG / 2 => (self.0 * 2).min(MOST),
            false => self.0,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_as_large_as_they_are_quick() {
        let mut steps = Steps::default();
        let mut rows_after = |milliseconds| {
            steps.took(Duration::from_millis(milliseconds));
            steps.rows()
        };
        assert_eq!([1, 1, 15, 1].map(&mut rows_after), [16, 32, 32, 64]);
        assert_eq!([1; 3].map(&mut rows_after), [128, 200, 200]);
        assert_eq!([21; 9].map(&mut rows_after), [100, 50, 25, 12, 6, 3, 1, 1, 1]);
    }
}
