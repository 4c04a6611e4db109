//! First visits to a shared list: its page is rendered once for everybody who comes within a second.
//!
//! A link that goes round a family or a school class is opened by many at once, none of whom brings
//! a cookie yet. All of them get the same page but for its nonce, which is cut out of what is
//! remembered and is fresh in every answer. Whoever brings a cookie gets a page of their own.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use app::session::{Refusal, Visit};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, response},
    middleware::Next,
    response::Response,
};
use bytes::{Bytes, BytesMut};
use futures::{StreamExt as _, stream};
use leptos_i18n::Locale as _;
use tokio::time::Instant;

use super::request::Route;
use crate::secrets;

/// How long a page is shown to others, since another process may have changed the list.
const LASTS: Duration = Duration::from_secs(1);

/// What is longer is rendered anew each time: bytes of a path, of a query, and of a page.
const LONGEST_PATH: usize = 100;
const LONGEST_QUERY: usize = 200;
const LONGEST_PAGE: usize = 1 << 20;

/// How many pages, and how many bytes of them, are remembered at once.
const MOST_PAGES: usize = 256;
const MOST_BYTES: usize = 16 << 20;

/// A nonce has at least 128 bits. What is shorter is none, and could stand anywhere in a page.
const SHORTEST_NONCE: usize = 22;

/// Held by whoever renders the page of an address. Says when an answer was last found to be none
/// that can be remembered.
type Turn = tokio::sync::Mutex<Option<Instant>>;

/// The pages, and who renders one.
pub struct Remembered {
    changes: Arc<AtomicU64>,
    pages: Mutex<HashMap<Key, Arc<Page>>>,
    turns: Mutex<HashMap<Key, Weak<Turn>>>,
}

/// Answers first visits. One of them renders while the others wait for its page, which serves all
/// who had come before something else was announced.
pub async fn layer(
    State(remembered): State<Arc<Remembered>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(key) = Key::of(&request) else { return next.run(request).await };
    let arrived = remembered.moment();
    if let Some(page) = remembered.find(&key, arrived) {
        return page.answer();
    }
    let turn = remembered.turn(&key);
    // Whoever renders and goes away gives the turn to the next.
    let mut unfit = turn.lock().await;
    if let Some(page) = remembered.find(&key, arrived) {
        drop(unfit);
        return page.answer();
    }
    // Nobody waits twice for what can not be remembered.
    if unfit.is_some_and(|found| found >= arrived.at) {
        drop(unfit);
        return next.run(request).await;
    }
    let begun = remembered.moment();
    match page_of(next.run(request).await, begun).await {
        Ok(page) => {
            let page = Arc::new(page);
            remembered.keep(key, page.clone());
            drop(unfit);
            page.answer()
        }
        Err(response) => {
            *unfit = Some(Instant::now());
            response
        }
    }
}

impl Remembered {
    /// Remembers nothing yet. `changes` rises whenever something is announced.
    pub fn new(changes: Arc<AtomicU64>) -> Self {
        Self { changes, pages: Mutex::default(), turns: Mutex::default() }
    }

    fn moment(&self) -> Moment {
        Moment::of(&self.changes)
    }

    fn find(&self, key: &Key, arrived: Moment) -> Option<Arc<Page>> {
        let pages = locked(&self.pages);
        pages.get(key).filter(|page| page.begun.serves(arrived)).cloned()
    }

    fn keep(&self, key: Key, page: Arc<Page>) {
        let now = Instant::now();
        let mut pages = locked(&self.pages);
        pages.retain(|other, page| *other != key && page.begun.is_young(now));
        while pages.len() >= MOST_PAGES
            || page.size() + pages.values().map(|page| page.size()).sum::<usize>() > MOST_BYTES
        {
            let oldest = pages.iter().min_by_key(|(_, page)| page.begun.at);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { break };
            pages.remove(&oldest);
        }
        pages.insert(key, page);
    }

    fn turn(&self, key: &Key) -> Arc<Turn> {
        let mut turns = locked(&self.turns);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(Turn::default());
        turns.insert(key.clone(), Arc::downgrade(&turn));
        turn
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A moment, and how often something had been announced by then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    at: Instant,
    changes: u64,
}

impl Moment {
    /// This moment, where something was announced this often.
    pub(super) fn of(changes: &AtomicU64) -> Self {
        Self { at: Instant::now(), changes: changes.load(Ordering::Acquire) }
    }

    /// Whether what was read from here on is new enough for somebody who came at `arrived`.
    pub(super) fn serves(self, arrived: Self) -> bool {
        self.changes >= arrived.changes && self.is_young(arrived.at)
    }

    fn is_young(self, now: Instant) -> bool {
        now.saturating_duration_since(self.at) < LASTS
    }
}

/// What is asked for: an address in a language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    language: &'static str,
}

impl Key {
    /// What a request asks for, if it is somebody's first visit to a shared list.
    fn of(request: &Request) -> Option<Self> {
        let (headers, uri) = (request.headers(), request.uri());
        let token = uri.path().strip_prefix("/l/")?;
        let long = uri.path().len() > LONGEST_PATH
            || uri.query().is_some_and(|query| query.len() > LONGEST_QUERY);
        if request.method() != Method::GET || token.is_empty() || token.contains('/') || long {
            return None;
        }
        let visit = request.extensions().get::<Visit>()?;
        let known = headers.contains_key(header::COOKIE)
            || headers.contains_key(header::AUTHORIZATION)
            || visit.actor.person.is_some()
            || visit.actor.browser.is_some();
        // A form that is shown again holds what was typed.
        if known || request.extensions().get::<Refusal>().is_some() {
            return None;
        }
        let address = uri.path_and_query()?.to_string();
        Some(Self { address, language: visit.language.as_str() })
    }
}

/// A page without its nonce.
struct Page {
    begun: Moment,
    headers: HeaderMap,
    policy: Cut,
    html: Cut,
    /// For the log.
    route: Option<Route>,
}

impl Page {
    /// Takes a page apart, if its policy names a nonce that stands in it.
    fn of(parts: &response::Parts, html: &[u8], begun: Moment) -> Option<Self> {
        let mut policies = parts.headers.get_all(header::CONTENT_SECURITY_POLICY).iter();
        let (Some(policy), None) = (policies.next(), policies.next()) else { return None };
        let policy = policy.to_str().ok()?;
        let nonce = policy.split_once("'nonce-")?.1.split_once('\'')?.0;
        if nonce.len() < SHORTEST_NONCE {
            return None;
        }
        let mut headers = parts.headers.clone();
        for name in [
            header::CONTENT_SECURITY_POLICY,
            header::CONTENT_LENGTH,
            header::TRANSFER_ENCODING,
            header::DATE,
        ] {
            headers.remove(name);
        }
        Some(Self {
            begun,
            headers,
            policy: Cut::of(policy, nonce)?,
            html: Cut::of(std::str::from_utf8(html).ok()?, nonce)?,
            route: parts.extensions.get::<Route>().cloned(),
        })
    }

    /// The page with a nonce that no other answer has.
    fn answer(&self) -> Response {
        let nonce = secrets::random_token();
        let mut response = Response::new(Body::from(self.html.with(&nonce)));
        *response.headers_mut() = self.headers.clone();
        if let Ok(policy) = HeaderValue::from_str(&self.policy.with(&nonce)) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Some(route) = &self.route {
            response.extensions_mut().insert(route.clone());
        }
        response
    }

    fn size(&self) -> usize {
        self.html.0.iter().map(String::len).sum()
    }
}

/// A text in pieces: between each two of them stood the nonce.
#[derive(Debug)]
struct Cut(Vec<String>);

impl Cut {
    /// Nothing where the nonce is not in the text.
    fn of(text: &str, nonce: &str) -> Option<Self> {
        let pieces: Vec<_> = text.split(nonce).map(str::to_owned).collect();
        (pieces.len() > 1).then_some(Self(pieces))
    }

    fn with(&self, nonce: &str) -> String {
        self.0.join(nonce)
    }
}

/// The page of an answer, or the answer as it was where it can not be remembered.
async fn page_of(response: Response, begun: Moment) -> Result<Page, Response> {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let fit = response.status() == StatusCode::OK
        && kind.is_some_and(|kind| kind.starts_with(b"text/html"))
        && !headers.contains_key(header::SET_COOKIE)
        && !headers.contains_key(header::CONTENT_ENCODING);
    if !fit {
        return Err(response);
    }
    let (parts, body) = response.into_parts();
    let html = match whole(body).await {
        Ok(html) => html,
        Err(body) => return Err(Response::from_parts(parts, body)),
    };
    match Page::of(&parts, &html, begun) {
        Some(page) => Ok(page),
        None => Err(Response::from_parts(parts, Body::from(html))),
    }
}

/// Reads a body to its end, or gives it back where it is too long or breaks off.
async fn whole(body: Body) -> Result<Bytes, Body> {
    let mut rest = body.into_data_stream();
    let mut read = BytesMut::new();
    while let Some(chunk) = rest.next().await {
        match chunk {
            Ok(chunk) => read.extend_from_slice(&chunk),
            Err(error) => {
                let broken = [Ok(read.freeze()), Err(error)];
                return Err(Body::from_stream(stream::iter(broken)));
            }
        }
        if read.len() > LONGEST_PAGE {
            let read = stream::iter([Ok(read.freeze())]);
            return Err(Body::from_stream(read.chain(rest)));
        }
    }
    Ok(read.freeze())
}

#[cfg(test)]
mod tests;
