//! Who is asked at all: only the public internet, at the ports of the web.
//!
//! Two judges decide, and both must agree: http-acl, and [`is_public`], which is ours. They are
//! asked about the address that was typed, about each that it leads to, and about every address
//! that a name has. Connections are made to addresses that were judged and to no others, so that a
//! name can not mean one thing to the judges and another to the connection.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use domain::Link;
use http_acl::{HttpAcl, IpNet};
use http_acl_reqwest::{HttpAclDnsResolver, HttpAclMiddleware};
use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use thiserror::Error;
use url::{Host, Url};

/// What http-acl 0.14 takes for public and is not: a cloud's inner address, what relays 6to4
/// (RFC 7526), multicast, and whatever of IPv6 was not given out or carries IPv4.
const MORE: [&str; 8] = [
    "168.63.129.16/32",
    "192.88.99.0/24",
    "224.0.0.0/4",
    "::/3",
    "2001::/23",
    "3fff::/20",
    "4000::/2",
    "8000::/1",
];

/// Whatever went wrong in making or asking a resolver.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// An address that is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it does not belong to the public internet")]
pub struct Forbidden;

/// Whether an address belongs to the public internet. The registries of special addresses of IANA
/// say which do not, and some clouds have inner addresses among those that do.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        // This network, private ones, carriers' (RFC 6598; a cloud's metadata too), loopback.
        [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..]
            // Link-local and with it most clouds' metadata, and another cloud's inner address.
            | [169, 254, ..] | [168, 63, 129, 16]
            // Protocols, documentation, relays of 6to4, measuring.
            | [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 51, 100, _] | [203, 0, 113, _]
            | [198, 18..=19, ..]
            // Multicast, what is kept for later, and everybody.
            | [224..=255, ..]
    )
}

/// Of IPv6 only what is given out (2000::/3), without what there carries IPv4 (Teredo within
/// 2001::/23, 6to4) or is for documentation. Every other form of IPv4 within IPv6 lies outside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x2002, ..] => false,
        [0x3fff, second, ..] => second >= 0x1000,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// The two judges, and what else is never asked.
#[derive(Debug, Clone)]
pub struct Guard {
    judge: HttpAclMiddleware,
    /// Our own host: whoever asks it through us would come from inside.
    own: Option<String>,
}

impl Guard {
    /// A guard for the site at an origin, such as `https://ewelists.example`.
    ///
    /// # Errors
    /// Whatever the origin or http-acl has; nobody may be asked then.
    pub fn new(origin: &str) -> Result<Self, Trouble> {
        let own = Url::parse(origin)?;
        Ok(Self { judge: HttpAclMiddleware::new(acl()?), own: host_of(&own).map(str::to_owned) })
    }

    /// Whether an address may be asked, as far as that can be seen before its name is looked up.
    ///
    /// # Errors
    /// [`Forbidden`]: it is not http or https, names a port other than theirs or somebody to sign
    /// in as, is our own, or its host is no name on the internet and no public address.
    pub fn check(&self, url: &Url) -> Result<(), Forbidden> {
        let acl = self.judge.acl();
        let host = match url.host() {
            // A name without a dot means something only inside of a network.
            Some(Host::Domain(name)) => {
                acl.is_host_allowed(name).is_allowed() && name.trim_end_matches('.').contains('.')
            }
            Some(Host::Ipv4(address)) => self.admits(address.into()),
            Some(Host::Ipv6(address)) => self.admits(address.into()),
            None => false,
        };
        let port = url.port_or_known_default();
        let asked = acl.is_scheme_allowed(url.scheme()).is_allowed()
            && port.is_some_and(|port| acl.is_port_allowed(port).is_allowed())
            && url.username().is_empty()
            && url.password().is_none()
            && host_of(url) != self.own.as_deref();
        if host && asked { Ok(()) } else { Err(Forbidden) }
    }

    /// Whether one address may lead to another.
    ///
    /// # Errors
    /// [`Forbidden`]: the other may not be asked, or TLS would be given up.
    pub fn check_step(&self, from: Option<&Url>, to: &Url) -> Result<(), Forbidden> {
        if to.scheme() != "https" && from.is_some_and(|from| from.scheme() == "https") {
            return Err(Forbidden);
        }
        self.check(to)
    }

    /// Follows so many redirects, each checked as the first address was. The next one is answered
    /// as it came, and so is one that leads from elsewhere to a shop that refuses, which is not
    /// asked (R6.5). http-acl's own policy is not asked: it would refuse every path that is not
    /// UTF-8, as old shops have them, and its judgement is in [`Guard::check`] already.
    pub fn redirects(&self, most: usize) -> Policy {
        let guard = self.clone();
        Policy::custom(move |attempt| {
            let from = attempt.previous().last();
            let refuses =
                is_of_refusing_shop(attempt.url()) && !from.is_some_and(is_of_refusing_shop);
            match guard.check_step(from, attempt.url()) {
                Err(forbidden) => attempt.error(forbidden),
                Ok(()) if refuses || attempt.previous().len() > most => attempt.stop(),
                Ok(()) => attempt.follow(),
            }
        })
    }

    /// Looks names up by what is beneath, and gives only addresses that both judges admit.
    pub fn resolver(&self, beneath: Arc<dyn Resolve>) -> Arc<dyn Resolve> {
        Arc::new(Guarded(self.judge.with_dns_resolver(beneath)))
    }

    fn admits(&self, address: IpAddr) -> bool {
        self.judge.acl().is_ip_allowed(&address).is_allowed() && is_public(address)
    }
}

/// Whether an address is of a shop that is known to refuse programs (R6.5).
pub(super) fn is_of_refusing_shop(url: &Url) -> bool {
    Link::parse(url.as_str()).is_ok_and(|link| shop::refuses(&link).is_some())
}

/// http, https, their ports, GET, and what is neither non-global to http-acl nor in [`MORE`].
/// It is not built by `try_build`, which refuses to deny what is not global.
fn acl() -> Result<HttpAcl, Trouble> {
    let mut acl = HttpAcl::builder().host_acl_default(true).ip_acl_default(true);
    acl = acl.allowed_methods(vec!["GET"])?;
    for range in MORE {
        acl = acl.add_denied_ip_range(range.parse::<IpNet>()?)?;
    }
    Ok(acl.build())
}

/// The host of an address without the dot that may end it.
fn host_of(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.trim_end_matches('.'))
}

/// http-acl's resolver and after it our own judgement.
struct Guarded(Arc<HttpAclDnsResolver>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(only_public(self.0.resolve(name)))
    }
}

async fn only_public(found: Resolving) -> Result<Addrs, Trouble> {
    let public: Vec<SocketAddr> = found.await?.filter(|found| is_public(found.ip())).collect();
    if public.is_empty() {
        return Err(Forbidden.into());
    }
    Ok(Box::new(public.into_iter()))
}

#[cfg(test)]
mod tests;
