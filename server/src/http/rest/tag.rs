//! Revisions as entity tags (RFC 9110, 8.8.3): who read something may say so when they change it,
//! and need not read it twice.

use std::convert::Infallible;

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{DomainError, ListRevision};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Rest, refused::Refused};

/// A revision as tags have it.
fn written(ListRevision { number, kept }: ListRevision) -> String {
    format!("\"{}{number}\"", if kept { 'k' } else { 's' })
}

/// The strong tag of a revision.
pub fn etag(revision: ListRevision) -> HeaderValue {
    HeaderValue::from_str(&written(revision)).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// The strong tag of what is told from others by its bytes.
pub fn digest(bytes: &[u8]) -> HeaderValue {
    let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..16]);
    let tag = HeaderValue::from_str(&format!("\"{digest}\""));
    tag.unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// The answer to a change of a list, with the tag of what that `made` of what was named as read.
/// Where nothing was, it has none: what others had changed before is unread.
pub fn changed<T: Serialize>(made: Option<ListRevision>, body: T) -> Response {
    let tag = made.map(|made| [(header::ETAG, etag(made))]);
    (tag, Json(body)).into_response()
}

/// What stands for the tag of whatever is there (RFC 9110, 13.1).
const ANY: &str = "*";

/// The tags that a header names, if it is there.
fn named(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<String>> {
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let tags = values
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(|tag| tag.trim().to_owned());
    Some(tags.collect())
}

/// The tags upon one of which a change is built, if the one who asks for it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(Option<Vec<String>>);

impl IfMatch {
    /// Whether tags are named, so that what has another one is something else.
    pub fn is_said(&self) -> bool {
        self.0.is_some() && !self.takes_any()
    }

    /// Whether anything will do, as long as it is there.
    pub fn takes_any(&self) -> bool {
        self.0.iter().flatten().any(|tag| tag == ANY)
    }

    /// Lets the change through if it is built upon what has this tag now, or says nothing of it. A
    /// weak tag is upon nothing (RFC 9110, 13.1.1).
    ///
    /// # Errors
    /// 412 `changed_meanwhile`.
    pub fn require(&self, current: &HeaderValue) -> Result<(), Refused> {
        let is_it = |tag: &String| tag == ANY || tag.as_bytes() == current.as_bytes();
        match &self.0 {
            Some(tags) if !tags.iter().any(is_it) => Err(DomainError::ChangedMeanwhile.into()),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Rest> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Rest) -> Result<Self, Infallible> {
        Ok(Self(named(&parts.headers, &header::IF_MATCH)))
    }
}

/// The tags of what the one who asks has already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfNoneMatch(Option<Vec<String>>);

impl IfNoneMatch {
    /// The answer with its tag, or 304 without it where the one who asks has it already. It may be
    /// kept, and is asked for anew each time.
    pub fn answer<T: Serialize>(&self, revision: ListRevision, body: T) -> Response {
        self.tagged(etag(revision), || Json(body).into_response())
    }

    /// The same of an answer that has this tag.
    pub fn tagged(&self, tag: HeaderValue, whole: impl FnOnce() -> Response) -> Response {
        let bare = |tag: &str| tag.trim_start_matches("W/").to_owned();
        let is_it = |known: &String| known == ANY || bare(known).as_bytes() == tag.as_bytes();
        let known = self.0.iter().flatten().any(is_it);
        let mut response = match known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => whole(),
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("authorization"));
        response
    }
}

impl FromRequestParts<Rest> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Rest) -> Result<Self, Infallible> {
        Ok(Self(named(&parts.headers, &header::IF_NONE_MATCH)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: ListRevision = ListRevision { number: 5, kept: true };

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn if_match(value: &'static str) -> IfMatch {
        IfMatch(named(&headers(header::IF_MATCH, value), &header::IF_MATCH))
    }

    // R10.5
    #[test]
    fn a_change_upon_another_revision_is_refused() {
        let five = etag(FIVE);
        assert!(if_match("\"k5\"").require(&five).is_ok());
        assert!(if_match("\"k4\", \"k5\"").require(&five).is_ok());
        assert!(if_match("*").require(&five).is_ok());
        assert!(if_match("*").takes_any() && !if_match("*").is_said());
        assert!(IfMatch(None).require(&five).is_ok());
        let others = ["\"k4\"", "k5", "W/\"k5\"", "", "\"k55\"", "\"k5", "\"5\"", "\"s5\""];
        for other in others {
            assert!(if_match(other).require(&five).is_err(), "{other}");
        }
        let shown = etag(ListRevision { kept: false, ..FIVE });
        assert!(if_match("\"k5\"").require(&shown).is_err());
    }

    // R10.5
    #[test]
    fn what_is_known_already_is_not_sent_again() {
        let asked = |value| {
            let named = named(&headers(header::IF_NONE_MATCH, value), &header::IF_NONE_MATCH);
            IfNoneMatch(named).answer(FIVE, "body")
        };
        for known in ["\"k5\"", "W/\"k5\"", "\"k1\", \"k5\"", "*"] {
            let answer = asked(known);
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(answer.headers()[header::ETAG], "\"k5\"");
        }
        for other in ["\"k4\"", "\"s5\"", "\"5\""] {
            assert_eq!(asked(other).status(), StatusCode::OK, "{other}");
        }
    }
}
