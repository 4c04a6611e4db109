//! What is refused before anything looks at it: other sites, too much, too often.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};

use super::address::ClientAddress;
use crate::{service::SESSION_COOKIE, settings::{LimitsSettings, Rate}, site::Site};

/// Lets only our own pages write (T16). Browsers say where a request comes from in
/// `Sec-Fetch-Site`, older ones in `Origin`; who says neither is no browser, and may write only
/// without a session. Server functions are never reached by GET, which cookies survive.
pub async fn same_origin(State(site): State<Site>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_function = request.uri().path().starts_with("/fn/");
    if is_function && *request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")]).into_response();
    }
    if !reads && !is_ours(request.headers(), &site.settings.site.origin()) {
        return (StatusCode::FORBIDDEN, "This request came from another site.").into_response();
    }
    next.run(request).await
}

fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(sent)) => sent == origin,
        (None, None) => !text("cookie").is_some_and(|cookies| cookies.contains(SESSION_COOKIE)),
    }
}

/// Drops a `Location` that leads to another site (T21).
pub async fn local_redirects(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let local = |value: &HeaderValue| {
        let path = value.to_str().unwrap_or_default();
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\')
    };
    if response.headers().get(header::LOCATION).is_some_and(|value| !local(value)) {
        response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    }
    response
}

type Limiter = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock>;

/// How often one network address may post.
#[derive(Clone)]
pub struct Rates {
    rows: Arc<Vec<(&'static str, Limiter)>>,
    posts: Arc<Limiter>,
}

fn limiter(rate: Rate) -> Limiter {
    let period = Duration::from_secs(u64::from(rate.seconds.get()));
    let quota = Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN));
    RateLimiter::keyed(quota.allow_burst(rate.burst))
}

impl Rates {
    /// The limits of the settings.
    pub fn new(settings: &LimitsSettings) -> Self {
        let rows = settings.rows_by_name().map(|(name, rate)| (name, limiter(rate)));
        Self { rows: Arc::new(rows.into()), posts: Arc::new(limiter(settings.post)) }
    }

    /// The seconds after which this address may post there again, if it may not now.
    fn wait(&self, path: &str, address: IpAddr) -> Option<u64> {
        let address = network(address);
        let row = path.strip_prefix("/fn/").and_then(LimitsSettings::row_of);
        let own = self.rows.iter().find(|(name, _)| Some(*name) == row).map(|(_, limiter)| limiter);
        own.into_iter().chain([&*self.posts]).find_map(|limiter| {
            let not_yet = limiter.check_key(&address).err()?;
            Some(not_yet.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
        })
    }
}

/// An IPv6 customer has a whole /64: it counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
    }
}

/// Refuses posts that come too often, with the seconds after which to try again.
pub async fn rate(State(rates): State<Rates>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>().copied();
    if *request.method() == Method::POST
        && let Some(ClientAddress(address)) = address
        && let Some(seconds) = rates.wait(request.uri().path(), address)
    {
        let retry_after = u32::try_from(seconds).unwrap_or(u32::MAX);
        let error = app::error::AppError::TooMany { retry_after };
        let body = serde_json::to_string(&error).unwrap_or_default();
        let headers = [
            (header::RETRY_AFTER, retry_after.to_string()),
            (header::CONTENT_TYPE, "application/json".to_owned()),
        ];
        return (StatusCode::TOO_MANY_REQUESTS, headers, body).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_static(value))
        }).collect()
    }

    #[test]
    fn only_our_own_pages_write() {
        let origin = "https://ewelists.example";
        for (sent, ours) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://ewelists.example")], false),
            (&[("origin", "https://ewelists.example")], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[], true),
            (&[("cookie", "a=b; __Host-session=x")], false),
        ] {
            assert_eq!(is_ours(&headers(sent), origin), ours, "{sent:?}");
        }
    }

    #[test]
    fn tries_are_counted_for_each_network_address() {
        let rates =
            Rates::new(&LimitsSettings { sign_in: Rate::new(2, 60), ..LimitsSettings::default() });
        let (one, other) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        assert_eq!(rates.wait("/fn/sign_in", one), None);
        assert_eq!(rates.wait("/fn/sign_in", one), None);
        assert!(rates.wait("/fn/sign_in", one).is_some());
        assert_eq!(rates.wait("/fn/sign_in", other), None);
        assert_eq!(rates.wait("/fn/reserve", one), None);
    }
}
