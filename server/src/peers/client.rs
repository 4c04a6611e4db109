//! How a peer is asked.

use std::time::Duration;

use bytes::Bytes;
use domain::PictureId;
use http::{Method, StatusCode, header};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use thiserror::Error;
use url::Url;

use super::{Entry, EntryPage, PutAnswer};
use crate::settings::Secret;

/// A connection is there within this time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// An answer is there, whole, within this time.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How many bytes an answer, or a picture, may have.
const LIMIT: usize = 5 * 1024 * 1024;

/// How many products are asked for at once.
const AT_ONCE: usize = 100;

/// Why a peer's word is not had. Without its address, and without what it may have said of us.
#[derive(Debug, Error)]
pub enum PeerError {
    /// The client could not be made, which the log has said.
    #[error("nobody can be asked from here")]
    NoClient,
    /// It was not reached, or broke off.
    #[error("it does not answer")]
    Silent(#[source] reqwest::Error),
    /// It refuses.
    #[error("it answers {status}: {said}")]
    Refused {
        /// How.
        status: StatusCode,
        /// Its words.
        said: String,
    },
    /// What it answers is too long, or none of what its API says.
    #[error("its answer can not be read")]
    Unread,
}

impl From<reqwest::Error> for PeerError {
    fn from(error: reqwest::Error) -> Self {
        Self::Silent(error.without_url())
    }
}

/// Another instance. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Peer {
    name: String,
    /// Where it is, without a slash at the end.
    origin: String,
    token: Secret,
    client: Option<reqwest::Client>,
}

impl Peer {
    /// The instance at this address, such as `https://staging.ewelists.example`.
    pub fn new(name: &str, url: &str, token: Secret) -> Self {
        let built = reqwest::Client::builder()
            .user_agent(concat!("ewelists/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .no_proxy()
            .build();
        if let Err(error) = &built {
            tracing::error!(error.cause = %error, "peers can not be asked");
        }
        let origin = url.trim_end_matches('/').to_owned();
        Self { name: name.to_owned(), origin, token, client: built.ok() }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A product there.
    ///
    /// # Errors
    /// [`PeerError`].
    pub async fn entry(&self, id: &str) -> Result<Option<Entry>, PeerError> {
        match self.ask(Method::GET, &format!("/catalogue/{id}"), None).await {
            Ok(entry) => Ok(Some(entry)),
            Err(PeerError::Refused { status: StatusCode::NOT_FOUND, said })
                if said == "no_product" =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Puts a product there, under its id. Answers whether it is new.
    ///
    /// # Errors
    /// [`PeerError`].
    pub async fn put(&self, entry: &Entry) -> Result<bool, PeerError> {
        let body = serde_json::to_vec(entry).map_err(|_| PeerError::Unread)?;
        let path = format!("/catalogue/{}", entry.product_id);
        let put: PutAnswer = self.ask(Method::PUT, &path, Some(body)).await?;
        Ok(put.created)
    }

    /// The whole catalogue there, in the order of its ids.
    ///
    /// # Errors
    /// [`PeerError`].
    pub async fn catalogue(&self) -> Result<Vec<Entry>, PeerError> {
        let mut all: Vec<Entry> = Vec::new();
        let mut path = format!("/catalogue?limit={AT_ONCE}");
        loop {
            let EntryPage { items, next_cursor } = self.ask(Method::GET, &path, None).await?;
            // A page that brings nothing would be asked for again for ever.
            let ends = items.is_empty();
            all.extend(items);
            match next_cursor.filter(|_| !ends) {
                None => return Ok(all),
                Some(cursor) => {
                    let cursor: String =
                        url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
                    path = format!("/catalogue?limit={AT_ONCE}&cursor={cursor}");
                }
            }
        }
    }

    /// Whether an address is that of a picture of its.
    pub fn has_picture(&self, url: &Url) -> bool {
        let own = Url::parse(&self.origin).is_ok_and(|own| own.origin() == url.origin());
        let file = url.path().strip_prefix("/pictures/").and_then(PictureId::parse_file_name);
        own && file.is_some() && url.query().is_none()
    }

    /// A picture of its.
    ///
    /// # Errors
    /// [`PeerError`].
    pub async fn picture(&self, url: &Url) -> Result<Bytes, PeerError> {
        let client = self.client.as_ref().ok_or(PeerError::NoClient)?;
        let answer = client.get(url.clone()).send().await?;
        if !answer.status().is_success() {
            return Err(PeerError::Refused { status: answer.status(), said: String::new() });
        }
        Ok(whole(answer).await?.into())
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<T, PeerError> {
        let client = self.client.as_ref().ok_or(PeerError::NoClient)?;
        let url = format!("{}{}{path}", self.origin, crate::http::rest::BELOW);
        let mut request = client.request(method, url).bearer_auth(self.token.expose());
        if let Some(body) = body {
            request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let bytes = whole(answer).await?;
        if status.is_success() {
            return serde_json::from_slice(&bytes).map_err(|_| PeerError::Unread);
        }
        Err(PeerError::Refused { status, said: code(&bytes) })
    }
}

/// The word by which an API of ours says why it refuses; nothing from anybody else.
fn code(body: &[u8]) -> String {
    let said: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let code = said.get("code").and_then(|code| code.as_str()).unwrap_or_default();
    code.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .take(60)
        .collect()
}

async fn whole(mut answer: reqwest::Response) -> Result<Vec<u8>, PeerError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > LIMIT {
            return Err(PeerError::Unread);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_of_the_peer_are_taken_from_it() {
        let peer = Peer::new("staging", "http://127.0.0.1:3001/", Secret::new("x"));
        let digits = "0123456789abcdef".repeat(4);
        let at = |url: &str| peer.has_picture(&Url::parse(url).unwrap());
        assert!(at(&format!("http://127.0.0.1:3001/pictures/{digits}-1280.webp")));
        for other in [
            format!("http://127.0.0.1:3002/pictures/{digits}-1280.webp"),
            format!("http://127.0.0.1:3001/pictures/{digits}-1280.webp?x"),
            format!("http://127.0.0.1:3001/pictures/../pictures/{digits}.webp"),
            "http://127.0.0.1:3001/admin".to_owned(),
            format!("http://127.0.0.1.evil.example:3001/pictures/{digits}-1280.webp"),
        ] {
            assert!(!at(&other), "{other}");
        }
    }

    #[test]
    fn a_token_is_shown_to_nobody() {
        let peer = Peer::new("staging", "http://127.0.0.1:3001", Secret::new("canary"));
        assert!(!format!("{peer:?}").contains("canary"));
    }

    #[test]
    fn a_refusal_is_a_word_or_nothing() {
        assert_eq!(code(br#"{"error":"x","code":"not_found"}"#), "not_found");
        assert_eq!(code(br#"{"code":"a b<c>"}"#), "abc");
        assert_eq!(code(b"<html>"), "");
    }
}
