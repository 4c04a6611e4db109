//! Pictures: serving them, and taking those that people send (R3.2, R4.5, R6.1).
//!
//! Served is what we wrote ourselves, never what was sent. Whoever sends a cover must be an owner,
//! which is found out before anything of it is read.

mod along;
mod body;
mod refused;

use std::sync::Arc;

use app::{backend::Backend, error::AppError, next::Next as Asked, session::Visit};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use domain::{ListId, PictureId};
use tokio::sync::Semaphore;

use super::{
    limits::Limits,
    refusal::{answer, reads_pages, refuse},
    request::only_reads,
};
use crate::site::{Site, internal};

pub use along::goes_along;
pub use body::READ_ON;
use refused::Refused;

/// Where they are served.
const FOLDER: &str = "/pictures/";

/// The field of the form that sends a cover.
const FIELD: &str = "picture";

/// How many are read at once: each takes up to five mebibytes while it arrives.
const READ_AT_ONCE: usize = 24;

/// What a file says never changes: its name follows from it.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Shown by itself, a picture loads nothing and runs nothing.
pub(super) const ALONE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// Who takes pictures and gives them out. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    site: Site,
    backend: Backend,
    limits: Limits,
    reading: Arc<Semaphore>,
}

impl Desk {
    /// For a site.
    pub fn new(site: Site, backend: Backend, limits: Limits) -> Self {
        Self { site, backend, limits, reading: Arc::new(Semaphore::new(READ_AT_ONCE)) }
    }

    /// Reads a form with a file in this field.
    async fn read(&self, request: Request, field: &str) -> Result<body::Sent, Refused> {
        let _reading = self.reading.try_acquire().map_err(|_| Refused::Busy)?;
        let words = self.site.settings.server.body_limit;
        body::read(request, field, body::MOST, words).await
    }

    /// Reads what was typed into it, and throws the file away as it comes.
    async fn read_words(&self, request: Request, field: &str) -> Result<body::Sent, Refused> {
        body::read(request, field, 0, self.site.settings.server.body_limit).await
    }
}

/// The list whose cover is sent to `/lists/LIST/cover`. What names no list names one that is not
/// there.
fn covered(path: &str) -> Option<Result<ListId, AppError>> {
    let (list, form) = path.strip_prefix("/lists/")?.split_once('/')?;
    (form == "cover").then(|| list.parse().map_err(AppError::from))
}

/// Whether a request sends a cover, and may be larger than others.
pub fn sends_cover(method: &Method, path: &str) -> bool {
    method == Method::POST && covered(path).is_some()
}

/// Answers for pictures, and for those that are sent.
pub async fn layer(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let reads = only_reads(request.method());
    if let Some(file) = path.strip_prefix(FOLDER).filter(|_| reads) {
        let file = file.to_owned();
        return show(&desk.site, &file, request.headers()).await;
    }
    match covered(path).filter(|_| request.method() == Method::POST) {
        Some(list) => take(&desk, list, request).await,
        None if goes_along(&request) => along::take(&desk, request, next).await,
        None => next.run(request).await,
    }
}

async fn show(site: &Site, file: &str, headers: &HeaderMap) -> Response {
    let Some((id, width)) = PictureId::parse_file_name(file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let bytes = match site.pictures.get(&id, width).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(cause) => return refuse(headers, internal("a picture could not be read", &cause)),
    };
    let tag = format!("\"{file}\"");
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(bytes))
    };
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/webp"));
    sent.insert(header::CACHE_CONTROL, KEEP);
    sent.insert(header::CONTENT_SECURITY_POLICY, ALONE);
    // They stand on pages that nobody shall find by looking for them.
    let robots = HeaderName::from_static("x-robots-tag");
    sent.insert(robots, HeaderValue::from_static("noindex, nofollow"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        sent.insert(header::ETAG, tag);
    }
    response
}

/// Whether somebody has what this tag stands for already.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    known.map(str::trim).any(|known| is_same(known, tag))
}

/// Compares as RFC 9110, 13.1.2 says.
fn is_same(known: &str, tag: &str) -> bool {
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}

async fn take(desk: &Desk, list: Result<ListId, AppError>, request: Request) -> Response {
    let accept = request.headers().get(header::ACCEPT).cloned();
    let headers: HeaderMap = accept.into_iter().map(|value| (header::ACCEPT, value)).collect();
    let browser = reads_pages(&headers);
    let list = match list {
        Ok(list) => list,
        Err(error) => return refuse(&headers, error),
    };
    let page = format!("/lists/{list}/settings");
    let refused = match keep(desk, list, request).await {
        Ok(()) => return see(format!("{page}?done=cover")),
        Err(refused) => refused,
    };
    tracing::info!(picture.refused = ?refused, "a picture was not taken");
    match (refused.word(), refused) {
        (Some(word), _) if browser => see(format!("{page}?{FIELD}={word}")),
        (_, Refused::Because(AppError::SignInNeeded)) if browser => {
            see(Asked::parse(&page).after("/sign-in"))
        }
        (_, refused) => {
            let (status, error) = refused.error();
            answer(&headers, status, error)
        }
    }
}

/// Keeps a picture that a program sent for somebody who may; answers how a refusal is told.
pub(super) async fn keep_sent(
    site: &Site,
    bytes: Bytes,
) -> Result<PictureId, (StatusCode, AppError)> {
    let kept = match bytes.is_empty() {
        true => Err(Refused::Missing),
        false => site.pictures.add(bytes).await.map_err(Refused::from),
    };
    kept.map_err(|refused| {
        tracing::info!(picture.refused = ?refused, "a picture was not taken");
        refused.error()
    })
}

fn see(page: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response()
}

/// Finds out whether the visitor may, then reads the cover, keeps it, and puts it in its place.
async fn keep(desk: &Desk, list: ListId, request: Request) -> Result<(), Refused> {
    let visit = request.extensions().get::<Visit>().cloned().ok_or(AppError::Transport)?;
    desk.backend.lists.owned(&visit, list).await?;
    let bytes = desk.read(request, FIELD).await?.file?;
    let picture = Some(desk.site.pictures.add(bytes).await?);
    Ok(desk.backend.lists.set_cover(&visit, list, picture).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(method: Method, path: &str, kind: &'static str) -> Request {
        let request = Request::builder().method(method).uri(path);
        request.header(header::CONTENT_TYPE, kind).body(Body::empty()).unwrap()
    }

    #[test]
    fn covers_have_a_form_of_their_own() {
        let list = "0198a000000070008000000000000001";
        let cover = format!("/lists/{list}/cover");
        assert_eq!(covered(&cover).unwrap().unwrap().to_string(), list);
        assert!(sends_cover(&Method::POST, &cover) && !sends_cover(&Method::GET, &cover));
        for path in ["/lists/x/cover", "/lists//cover"] {
            assert!(covered(path).unwrap().is_err(), "{path}");
        }
        for path in ["/lists/x", "/lists/x/cover/", "/fn/cover", "/lists/x/gifts/picture", "/"] {
            assert!(!sends_cover(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn other_pictures_go_along_with_the_forms_of_gifts_and_products() {
        let (files, fields) =
            ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded");
        assert!(goes_along(&sent(Method::POST, "/fn/edit_gift?x=1", files)));
        for (method, path, kind) in [
            (Method::POST, "/fn/edit_gift", fields),
            (Method::PUT, "/fn/edit_gift", files),
            (Method::POST, "/fn/edit_list", files),
            (Method::POST, "/fn/edit_gift/", files),
        ] {
            let request = sent(method, path, kind);
            assert!(!goes_along(&request), "{} {path} {kind}", request.method());
        }
    }

    #[test]
    fn tags_are_compared_weakly() {
        assert!(["*", "\"a\"", "W/\"a\""].iter().all(|known| is_same(known, "\"a\"")));
        assert!(!["a", "\"b\"", "W/\"b\"", ""].iter().any(|known| is_same(known, "\"a\"")));
    }
}
