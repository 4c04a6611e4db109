//! The one client by which shops are asked.

use std::{error::Error as _, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use reqwest::{Response, dns::Resolve};
use thiserror::Error;
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout, timeout_at},
};
use url::{Host, Url};

use super::{
    guard::{Forbidden, Guard, Trouble, is_of_refusing_shop},
    system::{Crowded, System},
};
use crate::{
    settings::FetchSettings,
    telemetry::metrics::{FETCH_DURATION, FETCHES},
};

/// The next part of a body is there within this time.
const READ_IDLE: Duration = Duration::from_secs(3);

/// What pages are, by their media types.
const PAGES: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// What pictures are. Shops that do not know better call them octets, and stores of files do so in
/// words of their own; what the bytes are decides whoever decodes them.
const PICTURES: [&str; 7] = [
    "image/webp",
    "image/jpeg",
    "image/jpg",
    "image/png",
    "image/gif",
    "application/octet-stream",
    "binary/octet-stream",
];

/// Why a page or a picture is not had. People are told the same words for all of it: else they
/// could find out through us what answers where, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the page could not be read")]
pub enum FetchError {
    /// Its address, or one that it leads to, is none that we ask.
    Forbidden,
    /// Nobody answers at its address, or the answer is garbled or breaks off.
    Unreachable,
    /// It takes too long: to connect, from one part to the next, or altogether.
    TooLong,
    /// It is longer than the limit.
    TooBig,
    /// It is something else than what was asked for, or is packed as nobody asked.
    NotAPage,
    /// The shop answers with this status, which is no success. One that is a redirect leads on
    /// for too long, nowhere, or to a shop that is not asked.
    Refused(StatusCode),
    /// So much was fetched for others that its turn did not come while there was time to use it, or
    /// so many names are looked up that its own can not be.
    Busy,
}

/// A page that is not had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPage {
    /// Why.
    pub why: FetchError,
    /// Where it is, after redirects: where something else was answered, or in a shop that is not
    /// asked. Nothing where nobody answered.
    pub at: Option<Url>,
}

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    /// Where it was, after redirects.
    pub url: Url,
    /// The header `Content-Type`, if it can be read as text: the media type, and maybe a charset.
    pub content_type: Option<String>,
    /// The page, unpacked.
    pub bytes: Vec<u8>,
}

/// Fetches pages and pictures of shops, a few at a time. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Fetcher {
    inner: Option<(Guard, reqwest::Client)>,
    settings: FetchSettings,
    /// Those that may be fetched at once.
    places: Arc<Semaphore>,
}

impl Fetcher {
    /// Makes the client of the site at an origin, such as `https://ewelists.example`. Shops are
    /// told that origin; its own host is never asked. Where the system has no certificates,
    /// nobody can be asked.
    pub fn new(settings: &FetchSettings, origin: &str) -> Self {
        Self::resolving(settings, origin, Arc::new(System::default()))
    }

    /// The same with names looked up otherwise, for tests. It stands beneath the guard and can not
    /// lead around it.
    pub fn resolving(settings: &FetchSettings, origin: &str, names: Arc<dyn Resolve>) -> Self {
        let built = build(settings, origin, names);
        if let Err(error) = &built {
            tracing::error!(error.cause = %error, "shops can not be asked");
        }
        let places = Arc::new(Semaphore::new(settings.at_once.max(1).into()));
        Self { inner: built.ok(), settings: settings.clone(), places }
    }

    /// Fetches a page. `languages` is what its reader likes best, as the header `Accept-Language`
    /// has it; it may be empty.
    ///
    /// # Errors
    /// [`NoPage`].
    pub async fn page(&self, url: &Url, languages: &str) -> Result<FetchedPage, NoPage> {
        let limit = self.settings.page_limit;
        self.fetch(url, &Wanted { kinds: &PAGES, languages, limit }).await
    }

    /// Fetches a picture. It was not looked into: it may be anything.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn picture(&self, url: &Url) -> Result<Bytes, FetchError> {
        let limit = self.settings.picture_limit;
        let fetched = self.fetch(url, &Wanted { kinds: &PICTURES, languages: "", limit }).await;
        fetched.map(|fetched| fetched.bytes.into()).map_err(|none| none.why)
    }

    async fn fetch(&self, url: &Url, wanted: &Wanted<'_>) -> Result<FetchedPage, NoPage> {
        let begun = Instant::now();
        let fetched = self.try_fetch(url, wanted).await;
        count(wanted, begun.elapsed(), fetched.as_ref().err().map(|failure| failure.told));
        fetched.map_err(|Failure { told, at, cause }| {
            tracing::debug!(
                fetch.host = shortened(url),
                fetch.told = ?told,
                error.cause = ?cause,
                "something of a shop was not fetched"
            );
            NoPage { why: told, at }
        })
    }

    async fn try_fetch(&self, url: &Url, wanted: &Wanted<'_>) -> Result<FetchedPage, Failure> {
        let (guard, client) = self.inner.as_ref().ok_or(FetchError::Unreachable)?;
        guard.check(url).map_err(|Forbidden| FetchError::Forbidden)?;
        let (begun, all) = (Instant::now(), self.settings.timeout.duration());
        // A turn that leaves no time to connect is none.
        let patience = all.saturating_sub(self.settings.connect_timeout.duration());
        let Ok(Ok(_place)) = timeout_at(begun + patience, self.places.acquire()).await else {
            return Err(FetchError::Busy.into());
        };
        match timeout_at(begun + all, ask(client, url, wanted)).await {
            Ok(asked) => asked,
            Err(_) => Err(FetchError::TooLong.into()),
        }
    }
}

impl FetchError {
    fn code(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Unreachable => "unreachable",
            Self::TooLong => "too_long",
            Self::TooBig => "too_big",
            Self::NotAPage => "not_a_page",
            Self::Refused(_) => "refused",
            Self::Busy => "busy",
        }
    }
}

/// Counts what fetching came to.
fn count(wanted: &Wanted<'_>, took: Duration, failed: Option<FetchError>) {
    let kind = if wanted.kinds == PAGES { "page" } else { "picture" };
    let outcome = failed.map_or("fetched", FetchError::code);
    metrics::histogram!(FETCH_DURATION, "kind" => kind).record(took.as_secs_f64());
    metrics::counter!(FETCHES, "kind" => kind, "outcome" => outcome).increment(1);
}

/// Whatever is not the default is here because a shop may be anybody. Brotli is not asked for: its
/// decoder grants a window of up to 1 GiB to whoever wants one, and fills it before it gives
/// anything away. Times are kept by [`Fetcher`], where they span redirects.
fn build(
    settings: &FetchSettings,
    origin: &str,
    names: Arc<dyn Resolve>,
) -> Result<(Guard, reqwest::Client), Trouble> {
    let guard = Guard::new(origin)?;
    let version = env!("CARGO_PKG_VERSION");
    let client = reqwest::Client::builder()
        .user_agent(format!("ewelists/{version} (+{origin}/)"))
        .dns_resolver(guard.resolver(names))
        .redirect(guard.redirects(settings.redirects))
        .connect_timeout(settings.connect_timeout.duration())
        .no_brotli()
        .no_proxy()
        .referer(false)
        .http1_only()
        .pool_max_idle_per_host(0)
        .build()?;
    Ok((guard, client))
}

/// What is asked for.
struct Wanted<'a> {
    /// Its media types.
    kinds: &'static [&'static str],
    languages: &'a str,
    /// How many bytes at most.
    limit: usize,
}

impl Wanted<'_> {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (header::ACCEPT, self.kinds.join(", ").as_str()),
            (header::ACCEPT_LANGUAGE, self.languages),
        ] {
            // What can not stand in a header is left out.
            let value = HeaderValue::from_str(value).ok().filter(|value| !value.is_empty());
            headers.extend(value.map(|value| (name, value)));
        }
        headers
    }
}

/// What went wrong: what is answered, and what is only logged.
struct Failure {
    told: FetchError,
    /// Where it is that was asked for, if anybody answered.
    at: Option<Url>,
    /// Without its address, which is nobody's business.
    cause: Option<reqwest::Error>,
}

impl From<FetchError> for Failure {
    fn from(told: FetchError) -> Self {
        Self { told, at: None, cause: None }
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        let told = if is_forbidden(&error) {
            FetchError::Forbidden
        } else if comes_of::<Crowded>(&error) {
            FetchError::Busy
        } else if error.is_timeout() {
            FetchError::TooLong
        } else {
            FetchError::Unreachable
        };
        Self { told, at: None, cause: Some(error.without_url()) }
    }
}

/// Whether the guard is why it went wrong: at a redirect, or where a name was looked up.
pub(crate) fn is_forbidden(error: &reqwest::Error) -> bool {
    comes_of::<Forbidden>(error)
}

/// Whether an error of ours is why it went wrong.
fn comes_of<T: std::error::Error + 'static>(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<T>() {
            return true;
        }
        cause = error.source();
    }
    false
}

async fn ask(
    client: &reqwest::Client,
    url: &Url,
    wanted: &Wanted<'_>,
) -> Result<FetchedPage, Failure> {
    let answer = client.get(url.clone()).headers(wanted.headers()).send().await?;
    let at = reached(&answer);
    take(answer, wanted).await.map_err(|failure| Failure { at: Some(at), ..failure })
}

/// Where an answer came from, or the shop to which it leads and which is not asked (R6.5).
fn reached(answer: &Response) -> Url {
    let location = answer.headers().get(header::LOCATION);
    let location = location.and_then(|location| std::str::from_utf8(location.as_bytes()).ok());
    let next = location.and_then(|location| answer.url().join(location).ok());
    next.filter(is_of_refusing_shop).unwrap_or_else(|| answer.url().clone())
}

/// The page or picture that was answered.
async fn take(answer: Response, wanted: &Wanted<'_>) -> Result<FetchedPage, Failure> {
    if !answer.status().is_success() {
        return Err(FetchError::Refused(answer.status()).into());
    }
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let fits = kind.is_some_and(|kind| wanted.kinds.contains(&media_type(kind).as_str()));
    // What could be unpacked has lost this header.
    let packed = answer.headers().get(header::CONTENT_ENCODING);
    let plain = packed.is_none_or(|packed| packed == "identity");
    if !fits || !plain {
        return Err(FetchError::NotAPage.into());
    }
    let content_type = kind.and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let url = answer.url().clone();
    let bytes = read(answer, wanted.limit).await?;
    Ok(FetchedPage { url, content_type, bytes })
}

/// Reads a body to its end, or until it is known to be too long.
async fn read(mut answer: Response, limit: usize) -> Result<Vec<u8>, Failure> {
    if answer.content_length().is_some_and(|length| length > limit as u64) {
        return Err(FetchError::TooBig.into());
    }
    let mut body = Vec::new();
    loop {
        let next = timeout(READ_IDLE, answer.chunk()).await;
        let Some(chunk) = next.map_err(|_| FetchError::TooLong)?? else { return Ok(body) };
        if body.len() + chunk.len() > limit {
            return Err(FetchError::TooBig.into());
        }
        body.extend_from_slice(&chunk);
    }
}

/// The media type that a header names, without parameters (RFC 9110, 8.3.1).
fn media_type(header: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(header.as_bytes());
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The end of a host: at most the name that somebody registered. Who looks at what is not logged.
fn shortened(url: &Url) -> &str {
    let Some(Host::Domain(name)) = url.host() else { return "no name" };
    name.rmatch_indices('.').nth(1).map_or(name, |(dot, _)| &name[dot + 1..])
}

#[cfg(test)]
mod tests;
