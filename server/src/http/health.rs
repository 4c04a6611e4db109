//! Whether the server is well, for balancers, watchdogs and people. Answered whatever the load.

use std::{sync::atomic::Ordering, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Serialize;

use crate::site::Site;

/// A mail that waits longer than this is a sign that none leave.
const OLDEST_MAIL: i64 = 15 * 60;

/// The database must answer in this time.
const PATIENCE: Duration = Duration::from_secs(2);

const STATUS_PAGE: &str = include_str!("../../../public/status.html");

/// The routes of health.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/status.html", get(page))
}

/// The process runs and answers.
async fn alive() -> &'static str {
    "ok\n"
}

/// What readiness depends on.
#[derive(Debug, Serialize)]
struct Readiness {
    /// Whether requests should come here.
    ready: bool,
    /// Whether it is shutting down.
    closing: bool,
    /// Whether the database answers. Its schema is current: the server starts after migrating.
    store: bool,
    /// Whether mails leave in time.
    mail: bool,
}

/// Requests should come here.
async fn ready(State(site): State<Site>) -> Response {
    let closing = site.closing.is_cancelled() || site.failed.load(Ordering::Acquire);
    let store = in_time(site.store.ping()).await.is_some();
    let backlog = in_time(site.store.mail_backlog(site.clock.now())).await;
    let mail = backlog.is_some_and(|(_, oldest, _)| oldest.is_none_or(|age| age < OLDEST_MAIL));
    let ready = !closing && store && mail;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready, closing, store, mail })).into_response()
}

async fn in_time<T>(asked: impl Future<Output = Result<T, store::StoreError>>) -> Option<T> {
    tokio::time::timeout(PATIENCE, asked).await.ok()?.ok()
}

/// A page that tells watchdogs from outside that the site answers.
async fn page() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))], Html(STATUS_PAGE))
}
