//! Pictures: serving them, and taking those that owners send (R3.2, R4.5).
//!
//! Served is what we wrote ourselves, never what was sent. Whoever sends one must be an owner, which
//! is found out before anything of it is read.

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
use domain::{GiftId, ListId, PictureId};
use tokio::sync::Semaphore;

use super::refusal::{answer, refuse};
use crate::site::{Site, internal};

pub use body::READ_ON;
use refused::Refused;

/// Where they are served.
const FOLDER: &str = "/pictures/";

/// The field of the form.
const FIELD: &str = "picture";

/// So many are read at once: each takes up to five mebibytes while it arrives.
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
    reading: Arc<Semaphore>,
}

impl Desk {
    /// For a site.
    pub fn new(site: Site, backend: Backend) -> Self {
        Self { site, backend, reading: Arc::new(Semaphore::new(READ_AT_ONCE)) }
    }
}

/// What a sent picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The top of a list.
    Cover(ListId),
    /// A gift.
    Gift(ListId, GiftId),
}

impl Place {
    /// Reads `/lists/LIST/cover` and `/lists/LIST/gifts/GIFT/picture`. What names no list names one
    /// that is not there.
    fn parse(path: &str) -> Option<Result<Self, AppError>> {
        let parts: Vec<_> = path.strip_prefix("/lists/")?.split('/').collect();
        let place = match *parts.as_slice() {
            [list, "cover"] => list.parse().map(Self::Cover),
            [list, "gifts", gift, "picture"] => {
                list.parse().and_then(|list| gift.parse().map(|gift| Self::Gift(list, gift)))
            }
            _ => return None,
        };
        Some(place.map_err(AppError::from))
    }

    fn list(self) -> ListId {
        match self {
            Self::Cover(list) | Self::Gift(list, _) => list,
        }
    }

    /// The page with the form.
    fn page(self) -> String {
        match self {
            Self::Cover(list) => format!("/lists/{list}/settings"),
            Self::Gift(list, gift) => format!("/lists/{list}/gifts/{gift}"),
        }
    }

    /// The same, once a picture is there: of a gift the page shows it, of a list it says so.
    fn done(self) -> String {
        match self {
            Self::Cover(_) => format!("{}?done=cover", self.page()),
            Self::Gift(..) => self.page(),
        }
    }
}

/// Whether a request sends a picture, and may be larger than others.
pub fn sends_picture(method: &Method, path: &str) -> bool {
    method == Method::POST && Place::parse(path).is_some()
}

/// Answers for pictures, and for those that are sent.
pub async fn layer(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if let Some(file) = path.strip_prefix(FOLDER).filter(|_| reads) {
        let file = file.to_owned();
        return show(&desk.site, &file, request.headers()).await;
    }
    match Place::parse(path).filter(|_| request.method() == Method::POST) {
        Some(place) => take(&desk, place, request).await,
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

async fn take(desk: &Desk, place: Result<Place, AppError>, request: Request) -> Response {
    let accept = request.headers().get(header::ACCEPT).cloned();
    let headers: HeaderMap = accept.into_iter().map(|value| (header::ACCEPT, value)).collect();
    let browser = headers.values().any(shows_pages);
    let place = match place {
        Ok(place) => place,
        Err(error) => return refuse(&headers, error),
    };
    let page = place.page();
    let refused = match keep(desk, place, request).await {
        Ok(()) => return see(place.done()),
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

/// Whether what a client accepts says that somebody looks at a page.
fn shows_pages(accept: &HeaderValue) -> bool {
    accept.to_str().is_ok_and(|accept| accept.contains("text/html"))
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

/// Finds out whether the visitor may, then reads the picture, keeps it, and puts it in its place.
async fn keep(desk: &Desk, place: Place, request: Request) -> Result<(), Refused> {
    let visit = request.extensions().get::<Visit>().cloned().ok_or(AppError::Transport)?;
    let owned = desk.backend.lists.owned(&visit, place.list()).await?;
    if let Place::Gift(_, gift) = place
        && !owned.gifts.gifts().iter().any(|owned| owned.card.id == gift)
    {
        return Err(AppError::not_found().into());
    }
    let bytes = {
        let _reading = desk.reading.try_acquire().map_err(|_| Refused::Busy)?;
        body::read(request, FIELD).await?
    };
    let picture = Some(desk.site.pictures.add(bytes).await?);
    match place {
        Place::Cover(list) => desk.backend.lists.set_cover(&visit, list, picture).await?,
        Place::Gift(list, gift) => {
            desk.backend.gifts.set_picture(&visit, list, gift, picture).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_forms_send_pictures() {
        let [list, gift] = ["0198a000000070008000000000000001", "0198a000000070008000000000000002"];
        let cover = format!("/lists/{list}/cover");
        let of_gift = format!("/lists/{list}/gifts/{gift}/picture");
        let place = |path: &str| Place::parse(path).unwrap().unwrap();
        assert_eq!(place(&cover).page(), format!("/lists/{list}/settings"));
        assert_eq!(place(&of_gift).page(), format!("/lists/{list}/gifts/{gift}"));
        assert_eq!(place(&cover).done(), format!("/lists/{list}/settings?done=cover"));
        assert_eq!(place(&of_gift).done(), place(&of_gift).page());
        for path in [&cover, &of_gift] {
            assert!(sends_picture(&Method::POST, path) && !sends_picture(&Method::GET, path));
        }
        for path in ["/lists/x/cover", "/lists//cover", "/lists/x/gifts/y/picture"] {
            assert!(Place::parse(path).unwrap().is_err(), "{path}");
        }
        for path in ["/lists/x", "/lists/x/cover/", "/fn/cover", "/lists/x/gifts/picture", "/"] {
            assert!(!sends_picture(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn tags_are_compared_weakly() {
        assert!(["*", "\"a\"", "W/\"a\""].iter().all(|known| is_same(known, "\"a\"")));
        assert!(!["a", "\"b\"", "W/\"b\"", ""].iter().any(|known| is_same(known, "\"a\"")));
    }
}
