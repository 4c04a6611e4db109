//! Which parts of the log belong to a backup, and how far they reach.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use store::{log_key, log_time};

use super::{ERASED, Head, KEYS, Segment, folder, read_head, read_segment};
use crate::backup::{
    error::BackupError,
    fetch::{bytes, fetch},
    manifest::Manifest,
    scratch::Scratch,
    seal::{Identities, unpack},
    target::Target,
};

/// A transaction may be in a part that begins so long after its own key.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// What follows a backup.
pub(in crate::backup) struct Plan {
    /// Parts of the log, fetched, in order.
    pub(in crate::backup) segments: Vec<PathBuf>,
    /// Keys of whoever came since.
    pub(in crate::backup) keys: Vec<String>,
    /// Whose words were erased, in whatever life of the store; none where nothing tells of that.
    pub(in crate::backup) erased: Option<Vec<String>>,
    /// The last moment of which all is known.
    pub(in crate::backup) until: DateTime<Utc>,
    /// The key below which it is.
    pub(in crate::backup) end: String,
    /// Whether nothing can have been written that is not there.
    pub(in crate::backup) whole: bool,
    /// What is wrong with the part behind that, if it is damaged.
    pub(in crate::backup) torn: Option<BackupError>,
}

impl Plan {
    /// Nothing follows.
    pub(in crate::backup) fn none(manifest: &Manifest) -> Self {
        let (until, end) = (manifest.until, manifest.end.clone());
        let (segments, keys) = (Vec::new(), Vec::new());
        Self { segments, keys, erased: None, until, end, whole: false, torn: None }
    }
}

/// Fetches what follows a backup: all of it, since what came after the moment that is asked for tells
/// which mails were sent, and who was erased. Behind a part that is damaged nothing counts.
pub(in crate::backup) async fn plan(
    target: &dyn Target,
    manifest: &Manifest,
    with: &Identities,
    scratch: &Scratch,
) -> Result<Plan, BackupError> {
    let timeline = &manifest.timeline;
    let head = read_head(target, timeline).await?;
    let found = target.list(&folder(timeline)).await?;
    let all = found.iter().filter_map(|found| Segment::parse(&found.name)).collect();
    let begins = log_time(&manifest.end).unwrap_or(manifest.until) - OVERLAP;
    let Reach { chosen, mut until, mut end, mut whole } =
        reach(all, begins, head.as_ref(), manifest.until);
    let (mut segments, mut torn) = (Vec::new(), None);
    let mut before: Option<(&Segment, String)> = None;
    for segment in &chosen {
        let previous = before.as_ref().map(|(_, sha256)| sha256.as_str());
        match part(target, timeline, segment, previous, with, scratch).await {
            Ok((place, sha256)) => {
                before = Some((segment, sha256));
                segments.push(place);
            }
            Err(BackupError::Damaged { what, why }) => {
                (until, end) = reached(before.as_ref().map(|(last, _)| *last), manifest.until);
                whole = false;
                let why = format!("{why}; up to {until} the log is whole");
                torn = Some(BackupError::damaged(what, why));
                break;
            }
            Err(error) => return Err(error),
        }
    }
    let keys = lines(target, &format!("{KEYS}/{timeline}"), with).await?;
    let erased = erasures(target, timeline, with).await?;
    let end = end.unwrap_or_default().max(manifest.end.clone());
    Ok(Plan { segments, keys, erased, until, end, whole, torn })
}

/// Fetches a part, if it follows the one before it. Answers where it is, and its digest.
async fn part(
    target: &dyn Target,
    timeline: &str,
    segment: &Segment,
    previous: Option<&str>,
    with: &Identities,
    scratch: &Scratch,
) -> Result<(PathBuf, String), BackupError> {
    let name = segment.name(timeline);
    let place = scratch.place(&format!("log-{}", segment.number));
    let sha256 = fetch(target, &name, &place).await?;
    let (header, _) = read_segment(&place, with).await?;
    let follows = previous.is_none_or(|previous| previous == header.previous);
    if header.timeline != timeline || header.number != segment.number || !follows {
        return Err(BackupError::damaged(name, "it does not follow the part before it"));
    }
    Ok((place, sha256))
}

/// Whose words were erased, in whatever life of the store, as far as it stands there; none where
/// nothing tells of that.
pub(in crate::backup) async fn erasures(
    target: &dyn Target,
    timeline: &str,
    with: &Identities,
) -> Result<Option<Vec<String>>, BackupError> {
    let lines = lines(target, ERASED, with).await?;
    let told = !lines.is_empty() || read_head(target, timeline).await?.is_some();
    Ok(told.then_some(lines))
}

/// All lines of all that stands in a folder.
async fn lines(
    target: &dyn Target,
    folder: &str,
    with: &Identities,
) -> Result<Vec<String>, BackupError> {
    let mut all = Vec::new();
    for found in target.list(folder).await? {
        let packed = bytes(target, &found.name).await?;
        let (name, with) = (found.name, with.clone());
        let what = name.clone();
        let plain = tokio::task::spawn_blocking(move || unpack(packed, &with, &what)).await;
        let plain = plain.unwrap_or_else(|error| Err(BackupError::damaged("a task", error)))?;
        let text = String::from_utf8(plain).map_err(|error| BackupError::damaged(name, error))?;
        all.extend(text.lines().map(str::to_owned));
    }
    Ok(all)
}

/// How far the log reaches.
#[derive(Debug, PartialEq, Eq)]
struct Reach {
    chosen: Vec<Segment>,
    until: DateTime<Utc>,
    /// The key behind the last row, where there are any.
    end: Option<String>,
    whole: bool,
}

/// The parts from a moment on, as far as none is missing.
fn reach(
    mut all: Vec<Segment>,
    begins: DateTime<Utc>,
    head: Option<&Head>,
    base: DateTime<Utc>,
) -> Reach {
    // One that was put there twice is there in full the second time.
    all.sort();
    all.dedup_by(|later, earlier| {
        let same = later.number == earlier.number;
        if same {
            earlier.until = later.until;
        }
        same
    });
    let newest = all.last().map_or(0, |newest| newest.number);
    let begins = begins.timestamp_millis();
    let first = all.iter().position(|segment| segment.until >= begins).unwrap_or(all.len());
    let rest = all.split_off(first);
    let mut last = all.last().map_or(0, |skipped| skipped.number);
    let (mut chosen, mut torn) = (Vec::<Segment>::new(), false);
    for segment in rest {
        torn = segment.number != last + 1;
        if torn {
            break;
        }
        last = segment.number;
        chosen.push(segment);
    }
    let told = head.filter(|head| head.number == newest && !torn);
    match told {
        Some(head) => {
            let (until, end) = (head.until.max(base), Some(head.end.clone()));
            Reach { chosen, until, end, whole: head.closed }
        }
        None => {
            let (until, end) = reached(chosen.last(), base);
            Reach { chosen, until, end, whole: false }
        }
    }
}

/// Until when all is known where this is the last part, and the key behind its last row.
fn reached(last: Option<&Segment>, base: DateTime<Utc>) -> (DateTime<Utc>, Option<String>) {
    let reached = last.and_then(|last| DateTime::from_timestamp_millis(last.until));
    let end = reached.map(|reached| log_key(reached + TimeDelta::milliseconds(1)));
    (reached.unwrap_or(base).max(base), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    fn part(number: u64, second: i64) -> Segment {
        Segment { number, until: at(second).timestamp_millis() }
    }

    fn head(number: u64, second: i64, closed: bool) -> Head {
        Head { number, sha256: String::new(), end: String::new(), until: at(second), closed }
    }

    #[test]
    fn the_log_reaches_as_far_as_no_part_is_missing() {
        let all = || vec![part(3, 30), part(1, 10), part(2, 20), part(4, 40)];
        let found = reach(all(), at(15), Some(&head(4, 45, false)), at(16));
        assert_eq!(found.chosen, [part(2, 20), part(3, 30), part(4, 40)]);
        assert_eq!((found.until, found.whole), (at(45), false));

        let found = reach(all(), at(15), Some(&head(4, 45, true)), at(16));
        assert!(found.whole, "the site closed");

        let torn = vec![part(1, 10), part(2, 20), part(4, 40)];
        let found = reach(torn, at(15), Some(&head(4, 45, true)), at(16));
        assert_eq!((found.chosen.len(), found.until, found.whole), (1, at(20), false));

        // The first one behind the backup is missing, or what tells of it.
        for torn in [vec![part(1, 10), part(3, 30), part(4, 40)], vec![part(3, 30), part(4, 40)]] {
            let found = reach(torn, at(15), Some(&head(4, 45, true)), at(16));
            assert_eq!((found.chosen.len(), found.until, found.whole), (0, at(16), false));
        }

        // The last part is missing, or was shipped and not told of.
        for number in [5, 3] {
            let found = reach(all(), at(15), Some(&head(number, 45, true)), at(16));
            assert_eq!((found.until, found.whole), (at(40), false), "{number}");
        }
    }

    #[test]
    fn what_was_put_there_twice_counts_once_and_in_full() {
        let all = vec![part(1, 10), part(2, 15), part(2, 20), part(3, 30)];
        let found = reach(all, at(5), None, at(6));
        assert_eq!(found.chosen, [part(1, 10), part(2, 20), part(3, 30)]);
    }

    #[test]
    fn without_a_log_a_backup_stands_for_itself() {
        let found = reach(vec![], at(5), None, at(6));
        assert_eq!((found.chosen.len(), found.until, found.whole), (0, at(6), false));
        let closed = reach(vec![], at(5), Some(&head(0, 9, true)), at(6));
        assert_eq!((closed.until, closed.whole), (at(9), true));
        // All that was shipped is from before the backup.
        let old = reach(vec![part(7, 1)], at(5), Some(&head(7, 9, false)), at(6));
        assert_eq!((old.chosen.len(), old.until), (0, at(9)));
    }
}
