//! Files: the built script, wasm and style sheet, and what lies in `public/`.

use std::{convert::Infallible, path::Path};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::settings::PagesSettings;

/// Their name changes with their content.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Their name stays: a week, and then the browser asks whether they changed.
const A_WEEK: HeaderValue = HeaderValue::from_static("public, max-age=604800");
/// Built anew all the time on a developer's machine.
const ASK_ALWAYS: HeaderValue = HeaderValue::from_static("no-cache");

/// Where the files are.
#[derive(Clone)]
pub struct Files {
    folder: ServeDir,
    built: String,
    hashed: bool,
}

impl Files {
    /// The files of a site. A folder that is not there has none.
    pub fn new(pages: &PagesSettings) -> Self {
        let folder = ServeDir::new(Path::new(&pages.site_root))
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        let built = format!("/{}/", pages.site_pkg_dir.trim_matches('/'));
        Self { folder, built, hashed: pages.hashed() }
    }

    /// The file at the path that is asked for, if there is one.
    pub async fn find(&self, request: &Request) -> Option<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let path = request.uri().path();
        // A dot at the beginning hides a file, and no page has one.
        if path == "/" || path.contains("/.") {
            return None;
        }
        let mut asked = Request::new(Body::empty());
        *asked.method_mut() = request.method().clone();
        *asked.uri_mut() = request.uri().clone();
        *asked.headers_mut() = request.headers().clone();
        let found: Result<_, Infallible> = self.folder.clone().oneshot(asked).await;
        let mut found = found.ok()?.into_response();
        let status = found.status();
        if !status.is_success() && !matches!(status.as_u16(), 304 | 412 | 416) {
            return None;
        }
        let keep = match path.starts_with(&self.built) {
            true if self.hashed => FOR_GOOD,
            true => ASK_ALWAYS,
            false => A_WEEK,
        };
        found.headers_mut().insert(header::CACHE_CONTROL, keep);
        Some(found)
    }
}

/// Answers with a file of the build, or with nothing: no page lies in its folder.
pub async fn built(State(files): State<Files>, request: Request) -> Response {
    let found = files.find(&request).await;
    found.unwrap_or_else(|| axum::http::StatusCode::NOT_FOUND.into_response())
}
