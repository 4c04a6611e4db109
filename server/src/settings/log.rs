//! What is logged, and how.

use std::path::PathBuf;

use serde::Deserialize;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{
    section::{Setting, quoted, section},
    value::Secret,
};

section! {
    /// What is logged, and how. docs/LOGGING.md lists the fields.
    LogSettings, "log", "snake_case" {
        /// pretty for people, json for machines.
        format: LogFormat = LogFormat::Pretty,
        /// From which level on, and for which parts, for example "info,server=debug".
        filter: String = "info,surrealdb=warn,surrealdb_core=warn,lettre=warn".to_owned(),
        /// The folder for log files, one for each day; those of 21 days are kept. Their lines are
        /// always for machines. Empty: lines go to standard error.
        folder: PathBuf = PathBuf::new(),
        /// An address that is told about errors of ours by a POST of JSON: the reference that a person
        /// was shown, the route, the time and the version, at most once a minute from one place.
        /// It may be within a private network. Empty: nobody is told.
        error_webhook: Secret = Secret::new(""),
    }
}

impl LogSettings {
    /// Who is told of errors, if anybody.
    pub fn error_address(&self) -> Option<Url> {
        let url = Url::parse(self.error_webhook.expose().trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    /// What can be read and does not work, a sentence for each.
    pub(super) fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if let Err(error) = EnvFilter::try_new(&self.filter) {
            wrong.push(format!("log.filter can not be read: {error}."));
        }
        let named = !self.error_webhook.expose().trim().is_empty();
        if named && self.error_address().is_none() {
            // It may hold a secret, so it is not repeated.
            wrong.push("log.error_webhook is not an address of http.".to_owned());
        }
        wrong
    }
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum LogFormat {
    /// In colours, for people.
    Pretty,
    /// As one JSON object each, for machines.
    Json,
}

impl TryFrom<String> for LogFormat {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            _ => Err(format!("`{text}` is neither pretty nor json")),
        }
    }
}

impl Setting for LogFormat {
    fn toml(&self) -> String {
        quoted(match self {
            Self::Pretty => "pretty",
            Self::Json => "json",
        })
    }
}
