//! The server's keys: the first one, and those that took over from it, each from some moment on.
//!
//! What is derived for something uses the key of the time at which that was made, which its id says. So
//! a key that takes over ends no existing link, authenticator or passcode, and whoever knows an older
//! key can derive nothing that belongs to anything newer.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{LENGTH, kept::random};

/// A key.
type Key = [u8; LENGTH];

/// Bytes that say from which millisecond on a key is good.
const SINCE: usize = 8;

/// The server's keys. At least one.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    first: Key,
    /// In their order.
    later: Vec<(u64, Key)>,
}

impl Keys {
    /// A single one.
    pub fn single(key: [u8; LENGTH]) -> Self {
        Self { first: key, later: Vec::new() }
    }

    /// A single one that nobody knows.
    pub fn fresh() -> Self {
        Self::single(random())
    }

    /// Reads what [`Self::to_bytes`] wrote: the 32 bytes of the first key, and then for each other one
    /// the moment in milliseconds, as 8 bytes, the highest first, and its 32 bytes.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first_chunk::<LENGTH>()?;
        let others = rest.chunks_exact(SINCE + LENGTH);
        if !others.remainder().is_empty() {
            return None;
        }
        let other = |bytes: &[u8]| {
            let (since, key) = bytes.split_first_chunk::<SINCE>()?;
            let key: Key = key.try_into().ok()?;
            Some((u64::from_be_bytes(*since), key))
        };
        let later: Vec<(u64, Key)> = others.map(other).collect::<Option<_>>()?;
        let in_order = later.is_sorted_by(|one, other| one.0 < other.0);
        in_order.then_some(Self { first: *first, later })
    }

    /// As they stand in their file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.first.to_vec();
        for (since, key) in &self.later {
            bytes.extend(since.to_be_bytes());
            bytes.extend(key);
        }
        bytes
    }

    /// The same with one more, which nobody knows, for whatever is made from now on.
    pub fn with_fresh(mut self, now: DateTime<Utc>) -> Self {
        let now = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let since = self.later.last().map_or(now, |(last, _)| now.max(last + 1));
        self.later.push((since, random()));
        self
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        1 + self.later.len()
    }

    /// The one for what is made now.
    pub(super) fn newest(&self) -> &[u8; LENGTH] {
        self.later.last().map_or(&self.first, |(_, key)| key)
    }

    /// All of them, the newest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &[u8; LENGTH]> {
        let later = self.later.iter().rev().map(|(_, key)| key);
        later.chain([&self.first])
    }

    /// The one that was the newest when this id was made.
    pub(super) fn of(&self, id: Uuid) -> &[u8; LENGTH] {
        let made = made_at(id);
        let found = self.later.iter().rev().find(|(since, _)| *since <= made);
        found.map_or(&self.first, |(_, key)| key)
    }
}

/// The millisecond of a time-ordered id (RFC 9562, 5.7). What is none is as old as the site.
fn made_at(id: Uuid) -> u64 {
    if id.get_version_num() != 7 {
        return 0;
    }
    id.as_bytes()[..6].iter().fold(0, |millis, byte| (millis << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use domain::{ListId, PersonId, ReservationId};

    use super::*;
    use crate::secrets::{Purpose, Secrets};

    fn at(hour: u32) -> DateTime<Utc> {
        format!("2026-11-28T{hour:02}:00:00Z").parse().unwrap()
    }

    fn id(hour: u32) -> Uuid {
        let millis = u64::try_from(at(hour).timestamp_millis()).unwrap();
        uuid::Builder::from_unix_timestamp_millis(millis, &[9; 10]).into_uuid()
    }

    // R5.4, R3.7
    #[test]
    fn what_there_is_keeps_its_links_and_what_is_made_later_has_others() {
        let before = Secrets::new([7; LENGTH]);
        let after = Secrets::with_keys(Keys::single([7; LENGTH]).with_fresh(at(12)));
        let (old, new) = (ReservationId::new(id(11)), ReservationId::new(id(12)));
        let manage = |secrets: &Secrets, of| secrets.manage_token(Purpose::ManageByMail, of);
        assert_eq!(manage(&after, old), manage(&before, old));
        assert_eq!(after.open_manage(&manage(&before, old)).map(|(of, _)| of), Some(old));
        // Whoever has the key from before makes nothing that is newer.
        assert_eq!(after.open_manage(&manage(&before, new)), None);
        assert_eq!(before.open_manage(&manage(&after, new)), None);
        assert_eq!(after.open_manage(&manage(&after, new)).map(|(of, _)| of), Some(new));
        let share = |secrets: &Secrets, hour| secrets.share_token(ListId::new(id(hour)), 3);
        assert_eq!(share(&after, 11), share(&before, 11));
        assert_ne!(share(&after, 13), share(&before, 13));
        let [ada, ben] = [11, 13].map(|hour| PersonId::new(id(hour)));
        assert_eq!(after.authenticator(ada, 1), before.authenticator(ada, 1));
        assert_eq!(after.recovery_code(ada, 1, 2), before.recovery_code(ada, 1, 2));
        assert_ne!(after.authenticator(ben, 1), before.authenticator(ben, 1));
    }

    #[test]
    fn each_of_several_keys_has_its_time() {
        let keys = Keys::fresh().with_fresh(at(10)).with_fresh(at(12));
        assert_eq!(keys.count(), 3);
        let [nine, ten, eleven, twelve] = [9, 10, 11, 12].map(|hour| *keys.of(id(hour)));
        assert_eq!(ten, eleven);
        assert_ne!(nine, ten);
        assert_ne!(eleven, twelve);
        assert_eq!([twelve, ten, nine], *keys.all().copied().collect::<Vec<_>>());
        assert_eq!(*keys.newest(), twelve);
        // What has no time is as old as the site, for good.
        assert_eq!(*keys.of(Uuid::from_u128(1)), nine);
        // A clock that goes back changes no order.
        let again = keys.with_fresh(at(3));
        assert_eq!(*again.of(id(12)), twelve);
        assert_eq!(*again.of(id(13)), *again.newest());
    }

    #[test]
    fn a_file_of_keys_reads_back_and_what_is_none_does_not() {
        assert!(Keys::parse(&[7; LENGTH]) == Some(Keys::single([7; LENGTH])));
        let keys = Keys::fresh().with_fresh(at(10)).with_fresh(at(12));
        let bytes = keys.to_bytes();
        assert_eq!(bytes.len(), 32 + 2 * 40);
        assert!(Keys::parse(&bytes) == Some(keys));
        for length in [0, 1, 31, 33, 71, 73] {
            assert!(Keys::parse(&bytes[..length]).is_none(), "{length} bytes");
        }
        let mut mixed = bytes.clone();
        mixed[32..72].copy_from_slice(&bytes[72..]);
        mixed[72..].copy_from_slice(&bytes[32..72]);
        assert!(Keys::parse(&mixed).is_none(), "out of order");
    }

    // R10.4
    #[test]
    fn an_answer_that_was_kept_opens_with_the_key_of_its_time() {
        let keys = Keys::single([7; LENGTH]);
        let before = Secrets::with_keys(keys.clone());
        let after = Secrets::with_keys(keys.with_fresh(at(12)));
        let sealed = before.answers().seal("place", "answer").unwrap();
        assert_eq!(after.open_answer("place", &sealed).as_deref(), Some("answer"));
        let sealed = after.answers().seal("place", "answer").unwrap();
        assert_eq!(after.open_answer("place", &sealed).as_deref(), Some("answer"));
        assert_eq!(before.open_answer("place", &sealed), None);
    }
}
