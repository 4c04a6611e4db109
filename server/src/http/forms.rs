//! Plain HTML forms (R9.1): a browser without JavaScript posts to a server function and is shown a
//! page.
//!
//! Done, it is sent on (303). Refused, it gets the page with the form again, under the refusal's
//! true status, with what was typed still in place and each problem beside its field. Nothing of
//! it ever stands in an address. Where that page is only for somebody who is signed in, and nobody
//! is any more, another one keeps what was typed.
//!
//! Whoever reads no pages is answered by the server function itself, under the same statuses.

use app::{
    error::AppError,
    pages::signing_in::SESSION_ENDED,
    session::{Refusal, Visit},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts, response},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http_body_util::BodyExt as _;

use super::{
    refusal::{reads_pages, status_of},
    request::Route,
    visit::cookie,
};
use crate::site::Site;

/// Remembers the page of a refused form. A browser without JavaScript then stands at `/fn/...`, so
/// that the Referer of what it sends next names no page.
const PAGE_COOKIE: &str = "__Host-page";

/// How long a page is remembered, in seconds.
const PAGE_REMEMBERED: u32 = 3600;

/// Forms in rows, after which the row is looked at that they stand in, wherever it is by then: the
/// field that names it, and what its id begins with. A browser without JavaScript would be led to the
/// top of the page.
const IN_ROWS: [(&str, &str, &str); 3] = [
    ("/fn/move_gift", "gift", "gift"),
    ("/fn/set_arrived", "gift", "gift"),
    ("/fn/tick_thanks", "reservation", "given"),
];

/// Fields that are never shown again.
const SECRET_FIELDS: [&str; 4] = ["password", "current", "code", "passcode"];

/// A form that is refused before its server function reads it, for its page to say so.
#[derive(Debug, Clone)]
pub struct RefusedUnread(pub AppError);

/// Answers form posts with pages.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    if !is_form(&request) {
        let asks = request.uri().path().starts_with("/fn/");
        let answer = next.run(request).await;
        return if asks { under_its_status(answer).await } else { answer };
    }
    let (mut parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body = body.to_bytes();
    let page = page_of(&parts.headers, &site.settings.site.origin());
    if let Some(RefusedUnread(error)) = parts.extensions.remove() {
        let (done, ()) = Response::new(()).into_parts();
        return show_again(parts, &body, page, error, &done, next).await;
    }
    let asked = parts.clone();
    // The server function then answers with JSON and true statuses instead of redirects of its own.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    // Its answer is read here.
    parts.headers.remove(header::ACCEPT_ENCODING);
    let done = next.clone().run(Request::from_parts(parts, Body::from(body.clone()))).await;
    if done.status().is_success() {
        return go_on(done, &back_to(&page, asked.uri.path(), &body));
    }
    match refused(done).await {
        Ok((error, done)) => show_again(asked, &body, page, error, &done, next).await,
        Err(response) => response,
    }
}

/// What a server function could not read, and what is no id, under its true status. By itself it answers
/// that with 500, as if something of ours were broken.
async fn under_its_status(answer: Response) -> Response {
    if answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = status_of(&error);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Whether a browser sends a form and shows what comes back.
pub fn is_form(request: &Request) -> bool {
    request.method() == Method::POST
        && request.uri().path().starts_with("/fn/")
        && reads_pages(request.headers())
}

/// The page that the form stands on, by its Referer; only ever a path of ours.
fn page_of(headers: &HeaderMap, origin: &str) -> Uri {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer.and_then(|referer| referer.strip_prefix(origin));
    let page = match path {
        Some(path) if path.starts_with("/fn/") => refused_last(headers),
        path => path.and_then(ours),
    };
    page.unwrap_or_else(|| Uri::from_static("/"))
}

/// The page of the form that was refused last in this browser; nothing where none is remembered.
pub fn refused_last(headers: &HeaderMap) -> Option<Uri> {
    cookie(headers, PAGE_COOKIE).and_then(ours)
}

/// A path of one of our pages.
fn ours(path: &str) -> Option<Uri> {
    let leads_away = path.starts_with("//") || path.contains('\\');
    let is_page = path.starts_with('/') && !path.starts_with("/fn/") && !leads_away;
    path.parse().ok().filter(|_| is_page)
}

/// Sets the cookie that [`page_of`] reads. Nothing where the address holds what would end a value.
fn remember(page: &Uri) -> Option<HeaderValue> {
    let page = page.path_and_query()?;
    let set = format!(
        "{PAGE_COOKIE}={page}; Path=/; Max-Age={PAGE_REMEMBERED}; Secure; HttpOnly; SameSite=Lax"
    );
    HeaderValue::from_str(&set).ok().filter(|_| !page.as_str().contains(';'))
}

/// The page to which a form leads back, and the row on it.
fn back_to(page: &Uri, form: &str, body: &[u8]) -> String {
    let row = IN_ROWS.iter().find(|(action, ..)| *action == form).and_then(|(_, field, row)| {
        let mut fields = url::form_urlencoded::parse(body);
        let (_, id) = fields.find(|(name, _)| name == field)?;
        let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_id.then(|| format!("{page}#{row}-{id}"))
    });
    row.unwrap_or_else(|| page.to_string())
}

/// To where the server function said, or back to the page, with the cookies it set.
fn go_on(done: Response, back: &str) -> Response {
    let (mut parts, _) = done.into_parts();
    parts.status = StatusCode::SEE_OTHER;
    if !parts.headers.contains_key(header::LOCATION)
        && let Ok(back) = HeaderValue::from_str(back)
    {
        parts.headers.insert(header::LOCATION, back);
    }
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

/// Reads why a server function refused, or gives back an answer that is not one of its own.
async fn refused(done: Response) -> Result<(AppError, response::Parts), Response> {
    let (parts, body) = done.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    match serde_json::from_slice(&bytes) {
        Ok(error) => Ok((error, parts)),
        // A field was missing altogether, which no form of ours does, or a layer answered.
        Err(_) if parts.status == StatusCode::INTERNAL_SERVER_ERROR => {
            Ok((AppError::Transport, parts))
        }
        Err(_) => Err(Response::from_parts(parts, Body::from(bytes))),
    }
}

/// Renders the page that the form stands on, with the refusal in its context. `done` is the server
/// function's own answer, whose cookies are sent along, and which names the route in the log.
async fn show_again(
    asked: Parts,
    body: &[u8],
    page: Uri,
    error: AppError,
    done: &response::Parts,
    next: Next,
) -> Response {
    let status = status_of(&error);
    let retry_after = error.retry_after();
    let remembered = remember(&page);
    let page = match error {
        AppError::SignInNeeded | AppError::FreshSignInNeeded => Uri::from_static(SESSION_ENDED),
        _ => page,
    };
    let refusal = Refusal { action: asked.uri.path().to_owned(), values: values(body), error };
    let mut again = Request::new(Body::empty());
    *again.headers_mut() = asked.headers;
    for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::TRANSFER_ENCODING] {
        again.headers_mut().remove(name);
    }
    *again.extensions_mut() = asked.extensions;
    if let Some(visit) = again.extensions_mut().get_mut::<Visit>() {
        visit.path = page.to_string();
    }
    *again.uri_mut() = page;
    again.extensions_mut().insert(refusal);
    let mut response = next.run(again).await;
    // A page that moved on meanwhile decides for itself.
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    if let Some(route) = done.extensions.get::<Route>() {
        response.extensions_mut().insert(route.clone());
    }
    let cookies = done.headers.get_all(header::SET_COOKIE).iter().cloned();
    for cookie in cookies.chain(remembered) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn values(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body)
        .filter(|(name, _)| !SECRET_FIELDS.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referer(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::REFERER, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn only_our_own_pages_are_shown_again() {
        let ours = "https://ewelists.example";
        let page = |value: &str| page_of(&referer(value), ours).to_string();
        assert_eq!(page("https://ewelists.example/l/abc?filter=all"), "/l/abc?filter=all");
        for foreign in [
            "https://evil.example/x",
            "https://ewelists.example.evil.example/x",
            "https://ewelists.example@evil.example/x",
            "https://ewelists.example/fn/sign_out",
            "/x",
        ] {
            assert_eq!(page(foreign), "/", "{foreign}");
        }
        assert_eq!(page_of(&HeaderMap::new(), ours).to_string(), "/");
    }

    // R9.6: for an hour the page of a form that was refused.
    #[test]
    fn a_form_that_was_refused_twice_still_knows_its_page() {
        let ours = "https://ewelists.example";
        let page = Uri::from_static("/l/abc/def?x=1");
        let set = remember(&page).unwrap();
        let (pair, attributes) = set.to_str().unwrap().split_once("; ").unwrap();
        assert!(attributes.contains("HttpOnly") && attributes.contains("Max-Age=3600;"));
        let mut headers = referer("https://ewelists.example/fn/reserve");
        headers.insert(header::COOKIE, HeaderValue::from_str(pair).unwrap());
        assert_eq!(page_of(&headers, ours), page);
        for hostile in
            ["//evil.example", "/\\evil.example", "/fn/sign_out", "https://evil.example", ""]
        {
            let pair = format!("{PAGE_COOKIE}={hostile}");
            headers.insert(header::COOKIE, HeaderValue::from_str(&pair).unwrap());
            assert_eq!(page_of(&headers, ours), Uri::from_static("/"), "{hostile}");
            assert_eq!(refused_last(&headers), None, "{hostile}");
        }
        assert_eq!(remember(&Uri::from_static("/l/a;b")), None);
    }

    // R9.3: one is left where one was.
    #[test]
    fn a_form_in_a_row_leads_back_to_its_row() {
        let page = Uri::from_static("/lists/1?tag=x");
        let back = |form: &str, body: &str| back_to(&page, form, body.as_bytes());
        assert_eq!(back("/fn/move_gift", "list=1&gift=2a&way=up"), "/lists/1?tag=x#gift-2a");
        assert_eq!(back("/fn/set_arrived", "gift=2a&received=on"), "/lists/1?tag=x#gift-2a");
        assert_eq!(back("/fn/tick_thanks", "reservation=3&tick=x"), "/lists/1?tag=x#given-3");
        for (form, body) in [
            ("/fn/edit_gift", "gift=2a"),
            ("/fn/move_gift", "list=1"),
            ("/fn/move_gift", "gift="),
            ("/fn/move_gift", "gift=2%0D%0ASet-Cookie"),
        ] {
            assert_eq!(back(form, body), "/lists/1?tag=x", "{form} {body}");
        }
    }

    #[test]
    fn passwords_and_codes_are_not_shown_again() {
        let typed = values(b"email=a%40b.org&password=secret&code=123456&name=%F0%9F%8E%81");
        let names: Vec<_> = typed.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["email", "name"]);
        assert_eq!(typed[1].1, "🎁");
    }
}
