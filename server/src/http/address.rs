//! Where a request comes from, for limits.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

use crate::site::Site;

/// The network address of whoever asks: the peer's, or, behind a proxy that is trusted, the one
/// that the proxy saw. Never logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// That of a request; where none is known, all are one.
    pub fn of(extensions: &Extensions) -> IpAddr {
        extensions.get::<Self>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0)
    }
}

/// Finds out where the request comes from.
pub async fn layer(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let address = client(peer, request.headers(), &site.settings.server.trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// What counts as one address: of IPv6 the network that a household is given.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        four => four,
    }
}

/// Whether an address is that of a proxy in front that is trusted.
pub fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    let address = address.to_canonical();
    trusted.iter().any(|network| network.contains(&address))
}

/// The right-most address in X-Forwarded-For that is not a trusted proxy itself; whatever stands
/// left of it, the client may have written. Without a trusted peer the header is worth nothing.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter();
    let forwarded: Vec<_> = forwarded.filter_map(|value| value.to_str().ok()).collect();
    let mut nearest = peer;
    for hop in forwarded.iter().rev().flat_map(|value| value.rsplit(',')) {
        if !is_trusted(nearest, trusted) {
            break;
        }
        let Some(address) = read(hop.trim()) else { break };
        nearest = address;
    }
    nearest
}

/// An address, with or without a port.
fn read(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse::<IpAddr>().ok();
    let address = address.or_else(|| hop.parse::<SocketAddr>().ok().map(|with| with.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn found(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    // R2.11
    #[test]
    fn a_household_is_one_address() {
        let network = |address: &str| network(address.parse().unwrap());
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2::9"));
        assert_ne!(network("2001:db8:1:2::"), network("2001:db8:1:3::"));
        assert_eq!(network("::ffff:203.0.113.1"), network("203.0.113.1"));
    }

    #[test]
    fn nobody_but_a_trusted_proxy_says_where_a_request_comes_from() {
        assert_eq!(found("203.0.113.5", &["198.51.100.1"], &[]), "203.0.113.5");
        assert_eq!(found("203.0.113.5", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.5");
        assert_eq!(found("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn what_the_client_wrote_itself_counts_for_nothing() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(
            found("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"], &trusted),
            "198.51.100.1"
        );
        assert_eq!(found("10.0.0.1", &["1.1.1.1", "198.51.100.1"], &trusted), "198.51.100.1");
        assert_eq!(found("10.0.0.1", &["1.1.1.1, nonsense"], &trusted), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &[], &trusted), "10.0.0.1");
    }

    #[test]
    fn addresses_are_read_in_all_their_shapes() {
        let trusted = ["::1/128", "10.0.0.0/8"];
        assert_eq!(found("::1", &["[2001:db8::1]:443"], &trusted), "2001:db8::1");
        assert_eq!(found("::1", &["[2001:db8::1]"], &trusted), "2001:db8::1");
        assert_eq!(found("::ffff:10.0.0.1", &["198.51.100.1:80"], &trusted), "198.51.100.1");
    }
}
