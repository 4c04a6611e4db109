//! Where the cloning of layers ends.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use tower::{Layer, Service, ServiceExt as _, util::Oneshot};

/// A layer clones all that is within it for each request, and the layer around it does so again:
/// twenty of them make two hundred clones. What is within this one is cloned once.
#[derive(Debug, Clone, Copy)]
pub struct ClonedOnce;

/// What [`ClonedOnce`] makes of a service: a clone of it is nothing but a count.
pub struct Shared<Within>(Arc<Within>);

impl<Within> Clone for Shared<Within> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Within> Layer<Within> for ClonedOnce {
    type Service = Shared<Within>;

    fn layer(&self, within: Within) -> Shared<Within> {
        Shared(Arc::new(within))
    }
}

impl<Asked, Within: Service<Asked> + Clone> Service<Asked> for Shared<Within> {
    type Response = Within::Response;
    type Error = Within::Error;
    type Future = Oneshot<Within, Asked>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        // `call` waits for the clone that answers.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, asked: Asked) -> Self::Future {
        Within::clone(&self.0).oneshot(asked)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use axum::{
        Router,
        body::Body,
        extract::{Request, State},
        middleware::{Next, from_fn_with_state},
        response::Response,
        routing::get,
    };

    use super::*;

    /// How often it was cloned.
    #[derive(Default)]
    struct Counting(Arc<AtomicU32>);

    impl Clone for Counting {
        fn clone(&self) -> Self {
            self.0.fetch_add(1, Ordering::Relaxed);
            Self(self.0.clone())
        }
    }

    async fn through(State(_): State<Counting>, request: Request, next: Next) -> Response {
        next.run(request).await
    }

    async fn clones(ends: bool) -> u32 {
        let counting = Counting::default();
        let mut router = Router::new().route("/", get(async || "there")).with_state(());
        for _ in 0..12 {
            router = router.layer(from_fn_with_state(counting.clone(), through));
            if ends {
                router = router.layer(ClonedOnce);
            }
        }
        let built = counting.0.load(Ordering::Relaxed);
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert!(answer.status().is_success());
        counting.0.load(Ordering::Relaxed) - built
    }

    #[tokio::test]
    async fn it_ends_what_grows_with_each_layer() {
        let (without, with) = (clones(false).await, clones(true).await);
        assert!(with * 2 <= without, "{with} clones instead of {without}");
    }
}
