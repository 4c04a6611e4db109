//! What keeps one request, or many, from taking the server down.

use std::{any::Any, sync::Arc, time::Duration};

use app::error::AppError;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::Response,
};
use http_body_util::Limited;
use tokio::sync::Semaphore;

use super::refusal::{answer, refuse};

/// How much is served at once, how large, and for how long.
#[derive(Clone)]
pub struct Bounds {
    /// A place for each request at once.
    pub places: Arc<Semaphore>,
    /// A request is answered in this time.
    pub time: Duration,
    /// A body has at most so many bytes.
    pub body: usize,
}

/// Sends requests away while there is no place for them (503), ends those that take too long
/// (503), and takes no body above the limit (413). Event streams give their place back as soon as
/// they begin.
pub async fn layer(State(bounds): State<Bounds>, request: Request, next: Next) -> Response {
    let accept = only_accept(request.headers());
    let Ok(_place) = bounds.places.try_acquire() else {
        tracing::warn!("no place for another request");
        return refuse(&accept, AppError::Busy);
    };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| usize::try_from(length).map_or(true, |n| n > bounds.body)) {
        return answer(&accept, StatusCode::PAYLOAD_TOO_LARGE, AppError::Transport);
    }
    let request = request.map(|body| Body::new(Limited::new(body, bounds.body)));
    match tokio::time::timeout(bounds.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("a request took too long and was ended");
            refuse(&accept, AppError::Busy)
        }
    }
}

/// What a panic becomes. The panic hook has logged where it was.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    let reference = crate::secrets::random_token()[..8].to_owned();
    tracing::error!(error.reference = %reference, "a request was ended by a panic");
    refuse(&HeaderMap::new(), AppError::Internal { reference })
}

fn only_accept(headers: &HeaderMap) -> HeaderMap {
    headers.get(header::ACCEPT).map(|value| (header::ACCEPT, value.clone())).into_iter().collect()
}
