//! The routes in force. Others can take their place while the relay serves.

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};
use tower::{Service, ServiceExt};

/// Hands each request to the routes that are in force when it comes.
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

    /// Returns a router that hands everything on.
    pub fn router(self) -> Router {
        Router::new().fallback_service(self)
    }
}

impl Service<Request> for Routes {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let router = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(router.oneshot(request))
    }
}
