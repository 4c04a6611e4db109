//! A program that asks the API.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use domain::{ApiTokenWish, Lifetime, Scope, Scopes, TokenName};
use serde_json::Value;
use server::{http::rest::BELOW, secrets, site::Site};

use crate::{people::Somebody, site::TestSite};

/// Makes a token that can do this.
pub async fn token(site: &Site, person: &Somebody, scopes: &[Scope]) -> String {
    let text = secrets::api_token();
    let wish = ApiTokenWish {
        name: TokenName::parse("A test").unwrap(),
        scopes: Scopes::new(scopes.to_vec()).unwrap(),
        lifetime: Lifetime::Month,
    };
    let errand = site.errand(&person.visit);
    let key = secrets::api_token_key(&text);
    site.store.make_token(errand, person.id, &wish, &key).await.unwrap();
    text
}

/// Asks for a path, below `/api/v1` where it does not say otherwise. What comes back is JSON, or
/// nothing, or its text.
pub async fn call(
    site: &TestSite,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> (StatusCode, HeaderMap, Value) {
    let body = body.map(|body| body.to_string());
    call_with(site, method, path, token, &[], body.as_deref()).await
}

/// The same with other headers, and with any text as the body.
pub async fn call_with(
    site: &TestSite,
    method: &str,
    path: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> (StatusCode, HeaderMap, Value) {
    let path = match path.starts_with("/api") {
        true => path.to_owned(),
        false => format!("{BELOW}{path}"),
    };
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut all = headers.to_vec();
    all.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    // A body is sent as if it were a form: the API does not mind.
    let answer = site.send(method, &path, &all, body).await;
    let mut told = HeaderMap::new();
    for (name, value) in answer.headers() {
        let name: HeaderName = name.parse().unwrap();
        told.append(name, HeaderValue::from_str(value).unwrap());
    }
    let text = match told.get("transfer-encoding") {
        Some(_) => pieced(&answer.body),
        None => answer.body.clone(),
    };
    let value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => Value::String(text),
    };
    (StatusCode::from_u16(answer.status).unwrap(), told, value)
}

/// A body that came in pieces (RFC 9112, 7.1).
fn pieced(body: &str) -> String {
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let Ok(length @ 1..) = usize::from_str_radix(length.trim(), 16) else { break };
        whole += &after[..length];
        rest = after[length..].trim_start_matches("\r\n");
    }
    whole
}
