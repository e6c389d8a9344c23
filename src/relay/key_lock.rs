//! Locks by key: the second request for the same thing waits for the first.

use crate::relay::keys::Hash;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// One lock a key, there while a request holds it or waits for it.
#[derive(Clone, Default)]
pub struct KeyLocks(Arc<Mutex<HashMap<Hash, Arc<tokio::sync::Mutex<()>>>>>);

/// The lock of one key; free again when dropped.
pub struct KeyLock {
    locks: Arc<Mutex<HashMap<Hash, Arc<tokio::sync::Mutex<()>>>>>,
    key: Hash,
    guard: Option<OwnedMutexGuard<()>>,
}

impl KeyLocks {
    /// Waits for the lock of `key`.
    pub async fn lock(&self, key: Hash) -> KeyLock {
        let lock = Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let guard = Some(lock.lock_owned().await);
        KeyLock { locks: Arc::clone(&self.0), key, guard }
    }
}

impl Drop for KeyLock {
    fn drop(&mut self) {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        self.guard.take();
        // Only the map itself holds a lock that nobody wants.
        if locks.get(&self.key).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            locks.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_and_nothing_left() {
        let locks = KeyLocks::default();
        let first = locks.lock([1; 32]).await;
        let second = locks.lock([1; 32]);
        tokio::pin!(second);
        assert!(futures_poll_once(second.as_mut()).await.is_none());
        drop(locks.lock([2; 32]).await);
        drop(first);
        drop(second.await);
        assert!(locks.0.lock().unwrap().is_empty());
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
