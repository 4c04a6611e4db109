//! Where figures can be had.

use std::net::SocketAddr;

use super::section::section;

section! {
    /// Where Prometheus finds metrics. They name nobody, but they are not for the public, either: listen
    /// on an address that it cannot reach.
    MetricsSettings, "metrics", "snake_case" {
        /// The address and port to answer /metrics on, such as "127.0.0.1:9464". Empty: nowhere.
        listen: String = String::new(),
    }
}

impl MetricsSettings {
    /// Where to listen, if anywhere.
    pub fn address(&self) -> Option<SocketAddr> {
        self.listen.trim().parse().ok()
    }

    pub(super) fn wrong(&self) -> Option<String> {
        let wrong = !self.listen.trim().is_empty() && self.address().is_none();
        wrong.then(|| "metrics.listen is not an address and a port.".to_owned())
    }
}
