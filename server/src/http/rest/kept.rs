//! A POST that is sent twice acts once (R10.4): with an `Idempotency-Key`, its answer is kept for a
//! day, sealed, and is given again. The key goes along with the caller's visit as a term of what they
//! ask for, so that the transaction that acts says that it did.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::{FromRequestParts, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use bytes::Bytes;
use domain::Once;
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize};
use store::Beginning;

use super::{
    BELOW, Rest,
    caller::Asking,
    file_limit,
    guest::{GIVER_TOKEN, LIST_PASS, is_known_giver},
    refused::Refused,
    sent::{whole, whole_file},
};
use crate::{
    http::{
        address::{ClientAddress, network},
        once::{keep, to_the_end},
    },
    secrets,
    site::Site,
};

/// The header by which a request is known again.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that an answer is one from before.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// A key has at most so many characters.
const LONGEST: usize = 255;

/// Of an answer these are kept besides its body.
const KEPT: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::LOCATION, header::ETAG, header::WWW_AUTHENTICATE];

/// Under what a request with a key is known again.
#[derive(Clone, Default)]
pub struct RequestKey(Option<String>);

impl RequestKey {
    /// A secret that is the same when the request comes again. Without a key it is a new one each
    /// time.
    pub fn secret(&self, site: &Site) -> String {
        match &self.0 {
            Some(place) => site.secrets.giver_token(place),
            None => secrets::random_token(),
        }
    }
}

impl FromRequestParts<Rest> for RequestKey {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Rest) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Answers a POST with a key as it was answered before, or does it and keeps the answer.
pub async fn layer(State(rest): State<Rest>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let asking = Asking::of(request.extensions());
    // The path stands here without what is before every route.
    let path = format!("{BELOW}{}", request.uri().path());
    let brings_file = file_limit(request.method(), &path).is_some();
    // Who brings a wrong token is refused, and so is who sends a file without one, before any of it
    // is read. That is not kept.
    let refused = match &asking {
        Asking::Wrong => true,
        Asking::Nobody => brings_file,
        Asking::Bearer(_) => false,
    };
    if refused {
        return next.run(request).await;
    }
    match key(&request) {
        Ok(None) => next.run(request).await,
        Ok(Some(key)) => once(rest.site, &asking, &key, brings_file, request, next)
            .await
            .unwrap_or_else(axum::response::IntoResponse::into_response),
        Err(refused) => refused.into_response(),
    }
}

fn key(request: &Request) -> Result<Option<String>, Refused> {
    let mut sent = request.headers().get_all(KEY).iter();
    let Some(first) = sent.next() else { return Ok(None) };
    let visible = |key: &&str| {
        (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let key = first.to_str().ok().filter(visible).filter(|_| sent.next().is_none());
    let said = "Idempotency-Key must be one key of 1 to 255 visible characters.";
    let key = key.ok_or_else(|| Refused::new(StatusCode::BAD_REQUEST, "malformed", said));
    key.map(|key| Some(key.to_owned()))
}

/// Under what an answer is kept: who asks for what, and the key. Nobody else meets it. Who is known
/// by a secret of their own may come from another network the next time.
fn place(asking: &Asking, parts: &Parts, key: &str) -> String {
    let who = match asking {
        Asking::Bearer(bearer) => format!("token {}", bearer.token.id),
        Asking::Nobody if is_known_giver(&parts.headers) => "giver".to_owned(),
        Asking::Nobody | Asking::Wrong => {
            let address = parts.extensions.get::<ClientAddress>();
            address.map_or_else(String::new, |address| format!("network {}", network(address.0)))
        }
    };
    let shown = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let (giver, pass) = (shown(GIVER_TOKEN).unwrap_or(""), shown(LIST_PASS).unwrap_or(""));
    secrets::digest_of(&["kept answer", &who, giver, pass, parts.uri.path(), key])
}

async fn once(
    site: Site,
    asking: &Asking,
    key: &str,
    brings_file: bool,
    request: Request,
    next: Next,
) -> Result<Response, Refused> {
    let (mut parts, body) = request.into_parts();
    let body = match brings_file {
        true => whole_file(body).await?,
        false => whole(body).await?,
    };
    let place = place(asking, &parts, key);
    let query = parts.uri.query().unwrap_or_default();
    let fingerprint = secrets::digest_of_body(query, &body);
    let begun_at = site.clock.now();
    match site.answer(site.store.begin_answer(&place, &fingerprint, begun_at).await)? {
        Beginning::Begun(until) => {
            // A day later the key is another one.
            let known = format!("{place} {}", until.timestamp());
            parts.extensions.insert(RequestKey(Some(known)));
            let once = Once { place, begun_at };
            parts.extensions.insert(once.clone());
            let request = Request::from_parts(parts, Body::from(body));
            finish(site, once, request, next).await
        }
        Beginning::Answered(sealed) => {
            let answer = site.secrets.open_answer(&place, &sealed);
            let answer = answer.and_then(|text| serde_json::from_str(&text).ok());
            answer.and_then(replayed).ok_or_else(spoilt)
        }
        Beginning::UnderWay => Err(Refused::new(
            StatusCode::CONFLICT,
            "in_progress",
            "A request with this Idempotency-Key is under way.",
        )),
        Beginning::Acted => Err(Refused::new(
            StatusCode::CONFLICT,
            "unknown_outcome",
            "What was sent with this Idempotency-Key was done, and its answer was lost. Look at what \
             there is before you send it with another key.",
        )),
        Beginning::AnotherBody => Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key_reused",
            "This Idempotency-Key was used before with another body.",
        )),
    }
}

/// Does what was asked for and keeps the answer, even if nobody waits for it any more: who asks again
/// is told what came of it.
async fn finish(site: Site, once: Once, request: Request, next: Next) -> Result<Response, Refused> {
    let doing = async move {
        let (parts, body) = next.run(request).await.into_parts();
        let body = body.collect().await.map(http_body_util::Collected::to_bytes);
        let body = body.unwrap_or_default();
        let again = parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS;
        let answer = kept(&site, &once.place, &parts, &body);
        keep(&site, &once, answer, again).await;
        Response::from_parts(parts, Body::from(body))
    };
    // Where it panics the key stays under way for a while.
    Ok(to_the_end(doing).await?)
}

fn kept(
    site: &Site,
    place: &str,
    parts: &axum::http::response::Parts,
    body: &Bytes,
) -> Option<String> {
    let header = |name: &HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    let answer = Answer {
        status: parts.status.as_u16(),
        headers: KEPT.iter().filter_map(header).collect(),
        body: STANDARD_NO_PAD.encode(body),
    };
    site.secrets.answers().seal(place, &serde_json::to_string(&answer).ok()?)
}

fn replayed(answer: Answer) -> Option<Response> {
    let body = STANDARD_NO_PAD.decode(&answer.body).ok()?;
    let status = StatusCode::from_u16(answer.status).ok()?;
    let mut response = (status, Body::from(body)).into_response();
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        let name: HeaderName = name.parse().ok()?;
        headers.insert(name, HeaderValue::from_str(&value).ok()?);
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Some(response)
}

/// What was kept does not open: the server has another key now.
fn spoilt() -> Refused {
    let said = "The answer to this Idempotency-Key is not known any more.";
    Refused::new(StatusCode::CONFLICT, "answer_lost", said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(keys: &[&[u8]]) -> Request {
        let mut request = Request::new(Body::empty());
        for key in keys {
            request.headers_mut().append(KEY, HeaderValue::from_bytes(key).unwrap());
        }
        request
    }

    // R10.4
    #[test]
    fn a_key_has_some_visible_characters() {
        assert_eq!(key(&sent(&[])), Ok(None));
        assert_eq!(key(&sent(&[b"a-1"])), Ok(Some("a-1".to_owned())));
        assert!(key(&sent(&[&[b'x'; 255]])).is_ok());
        let bad: [&[&[u8]]; 5] =
            [&[b""], &[&[b'x'; 256]], &[b"a b"], &[b"\xf0\x9f\x8e\x81"], &[b"a", b"a"]];
        for keys in bad {
            assert!(key(&sent(keys)).is_err(), "{keys:?}");
        }
    }

    // R10.4
    #[test]
    fn a_guest_with_a_token_of_their_own_may_change_networks() {
        let at = |last: u8, giver: Option<&str>| {
            let mut request = sent(&[b"one"]);
            let address = ClientAddress([203, 0, last, 5].into());
            request.extensions_mut().insert(address);
            if let Some(giver) = giver {
                let giver = HeaderValue::from_str(giver).unwrap();
                request.headers_mut().insert(GIVER_TOKEN, giver);
            }
            place(&Asking::Nobody, &request.into_parts().0, "one")
        };
        let (one, other) = (secrets::random_token(), secrets::random_token());
        assert_eq!(at(1, Some(&one)), at(2, Some(&one)));
        assert_ne!(at(1, Some(&one)), at(1, Some(&other)));
        assert_ne!(at(1, None), at(2, None));
        assert_ne!(at(1, Some("ben")), at(2, Some("ben")), "anybody could say that");
    }

    #[test]
    fn an_answer_comes_again_as_it_was() {
        let answer = Answer {
            status: 201,
            headers: vec![("location".to_owned(), "/api/v1/lists/1".to_owned())],
            body: STANDARD_NO_PAD.encode("{}"),
        };
        let response = replayed(answer).unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);
        assert_eq!(response.headers()[header::LOCATION], "/api/v1/lists/1");
        assert_eq!(response.headers()[REPLAYED], "true");
    }
}
