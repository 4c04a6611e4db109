//! What keeps one request, or many, from taking the server down.

use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use app::error::AppError;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::Response,
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::sync::Semaphore;

use super::{
    exchange, pictures,
    refusal::{Untold, answer, reader, refuse},
    rest,
};
use crate::{secrets::error_reference, telemetry::Scope};

/// A body that is too large is read on and dropped, if it says that it is no larger than this: who
/// is still sending when the connection closes may never see the answer.
const HEARD_OUT: u64 = 8 << 20;

/// Whoever is still sending after this time may miss it.
const HEARD_FOR: Duration = Duration::from_secs(5);

/// How much is served at once, how large, and for how long.
#[derive(Clone)]
pub struct Bounds {
    /// A place for each request at once.
    pub places: Arc<Semaphore>,
    /// A request is answered in this time.
    pub time: Duration,
    /// How many bytes a body has at most, unless it brings a picture or a file of gifts.
    pub body: usize,
}

/// Sends requests away while there is no place for them (503), ends those that take too long
/// (503), and takes no body above the limit (413). Event streams give their place back as soon as
/// they begin.
pub async fn layer(State(bounds): State<Bounds>, request: Request, next: Next) -> Response {
    let reader = reader(request.headers());
    let Ok(place) = bounds.places.try_acquire() else {
        tracing::warn!("no place for another request");
        return refuse(&reader, AppError::Busy);
    };
    let (method, path) = (request.method(), request.uri().path());
    let brings_file = pictures::sends_cover(method, path)
        || pictures::goes_along(&request)
        || exchange::sends_gifts(method, path);
    let most = match rest::file_limit(method, path) {
        Some(most) => bounds.body.max(most),
        None if brings_file => bounds.body.max(pictures::READ_ON),
        None => bounds.body,
    };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let too_long = |length: &u64| usize::try_from(*length).map_or(true, |length| length > most);
    if let Some(length) = length.filter(too_long) {
        // It takes nobody's place meanwhile.
        drop(place);
        if length <= HEARD_OUT {
            hear_out(request.into_body()).await;
        }
        return answer(&reader, StatusCode::PAYLOAD_TOO_LARGE, AppError::Transport);
    }
    let too_large = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| {
        let too_large = too_large.clone();
        Body::new(Limited::new(body, most).map_err(move |error| {
            too_large.fetch_or(error.is::<LengthLimitError>(), Ordering::Relaxed);
            error
        }))
    });
    match tokio::time::timeout(bounds.time, next.run(request)).await {
        // Whoever read the body can not tell this from a broken connection.
        Ok(_) if too_large.load(Ordering::Relaxed) => {
            answer(&reader, StatusCode::PAYLOAD_TOO_LARGE, AppError::Transport)
        }
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("a request took too long and was ended");
            refuse(&reader, AppError::Busy)
        }
    }
}

async fn hear_out(mut body: Body) {
    let rest = async { while let Some(Ok(_)) = body.frame().await {} };
    // What did not come in time is not needed.
    _ = tokio::time::timeout(HEARD_FOR, rest).await;
}

/// What a panic becomes, until `refusal` puts it into words. The panic hook has logged where it was.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    let reference = error_reference();
    tracing::error!(error.reference = %reference, "a request was ended by a panic");
    Scope::note(&reference);
    let error = AppError::Internal { reference };
    let mut response = refuse(&HeaderMap::new(), error.clone());
    response.extensions_mut().insert(Untold(error));
    response
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn broken() -> &'static str {
        panic!("with a secret in it")
    }

    async fn asked(places: usize, path: &str) -> Response {
        let bounds = Bounds {
            places: Arc::new(Semaphore::new(places)),
            time: Duration::from_millis(20),
            body: 10,
        };
        let router = Router::new()
            .route("/slow", get(|| tokio::time::sleep(Duration::from_secs(5))))
            .route("/broken", get(broken))
            .layer(from_fn_with_state(bounds, layer))
            .layer(CatchPanicLayer::custom(panicked));
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap()
    }

    fn retry_after(response: &Response) -> u32 {
        response.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap()
    }

    #[tokio::test]
    async fn without_a_place_it_is_come_back_later() {
        let response = asked(0, "/slow").await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!((1..=10).contains(&retry_after(&response)));
    }

    #[tokio::test]
    async fn what_takes_too_long_is_ended() {
        let response = asked(1, "/slow").await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(retry_after(&response) > 0);
    }

    #[tokio::test]
    async fn a_panic_is_a_reference_and_no_more() {
        let response = asked(1, "/broken").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("reference") && !body.contains("secret"), "{body}");
    }
}
