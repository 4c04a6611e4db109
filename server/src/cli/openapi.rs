//! The document that describes the REST API (R10), at the command line. It needs no site.

use std::process::ExitCode;

use super::complain;
use crate::http::rest;

/// Prints it.
pub fn run() -> ExitCode {
    match text() {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => complain(&error),
    }
}

/// The document as JSON, always the same for the same program.
fn text() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&rest::document())
}

#[cfg(test)]
mod tests {
    use super::*;

    // R10
    #[test]
    fn the_document_is_printed_whole_and_always_the_same() {
        let printed = text().unwrap();
        assert_eq!(printed, text().unwrap());
        let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(document, serde_json::to_value(rest::document()).unwrap());
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{printed}");
    }
}
