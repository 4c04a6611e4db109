//! Since when nothing shows a picture: what was removed can be put back for a while (R3.4).

use std::{collections::HashMap, mem};

use chrono::{DateTime, TimeDelta, Utc};
use domain::PictureId;

/// The pictures that nothing showed when somebody looked, and since when nobody found otherwise. A
/// process that has just begun knows of none, so that it waits before it takes any away.
#[derive(Debug)]
pub struct Unshown {
    lasts: TimeDelta,
    since: HashMap<PictureId, DateTime<Utc>>,
}

impl Unshown {
    /// A picture that was shown can be put back for so long.
    pub fn new(lasts: TimeDelta) -> Self {
        Self { lasts, since: HashMap::new() }
    }

    /// Notes all pictures that nothing shows at a moment; one may come several times.
    pub(super) fn look(&mut self, pictures: impl Iterator<Item = PictureId>, now: DateTime<Utc>) {
        let before = mem::take(&mut self.since);
        for id in pictures {
            let since = before.get(&id).copied().unwrap_or(now);
            self.since.insert(id, since);
        }
    }

    /// Whether nobody can put a picture back any more.
    pub(super) fn is_over(&self, id: &PictureId, now: DateTime<Utc>) -> bool {
        self.since.get(id).is_some_and(|since| now - *since >= self.lasts)
    }
}
