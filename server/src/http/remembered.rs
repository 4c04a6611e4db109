//! First visits to a shared list: its page is rendered once for all who come within a second.
//!
//! A link that goes round a family or a school class is opened by many at once, none of whom brings
//! a cookie yet. To all of them the page is the same but for its nonce, which is cut out of what is
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

/// So long a page is shown to others, for another process may have changed the list.
const LASTS: Duration = Duration::from_secs(1);

/// What is longer is rendered anew each time: bytes of a path, of a query, and of a page.
const LONGEST_PATH: usize = 100;
const LONGEST_QUERY: usize = 200;
const LONGEST_PAGE: usize = 1 << 20;

/// So many pages, and so many bytes of them, are remembered at once.
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
        Moment { at: Instant::now(), changes: self.changes.load(Ordering::Acquire) }
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
struct Moment {
    at: Instant,
    changes: u64,
}

impl Moment {
    /// Whether what was read from here on is new enough for somebody who came at `arrived`.
    fn serves(self, arrived: Self) -> bool {
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
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use app::i18n::Locale;
    use axum::{Router, middleware::from_fn_with_state, response::IntoResponse as _, routing::get};
    use domain::Actor;
    use futures::future::join_all;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    const NONCE: &str = "0123456789012345678901";

    fn moment(changes: u64) -> Moment {
        Moment { at: Instant::now(), changes }
    }

    fn page(policy: &str, html: &str, begun: Moment) -> Option<Page> {
        let parts = ([(header::CONTENT_SECURITY_POLICY, policy.to_owned())], "").into_response();
        Page::of(&parts.into_parts().0, html.as_bytes(), begun)
    }

    fn good(begun: Moment) -> Arc<Page> {
        let policy = format!("script-src 'nonce-{NONCE}'");
        Arc::new(page(&policy, &format!("<script nonce=\"{NONCE}\">"), begun).unwrap())
    }

    fn key(address: &str) -> Key {
        Key { address: address.to_owned(), language: "en" }
    }

    fn first_visit(address: &str) -> Request {
        let mut request = Request::builder().uri(address).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Visit {
            actor: Actor { person: None, browser: None },
            account: None,
            session: None,
            first_step: None,
            language: Locale::en,
            path: address.to_owned(),
            device: String::new(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        });
        request
    }

    #[tokio::test]
    async fn each_answer_has_a_nonce_of_its_own_wherever_one_stood() {
        let policy = format!("script-src 'nonce-{NONCE}'; style-src 'nonce-{NONCE}'");
        let html = format!("<link crossorigin=\"{NONCE}\"><script nonce=\"{NONCE}\">1</script>");
        let page = page(&policy, &html, moment(0)).unwrap();
        let mut nonces = Vec::new();
        for _ in 0..2 {
            let answer = page.answer();
            let said = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            let nonce = said.split('\'').nth(1).unwrap().replace("nonce-", "");
            assert_eq!(said, policy.replace(NONCE, &nonce));
            let body = answer.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(body, html.replace(NONCE, &nonce));
            nonces.push(nonce);
        }
        assert_ne!(nonces[0], nonces[1]);
        assert!(!nonces.contains(&NONCE.to_owned()));
    }

    #[test]
    fn a_page_whose_nonce_is_not_understood_is_not_remembered() {
        let html = format!("<script nonce=\"{NONCE}\">");
        let policy = format!("script-src 'nonce-{NONCE}'");
        assert!(page(&policy, &html, moment(0)).is_some());
        assert!(page(&policy, "<script>", moment(0)).is_none());
        for policy in ["script-src 'self'", "script-src 'nonce-'", "script-src 'nonce-script'"] {
            assert!(page(policy, &html, moment(0)).is_none(), "{policy}");
        }
    }

    #[test]
    fn a_page_lasts_a_second_and_until_something_is_announced() {
        let begun = moment(3);
        let came = |after, changes| {
            begun.serves(Moment { at: begun.at + Duration::from_millis(after), changes })
        };
        assert!(came(0, 3) && came(999, 3));
        assert!(!came(1000, 3) && !came(0, 4));
        let before = begun.at.checked_sub(Duration::from_millis(5));
        assert!(begun.serves(Moment { at: before.unwrap_or(begun.at), changes: 2 }));
    }

    #[test]
    fn what_was_read_before_a_change_is_not_found_after_it() {
        let changes = Arc::new(AtomicU64::new(0));
        let remembered = Remembered::new(changes.clone());
        let begun = remembered.moment();
        changes.fetch_add(1, Ordering::Release);
        remembered.keep(key("/l/a"), good(begun));
        assert!(remembered.find(&key("/l/a"), remembered.moment()).is_none());
        remembered.keep(key("/l/a"), good(remembered.moment()));
        assert!(remembered.find(&key("/l/a"), remembered.moment()).is_some());
        assert!(remembered.find(&key("/l/a?sort=price"), remembered.moment()).is_none());
        let german = Key { language: "de", ..key("/l/a") };
        assert!(remembered.find(&german, remembered.moment()).is_none());
    }

    #[test]
    fn the_oldest_gives_way() {
        let remembered = Remembered::new(Arc::default());
        for number in 0..=MOST_PAGES {
            remembered.keep(key(&format!("/l/{number}")), good(moment(0)));
        }
        let pages = locked(&remembered.pages);
        assert!(pages.len() <= MOST_PAGES);
        assert!(!pages.contains_key(&key("/l/0")));
        assert!(pages.contains_key(&key(&format!("/l/{MOST_PAGES}"))));
    }

    #[test]
    fn only_first_visits_to_a_shared_list_are_served_so() {
        let of = |address: &str| Key::of(&first_visit(address)).map(|key| key.address);
        for address in ["/l/abc", "/l/abc?sort=price"] {
            assert_eq!(of(address).as_deref(), Some(address));
        }
        for address in ["/", "/l", "/l/", "/l/abc/gift", "/l/abc/", "/r/abc", "/live/share/abc"] {
            assert_eq!(of(address), None, "{address}");
        }
        assert_eq!(of(&format!("/l/{}", "a".repeat(LONGEST_PATH))), None);
        assert_eq!(of(&format!("/l/abc?{}", "a".repeat(LONGEST_QUERY + 1))), None);
        for name in [header::COOKIE, header::AUTHORIZATION] {
            let mut request = first_visit("/l/abc");
            request.headers_mut().insert(name, HeaderValue::from_static("x"));
            assert_eq!(Key::of(&request), None);
        }
        let mut head = first_visit("/l/abc");
        *head.method_mut() = Method::HEAD;
        assert_eq!(Key::of(&head), None);
    }

    /// Renders slowly, and counts how often.
    fn slow_pages(remembered: Arc<Remembered>) -> (Router, Arc<AtomicU64>) {
        let rendered = Arc::new(AtomicU64::new(0));
        let counted = rendered.clone();
        let render = move |status: StatusCode| async move {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(50)).await;
            let policy = format!("script-src 'nonce-{NONCE}'");
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy),
            ];
            (status, headers, format!("<script nonce=\"{NONCE}\">"))
        };
        let absent = render.clone();
        let router = Router::new()
            .route("/l/{token}", get(move || render(StatusCode::OK)))
            .route("/l/absent", get(move || absent(StatusCode::NOT_FOUND)))
            .layer(from_fn_with_state(remembered, layer));
        (router, rendered)
    }

    #[tokio::test]
    async fn many_at_once_are_one_rendering() {
        let (router, rendered) = slow_pages(Arc::new(Remembered::new(Arc::default())));
        let visits = (0..50).map(|_| router.clone().oneshot(first_visit("/l/abc")));
        for answer in join_all(visits).await {
            assert_eq!(answer.unwrap().status(), StatusCode::OK);
        }
        assert_eq!(rendered.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_can_not_be_remembered_is_waited_for_once() {
        let (router, rendered) = slow_pages(Arc::new(Remembered::new(Arc::default())));
        let visits = (0..50).map(|_| router.clone().oneshot(first_visit("/l/absent")));
        let answers = tokio::time::timeout(Duration::from_millis(2000), join_all(visits));
        for answer in answers.await.unwrap() {
            assert_eq!(answer.unwrap().status(), StatusCode::NOT_FOUND);
        }
        assert_eq!(rendered.load(Ordering::Relaxed), 50);
    }

    #[tokio::test]
    async fn whoever_goes_away_while_rendering_holds_nobody_up() {
        let (router, rendered) = slow_pages(Arc::new(Remembered::new(Arc::default())));
        let impatient = router.clone().oneshot(first_visit("/l/abc"));
        let gone = tokio::time::timeout(Duration::from_millis(10), impatient);
        let stays = router.clone().oneshot(first_visit("/l/abc"));
        let (gone, stays) = tokio::join!(gone, stays);
        assert!(gone.is_err());
        assert_eq!(stays.unwrap().status(), StatusCode::OK);
        assert_eq!(rendered.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_page_that_is_too_long_is_sent_whole() {
        let long = "x".repeat(LONGEST_PAGE + 1);
        let parts = stream::iter([Ok::<_, axum::Error>(long.clone()), Ok("end".to_owned())]);
        let body = whole(Body::from_stream(parts)).await.unwrap_err();
        assert_eq!(body.collect().await.unwrap().to_bytes(), long + "end");
    }
}
