//! The only place where the store takes randomness.

use chrono::{DateTime, Utc};
use rand::{Rng, RngCore};
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "the one place that others take it from")]
fn generator() -> impl Rng {
    rand::rng()
}

/// Random bytes, from the operating system's seeded generator.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    generator().fill_bytes(&mut bytes);
    bytes
}

/// A factor from 0.5 to 1.5, so that rivals do not meet again.
pub(crate) fn jitter() -> f64 {
    generator().random_range(0.5..1.5)
}

/// A time-ordered id (UUID version 7) of this moment.
pub(crate) fn id_at(now: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid()
}
