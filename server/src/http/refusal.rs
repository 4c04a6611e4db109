//! How layers refuse: in JSON as server functions do, or as a page of few words.

use app::{components::words, error::AppError, i18n::Locale};
use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse as _, Response},
};
use leptos_i18n::{Locale as _, td_string};

use super::visit::language;
use crate::secrets;

/// What a refusal looks like: the colours of `style/tokens.css`, in few lines, since nothing that has
/// to be fetched is there for sure.
const LOOK: &str = "\
:root{color-scheme:light dark;--ground:#f5f7f2;--ink:#1a2a26;--soft:#50605a;--accent:#1d5a4c}\
@media(prefers-color-scheme:dark){\
:root{--ground:#121a18;--ink:#e8efe9;--soft:#a8b7b0;--accent:#93d3b8}}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);\
color:var(--ink);font:106.25%/1.5 system-ui,sans-serif}\
main{box-sizing:border-box;max-width:36rem;padding:2rem 1rem;text-align:center}\
img{display:block;margin:0 auto 1.5rem}h1{margin:0 0 .75rem;line-height:1.15;\
text-wrap:balance}p{margin:0 0 .875rem;color:var(--soft);text-wrap:balance}\
a{display:inline-block;padding:.625rem 1rem;color:var(--accent);font-weight:600}";

/// An error that nobody has put into words yet: what broke knew nothing of the request.
#[derive(Debug, Clone)]
pub struct Untold(pub AppError);

/// An error that was put into words for a page or a server function. Who speaks otherwise puts it
/// into words anew.
#[derive(Debug, Clone)]
pub struct Told(pub AppError);

/// Puts what broke into words, for the one who asked.
pub async fn layer(request: Request, next: Next) -> Response {
    let reader = reader(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Untold>() {
        Some(Untold(error)) => refuse(&reader, error),
        None => response,
    }
}

/// What of a request says how its answer is read.
pub fn reader(headers: &HeaderMap) -> HeaderMap {
    let mut read = HeaderMap::new();
    for name in [header::ACCEPT, header::ACCEPT_LANGUAGE, header::COOKIE] {
        for value in headers.get_all(&name) {
            read.append(&name, value.clone());
        }
    }
    read
}

/// Refuses a request before it reaches a page or a server function.
pub fn refuse(headers: &HeaderMap, error: AppError) -> Response {
    let status = status_of(&error);
    answer(headers, status, error)
}

/// The status under which an error is told.
pub fn status_of(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The same under another status.
pub fn answer(headers: &HeaderMap, status: StatusCode, error: AppError) -> Response {
    let wait = match &error {
        AppError::TooMany { retry_after } => Some(*retry_after),
        AppError::Busy => Some(jittered()),
        _ => None,
    };
    let mut response = if reads_pages(headers) {
        let locale = language(headers);
        page(locale, &said(locale, status, &error))
    } else {
        Json(&error).into_response()
    };
    *response.status_mut() = status;
    response.extensions_mut().insert(Told(error));
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Refuses what was not sent by a page of ours.
pub fn foreign(headers: &HeaderMap) -> Response {
    if !reads_pages(headers) {
        let words = "This was not sent by a page of this site.";
        return (StatusCode::FORBIDDEN, words).into_response();
    }
    let locale = language(headers);
    let said = Said {
        title: td_string!(locale, problems.page.foreign.title),
        heading: td_string!(locale, problems.page.foreign.heading),
        words: td_string!(locale, problems.page.foreign.words).to_owned(),
    };
    (StatusCode::FORBIDDEN, page(locale, &said)).into_response()
}

/// Whether the answer is shown in a browser.
pub fn reads_pages(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// One to ten seconds, so that those who were sent away do not come back all at once.
fn jittered() -> u32 {
    u32::from(secrets::random_token().as_bytes()[0]) % 10 + 1
}

/// What a page of few words says.
struct Said {
    title: &'static str,
    heading: &'static str,
    words: String,
}

fn said(locale: Locale, status: StatusCode, error: &AppError) -> Said {
    let words = || words::refused(locale, error);
    match error {
        AppError::TooMany { .. } => Said {
            title: td_string!(locale, problems.page.pause.title),
            heading: td_string!(locale, problems.page.pause.heading),
            words: words(),
        },
        AppError::Busy => Said {
            title: td_string!(locale, problems.page.busy.title),
            heading: td_string!(locale, problems.page.busy.heading),
            words: words(),
        },
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => Said {
            title: td_string!(locale, problems.page.large.title),
            heading: td_string!(locale, problems.page.large.heading),
            words: td_string!(locale, problems.page.large.words).to_owned(),
        },
        AppError::Transport => Said {
            title: td_string!(locale, problems.page.unread.title),
            heading: td_string!(locale, problems.page.unread.heading),
            words: td_string!(locale, problems.page.unread.words).to_owned(),
        },
        _ => Said {
            title: td_string!(locale, problems.page.broken.title),
            heading: td_string!(locale, problems.page.broken.heading),
            words: words(),
        },
    }
}

/// Nothing of the pages works here for sure, so this one needs nothing of them. Its words are ours:
/// there is nothing in them to escape.
fn page(locale: Locale, said: &Said) -> Response<Body> {
    let Said { title, heading, words } = said;
    let (nonce, lang) = (secrets::random_token(), locale.as_str());
    let (brand, home) = (td_string!(locale, common.brand), td_string!(locale, problems.page.home));
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · {brand}</title><style nonce=\"{nonce}\">{LOOK}</style></head>\
         <body><main id=\"main\"><img src=\"/favicon.svg\" alt=\"\" width=\"72\" height=\"72\">\
         <h1>{heading}</h1><p>{words}</p><a href=\"/\">{home}</a></main></body></html>"
    );
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
    let mut response = Html(html).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    fn reading(accept: &'static str, language: &'static str) -> HeaderMap {
        HeaderMap::from_iter([
            (header::ACCEPT, HeaderValue::from_static(accept)),
            (header::ACCEPT_LANGUAGE, HeaderValue::from_static(language)),
        ])
    }

    async fn text(response: Response) -> String {
        let body = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(body.to_vec()).unwrap()
    }

    // R8.4
    #[tokio::test]
    async fn people_are_told_in_their_language_and_programs_in_json() {
        let german = reading("text/html", "de");
        let error = AppError::Internal { reference: "abc".to_owned() };
        let response = refuse(&german, error.clone());
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let page = text(response).await;
        assert!(page.contains("lang=\"de\"") && page.contains("abc"), "{page}");
        assert!(page.contains(&format!("<style nonce=\"{nonce}\">")) && !page.contains("style="));
        let json = text(refuse(&reading("*/*", "de"), error)).await;
        assert!(json.contains("\"internal\"") && !json.contains('<'), "{json}");
    }

    #[tokio::test]
    async fn what_comes_from_elsewhere_is_refused_in_words() {
        let page = foreign(&reading("text/html", "en"));
        assert_eq!(page.status(), StatusCode::FORBIDDEN);
        assert!(text(page).await.contains("<h1>This didn’t come from our page</h1>"));
        let plain = text(foreign(&HeaderMap::new())).await;
        assert!(!plain.contains('<'), "{plain}");
    }
}
