//! Readings of shared lists by whoever shows nothing but the link: one for all who come within a
//! second, as `http::remembered` does for the page. Whoever shows more gets an answer of their own.

use std::sync::{Arc, atomic::AtomicU64};

use axum::http::HeaderValue;
use bytes::Bytes;
use quick_cache::{Weighter, sync::Cache};

use crate::http::{
    remembered::Moment,
    rest::{refused::Refused, tag::digest},
};

/// So many answers are remembered, and so many bytes of them. What is asked for least gives way.
const MOST: usize = 256;
const MOST_BYTES: u64 = 16 << 20;

/// A longer name of a list is none that opens anything.
const LONGEST_NAME: usize = 100;

/// A list in JSON, with its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The JSON.
    pub json: Bytes,
    /// What it is told from others by: a digest of it, so that it changes with whatever is read, and
    /// with nothing else.
    pub tag: HeaderValue,
}

impl Reading {
    /// Tags what was written.
    pub fn of(json: Vec<u8>) -> Self {
        let tag = digest(&json);
        Self { json: json.into(), tag }
    }
}

/// What was read, and since when it holds.
struct Kept {
    begun: Moment,
    reading: Reading,
    /// Held by whoever reads anew once this is over.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<String, Arc<Kept>> for Bytewise {
    fn weight(&self, name: &String, kept: &Arc<Kept>) -> u64 {
        (name.len() + kept.reading.json.len()) as u64
    }
}

/// The readings of this process.
pub struct Once {
    kept: Cache<String, Arc<Kept>, Bytewise>,
}

impl Default for Once {
    fn default() -> Self {
        Self { kept: Cache::with_weighter(MOST, MOST_BYTES, Bytewise) }
    }
}

impl Once {
    /// What is kept of a list by this name, if it is new enough, else what `read` answers. `changes`
    /// rises whenever something is announced. Nothing is kept of a refusal.
    ///
    /// # Errors
    /// As `read`.
    pub async fn read(
        &self,
        name: &str,
        changes: &AtomicU64,
        read: impl Future<Output = Result<Reading, Refused>>,
    ) -> Result<Reading, Refused> {
        let arrived = Moment::of(changes);
        let found = self.kept.get(name);
        if let Some(kept) = self.fresh(found.as_ref(), arrived) {
            return Ok(kept);
        }
        // One of those who come upon a list that was read before reads it anew; the others wait.
        let _turn = match &found {
            Some(old) => Some(old.turn.lock().await),
            None => None,
        };
        if found.is_some()
            && let Some(kept) = self.fresh(self.kept.get(name).as_ref(), arrived)
        {
            return Ok(kept);
        }
        let begun = Moment::of(changes);
        let reading = read.await?;
        if name.len() <= LONGEST_NAME {
            let kept =
                Kept { begun, reading: reading.clone(), turn: tokio::sync::Mutex::default() };
            self.kept.insert(name.to_owned(), Arc::new(kept));
        }
        Ok(reading)
    }

    fn fresh(&self, kept: Option<&Arc<Kept>>, arrived: Moment) -> Option<Reading> {
        kept.filter(|kept| kept.begun.serves(arrived)).map(|kept| kept.reading.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use app::error::AppError;
    use futures::future::join_all;

    use super::*;

    /// Reads, and counts how often.
    async fn counted(times: &AtomicUsize) -> Result<Reading, Refused> {
        times.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        Ok(Reading::of(times.load(Ordering::Relaxed).to_string().into_bytes()))
    }

    #[tokio::test]
    async fn many_at_once_are_one_reading_until_something_is_announced() {
        let (once, changes, times) = (Once::default(), AtomicU64::new(0), AtomicUsize::new(0));
        let first = once.read("a", &changes, counted(&times)).await.unwrap();
        assert_eq!(once.read("a", &changes, counted(&times)).await.unwrap(), first);
        changes.fetch_add(1, Ordering::Release);
        let readers = (0..50).map(|_| once.read("a", &changes, counted(&times)));
        for reading in join_all(readers).await {
            assert_eq!(reading.unwrap().json, "2");
        }
        assert_eq!(times.load(Ordering::Relaxed), 2);
        once.read("b", &changes, counted(&times)).await.unwrap();
        assert_eq!(times.load(Ordering::Relaxed), 3, "another list is another reading");
    }

    #[tokio::test]
    async fn a_refusal_is_not_kept() {
        let (once, changes, times) = (Once::default(), AtomicU64::new(0), AtomicUsize::new(0));
        let refused = async { Err::<Reading, Refused>(AppError::not_found().into()) };
        assert!(once.read("a", &changes, refused).await.is_err());
        assert!(once.read("a", &changes, counted(&times)).await.is_ok());
    }

    #[test]
    fn a_tag_is_told_by_what_is_read_and_by_nothing_else() {
        let [one, same, other] = ["a", "a", "b"].map(|json| Reading::of(json.as_bytes().to_vec()));
        assert_eq!(one.tag, same.tag);
        assert_ne!(one.tag, other.tag);
        assert_eq!(one.tag.len(), 24);
    }
}
