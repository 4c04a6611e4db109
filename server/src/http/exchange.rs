//! Files of gifts: handing them out, and taking those that owners send (R3.9).

mod body;
mod typed;

use std::sync::Arc;

use app::{
    backend::{Backend, SentGifts},
    error::AppError,
    next::Next as Asked,
    session::Visit,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{ListId, OwnerList, exchange::exported};
use tokio::sync::Semaphore;

use super::refusal::{reader, reads_pages, refuse};
use crate::{
    exchange::{csv_of, json_of},
    site::{Site, internal},
};

/// How many are read at once: each takes a mebibyte while it arrives.
const READ_AT_ONCE: usize = 24;

/// How many letters of its list's title a file is called by.
const MOST_OF_TITLE: usize = 60;

/// Who hands files out and takes them. Cheap to clone.
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

    /// Reads what was sent.
    async fn read(&self, request: Request) -> Result<SentGifts, AppError> {
        let _reading = self.reading.try_acquire().map_err(|_| AppError::Busy)?;
        body::read(request).await
    }
}

/// As what a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// A table.
    Csv,
    /// An object with the list and its gifts.
    Json,
}

/// Whether a request sends a file of gifts, and may be larger than others.
pub fn sends_gifts(method: &Method, path: &str) -> bool {
    method == Method::POST && taking(path).is_some()
}

/// Answers `/lists/LIST/export.csv`, `/lists/LIST/export.json`, and what is sent to
/// `/lists/LIST/import`.
pub async fn layer(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if let Some((list, written)) = giving(path).filter(|_| request.method() == Method::GET) {
        return give(&desk, list, written, request, next).await;
    }
    match taking(path).filter(|_| request.method() == Method::POST) {
        Some(list) => take(&desk, list, request, next).await,
        None => next.run(request).await,
    }
}

/// Which list is asked for, and as what. What names no list is no file either.
fn giving(path: &str) -> Option<(ListId, Written)> {
    let (list, file) = path.strip_prefix("/lists/")?.split_once('/')?;
    let written = match file {
        "export.csv" => Written::Csv,
        "export.json" => Written::Json,
        _ => return None,
    };
    Some((list.parse().ok()?, written))
}

/// For which list a file is sent. What names no list names one that is not there.
fn taking(path: &str) -> Option<Result<ListId, AppError>> {
    let (list, form) = path.strip_prefix("/lists/")?.split_once('/')?;
    (form == "import").then(|| list.parse().map_err(AppError::from))
}

async fn give(
    desk: &Desk,
    list: ListId,
    written: Written,
    request: Request,
    next: Next,
) -> Response {
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match desk.backend.lists.owned(&visit, list).await {
        Ok(list) => file(&desk.site, &list, written),
        Err(AppError::SignInNeeded) => {
            see(Asked::parse(&format!("/lists/{list}/settings")).after("/sign-in"))
        }
        // Whoever followed a link in a browser is shown the page for it.
        Err(error) if error.status() == 404 => next.run(request).await,
        Err(error) => refuse(request.headers(), error),
    }
}

/// The list as its owners see it, as a file to keep.
pub(super) fn file(site: &Site, list: &OwnerList, written: Written) -> Response {
    let gifts = exported(&list.gifts, &site.settings.site.origin());
    let (kind, ending, bytes) = match written {
        Written::Csv => {
            ("text/csv; charset=utf-8", "csv", csv_of(&gifts).map_err(|why| why.to_string()))
        }
        Written::Json => {
            let json = json_of(&list.form, &gifts).map(String::into_bytes);
            ("application/json; charset=utf-8", "json", json.map_err(|why| why.to_string()))
        }
    };
    match bytes {
        Ok(bytes) => {
            let mut response = bytes.into_response();
            let sent = response.headers_mut();
            sent.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            sent.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            if let Ok(name) = HeaderValue::from_str(&disposition(&list.banner.title, ending)) {
                sent.insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(cause) => refuse(&HeaderMap::new(), internal("a list could not be written", &cause)),
    }
}

/// To be kept under the list's title (RFC 6266, RFC 8187).
fn disposition(title: &str, ending: &str) -> String {
    let title: String = title.chars().take(MOST_OF_TITLE).collect();
    let mut name = String::new();
    for byte in title.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => name.push(char::from(byte)),
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"gifts.{ending}\"; filename*=UTF-8''{name}.{ending}")
}

async fn take(
    desk: &Desk,
    list: Result<ListId, AppError>,
    request: Request,
    next: Next,
) -> Response {
    let reader = reader(request.headers());
    let browser = reads_pages(&reader);
    let list = match list {
        Ok(list) => list,
        Err(error) => return refuse(&reader, error),
    };
    let page = format!("/lists/{list}/import");
    let visit = request.extensions().get::<Visit>();
    if browser && visit.is_some_and(|visit| visit.actor.person.is_none()) {
        return typed::keep(desk, &page, request, next).await;
    }
    match keep(desk, list, request).await {
        Ok(ticket) => see(format!("{page}?read={ticket}")),
        // The page says that the list is closed, or that a lot is going on.
        Err(error) if browser && error.status() == 409 => see(page),
        Err(AppError::Busy) if browser => see(format!("{page}?busy=1")),
        Err(error) => refuse(&reader, error),
    }
}

/// Finds out whether the visitor may, then reads what was sent.
async fn keep(desk: &Desk, list: ListId, request: Request) -> Result<String, AppError> {
    let visit = request.extensions().get::<Visit>().cloned().ok_or(AppError::Transport)?;
    desk.backend.lists.owned(&visit, list).await?;
    let sent = desk.read(request).await?;
    desk.backend.exchange.take(&visit, list, sent).await
}

fn see(page: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "0198a000000070008000000000000001";

    #[test]
    fn two_files_are_handed_out_and_one_is_taken() {
        let list: ListId = LIST.parse().unwrap();
        let path = |page: &str| format!("/lists/{LIST}/{page}");
        assert_eq!(giving(&path("export.csv")), Some((list, Written::Csv)));
        assert_eq!(giving(&path("export.json")), Some((list, Written::Json)));
        for none in [path("export"), path("export.csv/"), path("export.xlsx"), path("import")] {
            assert_eq!(giving(&none), None, "{none}");
        }
        assert_eq!(giving("/lists/x/export.csv"), None);
        assert!(sends_gifts(&Method::POST, &path("import")));
        assert!(sends_gifts(&Method::POST, "/lists/x/import"));
        assert!(!sends_gifts(&Method::GET, &path("import")));
        assert!(!sends_gifts(&Method::POST, "/lists/import"));
    }

    #[test]
    fn a_file_is_called_as_its_list() {
        assert_eq!(
            disposition("Zoë\"; \r\nx", "csv"),
            "attachment; filename=\"gifts.csv\"; filename*=UTF-8''Zo%C3%AB%22%3B%20%0D%0Ax.csv"
        );
    }
}
