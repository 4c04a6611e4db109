//! Only our own pages may change anything (CSRF).
//!
//! Server functions check neither method nor origin themselves. tower-http has a layer for this
//! (`csrf`), which does not fit: it lets every GET through, compares with the request's `Host`
//! instead of the public address, and lets a request without both headers through even where it
//! carries a session.

use app::error::AppError;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::refused_last,
    refusal::{answer, foreign, reads_pages},
    request::{known, only_reads},
    stop::one_click,
};
use crate::{service::SESSION_COOKIE, site::Site};

/// Lets through what only reads, and of the rest only what comes from a page of ours; besides that
/// a mail's own link to stop it, which mail programs ask from no page and which reads no cookie.
/// Server functions are asked by POST and nothing else.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let method = request.method();
    let server_function = request.uri().path().starts_with("/fn/");
    let reads = only_reads(method);
    let stops = one_click(method, request.uri().path()).is_some();
    if (!reads && !stops || server_function)
        && !is_ours(request.headers(), &site.settings.site.origin())
    {
        tracing::warn!(http.method = known(method), "a request from another origin was refused");
        return foreign(request.headers());
    }
    if server_function && method != Method::POST {
        return not_posted(reads, request.headers());
    }
    next.run(request).await
}

/// Answers who asks for a server function by anything but POST. Without a script a browser stands at the
/// address of a form that was refused: opened anew, that leads to the form's page (R8.4, R9.1).
fn not_posted(reads: bool, headers: &HeaderMap) -> Response {
    let in_browser = reads && reads_pages(headers);
    let page = refused_last(headers).filter(|_| in_browser);
    if let Some(page) = page.and_then(|page| HeaderValue::from_str(&page.to_string()).ok()) {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response();
    }
    let not_allowed = StatusCode::METHOD_NOT_ALLOWED;
    let mut response = match in_browser {
        true => answer(headers, not_allowed, AppError::Transport),
        false => not_allowed.into_response(),
    };
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

/// What browsers say goes first. Old ones say only where the page was from, and what is no
/// browser says neither, which is fine as long as it brings no session.
fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    if let Some(ours) = says_ours(headers, origin) {
        return ours;
    }
    let cookies = headers.get_all(header::COOKIE).iter();
    !cookies.into_iter().any(|cookie| {
        let session = SESSION_COOKIE.as_bytes();
        cookie.as_bytes().windows(session.len()).any(|name| name == session)
    })
}

/// Whether a request says that it comes from a page of ours, or from nobody's; none where it says
/// nothing of it.
pub(super) fn says_ours(headers: &HeaderMap, origin: &str) -> Option<bool> {
    let mut sites = headers.get_all("sec-fetch-site").iter().peekable();
    if sites.peek().is_some() {
        return Some(sites.all(|site| site == "same-origin" || site == "none"));
    }
    let mut origins = headers.get_all(header::ORIGIN).iter().peekable();
    origins.peek()?;
    Some(origins.all(|from| from == origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://ewelists.example";

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let pairs = headers.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_static(value))
        });
        is_ours(&HeaderMap::from_iter(pairs), OURS)
    }

    #[test]
    fn what_the_browser_says_of_the_site_decides() {
        let evil = ("origin", "https://evil.example");
        for (site, allowed) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            assert_eq!(ours(&[("sec-fetch-site", site)]), allowed, "{site}");
            assert_eq!(ours(&[("sec-fetch-site", site), ("origin", OURS)]), allowed, "{site}");
            assert_eq!(ours(&[("sec-fetch-site", site), evil]), allowed, "{site}");
        }
        assert!(!ours(&[("sec-fetch-site", "")]));
        assert!(!ours(&[("sec-fetch-site", "Same-Origin")]));
    }

    #[test]
    fn else_the_origin_must_be_the_public_one() {
        assert!(ours(&[("origin", OURS)]));
        for foreign in [
            "null",
            "",
            "http://ewelists.example",
            "https://ewelists.example:444",
            "https://www.ewelists.example",
            "https://ewelists.example.evil.example",
        ] {
            assert!(!ours(&[("origin", foreign)]), "{foreign}");
        }
    }

    #[test]
    fn without_either_only_what_brings_no_session() {
        assert!(ours(&[]));
        assert!(ours(&[("cookie", "__Host-giver=x")]));
        assert!(!ours(&[("cookie", "a=b; __Host-session=x")]));
    }
}
