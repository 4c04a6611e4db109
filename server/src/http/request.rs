//! Each request has an id and leaves one line in the log, which names the route and never the
//! address: addresses hold tokens. By the same name it is counted, traced and timed.

use std::{net::SocketAddr, time::Duration};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use tokio::time::Instant;
use tracing::{Instrument as _, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::{address::is_trusted, health};
use crate::{
    settings::{LimitsSettings, Settings},
    site::Site,
    telemetry::{Scope, metrics as figures, traceparent},
};

/// The header with the id, by which a person can name a failed request to us. What a client calls its
/// requests is not taken over.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The header that says how long what took.
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The template of the route that answered, such as `/l/{share}`.
#[derive(Debug, Clone)]
pub(super) struct Route(MatchedPath);

/// What a route is, by its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Page,
    Function(&'a str),
    Program,
    /// Files, streams, and what watchdogs ask for.
    Other,
}

impl<'a> Part<'a> {
    fn of(route: &'a str) -> Self {
        if let Some(function) = route.strip_prefix("/fn/") {
            return Self::Function(function);
        }
        let first = route.split('/').nth(1).unwrap_or_default();
        match first {
            "api" => Self::Program,
            "pkg" | "live" | "pictures" | "healthz" | "readyz" | "status.html" => Self::Other,
            _ if route.starts_with('/') => Self::Page,
            _ => Self::Other,
        }
    }

    /// The span of what is done for it.
    fn span(self, route: &str) -> Span {
        match self {
            Self::Page => tracing::debug_span!("page", http.route = route),
            Self::Function(_) => tracing::debug_span!("server function", http.route = route),
            Self::Program => tracing::debug_span!("program", http.route = route),
            Self::Other => Span::none(),
        }
    }

    /// Whether it may be said how long it took. Not where that would help to guess: what is limited
    /// for that reason is the same.
    fn may_be_timed(self) -> bool {
        match self {
            Self::Page => true,
            Self::Function(function) => LimitsSettings::row_of(function).is_none(),
            Self::Program | Self::Other => false,
        }
    }
}

/// Notes the route that answers. Stands within the router that knows it.
pub async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let name = route.as_ref().map_or("none", MatchedPath::as_str);
    let part = Part::of(name);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(part.span(name)).await;
    if let Part::Function(function) = part {
        let took = begun.elapsed().as_secs_f64();
        let function = function.to_owned();
        metrics::histogram!(figures::FUNCTION_DURATION, "function" => function).record(took);
    }
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// Gives the request an id, and logs, counts and times how it was answered.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let id = site.clock.name_of_request();
    let method = known(request.method());
    let span = tracing::info_span!("request", request.id = %id, http.method = method);
    if let Some(trace) = handed_on(&site.settings, &request) {
        traceparent::follow(&span, &trace);
    }
    let scope = Scope::default();
    let begun = Instant::now();
    let answered = async {
        let mut response = next.run(request).await;
        let route = response.extensions().get::<Route>().map(|route| route.0.clone());
        let route = route.as_ref().map_or("none", MatchedPath::as_str);
        let status = response.status().as_u16();
        let took = begun.elapsed();
        let millis = took.as_secs_f64() * 1000.0;
        if status >= 500 {
            tracing::warn!(http.route = route, http.status = status, took.ms = millis, "answered");
        } else {
            tracing::info!(http.route = route, http.status = status, took.ms = millis, "answered");
        }
        if !site.settings.traces.endpoint.is_empty() {
            let span = Span::current();
            span.set_attribute("http.route", route.to_owned());
            span.set_attribute("http.response.status_code", i64::from(status));
        }
        // Watchdogs are told by 503 that the site is not well. That is no failure of its own.
        if !health::PATHS.contains(&route) {
            site.watch.count(status >= 500);
        }
        count(route, method, status, took);
        for reference in scope.errors() {
            site.errors.tell(&reference, route, site.clock.now());
        }
        if Part::of(route).may_be_timed() {
            response.headers_mut().insert(SERVER_TIMING, timing(scope.in_database(), took));
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    };
    scope.clone().over(answered).instrument(span).await
}

/// The trace in which a proxy in front of us asks, if the settings say that it makes the header itself.
/// Most proxies hand on what a client wrote there, and whoever asks decides about no trace of ours.
fn handed_on(settings: &Settings, request: &Request) -> Option<String> {
    if !settings.traces.follow_proxies {
        return None;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let is_ours = is_trusted(peer.0.ip(), &settings.server.trusted_proxies);
    let trace = request.headers().get("traceparent").filter(|_| is_ours)?;
    trace.to_str().ok().map(str::to_owned)
}

fn count(route: &str, method: &'static str, status: u16, took: Duration) {
    let (route, status, took) = (route.to_owned(), status.to_string(), took.as_secs_f64());
    let duration = figures::REQUEST_DURATION;
    metrics::histogram!(duration, "route" => route.clone(), "method" => method).record(took);
    let requests = figures::REQUESTS;
    metrics::counter!(requests, "route" => route, "method" => method, "status" => status)
        .increment(1);
}

/// The method, if it is one that we know; anybody can make up others.
pub(super) fn known(method: &Method) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
    all.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// Whether a method only reads.
pub(super) fn only_reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// How long the database took, all its parts together, and how long all of it.
fn timing(database: Duration, total: Duration) -> HeaderValue {
    let [database, total] = [database, total].map(|took| took.as_secs_f64() * 1000.0);
    let said = format!("db;dur={database:.1}, total;dur={total:.1}");
    HeaderValue::from_str(&said).unwrap_or(HeaderValue::from_static("total"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn a_trace_goes_on_only_from_a_proxy_that_is_said_to_make_it_itself() {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let followed = |follow: bool, peer: &str| {
            let mut settings = Settings::default();
            settings.traces.follow_proxies = follow;
            settings.server.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
            let mut request = Request::new(Body::empty());
            let peer: SocketAddr = peer.parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(peer));
            request.headers_mut().insert("traceparent", HeaderValue::from_static(trace));
            handed_on(&settings, &request)
        };
        assert_eq!(followed(true, "10.0.0.1:1").as_deref(), Some(trace));
        for nothing in [followed(false, "10.0.0.1:1"), followed(true, "192.0.2.1:1")] {
            assert_eq!(nothing, None);
        }
    }

    #[test]
    fn what_could_be_guessed_at_is_not_timed() {
        for timed in ["/", "/l/{share}", "/lists", "/fn/edit_gift"] {
            assert!(Part::of(timed).may_be_timed(), "{timed}");
        }
        for silent in [
            "/fn/sign_in",
            "/fn/sign_up",
            "/fn/ask_reset",
            "/fn/mail_links",
            "/fn/enter_passcode",
            "/fn/contact",
            "/api/v1/lists/{id}",
            "/pkg/{*file}",
            "/live/share/{token}",
            "/readyz",
            "none",
        ] {
            assert!(!Part::of(silent).may_be_timed(), "{silent}");
        }
    }

    #[test]
    fn it_is_said_how_long_what_took() {
        let said = timing(Duration::from_micros(1300), Duration::from_millis(20));
        assert_eq!(said, "db;dur=1.3, total;dur=20.0");
        assert_eq!(known(&Method::PUT), "PUT");
        assert_eq!(known(&Method::from_bytes(b"SECRET").unwrap()), "other");
    }
}
