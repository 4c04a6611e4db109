//! One request finds nothing of another's.
//!
//! Pages and server functions find who visits, and what else belongs to a request, in the context
//! of an owner of Leptos. The owner of a server function becomes the child of whichever owner was
//! last at work on its thread, so that its context may be another request's.

use axum::{extract::Request, middleware::Next, response::Response};
use leptos::{prelude::Owner, reactive::computed::ScopedFuture};

/// Answers a request within an owner of its own, which has no parent.
pub async fn layer(request: Request, next: Next) -> Response {
    let owner = Owner::new_root(None);
    ScopedFuture { owner, observer: None, fut: next.run(request) }.await
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use http_body_util::BodyExt as _;
    use leptos::prelude::{provide_context, use_context};
    use tower::ServiceExt as _;

    use super::*;

    #[derive(Clone)]
    struct Secret;

    /// As Leptos begins a server function.
    async fn look() -> String {
        Owner::new().with(|| use_context::<Secret>().is_some()).to_string()
    }

    async fn found(router: Router) -> String {
        let another = Owner::new_root(None);
        another.with(|| provide_context(Secret));
        another.set();
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn what_another_request_left_behind_is_not_found() {
        let router = Router::new().route("/", get(look));
        assert_eq!(found(router.clone()).await, "true", "nothing is to be kept apart any more");
        assert_eq!(found(router.layer(from_fn(layer))).await, "false");
    }
}
