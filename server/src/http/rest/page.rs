//! A page to try the API on (R10): a few words in the reader's language, and below them the vendored
//! Swagger UI, which a script of ours begins. Where no script runs, what there is is listed.

use std::{
    borrow::Cow,
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use app::i18n::Locale;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use leptos_i18n::{Locale as _, td_string};
use serde_json::Value;
use utoipa_swagger_ui::Config;

use super::words;
use crate::{http::visit::language, site::Site};

/// Where the document is.
const DOCUMENT: &str = "/api/v1/openapi.json";

/// What surrounds Swagger UI, and how it looks here.
const LOOK: &str = include_str!("page/page.css");

/// Begins Swagger UI.
const BEGIN: &str = include_str!("page/begin.js");

/// Of what Swagger UI brings along, these are served.
const VENDORED: [&str; 2] = ["swagger-ui-bundle.js", "swagger-ui.css"];

/// The page loads what is ours, and asks nobody else. Swagger UI draws its arrows from `data:`; the
/// styles that it sets, it sets by script, which needs no leave.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; object-src 'none'",
);

/// Files may be kept so long.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// The methods of OpenAPI, in the order in which they are listed.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What the API can do, as HTML. It does not change while the program runs.
static OPERATIONS: LazyLock<String> = LazyLock::new(|| {
    let document = serde_json::to_value(super::document()).unwrap_or_default();
    listed(&document)
});

/// The page and its files, below the prefix of the API.
pub fn routes<S: Clone + Send + Sync + 'static>(site: &Site) -> Router<S> {
    Router::new()
        .route("/docs", get(page))
        .route("/docs/{file}", get(file))
        .with_state(Arc::<str>::from(site.settings.leptos.files().style))
}

async fn page(State(style): State<Arc<str>>, headers: HeaderMap) -> Response {
    let html = rendered(language(&headers), &style);
    let told: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::VARY, HeaderValue::from_static("accept-language, cookie")),
    ];
    (told, Html(html)).into_response()
}

async fn file(Path(name): Path<String>) -> Response {
    let kept = |kind: &'static str, text: &'static str| {
        let kind = HeaderValue::from_static(kind);
        ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, A_DAY)], text).into_response()
    };
    match name.as_str() {
        "page.css" => kept("text/css; charset=utf-8", LOOK),
        "begin.js" => kept("text/javascript; charset=utf-8", BEGIN),
        name => match vendored(name) {
            Some(found) => found,
            None => words::unknown().await.into_response(),
        },
    }
}

fn vendored(name: &str) -> Option<Response> {
    let name = VENDORED.into_iter().find(|served| *served == name)?;
    let found = utoipa_swagger_ui::serve(name, Arc::new(Config::from(DOCUMENT))).ok()??;
    let bytes = match found.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_str(&found.content_type);
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("text/plain")));
    headers.insert(header::CACHE_CONTROL, A_DAY);
    if found.gzpipped {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Some(response)
}

/// The words are ours, and so is what the document says; the latter is escaped all the same.
fn rendered(locale: Locale, style: &str) -> String {
    let lang = locale.as_str();
    let title = td_string!(locale, api.page.title);
    let description = td_string!(locale, api.page.description);
    let (brand, tagline) = (td_string!(locale, common.brand), td_string!(locale, common.tagline));
    let skip = td_string!(locale, common.shell.skip);
    let heading = td_string!(locale, api.page.heading);
    let lede = td_string!(locale, api.page.lede);
    let token_heading = td_string!(locale, api.page.token_heading);
    let token = td_string!(locale, api.page.token);
    let token_link = td_string!(locale, api.page.token_link);
    let send_heading = td_string!(locale, api.page.send_heading);
    let send = td_string!(locale, api.page.send);
    let trying_heading = td_string!(locale, api.page.trying_heading);
    let trying = td_string!(locale, api.page.trying);
    let document_link = td_string!(locale, api.page.document);
    let operations_heading = td_string!(locale, api.page.operations);
    let (document, operations) = (DOCUMENT, OPERATIONS.as_str());
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · {brand}</title><meta name=\"description\" content=\"{description}\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{style}\">\
         <link rel=\"stylesheet\" href=\"/api/v1/docs/swagger-ui.css\">\
         <link rel=\"stylesheet\" href=\"/api/v1/docs/page.css\">\
         <script src=\"/api/v1/docs/swagger-ui-bundle.js\" defer></script>\
         <script src=\"/api/v1/docs/begin.js\" defer></script></head>\
         <body><a class=\"skip\" href=\"#main\">{skip}</a>\
         <header class=\"site-header\"><a class=\"wordmark\" href=\"/\">\
         <svg class=\"mark\" aria-hidden=\"true\"><use href=\"/icons.svg#mark\"></use></svg>\
         {brand}</a></header>\
         <main id=\"main\" class=\"page airy\"><header class=\"stack tight\">\
         <h1>{heading}</h1><p class=\"lede\">{lede}</p></header>\
         <ol class=\"steps api-steps\">\
         <li><h2>{token_heading}</h2><p>{token}</p>\
         <a href=\"/account/apps\">{token_link}</a></li>\
         <li><h2>{send_heading}</h2><p>{send}</p>\
         <code>Authorization: Bearer ewl_…</code></li>\
         <li><h2>{trying_heading}</h2><p>{trying}</p>\
         <a href=\"{document}\">{document_link}</a></li></ol>\
         <section class=\"stack\" aria-labelledby=\"operations-heading\">\
         <h2 id=\"operations-heading\" class=\"unseen\">{operations_heading}</h2>\
         <div id=\"operations\" data-document=\"{document}\" lang=\"en\">{operations}</div>\
         </section></main>\
         <footer class=\"site-footer\"><p>{tagline}</p></footer></body></html>"
    )
}

/// Every operation under its tag, as the document has them.
fn listed(document: &Value) -> String {
    let mut text = String::new();
    for tag in document["tags"].as_array().into_iter().flatten() {
        let Some(name) = tag["name"].as_str() else { continue };
        let about = tag["description"].as_str().unwrap_or_default();
        // Writing to a String can not fail.
        let _ = write!(text, "<h3>{}</h3><p>{}</p><ul>", escaped(name), escaped(about));
        for (path, method, operation) in operations(document) {
            if operation["tags"].as_array().is_some_and(|tags| tags.contains(&tag["name"])) {
                let (method, path) = (method.to_uppercase(), escaped(path));
                let summary = escaped(operation["summary"].as_str().unwrap_or_default());
                let _ = write!(text, "<li><code>{method} {path}</code> {summary}</li>");
            }
        }
        text += "</ul>";
    }
    text
}

fn operations(document: &Value) -> impl Iterator<Item = (&str, &'static str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        METHODS.iter().filter_map(move |method| {
            methods.get(method).map(|operation| (path.as_str(), *method, operation))
        })
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_document_says_is_listed_under_its_tags_and_escaped() {
        let document = json!({
            "tags": [{ "name": "lists", "description": "Lists & gifts" }, { "name": "me" }],
            "paths": {
                "/lists/{id}": {
                    "put": { "tags": ["lists"], "summary": "Change <it>" },
                    "get": { "tags": ["lists"], "summary": "Read it" },
                },
                "/me": { "get": { "tags": ["me"] } },
            },
        });
        assert_eq!(
            listed(&document),
            "<h3>lists</h3><p>Lists &amp; gifts</p><ul>\
             <li><code>GET /lists/{id}</code> Read it</li>\
             <li><code>PUT /lists/{id}</code> Change &lt;it&gt;</li></ul>\
             <h3>me</h3><p></p><ul><li><code>GET /me</code> </li></ul>"
        );
    }

    #[test]
    fn the_page_speaks_every_language_and_has_nothing_inline() {
        for locale in Locale::get_all() {
            let page = rendered(*locale, "/pkg/ewelists.css");
            assert!(page.contains(&format!("<html lang=\"{}\">", locale.as_str())), "{page}");
            assert!(page.contains(td_string!(*locale, api.page.heading)), "{page}");
            for inline in ["style=", "<style", "onload", "<script>"] {
                assert!(!page.contains(inline), "{inline} in {page}");
            }
            assert_eq!(page.matches("<h1>").count(), 1);
        }
    }

    #[tokio::test]
    async fn what_is_vendored_is_served_and_nothing_besides() {
        for name in VENDORED {
            assert_eq!(file(Path(name.to_owned())).await.status(), StatusCode::OK, "{name}");
        }
        for name in ["index.html", "swagger-initializer.js", "swagger-ui.js", "..", ""] {
            assert_eq!(file(Path(name.to_owned())).await.status(), StatusCode::NOT_FOUND, "{name}");
        }
    }
}
