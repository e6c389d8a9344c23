//! The line before a distant: so many are served at once, and who comes next waits a moment, first come, first served.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A person sees that it takes a while, and has not given up yet.
const LONGEST: Duration = Duration::from_secs(2);
/// So many can wait. Each holds one form's answers in memory.
const ROOM: usize = 1024;

/// A distant's line.
pub struct Line {
    places: Arc<Semaphore>,
    /// The places and those of the line before them.
    room: Arc<Semaphore>,
    longest: Duration,
}

/// A place at the distant; free again when dropped.
#[must_use]
pub struct Place {
    _place: OwnedSemaphorePermit,
    _room: OwnedSemaphorePermit,
}

/// The line is full, or went on too slowly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowded;

impl Line {
    /// Makes the line before a distant that serves `at_once`.
    pub fn new(at_once: usize) -> Self {
        Self::with(at_once, ROOM, LONGEST)
    }

    fn with(at_once: usize, room: usize, longest: Duration) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { places: semaphore(at_once), room: semaphore(at_once + room), longest }
    }

    /// Returns a place, or `None` if none is free. Nobody in the line is overtaken: a place that becomes free is the
    /// first one's at once.
    pub fn free_place(&self) -> Option<Place> {
        let room = Arc::clone(&self.room).try_acquire_owned().ok()?;
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { _place: place, _room: room })
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// At once if the line is full, and after two seconds.
    pub async fn wait(&self) -> Result<Place, Crowded> {
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| Crowded)?;
        match tokio::time::timeout(self.longest, Arc::clone(&self.places).acquire_owned()).await {
            Ok(Ok(place)) => Ok(Place { _place: place, _room: room }),
            Ok(Err(_)) | Err(_) => Err(Crowded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    /// No test waits so long.
    const LONG: Duration = Duration::from_secs(600);

    #[tokio::test]
    async fn first_come_first_served() {
        let line = Arc::new(Line::with(1, 8, LONG));
        let first = line.wait().await.unwrap();
        let (served, mut order) = mpsc::unbounded_channel();
        for number in 0..8 {
            let (mine, served) = (Arc::clone(&line), served.clone());
            tokio::spawn(async move {
                let place = mine.wait().await.unwrap();
                served.send(number).unwrap();
                drop(place);
            });
            while line.room.available_permits() > 7 - number {
                tokio::task::yield_now().await;
            }
        }
        assert!(line.wait().await.is_err(), "the line is full");
        assert!(line.free_place().is_none());
        drop(first);
        assert!(line.free_place().is_none(), "whose turn it is has the place");
        for number in 0..8 {
            assert_eq!(order.recv().await, Some(number));
        }
        assert!(line.wait().await.is_ok());
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let line = Line::with(1, 8, Duration::from_millis(20));
        let first = line.wait().await.unwrap();
        assert!(line.wait().await.is_err());
        drop(first);
        assert!(line.wait().await.is_ok(), "who gave up stands in nobody's way");
    }
}
