//! Time and new ids: the one place where they come from the machine.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// Tells the time and makes ids. Tests move it.
#[derive(Debug, Default)]
pub struct Clock {
    /// How far tests have moved it, in seconds.
    moved: AtomicI64,
}

impl Clock {
    /// The moment it is.
    #[expect(clippy::disallowed_methods, reason = "the one clock that everything else is given")]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.moved.load(Ordering::Relaxed))
    }

    /// What one request is called. Nothing is kept by it, so that the quick chance of this thread will do.
    #[expect(clippy::disallowed_methods, reason = "no secret, and made for each request")]
    pub fn name_of_request(&self) -> String {
        uuid::Builder::from_random_bytes(rand::random()).into_uuid().simple().to_string()
    }

    /// Moves the clock, for tests.
    pub fn advance(&self, by: TimeDelta) {
        self.moved.fetch_add(by.num_seconds(), Ordering::Relaxed);
    }
}

impl store::Ids for Clock {
    #[expect(clippy::disallowed_methods, reason = "the one maker of ids")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
