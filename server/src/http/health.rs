//! Whether the server is well, for balancers, watchdogs and people. Answered whatever the load.

use std::{
    net::SocketAddr,
    sync::{LazyLock, atomic::Ordering},
};

use axum::{
    Json, Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Alarm;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::address::is_trusted;
use crate::{settings::ServerSettings, site::Site, watch};

/// What watchdogs and balancers ask for.
pub(super) const PATHS: [&str; 3] = ["/healthz", "/readyz", "/status.html"];

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
    /// Whether mails leave in time, for those who look after the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<bool>,
    /// Why it is not, as words that never change.
    wrong: Vec<&'static str>,
    /// What else is wrong, for those who look after the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    alarms: Option<Vec<&'static str>>,
}

/// Requests should come here. All of it is told to whoever looks after the site, and to anybody else
/// only what can not follow from what somebody did.
async fn ready(State(site): State<Site>, request: Request) -> Response {
    let closing = site.closing.is_cancelled() || site.failed.load(Ordering::Acquire);
    let settings = &site.settings.watch;
    let facts = watch::recent_facts(&site).await;
    let near = is_near(&site.settings.server, &request);
    let (well, reasons) = match near {
        true => (facts.is_ready(settings), facts.reasons(settings)),
        false => (facts.is_up(settings), facts.public_reasons(settings)),
    };
    let ready = !closing && well;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let said = Readiness {
        ready,
        closing,
        store: facts.database.is_some(),
        mail: near.then(|| facts.outbox.is_some() && !reasons.contains(&Alarm::Mail)),
        wrong: reasons.iter().copied().map(Alarm::code).collect(),
        alarms: near.then(|| {
            let bad = facts.alarms(settings).into_iter().filter(|alarm| !reasons.contains(alarm));
            bad.map(Alarm::code).collect()
        }),
    };
    (status, Json(said)).into_response()
}

/// Whether this machine asks, or a proxy that is trusted; each for itself, and not for somebody else,
/// which proxies say.
fn is_near(settings: &ServerSettings, request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let Some(peer) = peer.map(|peer| peer.0.ip().to_canonical()) else { return false };
    let is_ours = peer.is_loopback()
        || peer == settings.listen.ip().to_canonical()
        || is_trusted(peer, &settings.trusted_proxies);
    let handed_on = ["x-forwarded-for", "x-forwarded-proto", "x-real-ip", "forwarded", "via"];
    is_ours && !handed_on.iter().any(|name| request.headers().contains_key(*name))
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
    use axum::body::Body;

    use super::*;

    // R3.6
    #[test]
    fn only_this_machine_and_proxies_that_ask_for_themselves_are_near() {
        let near = |peer: &str, header: Option<&str>| {
            let settings = ServerSettings {
                listen: "192.0.2.7:80".parse().unwrap(),
                trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
                ..ServerSettings::default()
            };
            let mut request = Request::new(Body::empty());
            let peer: SocketAddr = peer.parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(peer));
            if let Some(header) = header {
                let name: header::HeaderName = header.parse().unwrap();
                request.headers_mut().insert(name, HeaderValue::from_static("x"));
            }
            is_near(&settings, &request)
        };
        for peer in ["127.0.0.1:1", "[::1]:1", "[::ffff:127.0.0.1]:1", "10.1.2.3:1", "192.0.2.7:1"]
        {
            assert!(near(peer, None), "{peer}");
            for header in ["x-forwarded-for", "X-Real-IP", "forwarded", "via"] {
                assert!(!near(peer, Some(header)), "{peer} {header}");
            }
        }
        for peer in ["198.51.100.7:1", "[2001:db8::1]:1", "192.0.2.8:1"] {
            assert!(!near(peer, None), "{peer}");
        }
        let nobody = Request::new(Body::empty());
        assert!(!is_near(&ServerSettings::default(), &nobody));
    }

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
