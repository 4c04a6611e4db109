//! What every answer tells the browser: pages, files, errors, all of them.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{settings::Environment, site::Site};

/// For what is no page: nothing is loaded by it and nothing frames it.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Not `no-referrer`: plain forms are sent back to their page by it, and under it browsers
    // send `Origin: null`. Shops must not see share links.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (LOADED_BY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
             magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()",
        ),
    ),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        HeaderValue::from_static("none"),
    ),
];

/// Whose pages may load something.
const LOADED_BY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a page may load, with the nonce of its own scripts and styles, and with whom it may speak
/// `beside` the site.
pub fn page_policy(nonce: &str, beside: &str) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'{beside}; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; object-src 'none'"
    );
    HeaderValue::from_str(&policy).ok()
}

/// Puts them on every answer. What an answer already says of its content and keeping stays.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let private = names_somebody(request.uri().path());
    let picture = !site.settings.api.origins.is_empty() && is_picture(request.uri().path());
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    if picture && found {
        headers.insert(LOADED_BY, HeaderValue::from_static("cross-origin"));
    }
    if site.settings.site.public_url.is_https() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if private || site.settings.site.environment != Environment::Production {
        let robots = HeaderName::from_static("x-robots-tag");
        headers.insert(robots, HeaderValue::from_static("noindex, nofollow"));
    }
    if_absent(headers, header::CONTENT_SECURITY_POLICY, NO_PAGE);
    if_absent(headers, header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if response.extensions().get::<LeadsElsewhere>().is_none() {
        keep_on_site(&site, response.headers_mut());
    }
    response
}

fn if_absent(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.entry(name).or_insert(value);
}

/// Pages behind a capability, pages of an account, and what programs ask.
fn names_somebody(path: &str) -> bool {
    [
        "l",
        "r",
        "lists",
        "join",
        "reset",
        "live",
        "account",
        "giving",
        "admin",
        "email-undo",
        "stop",
        "api",
    ]
    .iter()
    .any(|first| {
        let rest = path.strip_prefix('/').and_then(|path| path.strip_prefix(first));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Pictures to which answers of the API lead (R10.7): what people sent, behind an address that nobody
/// guesses, and our own covers. They are the same for everybody, whoever is signed in.
fn is_picture(path: &str) -> bool {
    ["/pictures/", "/covers/"].iter().any(|folder| path.starts_with(folder))
}

/// An answer that leads off the site as it must: to a provider of sign-ins, or to the shop of a
/// gift; or to the site's main address from another one.
#[derive(Debug, Clone, Copy)]
pub struct LeadsElsewhere;

/// Browsers are sent on within the site only. A server function answers plain forms by sending
/// them back to their Referer, whatever that is.
fn keep_on_site(site: &Site, headers: &mut HeaderMap) {
    let Some(location) = headers.get(header::LOCATION) else { return };
    let own = location.to_str().ok();
    let own = own.and_then(|address| site.settings.site.public_url.own_path(address));
    if own.is_none() {
        tracing::warn!("an answer that leads off the site was changed");
    }
    let own = own.and_then(|path| HeaderValue::from_str(&path).ok());
    headers.insert(header::LOCATION, own.unwrap_or(HeaderValue::from_static("/")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_somebody_are_told_from_the_rest() {
        for path in ["/l/abc", "/r/abc", "/lists", "/lists/1/settings", "/join/x", "/live/share/x"]
        {
            assert!(names_somebody(path), "{path}");
        }
        for path in ["/", "/listsx", "/legal", "/sign-in", "/pkg/l/x"] {
            assert!(!names_somebody(path), "{path}");
        }
    }

    #[test]
    fn pictures_are_told_from_the_rest() {
        for path in ["/pictures/a-640.webp", "/covers/birthday.svg"] {
            assert!(is_picture(path), "{path}");
        }
        for path in ["/", "/covers", "/pkg/app.js", "/lists/1/covers/x", "/api/v1/covers"] {
            assert!(!is_picture(path), "{path}");
        }
    }

    #[test]
    fn a_page_loads_what_is_ours_and_nothing_inline_without_its_nonce() {
        let policy = page_policy("abc", "").unwrap();
        let policy = policy.to_str().unwrap();
        assert!(
            policy.starts_with(
                "default-src 'none'; script-src 'self' 'nonce-abc' 'wasm-unsafe-eval';"
            )
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
}
