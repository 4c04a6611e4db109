//! The site has one address. Whoever opens a page by another of its names, or without TLS if there is
//! TLS, is redirected to the same page there. Programs are refused without TLS, whatever they ask for:
//! one that were redirected would send its token in the clear each time, and nobody would notice.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use ipnet::IpNet;

use super::{address::is_trusted, headers::LeadsElsewhere, health, request::only_reads, rest};
use crate::site::Site;

/// Browsers remember where they were sent for an hour, so that an address that was set wrongly is
/// soon forgotten.
const AN_HOUR: HeaderValue = HeaderValue::from_static("private, max-age=3600");

const BY_TLS: &str = "This site is asked by https:// only. What was sent now could be read on the \
    way: nothing was done with it, and a token in it should be given up.\n";

/// A request came on a listener without TLS, beside one with it.
#[derive(Debug, Clone, Copy)]
pub struct InTheClear;

/// What the site's addresses are.
#[derive(Clone)]
pub struct Addresses {
    site: Site,
    others: Arc<[String]>,
}

impl Addresses {
    /// Of a site.
    pub fn new(site: Site) -> Self {
        let others = site.settings.site.other_hosts().collect();
        Self { site, others }
    }

    fn is_other(&self, request: &Request) -> bool {
        !self.others.is_empty()
            && host(request.uri(), request.headers())
                .is_some_and(|host| self.others.contains(&host))
    }

    fn is_clear(&self, request: &Request) -> bool {
        let settings = &self.site.settings;
        request.extensions().get::<InTheClear>().is_some()
            || settings.site.public_url.is_https()
                && proxy_says_clear(request, &settings.server.trusted_proxies)
    }
}

/// Sends those on who look for a page in another place. What would change something is not sent on:
/// without TLS it is refused, and by another name it is answered, or refused, as everywhere.
pub async fn layer(State(addresses): State<Addresses>, request: Request, next: Next) -> Response {
    // Watchdogs and balancers ask these by whatever name and way they know.
    if health::PATHS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let clear = addresses.is_clear(&request);
    let looks = only_reads(request.method());
    match (clear, looks) {
        (true, _) if rest::is_for_programs(request.uri().path()) => rest::in_the_clear(),
        (true, false) => (StatusCode::FORBIDDEN, BY_TLS).into_response(),
        (true, true) => sent_on(&addresses, request.uri()),
        (false, true) if addresses.is_other(&request) => sent_on(&addresses, request.uri()),
        (false, _) => next.run(request).await,
    }
}

/// The same page, at the main address.
fn sent_on(addresses: &Addresses, uri: &Uri) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let there = addresses.site.settings.site.public_url.link(path);
    let Ok(there) = HeaderValue::from_str(&there) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let told = [(header::LOCATION, there), (header::CACHE_CONTROL, AN_HOUR)];
    let mut response = (StatusCode::MOVED_PERMANENTLY, told).into_response();
    response.extensions_mut().insert(LeadsElsewhere);
    response
}

/// The host that was asked for, without its port (RFC 9110, 7.2).
fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let named = uri.host().map(str::to_owned).or_else(|| {
        let authority: Authority = headers.get(header::HOST)?.to_str().ok()?.parse().ok()?;
        Some(authority.host().to_owned())
    });
    named.map(|host| host.trim_end_matches('.').to_ascii_lowercase())
}

/// Whether a proxy that is trusted says that it was asked without TLS. Where several stand one behind
/// the other, each may have added its word: it takes all of them to send somebody on, or they might be
/// sent on for ever.
fn proxy_says_clear(request: &Request, trusted: &[IpNet]) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if !peer.is_some_and(|peer| is_trusted(peer.0.ip(), trusted)) {
        return false;
    }
    let said = request.headers().get_all("x-forwarded-proto").iter();
    let said: Vec<_> = said.filter_map(|word| word.to_str().ok()).collect();
    let mut words = said.iter().flat_map(|said| said.split(',')).map(str::trim).peekable();
    words.peek().is_some() && words.all(|word| word.eq_ignore_ascii_case("http"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn found(uri: &str, named: Option<&'static str>) -> Option<String> {
        let headers = named.map(|name| (header::HOST, HeaderValue::from_static(name)));
        host(&uri.parse().unwrap(), &headers.into_iter().collect())
    }

    #[test]
    fn the_host_is_what_was_asked_for_in_either_http() {
        assert_eq!(found("/x", Some("WWW.Ewelists.example:443")).unwrap(), "www.ewelists.example");
        assert_eq!(found("https://www.ewelists.example./x", None).unwrap(), "www.ewelists.example");
        assert_eq!(found("/", Some("[::1]:3000")).unwrap(), "[::1]");
        assert_eq!(found("http://a.example/", Some("b.example")).unwrap(), "a.example");
        for none in [None, Some(""), Some("a b"), Some("http://x")] {
            assert_eq!(found("/", none), None, "{none:?}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_says_that_there_was_no_tls() {
        let asked = |peer: [u8; 4], words: &[&'static str]| {
            let mut request = Request::new(Body::empty());
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4711))));
            for word in words {
                request.headers_mut().append("x-forwarded-proto", HeaderValue::from_static(word));
            }
            proxy_says_clear(&request, &["10.0.0.0/8".parse().unwrap()])
        };
        assert!(asked([10, 0, 0, 1], &["http"]) && asked([10, 0, 0, 1], &["HTTP , http", "http"]));
        assert!(!asked([203, 0, 113, 5], &["http"]));
        for words in [&[][..], &["https"], &["https, http"], &["http", "https"], &[""], &["ws"]] {
            assert!(!asked([10, 0, 0, 1], words), "{words:?}");
        }
    }
}
