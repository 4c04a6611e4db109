//! The one client by which providers are asked.

use std::{pin::Pin, time::Duration};

use http::{HeaderMap, StatusCode};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;
use url::Url;

use super::{ElsewhereError, told};
use crate::settings::is_this_machine;

/// A connection is there within this time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// An answer is there, whole, within this time.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How many bytes an answer may have.
const LIMIT: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum AskError {
    /// The client could not be made, which the log has said.
    #[error("there is no client")]
    NoClient,
    /// The address begins with http:// and is not this machine.
    #[error("it would be asked without TLS")]
    WithoutTls,
    /// The answer is too long.
    #[error("its answer is too long")]
    TooLong,
    /// It says that it can not answer now.
    #[error("it answers {0}")]
    Status(StatusCode),
    /// It was not reached, or broke off. Without its address, which may hold secrets.
    #[error("it could not be asked")]
    Failed(#[source] reqwest::Error),
}

impl From<reqwest::Error> for AskError {
    fn from(error: reqwest::Error) -> Self {
        Self::Failed(error.without_url())
    }
}

/// Asks a provider: by TLS, without following where it leads, and not for long. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Option<reqwest::Client>,
    /// Whether this machine may be asked without TLS.
    local: bool,
}

impl Client {
    /// Makes the client. Where the system has no certificates, nobody can be asked by it.
    pub fn new() -> Self {
        let built = reqwest::Client::builder()
            .user_agent("ewelists")
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .no_proxy()
            .build();
        if let Err(error) = &built {
            tracing::error!(error.cause = %told(error), "providers of sign-ins can not be asked");
        }
        Self { inner: built.ok(), local: false }
    }

    /// The same client for a provider at an address. Only one on this machine may name addresses
    /// on this machine without TLS.
    pub fn towards(&self, address: &str) -> Self {
        let local = Url::parse(address).is_ok_and(|url| is_this_machine(&url));
        Self { inner: self.inner.clone(), local }
    }

    /// Asks.
    ///
    /// # Errors
    /// [`AskError`]. An answer that refuses is none, except that the provider can not answer now.
    pub async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, AskError> {
        let client = self.inner.as_ref().ok_or(AskError::NoClient)?;
        let request = reqwest::Request::try_from(request)?;
        let url = request.url();
        if url.scheme() != "https" && !(self.local && is_this_machine(url)) {
            return Err(AskError::WithoutTls);
        }
        let mut answer = client.execute(request).await?;
        let status = answer.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(AskError::Status(status));
        }
        let headers: HeaderMap = answer.headers().clone();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LIMIT {
                return Err(AskError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Asks for JSON.
    ///
    /// # Errors
    /// [`ElsewhereError::Spoilt`] if the answer refuses or can not be read.
    pub async fn json<T: DeserializeOwned>(
        &self,
        request: HttpRequest,
    ) -> Result<T, ElsewhereError> {
        let answer = self.ask(request).await;
        let answer = answer.map_err(|error| ElsewhereError::Silent(told(&error)))?;
        let (status, body) = (answer.status(), answer.body());
        if status != StatusCode::OK {
            return Err(ElsewhereError::Spoilt(format!("{status}{}", reason(body))));
        }
        // What the parser says might repeat what stands there.
        let read = serde_json::from_slice(body);
        read.map_err(|error| ElsewhereError::Spoilt(format!("line {} unread", error.line())))
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}

/// What a refusal says of its reason: as OAuth 2.0 has it (RFC 6749, 5.2), or as Facebook does.
fn reason(body: &[u8]) -> String {
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    let words = ["/error/message", "/error_description", "/error"];
    let found = words.into_iter().find_map(|path| said.pointer(path)?.as_str());
    found.map_or_else(String::new, |reason| format!(": {reason}"))
}

impl<'c> AsyncHttpClient<'c> for Client {
    type Error = AskError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, AskError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(address: &str) -> HttpRequest {
        http::Request::get(address).body(Vec::new()).unwrap()
    }

    #[tokio::test]
    async fn only_this_machine_is_asked_without_tls_and_only_by_its_own_provider() {
        let client = Client::new();
        for (provider, address) in [
            ("https://id.example", "http://id.example/keys"),
            ("https://id.example", "http://127.0.0.1:1/keys"),
            ("http://127.0.0.1:1", "http://id.example/keys"),
            ("nonsense", "http://127.0.0.1:1/keys"),
        ] {
            let refused = client.towards(provider).ask(to(address)).await.unwrap_err();
            let early = matches!(refused, AskError::WithoutTls | AskError::NoClient);
            assert!(early, "{provider} {address}: {refused}");
        }
    }

    #[test]
    fn a_refusal_names_its_reason() {
        let facebook = br#"{"error":{"message":"Error validating client secret.","code":1}}"#;
        assert_eq!(reason(facebook), ": Error validating client secret.");
        let plain = br#"{"error":"invalid_client","error_description":"no such client"}"#;
        assert_eq!(reason(plain), ": no such client");
        assert_eq!(reason(br#"{"error":"invalid_grant"}"#), ": invalid_grant");
        assert_eq!(reason(b"<html>"), "");
    }
}
