//! What was made of the pages asked for most recently: few enough, and not too long altogether.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// At most this many are kept: two for each form of a site, and some that tags ask for.
const MAX_ENTRIES: usize = 64;
/// … and at most this many bytes of pages altogether.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What was made of pages, by their addresses; the one asked for last in front.
pub struct Recent<T>(Mutex<VecDeque<Entry<T>>>);

struct Entry<T> {
    address: String,
    /// How long the page is.
    bytes: usize,
    made: Arc<T>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Recent<T> {
    /// Returns what was made of the page at this address, or `None` if nothing is kept.
    pub fn find(&self, address: &str) -> Option<Arc<T>> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = entries.iter().position(|entry| entry.address == address)?;
        let entry = entries.remove(at)?;
        let made = Arc::clone(&entry.made);
        entries.push_front(entry);
        Some(made)
    }

    /// Keeps what was made of the page at this address, of that many bytes, in the place of what was kept of it before.
    pub fn keep(&self, address: &str, bytes: usize, made: Arc<T>) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|entry| entry.address != address);
        entries.push_front(Entry { address: address.to_owned(), bytes, made });
        let mut total = 0;
        let fits = |entry: &Entry<T>| {
            total += entry.bytes;
            total <= MAX_BYTES
        };
        let fitting = entries.iter().take(MAX_ENTRIES).map(fits).take_while(|fits| *fits).count();
        entries.truncate(fitting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(recent: &Recent<()>) -> Vec<String> {
        recent.0.lock().unwrap().iter().map(|entry| entry.address.clone()).collect()
    }

    #[test]
    fn few_are_kept() {
        let recent = Recent::default();
        for number in 0..100 {
            recent.keep(&number.to_string(), 6, Arc::default());
            match recent.find("asked for all the time") {
                Some(_) => assert!(number > 0),
                None => recent.keep("asked for all the time", 6, Arc::default()),
            }
        }
        let kept = addresses(&recent);
        assert_eq!((kept.len(), kept[0].as_str(), kept[1].as_str()), (MAX_ENTRIES, "asked for all the time", "99"));
        for address in ["a", "b", "c"] {
            recent.keep(address, MAX_BYTES / 2, Arc::default());
        }
        assert_eq!(addresses(&recent), ["c", "b"]);
    }

    #[test]
    fn what_a_page_was_before_is_forgotten() {
        let recent = Recent::default();
        for made in [1, 2] {
            recent.keep("/", 1, Arc::new(made));
        }
        assert_eq!((recent.find("/").as_deref(), recent.0.lock().unwrap().len()), (Some(&2), 1));
        assert_eq!(recent.find("/other"), None);
    }
}
