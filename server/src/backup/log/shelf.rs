//! Keys of subjects, as they are shipped: on shelves, each of which is written anew whenever a key on it
//! comes or goes.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use store::{log_key, log_time};

use super::{KEYS, Segment, folder};
use crate::backup::{
    error::BackupError,
    keep::AGE_DAYS,
    target::{Found, Target},
};

/// How long a shelf is added to. What a shipment writes is no more than those who came within this time,
/// and a day has fewer shelves than parts of the log.
const SPAN: TimeDelta = TimeDelta::minutes(5);

/// How long a part of the log may take to be put there after the keys that it needs.
const SHIPPED_IN: TimeDelta = TimeDelta::days(1);

/// The keys of subjects that stand together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shelf {
    /// Those who came within [`SPAN`] from this moment on, by their ids.
    Span(DateTime<Utc>),
    /// Those who came on one day, as earlier versions shipped them. Nobody new gets on it.
    Day(NaiveDate),
    /// The one whose id says nothing of that.
    Own(String),
}

/// When a subject came, if its id tells.
pub(super) fn came(subject: &str) -> Option<DateTime<Utc>> {
    let timed = subject.len() == 32 && subject.as_bytes()[12] == b'7';
    // A digest may look like such an id, of a time that no clock tells.
    let told = log_time(subject).filter(|time| (2000..=9999).contains(&time.year()));
    told.filter(|_| timed)
}

impl Shelf {
    /// Where a subject's key is put.
    pub(super) fn of(subject: &str) -> Self {
        came(subject).map_or_else(|| Self::Own(subject.to_owned()), Self::at)
    }

    /// Wherever a subject's key may stand.
    pub(super) fn all_of(subject: &str) -> Vec<Self> {
        match came(subject) {
            Some(came) => vec![Self::at(came), Self::Day(came.date_naive())],
            None => vec![Self::Own(subject.to_owned())],
        }
    }

    fn at(came: DateTime<Utc>) -> Self {
        let since = came.timestamp_millis().rem_euclid(SPAN.num_milliseconds());
        Self::Span(came - TimeDelta::milliseconds(since))
    }

    /// The id that its subjects begin with, and the one that they are all below.
    pub(super) fn bounds(&self) -> (String, String) {
        match self {
            Self::Span(from) => (log_key(*from), log_key(*from + SPAN)),
            Self::Day(day) => {
                let from = day.and_time(NaiveTime::MIN).and_utc();
                (log_key(from), log_key(from + TimeDelta::days(1)))
            }
            Self::Own(subject) => (subject.clone(), format!("{subject}~")),
        }
    }

    /// Where it stands.
    pub(super) fn name(&self, timeline: &str) -> String {
        format!("{KEYS}/{timeline}/{}", self.file())
    }

    /// What that is called in the folder of a life.
    fn file(&self) -> String {
        match self {
            Self::Span(from) => from.format("%Y-%m-%dT%H-%M").to_string(),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
            Self::Own(subject) => format!("own-{subject}"),
        }
    }
}

/// Which shelves stand there, of all lives, by what they are called in the folder of each.
#[derive(Debug, Default)]
pub(super) struct Shelves(HashMap<String, BTreeSet<String>>);

impl Shelves {
    /// Those that stand there now. Takes away those of this life that are old: nobody else does, since
    /// somebody whose id is old may get a key today.
    pub(super) async fn of(
        target: &dyn Target,
        timeline: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, BackupError> {
        let (mut shelves, old) = (Self::default(), now - TimeDelta::days(AGE_DAYS));
        let ours = format!("{KEYS}/{timeline}/");
        let (mut aged, rest): (Vec<_>, Vec<_>) = target
            .list(KEYS)
            .await?
            .into_iter()
            .partition(|found| found.name.starts_with(&ours) && found.put_at < old);
        rest.iter().for_each(|found| shelves.put(&found.name));
        if !aged.is_empty() {
            let needed = needed_since(&target.list(&folder(timeline)).await?);
            aged.retain(|found| {
                let needed = needed.is_some_and(|since| since <= found.put_at);
                if needed {
                    shelves.put(&found.name);
                }
                !needed
            });
        }
        for found in aged {
            target.delete(&found.name).await?;
        }
        Ok(shelves)
    }

    /// Notes that something of this name may stand there.
    pub(super) fn put(&mut self, name: &str) {
        let Some((_, file)) = name.rsplit_once('/') else { return };
        self.0.entry(file.to_owned()).or_default().insert(name.to_owned());
    }

    /// Notes that nothing of this name stands there.
    pub(super) fn take(&mut self, name: &str) {
        let Some((_, file)) = name.rsplit_once('/') else { return };
        if let Some(names) = self.0.get_mut(file) {
            names.remove(name);
        }
    }

    /// The names under which a shelf may stand there.
    pub(super) fn names(&self, shelf: &Shelf) -> impl Iterator<Item = &String> {
        self.0.get(&shelf.file()).into_iter().flatten()
    }
}

/// Since when keys were put there that a restore with these parts of the log may need; none where there are
/// no parts. A backup has the keys of its moment.
fn needed_since(log: &[Found]) -> Option<DateTime<Utc>> {
    let parts = log.iter().filter(|found| Segment::parse(&found.name).is_some());
    parts.map(|found| found.put_at - SHIPPED_IN).min()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use bytes::Bytes;

    use super::*;
    use crate::backup::target::folder as place;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn keys_stand_by_the_minutes_that_ids_tell() {
        let timed = "0193b0f07c007abc8def0123456789ab";
        let came = log_time(timed).unwrap();
        let Shelf::Span(from) = Shelf::of(timed) else { panic!("{:?}", Shelf::of(timed)) };
        assert!(from <= came && came < from + SPAN);
        assert_eq!(
            Shelf::Span(at("2024-12-10T07:05:00Z")).name("life"),
            "keys/life/2024-12-10T07-05"
        );
        let other = "0193b0f07c004abc8def0123456789ab";
        assert_eq!(Shelf::of(other), Shelf::Own(other.to_owned()));
        assert_eq!(Shelf::of("x").name("life"), "keys/life/own-x");
        for digest in ["ffffffffffff7abc8def0123456789ab", "0000000000017abc8def0123456789ab"] {
            assert_eq!(Shelf::of(digest), Shelf::Own(digest.to_owned()));
        }
    }

    #[test]
    fn each_shelf_ends_where_the_next_one_begins() {
        let first = Shelf::at(at("2024-12-10T23:59:59.999Z"));
        let next = Shelf::at(at("2024-12-11T00:00:00Z"));
        assert_eq!(first, Shelf::Span(at("2024-12-10T23:55:00Z")));
        assert_eq!(next, Shelf::Span(at("2024-12-11T00:00:00Z")));
        assert_eq!(first.bounds().1, next.bounds().0);
        for moment in ["2024-12-10T23:55:00Z", "2024-12-10T23:59:59.999Z"] {
            let (from, below) = first.bounds();
            let key = log_key(at(moment));
            assert!(from <= key && key < below, "{moment}");
            assert_eq!(Shelf::of(&key), first);
        }
        let (from, below) = Shelf::Day(at("2024-12-10T00:00:00Z").date_naive()).bounds();
        assert!(from <= first.bounds().0 && first.bounds().1 == below);
        assert_eq!(Shelf::Own("x".to_owned()).bounds(), ("x".to_owned(), "x~".to_owned()));
    }

    /// Puts something there, so many days before a moment.
    async fn put(root: &Path, name: &str, days: i64, now: DateTime<Utc>) {
        place(root).put(name, Bytes::from_static(b"x")).await.unwrap();
        let file = fs::File::options().write(true).open(root.join(name)).unwrap();
        file.set_modified((now - TimeDelta::days(days)).into()).unwrap();
    }

    #[tokio::test]
    async fn keys_go_once_no_part_of_the_log_needs_them() {
        let now = at("2026-06-01T12:00:00Z");
        let old = AGE_DAYS + 10;
        // Which shelves go where the oldest part of the log was put there so many days ago.
        for (oldest, gone) in [(None, 2), (Some(AGE_DAYS), 2), (Some(old), 1), (Some(old + 20), 0)]
        {
            let root = tempfile::tempdir().unwrap();
            let names = [
                ("keys/ours/2026-01-02", old + 10),
                ("keys/ours/2026-01-03T06-00", old),
                ("keys/ours/2026-01-03T06-05", AGE_DAYS - 1),
                // Whoever takes old backups away looks after these.
                ("keys/other/2026-01-02", old + 10),
            ];
            for (name, days) in names {
                put(root.path(), name, days, now).await;
            }
            put(root.path(), "log/ours/head.json", old + 20, now).await;
            if let Some(days) = oldest {
                let part = Segment { number: 7, until: 1_700_000_000_000 };
                put(root.path(), &part.name("ours"), days, now).await;
            }
            let target = place(root.path());
            let shelves = Shelves::of(&*target, "ours", now).await.unwrap();
            let left: BTreeSet<_> =
                names.map(|(name, _)| name.to_owned()).into_iter().skip(gone).collect();
            let found = target.list(KEYS).await.unwrap();
            assert_eq!(found.into_iter().map(|found| found.name).collect::<BTreeSet<_>>(), left);
            assert_eq!(shelves.0.into_values().flatten().collect::<BTreeSet<_>>(), left);
        }
    }

    #[test]
    fn a_key_is_looked_for_wherever_any_version_put_it() {
        let subject = log_key(at("2024-12-10T07:03:00Z"));
        let (span, day) = ("2024-12-10T07-00", "2024-12-10");
        let mut shelves = Shelves::default();
        let there = [("one", day), ("one", span), ("other", span)];
        let there = there.map(|(life, file)| format!("keys/{life}/{file}"));
        there.iter().for_each(|name| shelves.put(name));
        shelves.put("keys/one/2024-12-10T07-05");
        shelves.put("keys/one/own-x");
        let found = |shelves: &Shelves, subject: &str| {
            let all = Shelf::all_of(subject);
            let names = all.iter().flat_map(|shelf| shelves.names(shelf));
            names.cloned().collect::<BTreeSet<_>>()
        };
        assert_eq!(found(&shelves, &subject), BTreeSet::from(there.clone()));
        assert_eq!(found(&shelves, "x"), BTreeSet::from(["keys/one/own-x".to_owned()]));
        shelves.take(&there[0]);
        assert_eq!(found(&shelves, &subject), BTreeSet::from_iter(there[1..].to_vec()));
    }
}
