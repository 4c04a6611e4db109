//! The picture that link previews show of a list (R3.7), at `/l/SHARE/preview.png`. It says what the
//! list is called and for, to whoever may open it.

use std::sync::Arc;

use app::{components::words, error::AppError, i18n::Locale, session::Visit};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use domain::{List, ListId, ListState, Occasion, PictureWidth};
use leptos_i18n::{Locale as _, td_string};
use quick_cache::{Weighter, sync::Cache};
use tokio::sync::Semaphore;

use super::{
    pictures::{ALONE, is_known},
    refusal::refuse,
    request::only_reads,
};
use crate::{
    preview::{Scene, paint},
    service::passcode::door,
    site::{Site, internal},
};

/// What stands behind the share link.
const FILE: &str = "preview.png";

/// Raised when the same list is drawn in another way.
const DESIGN: u32 = 1;

/// How many are painted at once: each takes a core, and some mebibytes.
const AT_ONCE: usize = 1;

/// How many more may wait; the next are told to come back.
const WAITING: usize = 15;

/// About how many pictures, and how many bytes of them, are remembered.
const MOST: usize = 64;
const MOST_BYTES: u64 = 16 << 20;

/// May be kept by who asked, and must be asked for again: the passcode may have changed.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A list as it was at a revision of its owners', in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    list: ListId,
    revision: u64,
    language: &'static str,
}

#[derive(Clone)]
struct BySize;

impl Weighter<Key, Bytes> for BySize {
    fn weight(&self, _: &Key, picture: &Bytes) -> u64 {
        picture.len() as u64
    }
}

/// Who paints pictures of lists. Cheap to clone.
#[derive(Clone)]
pub struct Easel {
    site: Site,
    painted: Arc<Cache<Key, Bytes, BySize>>,
    /// Places in the queue, those that are worked on included.
    queue: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Easel {
    /// For a site.
    pub fn new(site: Site) -> Self {
        let places = |number| Arc::new(Semaphore::new(number));
        let painted = Arc::new(Cache::with_weighter(MOST, MOST_BYTES, BySize));
        Self { site, painted, queue: places(AT_ONCE + WAITING), places: places(AT_ONCE) }
    }

    /// The picture of a list, painted once for each revision.
    async fn picture(&self, key: Key, list: &List, language: Locale) -> Result<Bytes, AppError> {
        if let Some(painted) = self.painted.get(&key) {
            return Ok(painted);
        }
        let _waiting = self.queue.try_acquire().map_err(|_| AppError::Busy)?;
        let place = self.places.clone().acquire_owned().await.map_err(|_| AppError::Busy)?;
        // Somebody else may have waited for the same.
        if let Some(painted) = self.painted.get(&key) {
            return Ok(painted);
        }
        let scene = self.scene(list, language).await;
        let painting = tokio::task::spawn_blocking(move || {
            // Held until the work ends, which nobody waiting for it any more does not stop.
            let _place = place;
            paint(&scene)
        });
        let painted = painting.await.ok().flatten();
        let painted = painted.ok_or_else(|| internal("a preview was not painted", &key.list))?;
        let painted = Bytes::from(painted);
        self.painted.insert(key, painted.clone());
        Ok(painted)
    }

    async fn scene(&self, list: &List, language: Locale) -> Scene {
        let picture = match &list.picture {
            // One that is gone leaves the cover.
            Some(id) => self.site.pictures.get(id, PictureWidth::Large).await.ok().flatten(),
            None => None,
        };
        let occasion = match list.details.occasion {
            Occasion::Other => td_string!(language, sharing.preview.list),
            occasion => words::occasion(language, occasion),
        };
        Scene {
            title: list.details.title.to_string(),
            occasion: occasion.to_owned(),
            cover: list.details.cover,
            picture,
            closed: list.state == ListState::Closed,
        }
    }
}

/// Answers for the picture.
pub async fn layer(State(easel): State<Easel>, request: Request, next: Next) -> Response {
    let reads = only_reads(request.method());
    let share = share(request.uri().path()).filter(|_| reads);
    let Some(share) = share.map(str::to_owned) else { return next.run(request).await };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let headers = request.headers().clone();
    let shown = show(&easel, &visit, &share, &headers).await;
    shown.unwrap_or_else(|error| refuse(&headers, error))
}

fn share(path: &str) -> Option<&str> {
    match path.strip_prefix("/l/")?.split_once('/')? {
        (share, FILE) => Some(share),
        _ => None,
    }
}

async fn show(
    easel: &Easel,
    visit: &Visit,
    share: &str,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let list = door(&easel.site, visit, share).await?.list;
    let language = visit.language.as_str();
    let key = Key { list: list.id, revision: list.owner_revision, language };
    let tag = format!("\"{DESIGN}-{}-{language}\"", key.revision);
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(easel.picture(key, &list, visit.language).await?))
    };
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    sent.insert(header::CACHE_CONTROL, ASK_AGAIN);
    sent.insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    sent.insert(header::CONTENT_SECURITY_POLICY, ALONE);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        sent.insert(header::ETAG, tag);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_of_a_share_link_is_its_picture() {
        assert_eq!(share("/l/abc/preview.png"), Some("abc"));
        for path in [
            "/l/abc",
            "/l/abc/gift",
            "/l/abc/preview.png/",
            "/l/abc/x/preview.png",
            "/preview.png",
            "/r/abc/preview.png",
        ] {
            assert_eq!(share(path), None, "{path}");
        }
    }
}
