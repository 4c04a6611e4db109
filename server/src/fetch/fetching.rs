//! What shops' pages say, read once and remembered (R6.3).

use domain::Link;
use url::Url;

use super::{FAILURE_LASTS, Fetcher, Memory, OnePerPerson, READING_LASTS};
use crate::settings::Settings;

/// A page that was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Where it was, after redirects.
    pub url: Url,
    /// What it says.
    pub page: shop::Reading,
}

/// What reads pages, and what is remembered of that in this process. Cheap to clone.
#[derive(Clone)]
pub struct Fetching {
    /// Asks shops.
    pub fetcher: Fetcher,
    /// Nobody has two pages read at once.
    pub one_each: OnePerPerson,
    /// What was read, by the link's key; nothing where nothing could be read.
    readings: Memory<Option<Reading>>,
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

    /// What a link's page says. A page that could not be read is not tried again for ten minutes.
    pub async fn read(&self, link: &Link, languages: &str) -> Option<Reading> {
        let key = link.key().as_str().to_owned();
        if let Some(known) = self.readings.find(&key) {
            return known;
        }
        let reading = self.read_anew(link, languages).await;
        let lasts = if reading.is_some() { READING_LASTS } else { FAILURE_LASTS };
        self.readings.keep(key, reading.clone(), lasts);
        reading
    }

    async fn read_anew(&self, link: &Link, languages: &str) -> Option<Reading> {
        let url = Url::parse(link.as_str()).ok()?;
        let fetched = self.fetcher.page(&url, languages).await.ok()?;
        // A page may be large: it is not read where requests wait for their turn.
        let read = tokio::task::spawn_blocking(move || {
            let page = shop::read(&shop::Page {
                url: &fetched.url,
                content_type: fetched.content_type.as_deref(),
                bytes: &fetched.bytes,
            });
            Reading { url: fetched.url, page }
        });
        read.await.ok()
    }

    /// Forgets what was read of a link, so that it is read anew.
    pub fn forget(&self, link: &Link) {
        self.readings.forget(link.key().as_str());
    }
}
