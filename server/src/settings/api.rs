//! Who may ask the API from a page.

use url::Url;

use super::{mask::masked, section::section};

section! {
    /// The API for programs, below /api/v1. How often it may be asked is set under `limits`.
    ApiSettings, "api", "snake_case" {
        /// The origins whose pages may read its answers (CORS), such as "https://app.example". They
        /// still need somebody's token. Without any origin, no other page can. With one, pages of all
        /// sites may also show the pictures to which answers lead, if they know a picture's address.
        origins: Vec<String> = Vec::new(),
    }
}

impl ApiSettings {
    /// Origins that browsers never send, each in a sentence.
    pub(super) fn wrong(&self) -> Vec<String> {
        let is_origin = |origin: &&String| {
            Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == **origin)
        };
        let wrong = self.origins.iter().filter(|origin| !is_origin(origin));
        wrong
            .map(|origin| {
                let origin = masked(origin);
                format!("api.origins has {origin}: an origin reads like https://app.example.")
            })
            .collect()
    }
}
