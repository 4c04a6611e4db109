//! Links that only lead to another one: affiliate networks, search engines, chats.

use std::sync::LazyLock;

use url::Url;

use super::Link;
use super::query::{decoded, name, pieces, value};
use super::rules::{Hosts, lines};

/// Nobody honest nests redirectors deeper.
const DEEPEST: usize = 3;

static REDIRECTORS: LazyLock<Hosts<Redirector>> = LazyLock::new(|| {
    let mut hosts = Hosts::default();
    for line in lines(include_str!("redirectors.txt")) {
        let [host, path, places @ ..] = line.as_slice() else { continue };
        let places = places.iter().map(|place| match place.strip_prefix("after:") {
            Some(word) => Place::After(word),
            None => Place::Parameter(place),
        });
        hosts.add(host, Redirector { path, places: places.collect() });
    }
    hosts
});

/// How a host writes where it leads to.
#[derive(Debug)]
struct Redirector {
    /// How the paths start that lead elsewhere.
    path: &'static str,
    places: Vec<Place>,
}

/// Where a target stands.
#[derive(Debug)]
enum Place {
    /// The value of a parameter.
    Parameter(&'static str),
    /// All that follows a word.
    After(&'static str),
}

/// Where a link leads in the end, as far as its text tells. One that is nested deeper than
/// [`DEEPEST`] is left as it is.
pub(super) fn unwrapped(link: &Link) -> Link {
    let mut current = link.clone();
    for _ in 0..DEEPEST {
        match target(&current) {
            Some(target) => current = target,
            None => return current,
        }
    }
    if target(&current).is_some() { link.clone() } else { current }
}

fn target(link: &Link) -> Option<Link> {
    let url = link.url()?;
    let known = REDIRECTORS.find(url.host_str()?)?;
    let mut redirectors = known.rules.iter().filter(|rule| url.path().starts_with(rule.path));
    redirectors.find_map(|redirector| {
        redirector.places.iter().find_map(|place| match place {
            Place::Parameter(wanted) => {
                let query = url.query()?;
                let mut values = pieces(query).filter(|piece| name(piece) == *wanted).map(value);
                values.find_map(|value| parse(&value, &url))
            }
            Place::After(word) => parse(link.as_str().split_once(word)?.1, &url),
        })
    })
}

/// A target, which may be in code once more, without a scheme, or a path on the same host.
fn parse(target: &str, redirector: &Url) -> Option<Link> {
    let target = target.trim();
    let starts_with = |start: &str| {
        target.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    if starts_with("http%3a") || starts_with("https%3a") {
        return parse(&decoded(target), redirector);
    }
    if starts_with("/") {
        return Link::parse(redirector.join(target).ok()?.as_str()).ok();
    }
    let is_address = ["http://", "https://", "www."].into_iter().any(starts_with);
    if is_address { Link::parse(target).ok() } else { None }
}
