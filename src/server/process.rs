//! What a server asks of the system at its start: to write no memory to disk, and to let it have enough connections.

use std::io;

/// Of descriptors, what is kept for the store, the log, the distants.
const OURS: usize = 64;
/// A connection has its own descriptor, and one more while a file is read or a distant asked.
const EACH: usize = 2;

/// How many descriptors the system grants this process: files and connections together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descriptors(usize);

impl Descriptors {
    /// Returns what is granted now.
    pub fn granted() -> Self {
        #[cfg(unix)]
        {
            use rustix::process::{Resource, getrlimit};
            let granted = getrlimit(Resource::Nofile).current;
            Self(granted.map_or(usize::MAX, |granted| usize::try_from(granted).unwrap_or(usize::MAX)))
        }
        #[cfg(not(unix))]
        Self(usize::MAX)
    }

    /// Returns for how many connections they suffice, of those that are wanted.
    ///
    /// # Errors
    /// If for none.
    pub fn connections(self, wanted: usize) -> io::Result<usize> {
        match (self.0.saturating_sub(OURS) / EACH).min(wanted) {
            0 => Err(io::Error::other(format!("{} descriptors are too few (ulimit -n)", self.0))),
            most => Ok(most),
        }
    }
}

/// Keeps what is in memory out of core dumps and from programs of the same user, and takes all the descriptors that
/// this process may have.
///
/// # Errors
/// If the system does not let it be so.
#[cfg(unix)]
pub fn protect() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    }
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    let descriptors = getrlimit(Resource::Nofile);
    // A system that names no sensible bound keeps the one that is set.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: descriptors.maximum, ..descriptors });
    Ok(())
}

/// Does nothing: such a system has no core dumps that a program could forbid.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn protect() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_protected_process_is_read_by_nobody_of_its_user() {
        use rustix::process::{DumpableBehavior, dumpable_behavior};
        protect().unwrap();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }

    #[test]
    fn fewer_connections_than_descriptors() {
        for (granted, wanted, most) in
            [(1024, 1000, Some(480)), (1_000_000, 1000, Some(1000)), (128, 1000, Some(32)), (65, 1000, None)]
        {
            assert_eq!(Descriptors(granted).connections(wanted).ok(), most, "{granted}");
        }
    }
}
