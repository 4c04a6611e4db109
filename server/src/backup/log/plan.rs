//! Which parts of the log belong to a backup, and how far they reach.

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
    pub(in crate::backup) segments: Vec<std::path::PathBuf>,
    /// Keys of whoever came since.
    pub(in crate::backup) keys: Vec<String>,
    /// Whose words were erased, in whatever life of the store.
    pub(in crate::backup) erased: Vec<String>,
    /// The last moment of which all is known.
    pub(in crate::backup) until: DateTime<Utc>,
    /// The key below which it is.
    pub(in crate::backup) end: String,
    /// Whether nothing can have been written that is not there.
    pub(in crate::backup) whole: bool,
}

impl Plan {
    /// Nothing follows.
    pub(in crate::backup) fn none(manifest: &Manifest) -> Self {
        let (until, end) = (manifest.until, manifest.end.clone());
        let (segments, keys, erased) = (Vec::new(), Vec::new(), Vec::new());
        Self { segments, keys, erased, until, end, whole: false }
    }
}

/// Fetches what follows a backup: all of it, since what came after the moment that is asked for tells
/// which mails were sent, and who was erased.
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
    let Reach { chosen, until, end, whole } = reach(all, begins, head.as_ref(), manifest.until);
    let (mut segments, mut before) = (Vec::new(), None);
    for segment in chosen {
        let name = segment.name(timeline);
        let place = scratch.place(&format!("log-{}", segment.number));
        let sha256 = fetch(target, &name, &place).await?;
        let (header, _) = read_segment(&place, with).await?;
        let follows = before.as_ref().is_none_or(|before| *before == header.previous);
        if header.timeline != *timeline || header.number != segment.number || !follows {
            let why = "it does not follow the part before it";
            return Err(BackupError::damaged(name, why));
        }
        before = Some(sha256);
        segments.push(place);
    }
    let keys = lines(target, &format!("{KEYS}/{timeline}"), with).await?;
    let erased = lines(target, ERASED, with).await?;
    let end = end.unwrap_or_default().max(manifest.end.clone());
    Ok(Plan { segments, keys, erased, until, end, whole })
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
    let rest = all.into_iter().skip_while(|segment| segment.until < begins);
    let (mut chosen, mut torn) = (Vec::<Segment>::new(), false);
    for segment in rest {
        torn |= chosen.last().is_some_and(|last| last.number + 1 != segment.number);
        if torn {
            break;
        }
        chosen.push(segment);
    }
    let last = chosen.last();
    let told = head.filter(|head| head.number == newest && !torn);
    let reached = last.and_then(|last| DateTime::from_timestamp_millis(last.until));
    match told {
        Some(head) => {
            let (until, end) = (head.until.max(base), Some(head.end.clone()));
            Reach { chosen, until, end, whole: head.closed }
        }
        None => {
            let end = reached.map(|reached| log_key(reached + TimeDelta::milliseconds(1)));
            Reach { chosen, until: reached.unwrap_or(base).max(base), end, whole: false }
        }
    }
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

        let torn = vec![part(2, 20), part(4, 40)];
        let found = reach(torn, at(15), Some(&head(4, 45, true)), at(16));
        assert_eq!((found.chosen.len(), found.until, found.whole), (1, at(20), false));

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
