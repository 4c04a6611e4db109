//! What settings are made of.

use std::{fmt, num::NonZeroU32, time::Duration};

use serde::Deserialize;
use url::Url;

use super::{
    mask::masked,
    section::{Setting, quoted},
};

/// What must not be shown: it prints as `***`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that uses it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Setting for Secret {
    const SECRET: bool = true;

    fn toml(&self) -> String {
        quoted(&self.0)
    }
}

/// Addresses whose paths may hold secrets: of each only the host is shown.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Addresses(Vec<String>);

impl Addresses {
    /// Each as it was written.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<String>> for Addresses {
    fn from(addresses: Vec<String>) -> Self {
        Self(addresses)
    }
}

impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl Setting for Addresses {
    const MANY: bool = true;

    fn toml(&self) -> String {
        self.0.toml()
    }

    fn shown(&self) -> String {
        let host = |address: &String| {
            let url = Url::parse(&masked(address)).ok()?;
            Some(format!("{}://{}/***", url.scheme(), url.host_str()?))
        };
        let hosts = self.0.iter().map(|address| host(address).unwrap_or_else(|| "***".to_owned()));
        hosts.collect::<Vec<_>>().toml()
    }
}

/// A number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub u32);

impl Seconds {
    /// The same as a duration.
    pub fn duration(self) -> Duration {
        Duration::from_secs(self.0.into())
    }
}

impl Setting for Seconds {
    fn toml(&self) -> String {
        self.0.to_string()
    }
}

/// So many at once, and then one more each so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// So many at once.
    pub burst: NonZeroU32,
    /// One more each so many seconds.
    pub seconds: NonZeroU32,
}

impl Rate {
    /// A rate; what is 0 counts as 1.
    pub fn new(burst: u32, seconds: u32) -> Self {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self { burst: at_least_one(burst), seconds: at_least_one(seconds) }
    }
}

impl Setting for Rate {
    fn toml(&self) -> String {
        format!("{{ burst = {}, seconds = {} }}", self.burst, self.seconds)
    }
}
