//! What the site is and where people find it.

use std::fmt;

use serde::Deserialize;
use url::{Host, Origin, Url};

use super::{
    mask::masked,
    section::{Setting, quoted, section},
};

section! {
    /// What the site is and where people find it.
    SiteSettings, "site", "snake_case" {
        /// development, test, staging or production. Search engines are sent away and sample data
        /// is allowed everywhere but in production.
        environment: Environment = Environment::Development,
        /// The address people type, without a path. Links in mails begin with it, and only pages
        /// from it may change anything. Must be https:// unless it is this machine.
        public_url: PublicUrl = PublicUrl::this_machine(),
        /// Other hosts that people reach the site by, such as "www.ewelists.example" and older names.
        /// Whoever opens a page there is sent to the same page of public_url. Anything else is
        /// answered as if it had used the main name.
        other_hosts: Vec<String> = Vec::new(),
        /// Is added to the title of every page and the subject of every mail, to tell a test site
        /// from the real one. Empty: in production nothing, elsewhere the environment.
        title_suffix: String = String::new(),
    }
}

impl SiteSettings {
    /// What stands behind titles and subjects, with a space before it where there is anything.
    pub fn mark(&self) -> String {
        match (self.title_suffix.trim(), self.environment) {
            ("", Environment::Production) => String::new(),
            ("", elsewhere) => format!(" ({elsewhere})"),
            (suffix, _) => format!(" {suffix}"),
        }
    }

    /// The site's origin, such as `https://ewelists.example`, as browsers send it.
    pub fn origin(&self) -> String {
        self.public_url.origin()
    }
}

/// Which of its lives a site leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Environment {
    /// On a developer's machine.
    Development,
    /// Under test.
    Test,
    /// As production, for a last look.
    Staging,
    /// For everybody.
    Production,
}

impl Environment {
    /// What the API calls the instance that leads this life, as programs of admins know it.
    pub fn instance(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Test => "test",
            Self::Staging => "staging",
            Self::Production => "prod",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Development => "development",
            Self::Test => "test",
            Self::Staging => "staging",
            Self::Production => "production",
        })
    }
}

impl TryFrom<String> for Environment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let all = [Self::Development, Self::Test, Self::Staging, Self::Production];
        let named = all.into_iter().find(|environment| environment.to_string() == text);
        named
            .ok_or_else(|| format!("`{text}` is none of development, test, staging and production"))
    }
}

impl Setting for Environment {
    fn toml(&self) -> String {
        quoted(&self.to_string())
    }
}

/// The address people type: an origin, and nothing behind it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PublicUrl {
    origin: Origin,
}

impl PublicUrl {
    /// Port 3000 of this machine.
    pub fn this_machine() -> Self {
        let host = Host::Ipv4(std::net::Ipv4Addr::LOCALHOST);
        Self { origin: Origin::Tuple("http".to_owned(), host, 3000) }
    }

    /// The origin, as browsers send it: no default port, no slash at the end.
    pub fn origin(&self) -> String {
        self.origin.ascii_serialization()
    }

    /// The whole address of a path of ours, such as `/lists`.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The host, as browsers send it.
    pub fn host(&self) -> Option<String> {
        match &self.origin {
            Origin::Tuple(_, host, _) => Some(host.to_string()),
            Origin::Opaque(_) => None,
        }
    }

    /// Whether browsers reach it by TLS.
    pub fn is_https(&self) -> bool {
        matches!(&self.origin, Origin::Tuple(scheme, ..) if scheme == "https")
    }

    /// Whether it is the machine that the browser runs on. Browsers then keep `Secure` cookies
    /// without TLS too.
    pub fn is_this_machine(&self) -> bool {
        match &self.origin {
            Origin::Tuple(_, Host::Domain(name), _) => name == "localhost",
            Origin::Tuple(_, Host::Ipv4(address), _) => address.is_loopback(),
            Origin::Tuple(_, Host::Ipv6(address), _) => address.is_loopback(),
            Origin::Opaque(_) => false,
        }
    }

    /// What of an address is ours: its path and query, or nothing if it leads elsewhere. What is
    /// relative is read as browsers read it.
    pub fn own_path(&self, address: &str) -> Option<String> {
        let url = Url::parse(&self.origin()).ok()?.join(address).ok()?;
        if url.origin() != self.origin || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        // A path of two slashes would be read as another host.
        let own = &url[url::Position::BeforePath..];
        (!own.starts_with("//")).then(|| own.to_owned())
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let shown = masked(&text);
        let url = Url::parse(&text).map_err(|_| {
            format!("`{shown}` is not an address, such as https://ewelists.example")
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("`{shown}` begins with neither https:// nor http://"));
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(format!("`{shown}` must end behind the host: no path, no name, no query"));
        }
        Ok(Self { origin: url.origin() })
    }
}

impl Setting for PublicUrl {
    fn toml(&self) -> String {
        quoted(&self.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Result<PublicUrl, String> {
        PublicUrl::try_from(text.to_owned())
    }

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        assert_eq!(
            url("https://Ewelists.example:443/").unwrap().origin(),
            "https://ewelists.example"
        );
        assert_eq!(url("http://localhost:3000").unwrap().origin(), "http://localhost:3000");
        for wrong in
            ["ewelists.example", "ftp://x", "https://x/path", "https://a@x", "https://x/?q"]
        {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_site_but_the_real_one_is_marked() {
        let mark = |environment, suffix: &str| {
            let title_suffix = suffix.to_owned();
            SiteSettings { environment, title_suffix, ..SiteSettings::default() }.mark()
        };
        assert_eq!(mark(Environment::Production, " "), "");
        assert_eq!(mark(Environment::Staging, ""), " (staging)");
        assert_eq!(mark(Environment::Test, " – try me "), " – try me");
        assert_eq!(mark(Environment::Production, "· beta"), " · beta");
    }

    #[test]
    fn only_loopback_is_this_machine() {
        for here in ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:8080"] {
            assert!(url(here).unwrap().is_this_machine(), "{here}");
        }
        for elsewhere in ["http://localhost.evil.example", "http://192.168.0.1", "http://x"] {
            assert!(!url(elsewhere).unwrap().is_this_machine(), "{elsewhere}");
        }
    }

    #[test]
    fn only_addresses_of_ours_have_a_path_of_ours() {
        let ours = url("https://ewelists.example").unwrap();
        let path = |address| ours.own_path(address);
        assert_eq!(path("/lists?x=1").as_deref(), Some("/lists?x=1"));
        assert_eq!(path("https://ewelists.example/l/a#b").as_deref(), Some("/l/a#b"));
        assert_eq!(path("").as_deref(), Some("/"));
        for foreign in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "http://ewelists.example/",
            "/\t/evil.example",
            "/.//evil.example",
            "javascript:alert(1)",
            "https://ewelists.example@evil.example/",
            "data:text/html,x",
            "https://ewelists.example:444/",
            "https://me@ewelists.example/",
        ] {
            let found = path(foreign);
            assert!(found.as_deref().is_none_or(|p| p == "/evil.example"), "{foreign}: {found:?}");
        }
    }
}
