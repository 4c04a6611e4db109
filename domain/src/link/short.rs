//! Shortened links: only a fetch can tell where they lead.

use std::sync::LazyLock;

use super::rules::{Hosts, lines};

static SHORT: LazyLock<Hosts<()>> = LazyLock::new(|| {
    let mut hosts = Hosts::default();
    lines(include_str!("short.txt")).flatten().for_each(|host| hosts.add(host, ()));
    hosts
});

/// Whether a host only shortens links.
pub(super) fn is_short(host: &str) -> bool {
    SHORT.find(host).is_some()
}
