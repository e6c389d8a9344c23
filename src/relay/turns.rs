//! Turns: who asks for the same thing waits for who asked before.

use super::keys::Hash;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// One queue a key, there while somebody stands in it.
#[derive(Default)]
pub struct Turns(Arc<Mutex<HashMap<Hash, Arc<tokio::sync::Mutex<()>>>>>);

/// Somebody's turn; ends when dropped.
pub struct Turn {
    queues: Arc<Mutex<HashMap<Hash, Arc<tokio::sync::Mutex<()>>>>>,
    key: Hash,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for the turn at `key`.
    pub async fn take(&self, key: Hash) -> Turn {
        let queue = Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let guard = Some(queue.lock_owned().await);
        Turn { queues: Arc::clone(&self.0), key, guard }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        self.guard.take();
        // Only the map itself holds a queue in which nobody stands.
        if queues.get(&self.key).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            queues.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_and_nothing_left() {
        let turns = Turns::default();
        let first = turns.take([1; 32]).await;
        let second = turns.take([1; 32]);
        tokio::pin!(second);
        assert!(futures_poll_once(second.as_mut()).await.is_none());
        drop(turns.take([2; 32]).await);
        drop(first);
        drop(second.await);
        assert!(turns.0.lock().unwrap().is_empty());
    }

    async fn futures_poll_once<F: Future + Unpin>(mut future: F) -> Option<F::Output> {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(match std::pin::Pin::new(&mut future).poll(context) {
                std::task::Poll::Ready(output) => Some(output),
                std::task::Poll::Pending => None,
            })
        })
        .await
    }
}
