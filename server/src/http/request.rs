//! Each request has an id and leaves one line in the log, which names the route and never the
//! address: addresses hold tokens.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use store::Ids as _;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::site::Site;

/// The header with the id, by which a person can name a failed request to us.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request. What a client calls its requests is not taken over.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The template of the route that answered, such as `/l/{share}`.
#[derive(Debug, Clone)]
pub(super) struct Route(MatchedPath);

/// Notes the route that answers. Stands within the router that knows it.
pub async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// Gives the request an id and logs how it was answered.
pub async fn layer(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let id = site.clock.next().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", request.id = %id, http.method = %request.method());
    let begun = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let route = response.extensions().get::<Route>().map(|route| route.0.clone());
        let route = route.as_ref().map_or("none", MatchedPath::as_str);
        let status = response.status().as_u16();
        let took = begun.elapsed().as_secs_f64() * 1000.0;
        if status >= 500 {
            tracing::warn!(http.route = route, http.status = status, took.ms = took, "answered");
        } else {
            tracing::info!(http.route = route, http.status = status, took.ms = took, "answered");
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}
