//! Which parts of the log belong to a backup, and how far they reach.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt as _, stream};
use store::{log_key, log_time};

use super::{ERASED, Head, KEYS, Segment, folder, read_head, read_segment};
use crate::backup::{
    error::BackupError,
    fetch::{bytes, fetch},
    manifest::Manifest,
    scratch::Scratch,
    seal::{Identities, unpack},
    target::{Found, Target},
};

/// How long after its own key a part may begin that a transaction is in.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// The clock of whoever keeps backups differs from ours by less than this.
const SKEW: TimeDelta = TimeDelta::hours(1);

/// How many parts of the log are fetched at once, since a place far away takes its time for each. What they
/// hold is in memory while it is looked at.
const AHEAD: usize = 4;

/// How many are fetched at once of what is small: of shelves with keys there may be 12,000.
const SMALL_AHEAD: usize = 16;

/// What follows a backup.
pub(in crate::backup) struct Plan {
    /// Parts of the log, fetched, in order.
    pub(in crate::backup) segments: Vec<PathBuf>,
    /// Keys of whoever came since.
    pub(in crate::backup) keys: Lines,
    /// Whose words were erased, in whatever life of the store; none where nothing tells of that.
    pub(in crate::backup) erased: Option<Lines>,
    /// The last moment of which all is known.
    pub(in crate::backup) until: DateTime<Utc>,
    /// The key below which it is.
    pub(in crate::backup) end: String,
    /// Whether nothing can have been written that is not there.
    pub(in crate::backup) whole: bool,
    /// What is wrong with the part behind that, if it can not be opened.
    pub(in crate::backup) torn: Option<BackupError>,
}

impl Plan {
    /// Nothing follows.
    pub(in crate::backup) fn none(manifest: &Manifest) -> Self {
        let (until, end) = (manifest.until, manifest.end.clone());
        let (segments, keys) = (Vec::new(), Lines::default());
        Self { segments, keys, erased: None, until, end, whole: false, torn: None }
    }
}

/// The lines of all that stands in a folder.
#[derive(Debug, Default)]
pub(in crate::backup) struct Lines {
    pub(in crate::backup) read: Vec<String>,
    /// What can not be opened.
    pub(in crate::backup) unread: Vec<Unread>,
}

/// Something that stands there and can not be opened.
#[derive(Debug)]
pub(in crate::backup) struct Unread {
    /// What, and why not, in words.
    pub(in crate::backup) said: String,
    put_at: DateTime<Utc>,
}

impl Lines {
    /// Those of another place, too.
    pub(in crate::backup) fn extend(&mut self, more: Self) {
        self.read.extend(more.read);
        self.unread.extend(more.unread);
    }
}

impl Unread {
    /// Whether it may tell of what happened since a backup was begun. What was put there before tells
    /// nothing that the site did not know when the backup was made of it.
    pub(in crate::backup) fn is_since(&self, made_at: DateTime<Utc>) -> bool {
        self.put_at + SKEW >= made_at
    }
}

/// A part of the log that was fetched.
struct Part {
    segment: Segment,
    place: PathBuf,
    sha256: String,
    /// A digest of the part that it follows.
    previous: String,
}

/// Fetches what follows a backup: all of it, since what came after the moment that is asked for tells
/// which mails were sent, and who was erased. Behind a part that can not be opened nothing counts. Keys
/// that can not be opened are passed over: whether something needs them shows when it is read.
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
    let (mut parts, mut torn) = (Vec::<Part>::new(), None);
    let mut fetched = stream::iter(chosen)
        .map(|segment| part(target, timeline, segment, with, scratch))
        .buffered(AHEAD);
    while let Some(fetched) = fetched.next().await {
        let error = match fetched.and_then(|part| follows(part, parts.last(), timeline)) {
            Ok(part) => {
                parts.push(part);
                continue;
            }
            Err(error) => error,
        };
        (until, end) = reached(parts.last().map(|last| &last.segment), manifest.until);
        whole = false;
        torn = Some(match error {
            BackupError::Damaged { what, why } => {
                BackupError::damaged(what, format!("{why}; up to {until} the log is whole"))
            }
            // Others were named when it was shipped than when the backup was made.
            BackupError::WrongKey | BackupError::NeedsKey => error,
            error => return Err(error),
        });
        break;
    }
    // What lies behind a part that is damaged need not come.
    drop(fetched);
    let segments = parts.into_iter().map(|part| part.place).collect();
    let keys = lines(target, &format!("{KEYS}/{timeline}"), with).await?;
    let erased = erasures(target, timeline, with).await?;
    let end = end.unwrap_or_default().max(manifest.end.clone());
    Ok(Plan { segments, keys, erased, until, end, whole, torn })
}

/// Fetches a part of the log, and looks whether it is the one that it should be.
async fn part(
    target: &dyn Target,
    timeline: &str,
    segment: Segment,
    with: &Identities,
    scratch: &Scratch,
) -> Result<Part, BackupError> {
    let name = segment.name(timeline);
    let place = scratch.place(&format!("log-{}", segment.number));
    let sha256 = fetch(target, &name, &place).await?;
    let (header, _) = read_segment(&place, with).await?;
    if header.timeline != timeline || header.number != segment.number {
        return Err(BackupError::damaged(name, "it is another part than its name says"));
    }
    Ok(Part { segment, place, sha256, previous: header.previous })
}

/// The part, if it follows the one before it.
fn follows(part: Part, before: Option<&Part>, timeline: &str) -> Result<Part, BackupError> {
    if before.is_none_or(|before| before.sha256 == part.previous) {
        return Ok(part);
    }
    let name = part.segment.name(timeline);
    Err(BackupError::damaged(name, "it does not follow the part before it"))
}

/// Whose words were erased, in whatever life of the store, as far as it stands there; none where
/// nothing tells of that.
pub(in crate::backup) async fn erasures(
    target: &dyn Target,
    timeline: &str,
    with: &Identities,
) -> Result<Option<Lines>, BackupError> {
    let lines = lines(target, ERASED, with).await?;
    let some = !lines.read.is_empty() || !lines.unread.is_empty();
    let told = some || read_head(target, timeline).await?.is_some();
    Ok(told.then_some(lines))
}

/// What can not be opened, of all that a restore with a backup may need, in words: keys, and who was
/// erased since.
pub(in crate::backup) async fn unread(
    target: &dyn Target,
    manifest: &Manifest,
    with: &Identities,
) -> Result<Vec<String>, BackupError> {
    let keys = lines(target, &format!("{KEYS}/{}", manifest.timeline), with).await?;
    let mut unread = lines(target, ERASED, with).await?.unread;
    unread.retain(|unread| unread.is_since(manifest.made_at));
    unread.extend(keys.unread);
    Ok(unread.into_iter().map(|unread| unread.said).collect())
}

/// All lines of all that stands in a folder.
async fn lines(target: &dyn Target, folder: &str, with: &Identities) -> Result<Lines, BackupError> {
    let found = target.list(folder).await?;
    let texts = stream::iter(found).map(|found| read(target, found, with));
    let mut texts = texts.buffered(SMALL_AHEAD);
    let mut lines = Lines::default();
    while let Some((found, text)) = texts.next().await {
        match text {
            Ok(text) => lines.read.extend(text.lines().map(str::to_owned)),
            Err(error) => {
                let Some(said) = error.unreadable(&found.name) else { return Err(error) };
                lines.unread.push(Unread { said, put_at: found.put_at });
            }
        }
    }
    Ok(lines)
}

async fn read(
    target: &dyn Target,
    found: Found,
    with: &Identities,
) -> (Found, Result<String, BackupError>) {
    let text = text(target, found.name.clone(), with).await;
    (found, text)
}

/// A text that stands there.
async fn text(target: &dyn Target, name: String, with: &Identities) -> Result<String, BackupError> {
    let packed = bytes(target, &name).await?;
    let (what, with) = (name.clone(), with.clone());
    let plain = tokio::task::spawn_blocking(move || unpack(packed, &with, &what)).await;
    let plain = plain.unwrap_or_else(|error| Err(BackupError::damaged("a task", error)))?;
    String::from_utf8(plain).map_err(|error| BackupError::damaged(name, error))
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
mod tests;
