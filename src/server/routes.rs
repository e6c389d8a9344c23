//! The routes in force. Others can take their place while the server serves.

use axum::Router;
use std::sync::{Arc, PoisonError, RwLock};

/// The routes that a request finds when it comes.
#[derive(Clone)]
pub struct Routes(Arc<RwLock<Router>>);

impl Routes {
    /// Takes the first routes.
    pub fn new(router: Router) -> Self {
        Self(Arc::new(RwLock::new(router)))
    }

    /// Puts others in their place. Requests that have begun end with those before.
    pub fn replace(&self, router: Router) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = router;
    }

    /// Returns those in force.
    pub(super) fn current(&self) -> Router {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
