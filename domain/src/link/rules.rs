//! Reads the data files about links: lines of words, and the hosts they apply to.

use std::collections::HashMap;

/// The lines that say something, each with its words.
pub(super) fn lines(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().collect())
        .filter(|words: &Vec<_>| !words.is_empty())
}

/// What a data file says about hosts.
///
/// A host stands for its subdomains too, and `shop.*` for `shop.de`, `shop.com`, `shop.co.uk`.
#[derive(Debug)]
pub(super) struct Hosts<T>(HashMap<&'static str, Vec<T>>);

/// A host that a data file speaks of, found in an address.
#[derive(Debug)]
pub(super) struct Known<'h, 'r, T> {
    /// The part of the host that the file names: `shop.co.uk` of `m.shop.co.uk`.
    pub(super) host: &'h str,
    /// What stands for `*` in the file's name of it, or nothing: `co.uk`.
    pub(super) country: &'h str,
    /// What the file says about it.
    pub(super) rules: &'r [T],
}

impl<T> Default for Hosts<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Hosts<T> {
    /// Takes one more rule for a host.
    pub(super) fn add(&mut self, host: &'static str, rule: T) {
        self.0.entry(host).or_default().push(rule);
    }

    /// What the file says about a host, its most special name first.
    pub(super) fn find<'h>(&self, host: &'h str) -> Option<Known<'h, '_, T>> {
        suffixes(host).find_map(|suffix| {
            if let Some(rules) = self.0.get(suffix) {
                return Some(Known { host: suffix, country: "", rules });
            }
            countries(suffix).find_map(|country| {
                let name = suffix.strip_suffix(country)?.strip_suffix('.')?;
                let any = format!("{name}.*");
                let rules = self.0.get(any.as_str())?;
                Some(Known { host: suffix, country, rules })
            })
        })
    }
}

/// A host and the domains that it is in, the longest first; five labels at most.
fn suffixes(host: &str) -> impl Iterator<Item = &str> {
    let mut starts: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at + 1).take(5).collect();
    if starts.len() < 5 {
        starts.push(0);
    }
    starts.into_iter().rev().filter_map(|at| host.get(at..))
}

/// What a shop's host may have at its end for one country: `de`, `com`, `co.uk`, `com.au`.
fn countries(host: &str) -> impl Iterator<Item = &str> {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
    let one = dots.next().and_then(|at| host.get(at..));
    let two = dots.next().and_then(|at| host.get(at..)).filter(|two| {
        let second = two.split('.').next();
        matches!(second, Some("co" | "com")) && one.is_some_and(|one| one.len() == 2)
    });
    two.into_iter().chain(one)
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case("shop.de", Some(("shop.de", "de")))]
    #[test_case("m.shop.co.uk", Some(("shop.co.uk", "co.uk")))]
    #[test_case("a.b.shop.com", Some(("shop.com", "com")))]
    #[test_case("shop.evil.example", None)]
    #[test_case("shop.evil.com", None; "a name is not a country")]
    #[test_case("myshop.de", None)]
    #[test_case("m.phone.co.uk", Some(("m.phone.co.uk", "co.uk")))]
    #[test_case("phone.de", None)]
    #[test_case("exact.example", Some(("exact.example", "")))]
    #[test_case("sub.exact.example", Some(("exact.example", "")))]
    #[test_case("inexact.example", None)]
    #[test_case("", None)]
    fn a_host_is_known_by_its_labels(host: &str, expected: Option<(&str, &str)>) {
        let mut hosts = Hosts::default();
        hosts.add("shop.*", ());
        hosts.add("m.phone.*", ());
        hosts.add("exact.example", ());
        assert_eq!(hosts.find(host).map(|known| (known.host, known.country)), expected);
    }

    #[test]
    fn remarks_and_empty_lines_say_nothing() {
        let read: Vec<_> = lines("# a remark\n\n one  two \nthree").collect();
        assert_eq!(read, vec![vec!["one", "two"], vec!["three"]]);
    }
}
