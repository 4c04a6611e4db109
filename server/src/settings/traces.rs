//! Where traces go.

use url::Url;

use super::section::section;

section! {
    /// Where traces go: how long each part of a request took, down to the mail that it caused. They
    /// name routes, never addresses or people.
    TracesSettings, "traces", "snake_case" {
        /// The address that accepts them by OTLP over HTTP, such as "http://127.0.0.1:4318/v1/traces".
        /// Empty: nowhere.
        endpoint: String = String::new(),
        /// How many of a hundred requests are traced.
        percent: u32 = 100,
        /// Whether a trace that a trusted proxy began (the header traceparent) goes on here; the proxy
        /// then decides what is traced. Only right if the proxy makes that header itself: most pass
        /// on what anybody wrote there.
        follow_proxies: bool = false,
    }
}

impl TracesSettings {
    /// The address, if there is one.
    pub fn address(&self) -> Option<Url> {
        let url = Url::parse(self.endpoint.trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    pub(super) fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if !self.endpoint.trim().is_empty() && self.address().is_none() {
            wrong.push("traces.endpoint is not an address of http.".to_owned());
        }
        if self.percent > 100 {
            wrong.push("traces.percent is a number of a hundred.".to_owned());
        }
        wrong
    }
}
