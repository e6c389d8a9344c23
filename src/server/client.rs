//! What a connection waits for, and since when.

use super::{BODY, HEAD, IDLE, LINGER, UNREAD};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A client, as its connection sees it.
pub struct Client(Mutex<State>);

struct State {
    stage: Stage,
    /// Since when the client takes nothing of what is written to it.
    unread_since: Option<Instant>,
    /// Since when the body of this request is waited for, however it trickles in.
    body_since: Option<Instant>,
    /// Whether a body was left unread.
    left: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing of a request has come.
    Idle(Instant),
    /// A head is on its way.
    Head(Instant),
    /// The service is at work, or its answer on the way.
    Ours,
    /// A body is on its way.
    Body(Instant),
    /// All is answered, and the client still sends.
    Lingering(Instant),
}

impl Client {
    /// Starts with a client that has just connected, of whom a head is awaited.
    pub fn new() -> Self {
        let stage = Stage::Head(Instant::now());
        Self(Mutex::new(State { stage, unread_since: None, body_since: None, left: false }))
    }

    /// Notes that it sent something.
    pub fn sent(&self) {
        let mut state = self.state();
        if let Stage::Idle(_) = state.stage {
            state.stage = Stage::Head(Instant::now());
        }
    }

    /// Notes that it took some of what was written to it, or nothing.
    pub fn took(&self, some: bool) {
        let mut state = self.state();
        if some {
            state.unread_since = None;
        } else {
            state.unread_since.get_or_insert_with(Instant::now);
        }
    }

    /// Notes that a request's head is there.
    pub fn begins(&self) {
        let mut state = self.state();
        (state.stage, state.body_since, state.left) = (Stage::Ours, None, false);
    }

    /// Notes that a piece of the body is wanted, and there or not.
    pub fn body(&self, there: bool) {
        let mut state = self.state();
        state.stage = match there {
            true => Stage::Ours,
            false => Stage::Body(*state.body_since.get_or_insert_with(Instant::now)),
        };
    }

    /// Notes that the body was left unread.
    pub fn leaves_body(&self) {
        let mut state = self.state();
        (state.stage, state.left) = (Stage::Ours, true);
    }

    /// Notes that the answer is written.
    pub fn answered(&self) {
        self.state().stage = Stage::Idle(Instant::now());
    }

    /// Ends the connection. Returns whether the client may still be sending.
    pub fn lingers(&self) -> bool {
        let mut state = self.state();
        if state.left && !matches!(state.stage, Stage::Lingering(_)) {
            state.stage = Stage::Lingering(Instant::now());
        }
        state.left
    }

    /// Returns since when it is waited for, or `None` if it is not.
    pub fn waits_since(&self) -> Option<Instant> {
        let state = self.state();
        state.unread_since.or(match state.stage {
            Stage::Ours => None,
            Stage::Idle(since) | Stage::Head(since) | Stage::Body(since) | Stage::Lingering(since) => Some(since),
        })
    }

    /// Checks whether it has been waited for too long.
    pub fn is_late(&self, now: Instant) -> bool {
        let state = self.state();
        let over = |since: Instant, limit: Duration| now.duration_since(since) >= limit;
        state.unread_since.is_some_and(|since| over(since, UNREAD))
            || match state.stage {
                Stage::Idle(since) => over(since, IDLE),
                Stage::Head(since) => over(since, HEAD),
                Stage::Body(since) => over(since, BODY),
                Stage::Lingering(since) => over(since, LINGER),
                Stage::Ours => false,
            }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends_after(client: &Client, limit: Duration) {
        let now = Instant::now();
        assert!(!client.is_late(now + limit - Duration::from_secs(1)) && client.is_late(now + limit), "{limit:?}");
        assert!(client.waits_since().is_some());
    }

    #[test]
    fn each_wait_has_its_time() {
        let client = Client::new();
        ends_after(&client, HEAD);
        client.begins();
        assert!(client.waits_since().is_none() && !client.is_late(Instant::now() + 100 * IDLE));
        client.took(false);
        ends_after(&client, UNREAD);
        client.took(true);
        client.answered();
        ends_after(&client, IDLE);
        client.sent();
        ends_after(&client, HEAD);
    }

    #[test]
    fn what_trickles_is_waited_for_since_it_began() {
        let client = Client::new();
        let began = client.waits_since();
        client.sent();
        assert_eq!(client.waits_since(), began);
        client.begins();
        client.body(false);
        let began = client.waits_since();
        client.body(true);
        assert_eq!(client.waits_since(), None);
        client.body(false);
        assert_eq!(client.waits_since(), began);
        ends_after(&client, BODY);
    }

    #[test]
    fn who_still_sends_has_a_moment_to_read_the_answer() {
        let client = Client::new();
        client.begins();
        assert!(!client.lingers());
        client.leaves_body();
        client.answered();
        assert!(client.lingers());
        ends_after(&client, LINGER);
    }
}
