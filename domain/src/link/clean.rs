//! Removes everything from a link that tells where it came from (R4.3).

use std::collections::HashSet;
use std::sync::LazyLock;

use url::Url;

use super::rules::{Hosts, lines};
use super::{Link, form, query, redirect};

static TRACKING: LazyLock<Tracking> =
    LazyLock::new(|| Tracking::read(include_str!("tracking.txt")));

static PHONE_HOSTS: LazyLock<Hosts<&'static str>> = LazyLock::new(|| {
    let mut hosts = Hosts::default();
    for line in lines(include_str!("hosts.txt")) {
        if let [phone, everybody] = line.as_slice() {
            hosts.add(phone, *everybody);
        }
    }
    hosts
});

/// Names of parameters that only tell who follows a link.
#[derive(Debug, Default)]
struct Tracking {
    names: HashSet<&'static str>,
    beginnings: Vec<&'static str>,
    /// Names in one shop, after `#` those of fragments that stay.
    shops: Hosts<&'static str>,
}

impl Tracking {
    fn read(file: &'static str) -> Self {
        let mut tracking = Self::default();
        for line in lines(file) {
            let [first, names @ ..] = line.as_slice() else { continue };
            if let Some(host) = first.strip_suffix(':') {
                names.iter().for_each(|name| tracking.shops.add(host, *name));
            } else if let Some(beginning) = first.strip_suffix('*') {
                tracking.beginnings.push(beginning);
            } else {
                tracking.names.insert(first);
            }
        }
        tracking
    }

    fn has(&self, name: &str, in_shop: &[&str]) -> bool {
        self.names.contains(name)
            || self.beginnings.iter().any(|beginning| name.starts_with(beginning))
            || in_shop.contains(&name)
    }
}

/// The link without everything that this module knows about.
pub(super) fn clean(link: &Link) -> Link {
    /// A step hardly ever uncovers work for another.
    const STEPS: usize = 8;

    let mut current = link.clone();
    for _ in 0..STEPS {
        let next = step(&redirect::unwrapped(&current));
        if next == current {
            return current;
        }
        current = next;
    }
    link.clone()
}

fn step(link: &Link) -> Link {
    let Some(mut url) = link.url() else { return link.clone() };
    let clean = form::shortened(&url).unwrap_or_else(|| {
        drop_phone_host(&mut url);
        drop_session(&mut url);
        drop_tracking(&mut url);
        url.into()
    });
    Link::parse(&clean).unwrap_or_else(|_| link.clone())
}

fn drop_phone_host(url: &mut Url) {
    let host = url.host_str().unwrap_or_default();
    let Some(known) = PHONE_HOSTS.find(host).filter(|known| known.host == host) else { return };
    let everybody = known.rules.first().map(|host| host.replace('*', known.country));
    // A host from our own file.
    let _ = url.set_host(everybody.as_deref());
}

/// Java servers write a visitor's session into the path: `/train;jsessionid=5F3A`.
fn drop_session(url: &mut Url) {
    let path = url.path().to_ascii_lowercase();
    let Some(start) = path.find(";jsessionid=") else { return };
    let end = path[start..].find('/').map_or(path.len(), |length| start + length);
    let kept = [&url.path()[..start], &url.path()[end..]].concat();
    url.set_path(&kept);
}

fn drop_tracking(url: &mut Url) {
    let known = TRACKING.shops.find(url.host_str().unwrap_or_default());
    let in_shop = known.map(|known| known.rules).unwrap_or_default();
    if let Some(query) = url.query() {
        let kept: Vec<_> = query::pieces(query)
            .filter(|piece| !TRACKING.has(&query::name(piece), in_shop))
            .collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
    let tells = |fragment: &str| {
        let is_variant = |name: &str| {
            in_shop.iter().filter_map(|rule| rule.strip_prefix('#')).any(|kept| kept == name)
        };
        fragment.starts_with('/')
            || fragment.starts_with("!/")
            || fragment.contains('=') && is_variant(&query::name(fragment))
    };
    if !url.fragment().is_some_and(tells) {
        url.set_fragment(None);
    }
}
