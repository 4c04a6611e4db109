//! What is logged, and how.

use serde::Deserialize;

use super::section::{Setting, quoted, section};

section! {
    /// What is logged, and how. docs/LOGGING.md lists the fields.
    LogSettings, "log", "snake_case" {
        /// pretty for people, json for machines.
        format: LogFormat = LogFormat::Pretty,
        /// From which level on, and for which parts, such as "info,server=debug".
        filter: String = "info,surrealdb=warn,surrealdb_core=warn,lettre=warn".to_owned(),
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
