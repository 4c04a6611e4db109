//! Givers who ask the API without an account: by what they are known again, and which lists' passcodes
//! they have typed (R3.7, R5.3).

use app::session::Visit;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use utoipa::IntoParams;

use super::{Caller, Rest, refused::Refused};
use crate::{secrets, service::passcode, site::Site};

/// The header by which a guest is known again.
pub const GIVER_TOKEN: &str = "giver-token";

/// The header that shows that the passcode of a list was typed.
pub const LIST_PASS: &str = "list-pass";

/// A secret of fewer characters is none.
const SHORTEST: usize = 43;

/// And of more than these it is none of ours.
const LONGEST: usize = 200;

/// What a guest shows, besides the link.
#[derive(Clone, Default, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Guest {
    /// By which somebody without an account is known again, as a browser is by its cookie: the
    /// `giver_token` that reserving answered, or one that a program has made before that, of 256
    /// random bits. Keep it secret. Without it nobody is known, and an `Idempotency-Key` is known
    /// again from the same network only.
    #[param(
        rename = "Giver-Token",
        min_length = 43,
        max_length = 200,
        pattern = "^[A-Za-z0-9_-]+$"
    )]
    giver_token: Option<String>,
    /// Shows that the passcode of the list was typed: what `POST /lists/{id}/pass` answered. Anything
    /// else is as good as none.
    #[param(rename = "List-Pass")]
    list_pass: Option<String>,
}

impl Guest {
    /// Whether nothing is shown.
    pub fn shows_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The visit of a caller who shows this.
    pub fn visit(&self, site: &Site, caller: &Caller) -> Visit {
        let mut visit = caller.visit.clone();
        if let Some(token) = &self.giver_token {
            visit.actor.browser = Some(secrets::browser_key(token));
        }
        let pass = self.list_pass.as_deref();
        visit.actor.passes.extend(pass.and_then(|pass| passcode::shown_again(site, pass)));
        visit
    }

    /// The same, who is known again from here on, and by which token, if that is `new` and there is
    /// no account by which they are known. Whatever an account reserves by programs is one giver's.
    pub fn known(&self, site: &Site, caller: &Caller, new: &str) -> (Visit, Option<String>) {
        let mut visit = self.visit(site, caller);
        if self.giver_token.is_some() {
            return (visit, None);
        }
        let (token, told) = match visit.actor.person {
            Some(person) => (site.secrets.giver_token(&format!("account {person}")), None),
            None => (new.to_owned(), Some(new.to_owned())),
        };
        visit.actor.browser = Some(secrets::browser_key(&token));
        (visit, told)
    }
}

impl FromRequestParts<Rest> for Guest {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Rest) -> Result<Self, Refused> {
        let giver_token = shown(&parts.headers, GIVER_TOKEN)?;
        if giver_token.as_deref().is_some_and(|token| !is_secret(token)) {
            return Err(Refused::field("Giver-Token", "mistyped"));
        }
        Ok(Self { giver_token, list_pass: shown(&parts.headers, LIST_PASS)? })
    }
}

/// The one value of a header.
fn shown(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, Refused> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else { return Ok(None) };
    match (first.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text.trim().to_owned())),
        _ => Err(Refused::field(name, "mistyped")),
    }
}

/// Whether a request shows a token by which a giver is known, and which nobody guesses.
pub fn is_known_giver(headers: &HeaderMap) -> bool {
    let token = shown(headers, GIVER_TOKEN).ok().flatten();
    token.is_some_and(|token| is_secret(&token))
}

fn is_secret(token: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (SHORTEST..=LONGEST).contains(&token.len()) && token.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_what_nobody_guesses_is_a_secret() {
        assert!(is_secret(&secrets::random_token()));
        for bad in ["", "ben", &"a".repeat(42), &"a".repeat(201), &format!("{}é", "a".repeat(50))]
        {
            assert!(!is_secret(bad), "{bad}");
        }
    }

    #[test]
    fn a_header_stands_there_once() {
        let mut headers = HeaderMap::new();
        assert_eq!(shown(&headers, LIST_PASS).unwrap(), None);
        headers.append(LIST_PASS, HeaderValue::from_static(" a "));
        assert_eq!(shown(&headers, LIST_PASS).unwrap().as_deref(), Some("a"));
        headers.append(LIST_PASS, HeaderValue::from_static("b"));
        assert!(shown(&headers, LIST_PASS).is_err());
    }
}
