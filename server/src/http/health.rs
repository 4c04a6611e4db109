//! Whether the server is well, for balancers, watchdogs and people. Answered whatever the load.

use std::sync::{LazyLock, atomic::Ordering};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Alarm;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{site::Site, watch};

const STATUS_PAGE: &str = include_str!("../../../public/status.html");

/// It loads nothing, and looks as its own style sheet says, which is known by its digest.
static STATUS_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let look = STATUS_PAGE.split(['<', '>']).skip_while(|piece| *piece != "style").nth(1);
    let digest = STANDARD.encode(Sha256::digest(look.unwrap_or_default()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

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
    /// Whether the database answers.
    store: bool,
    /// Whether mails leave in time.
    mail: bool,
    /// Why it is not, as words that never change.
    wrong: Vec<&'static str>,
}

/// Requests should come here.
async fn ready(State(site): State<Site>) -> Response {
    let closing = site.closing.is_cancelled() || site.failed.load(Ordering::Acquire);
    let settings = &site.settings.watch;
    let facts = watch::facts(&site).await;
    let reasons = facts.reasons(settings);
    let ready = !closing && facts.is_ready(settings);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let said = Readiness {
        ready,
        closing,
        store: facts.database.is_some(),
        mail: facts.outbox.is_some() && !reasons.contains(&Alarm::Mail),
        wrong: reasons.into_iter().map(Alarm::code).collect(),
    };
    (status, Json(said)).into_response()
}

/// A page that tells watchdogs from outside that the site answers.
async fn page() -> impl IntoResponse {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, STATUS_POLICY.clone()),
    ];
    (headers, Html(STATUS_PAGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_looks_as_its_style_sheet_says_and_loads_nothing() {
        let (_, rest) = STATUS_PAGE.split_once("<style>").unwrap();
        let (look, _) = rest.split_once("</style>").unwrap();
        assert!(look.contains("prefers-color-scheme"));
        let digest = STANDARD.encode(Sha256::digest(look));
        let policy = STATUS_POLICY.to_str().unwrap();
        assert!(policy.contains(&format!("style-src 'sha256-{digest}';")), "{policy}");
        for loading in ["src=", "href=", "url(", "style=", "<script"] {
            assert!(!STATUS_PAGE.contains(loading), "{loading}");
        }
    }
}
