//! What was read of a link is remembered for a while, and so is that it could not be read.

use std::{sync::Arc, time::Duration};

use quick_cache::sync::Cache;
use tokio::time::Instant;

/// How much is remembered at once. What is asked for least gives way.
const MOST: usize = 1024;

/// How long what a page says of itself is shown again.
pub const READING_LASTS: Duration = Duration::from_secs(60 * 60);

/// How long nobody tries again what failed.
pub const FAILURE_LASTS: Duration = Duration::from_secs(10 * 60);

/// Remembers by key, each thing for its own time, in this process. Cheap to clone.
#[derive(Clone)]
pub struct Memory<T> {
    /// Each with when it is forgotten.
    things: Arc<Cache<String, (Instant, T)>>,
}

impl<T: Clone> Default for Memory<T> {
    fn default() -> Self {
        Self { things: Arc::new(Cache::new(MOST)) }
    }
}

impl<T: Clone> Memory<T> {
    /// Remembers something for a time. What was remembered by that key is forgotten.
    pub fn keep(&self, key: String, thing: T, lasts: Duration) {
        self.things.insert(key, (Instant::now() + lasts, thing));
    }

    /// Forgets what is remembered by a key.
    pub fn forget(&self, key: &str) {
        self.things.remove(key);
    }

    /// What is remembered by a key.
    pub fn find(&self, key: &str) -> Option<T> {
        self.find_at(key, Instant::now())
    }

    fn find_at(&self, key: &str, now: Instant) -> Option<T> {
        let (until, thing) = self.things.get(key)?;
        if now < until {
            return Some(thing);
        }
        // Unless somebody kept something new meanwhile.
        self.things.remove_if(key, |(until, _)| *until <= now);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn each_thing_is_remembered_for_its_own_time() {
        let memory = Memory::default();
        let before = Instant::now();
        memory.keep("page".to_owned(), Ok("train"), READING_LASTS);
        memory.keep("gone".to_owned(), Err("silent"), FAILURE_LASTS);
        let after = Instant::now();
        assert_eq!(memory.find("page"), Some(Ok("train")));
        assert_eq!(memory.find("other"), None);
        assert_eq!(memory.find_at("gone", before + FAILURE_LASTS - SECOND), Some(Err("silent")));
        assert_eq!(memory.find_at("gone", after + FAILURE_LASTS), None);
        assert_eq!(memory.find_at("page", before + READING_LASTS - SECOND), Some(Ok("train")));
        assert_eq!(memory.find_at("page", after + READING_LASTS), None);
        assert_eq!(memory.things.len(), 0, "what is over takes no room");
    }

    #[test]
    fn the_newest_is_what_is_remembered() {
        let memory = Memory::default();
        memory.keep("page".to_owned(), 1, SECOND);
        memory.keep("page".to_owned(), 2, FAILURE_LASTS);
        assert_eq!(memory.clone().find_at("page", Instant::now() + SECOND), Some(2));
    }

    #[test]
    fn no_more_is_remembered_than_there_is_room_for() {
        let memory = Memory::default();
        for number in 0..5 * MOST {
            memory.keep(number.to_string(), number, READING_LASTS);
        }
        assert!(memory.things.len() <= MOST, "{}", memory.things.len());
    }
}
