//! Where traces go.

use url::Url;

use super::section::section;

section! {
    /// Where traces go: how long which part of a request took, down to the mail that it caused. They
    /// name routes, never addresses, and nobody.
    TracesSettings, "traces", "snake_case" {
        /// The address that takes them by OTLP over HTTP, such as "http://127.0.0.1:4318/v1/traces".
        /// Empty: nowhere.
        endpoint: String = String::new(),
        /// Of a hundred requests so many are traced.
        percent: u32 = 100,
        /// Whether a trace of a trusted proxy (the header traceparent) goes on here; whether it is
        /// traced is then the proxy's to say. Only where the proxy makes that header itself: most
        /// hand on what anybody wrote there.
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
