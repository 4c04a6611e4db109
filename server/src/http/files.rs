//! Files: the built script, wasm and style sheet, and what lies in `public/`.

use std::{convert::Infallible, path::Path};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::request::only_reads;
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
    pub fn find(&self, request: &Request) -> impl Future<Output = Option<Response>> + Send + use<> {
        let folder = self.folder.clone();
        let asked = bare(request);
        let keep = match request.uri().path().starts_with(&self.built) {
            true if self.hashed => FOR_GOOD,
            true => ASK_ALWAYS,
            false => A_WEEK,
        };
        async move {
            let found: Result<_, Infallible> = folder.oneshot(asked?).await;
            let mut found = found.ok()?.into_response();
            let status = found.status();
            if !status.is_success() && !matches!(status.as_u16(), 304 | 412 | 416) {
                return None;
            }
            found.headers_mut().insert(header::CACHE_CONTROL, keep);
            Some(found)
        }
    }
}

/// The same request without its body, if it can be for a file.
fn bare(request: &Request) -> Option<Request> {
    let path = request.uri().path();
    let reads = only_reads(request.method());
    // A dot at the beginning hides a file, and no page has one.
    if !reads || path == "/" || path.contains("/.") {
        return None;
    }
    let mut bare = Request::new(Body::empty());
    *bare.method_mut() = request.method().clone();
    *bare.uri_mut() = request.uri().clone();
    *bare.headers_mut() = request.headers().clone();
    Some(bare)
}

/// Answers with a file of the build, or with nothing: no page lies in its folder.
pub async fn built(State(files): State<Files>, request: Request) -> Response {
    let found = files.find(&request);
    found.await.unwrap_or_else(|| axum::http::StatusCode::NOT_FOUND.into_response())
}
