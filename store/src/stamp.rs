//! Keys of the change log, which rise in the order in which they are made.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::row::uuid_key;

/// Bits of a key that count within a millisecond (RFC 9562, 6.2, method 1).
const COUNTER_BITS: u32 = 12;

/// Makes keys that only rise, whatever the clock does, and knows which of them are under way. Clones
/// make the same keys.
#[derive(Clone, Default)]
pub(crate) struct Stamps(Arc<Mutex<Made>>);

/// Milliseconds and a count within them, as one number.
#[derive(Default)]
struct Made {
    last: u64,
    under_way: BTreeSet<u64>,
}

/// A key whose transaction is under way until this is dropped.
pub(crate) struct Stamp {
    stamps: Stamps,
    number: u64,
    id: Uuid,
}

impl Stamps {
    /// A key made of a new id: as late as that, and later than every key before it.
    ///
    /// It is made after an errand has read and before it is committed. So where one transaction saw
    /// what another had done, its key is the higher one, and what a log says up to any key could
    /// have been the whole story.
    pub(crate) fn begin(&self, id: Uuid) -> Stamp {
        let mut made = self.made();
        let number = (millis(&id) << COUNTER_BITS).max(made.last + 1);
        made.last = number;
        made.under_way.insert(number);
        Stamp { stamps: self.clone(), number, id }
    }

    /// The moment of the latest key, if any was made.
    pub(crate) fn last(&self) -> Option<DateTime<Utc>> {
        match self.made().last >> COUNTER_BITS {
            0 => None,
            millis => DateTime::from_timestamp_millis(i64::try_from(millis).ok()?),
        }
    }

    /// Above every key that was made.
    pub(crate) fn next(&self) -> u64 {
        self.made().last + 1
    }

    /// Whether a transaction is under way whose key is below this.
    pub(crate) fn is_under_way(&self, below: u64) -> bool {
        self.made().under_way.first().is_some_and(|first| *first < below)
    }

    /// Makes every later key later than this moment.
    pub(crate) fn raise(&self, to: DateTime<Utc>) {
        let to = u64::try_from(to.timestamp_millis()).unwrap_or(0) << COUNTER_BITS;
        let mut made = self.made();
        made.last = made.last.max(to);
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    /// The key.
    pub(crate) fn key(&self) -> String {
        let mut rest = [0; 8];
        rest.copy_from_slice(&self.id.as_bytes()[8..]);
        key(self.number, rest)
    }
}

impl Drop for Stamp {
    fn drop(&mut self) {
        self.stamps.made().under_way.remove(&self.number);
    }
}

/// The lowest key with this number.
pub(crate) fn lowest(number: u64) -> String {
    key(number, [0; 8])
}

/// The lowest key of this moment.
pub fn log_key(at: DateTime<Utc>) -> String {
    lowest(u64::try_from(at.timestamp_millis()).unwrap_or(0) << COUNTER_BITS)
}

/// The moment of a key; `None` for what is no key.
pub fn log_time(key: &str) -> Option<DateTime<Utc>> {
    let id = Uuid::try_parse(key).ok()?;
    DateTime::from_timestamp_millis(i64::try_from(millis(&id)).ok()?)
}

fn key(number: u64, tail: [u8; 8]) -> String {
    let mut rest = [0; 10];
    // The upper half of the first byte gives way to the version.
    rest[..2].copy_from_slice(&number.to_be_bytes()[6..]);
    rest[2..].copy_from_slice(&tail);
    let id = uuid::Builder::from_unix_timestamp_millis(number >> COUNTER_BITS, &rest);
    uuid_key(id.into_uuid())
}

/// The first 48 bits of a time-ordered id.
fn millis(id: &Uuid) -> u64 {
    id.as_bytes()[..6].iter().fold(0, |millis, byte| (millis << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(millis: u64, tail: u8) -> Uuid {
        uuid::Builder::from_unix_timestamp_millis(millis, &[tail; 10]).into_uuid()
    }

    fn next(stamps: &Stamps, millis: u64, tail: u8) -> String {
        stamps.begin(id(millis, tail)).key()
    }

    #[test]
    fn keys_rise_whatever_the_clock_does() {
        let stamps = Stamps::default();
        assert_eq!(stamps.last(), None);
        let mut last = String::new();
        let clock = [1_000, 1_000, 1_000, 999, 5, 2_000, 1_500, 2_001];
        for (tail, millis) in (0..).zip(clock) {
            let key = next(&stamps, millis, tail);
            assert!(last < key, "{last} {key}");
            last = key;
        }
        assert_eq!(log_time(&last).unwrap().timestamp_millis(), 2_001);
        for _ in 0..5_000 {
            let key = next(&stamps, 1, 255);
            assert!(last < key, "{last} {key}");
            last = key;
        }
        // More than fit into a millisecond run ahead of the clock, by as little as they can.
        assert_eq!(log_time(&last).unwrap().timestamp_millis(), 2_002);
    }

    #[test]
    fn the_lowest_key_of_a_moment_is_below_all_of_it_and_above_all_before() {
        let stamps = Stamps::default();
        let at = DateTime::from_timestamp_millis(1_700_000_000_123).unwrap();
        let before = next(&stamps, 1_700_000_000_122, 255);
        let of_it = next(&stamps, 1_700_000_000_123, 0);
        assert!(before < log_key(at) && log_key(at) <= of_it, "{}", log_key(at));
        assert!(of_it < lowest(stamps.next()));
        assert_eq!(log_time(&log_key(at)), Some(at));
        assert_eq!(log_time("no key"), None);
    }

    #[test]
    fn keys_made_later_are_above_what_they_were_raised_to() {
        let stamps = Stamps::default();
        let to = DateTime::from_timestamp_millis(9_000).unwrap();
        stamps.raise(to);
        assert_eq!(stamps.last(), Some(to));
        assert!(next(&stamps, 1_000, 0) > log_key(to));
    }

    #[test]
    fn what_was_begun_before_is_known_until_it_ends() {
        let stamps = Stamps::default();
        let first = stamps.begin(id(1_000, 0));
        let bound = stamps.next();
        let second = stamps.begin(id(1_001, 0));
        assert!(stamps.is_under_way(bound));
        drop(first);
        assert!(!stamps.is_under_way(bound));
        assert!(stamps.is_under_way(stamps.next()));
        drop(second);
        assert!(!stamps.is_under_way(stamps.next()));
    }
}
