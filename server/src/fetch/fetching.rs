//! What shops' pages say, read once and remembered (R6.3).

use domain::Link;
use url::Url;

use super::{
    FAILURE_LASTS, FetchError, FetchedPage, Fetcher, Memory, NoPage, OnePerPerson, READING_LASTS,
};
use crate::settings::Settings;

/// What came of reading a page.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Where it is, after redirects; nothing where nobody answered.
    pub url: Option<Url>,
    /// What it says, if it could be read.
    pub page: Option<shop::Reading>,
}

/// What reads pages, and what is remembered of that in this process. Cheap to clone.
#[derive(Clone)]
pub struct Fetching {
    /// Asks shops.
    pub fetcher: Fetcher,
    /// Nobody has two pages read at once.
    pub one_each: OnePerPerson,
    /// What was read, by language and the link's key.
    readings: Memory<Reading>,
}

impl Fetching {
    /// For a site.
    pub fn new(settings: &Settings) -> Self {
        Self {
            fetcher: Fetcher::new(&settings.fetch, &settings.site.origin()),
            one_each: OnePerPerson::default(),
            readings: Memory::default(),
        }
    }

    /// What a link's page says. A page that could not be read is not tried again for ten minutes,
    /// unless it was not asked for, since there was no turn.
    pub async fn read(&self, link: &Link, languages: &str) -> Reading {
        let key = key(link, languages);
        if let Some(known) = self.readings.find(&key) {
            return known;
        }
        let reading = match self.fetch(link, languages).await {
            Ok(fetched) => understood(fetched).await,
            Err(NoPage { why: FetchError::Busy, .. }) => return Reading::default(),
            Err(NoPage { at, .. }) => Reading { url: at, page: None },
        };
        let lasts = if reading.page.is_some() { READING_LASTS } else { FAILURE_LASTS };
        self.readings.keep(key, reading.clone(), lasts);
        reading
    }

    async fn fetch(&self, link: &Link, languages: &str) -> Result<FetchedPage, NoPage> {
        let url = Url::parse(link.as_str());
        let url = url.map_err(|_| NoPage { why: FetchError::Forbidden, at: None })?;
        self.fetcher.page(&url, languages).await
    }

    /// Forgets what was read of a link in a language, so that it is read anew.
    pub fn forget(&self, link: &Link, languages: &str) {
        self.readings.forget(&key(link, languages));
    }
}

/// What a page says depends on the language that it is asked for in.
fn key(link: &Link, languages: &str) -> String {
    format!("{languages} {}", link.key().as_str())
}

/// A page may be large: it is not read where requests wait for their turn.
async fn understood(fetched: FetchedPage) -> Reading {
    let at = fetched.url.clone();
    let read = tokio::task::spawn_blocking(move || {
        shop::read(&shop::Page {
            url: &fetched.url,
            content_type: fetched.content_type.as_deref(),
            bytes: &fetched.bytes,
        })
    });
    Reading { url: Some(at), page: read.await.ok() }
}
