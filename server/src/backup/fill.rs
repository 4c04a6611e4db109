//! Filling a store from a backup, and from the log behind it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use store::{Aftermath, Erasures, Filled, Keys, Overlay, Store, log_key, log_time, schema};

use super::{
    archive::{Entries, Holds, holds},
    error::BackupError,
    log::read_segment,
    manifest::Manifest,
    scratch::Scratch,
    seal::Identities,
};

/// How much of the log is kept in a store: figures of a day are counted when it is over, and once more.
pub(super) const HISTORY: TimeDelta = TimeDelta::days(2);

/// A backup, and what is known from after it.
pub(super) struct Source {
    /// The backup.
    pub(super) file: PathBuf,
    /// Whoever may read it.
    pub(super) with: Identities,
    /// Parts of the log from then on, in order.
    pub(super) segments: Vec<PathBuf>,
    /// Keys of those who came since.
    pub(super) keys: Vec<String>,
    /// Whose words were erased, as far as is known elsewhere.
    pub(super) erased: Vec<String>,
    /// The key up to which the log counts; up to that of the backup where none is said.
    pub(super) cut: Option<String>,
}

/// A store that was filled.
pub(super) struct Fill {
    pub(super) manifest: Manifest,
    pub(super) filled: Filled,
    /// Who is to be erased again.
    pub(super) erasures: Erasures,
    /// What became of mails afterwards.
    pub(super) aftermath: Aftermath,
    /// The key of all links, where it is in the backup.
    pub(super) secret: Option<Vec<u8>>,
}

/// What is read before anything is written.
struct Known {
    manifest: Manifest,
    keys: Keys,
    erasures: Erasures,
    aftermath: Aftermath,
    secret: Option<Vec<u8>>,
    /// The key up to which the log counts.
    cut: String,
}

#[derive(Deserialize)]
struct Row {
    id: String,
}

/// Fills a store that is empty, without any schema. It has the backup's own schema afterwards, and is
/// read back: what differs is an error. Rests as [`Store::refill`] does.
pub(super) async fn fill(
    store: &Store,
    source: &Source,
    scratch: &Scratch,
    rest: f64,
    now: DateTime<Utc>,
) -> Result<Fill, BackupError> {
    let known = known(source).await?;
    store.migrate_to(known.manifest.schema.len(), now).await?;
    let overlay = overlay(source, &known, scratch).await?;
    let filled = put(store, source, &known, &overlay, rest).await?;
    let tables: Vec<_> = known.manifest.rows.keys().map(String::as_str).collect();
    let wrong = store.check_filled(&filled, &tables, rest).await?;
    if !wrong.is_empty() {
        return Err(BackupError::Unwell(wrong));
    }
    let Known { manifest, erasures, aftermath, secret, .. } = known;
    Ok(Fill { manifest, filled, erasures, aftermath, secret })
}

/// Reads the whole backup and the log once, and keeps what must be known before anything is written.
async fn known(source: &Source) -> Result<Known, BackupError> {
    let mut erasures = Erasures::default();
    source.erased.iter().try_for_each(|line| erasures.known(line))?;
    let Inside { manifest, mut keys, secret } = inside(source, &mut erasures).await?;
    check_schema(&manifest)?;
    let cut = source.cut.clone().unwrap_or_else(|| manifest.end.clone());
    let aftermath = behind(source, &manifest, &cut, &mut erasures).await?;
    erasures.all().for_each(|erasure| keys.lose(&erasure.subject));
    erasures.later().for_each(|erasure| keys.erase(&erasure.subject));
    source.keys.iter().try_for_each(|line| keys.add(line))?;
    Ok(Known { manifest, keys, erasures, aftermath, secret, cut })
}

/// What a backup holds besides rows.
struct Inside {
    manifest: Manifest,
    /// Those of subjects.
    keys: Keys,
    secret: Option<Vec<u8>>,
}

/// Reads the backup, which must have as many rows as it says.
async fn inside(source: &Source, erasures: &mut Erasures) -> Result<Inside, BackupError> {
    let (mut keys, mut read, mut secret) = (Keys::default(), Ok(()), None);
    let (mut rows, mut changes) = (BTreeMap::<String, u64>::new(), 0);
    let mut entries = Entries::of(&source.file, &source.with);
    while let Some((name, bytes)) = entries.next().await {
        match holds(&name) {
            Holds::Table(table) => {
                let lines = text(&bytes, &source.file)?;
                *rows.entry(table.to_owned()).or_default() += lines.lines().count() as u64;
                if table == "erasure" {
                    let mut lines = lines.lines();
                    read = read.and_then(|()| lines.try_for_each(|line| erasures.copied(line)));
                }
            }
            Holds::Log => {
                let lines = text(&bytes, &source.file)?;
                changes += lines.lines().count() as u64;
                let mut lines = lines.lines();
                read = read.and_then(|()| lines.try_for_each(|line| erasures.logged(line, true)));
            }
            Holds::Keys => {
                let mut lines = text(&bytes, &source.file)?.lines();
                read = read.and_then(|()| lines.try_for_each(|line| keys.add(line)));
            }
            Holds::Erased => {
                let mut lines = text(&bytes, &source.file)?.lines();
                read = read.and_then(|()| lines.try_for_each(|line| erasures.known(line)));
            }
            Holds::Secret => secret = Some(bytes),
            Holds::Other => {}
        }
    }
    let manifest = entries.manifest().await?;
    let told = manifest.rows.iter().filter(|(_, number)| **number > 0);
    let told: BTreeMap<_, _> = told.map(|(table, number)| (table.clone(), *number)).collect();
    if rows != told || changes != manifest.changes {
        let what = source.file.display().to_string();
        return Err(BackupError::damaged(what, "it has other numbers of rows than it says"));
    }
    // Only now: of a file that is damaged, its manifest says so.
    read?;
    Ok(Inside { manifest, keys, secret })
}

/// Reads the log behind the backup: up to the cut it counts, and from then on it tells what became of
/// mails.
async fn behind(
    source: &Source,
    manifest: &Manifest,
    cut: &str,
    erasures: &mut Erasures,
) -> Result<Aftermath, BackupError> {
    let mut aftermath = Aftermath::default();
    for place in &source.segments {
        let (header, lines) = read_segment(place, &source.with).await?;
        for line in lines.lines() {
            let key = key(line, place)?;
            let counts = *key < *cut;
            if counts && header.schema != manifest.schema.len() {
                // A newer program went on from here, and its rows do not fit.
                let until = log_time(&key).unwrap_or(manifest.until);
                return Err(BackupError::LogEnds { until });
            }
            erasures.logged(line, counts)?;
            if !counts {
                aftermath.add(line)?;
            }
        }
    }
    Ok(aftermath)
}

/// What the log says, up to where it counts.
async fn overlay(
    source: &Source,
    known: &Known,
    scratch: &Scratch,
) -> Result<Overlay, BackupError> {
    let mut overlay = Overlay::new(scratch.file("overlay")?);
    let counts = |key: &str| *known.manifest.floor <= *key && *key < *known.cut;
    let mut entries = Entries::of(&source.file, &source.with);
    while let Some((name, bytes)) = entries.next().await {
        if holds(&name) != Holds::Log {
            continue;
        }
        for line in text(&bytes, &source.file)?.lines() {
            if counts(&key(line, &source.file)?) {
                overlay.add(line, &known.keys)?;
            }
        }
    }
    entries.manifest().await?;
    for place in &source.segments {
        let (_, lines) = read_segment(place, &source.with).await?;
        for line in lines.lines() {
            if counts(&key(line, place)?) {
                overlay.add(line, &known.keys)?;
            }
        }
    }
    Ok(overlay)
}

/// Writes it all.
async fn put(
    store: &Store,
    source: &Source,
    known: &Known,
    overlay: &Overlay,
    rest: f64,
) -> Result<Filled, BackupError> {
    let mut refill = store.refill(overlay, &known.keys, rest);
    let mut history = History::until(&known.cut);
    let mut tables_ended = false;
    let mut entries = Entries::of(&source.file, &source.with);
    while let Some((name, bytes)) = entries.next().await {
        match holds(&name) {
            Holds::Table(table) => {
                for line in text(&bytes, &source.file)?.lines() {
                    refill.row(table, line).await?;
                }
            }
            Holds::Log => {
                if !tables_ended {
                    refill.end_tables().await?;
                    tables_ended = true;
                }
                for line in text(&bytes, &source.file)?.lines() {
                    if history.wants(key(line, &source.file)?) {
                        refill.change(line).await?;
                    }
                }
            }
            _ => {}
        }
    }
    entries.manifest().await?;
    if !tables_ended {
        refill.end_tables().await?;
    }
    for place in &source.segments {
        let (_, lines) = read_segment(place, &source.with).await?;
        for line in lines.lines() {
            if history.wants(key(line, place)?) {
                refill.change(line).await?;
            }
        }
    }
    Ok(refill.finish().await?)
}

/// Which rows of the log are kept, each once.
struct History {
    from: String,
    cut: String,
    last: String,
}

impl History {
    fn until(cut: &str) -> Self {
        let from = log_time(cut).map_or_else(String::new, |time| log_key(time - HISTORY));
        Self { from, cut: cut.to_owned(), last: String::new() }
    }

    /// Parts of the log overlap: what lies behind the last one was kept already.
    fn wants(&mut self, key: String) -> bool {
        let wanted = self.last < key && self.from <= key && key < self.cut;
        if wanted {
            self.last = key;
        }
        wanted
    }
}

/// Whether this program knows the schema that a backup has.
fn check_schema(manifest: &Manifest) -> Result<(), BackupError> {
    let known = schema();
    if manifest.schema.len() > known.len() {
        let program = manifest.program.clone();
        return Err(BackupError::Newer { program, what: "schema" });
    }
    match manifest.schema.iter().zip(&known).find(|(theirs, ours)| theirs != ours) {
        Some((theirs, _)) => Err(BackupError::OtherSchema(theirs.name.clone())),
        None => Ok(()),
    }
}

fn text<'a>(bytes: &'a [u8], place: &Path) -> Result<&'a str, BackupError> {
    let text = std::str::from_utf8(bytes);
    text.map_err(|error| BackupError::damaged(place.display().to_string(), error))
}

/// The key of a row of the log.
fn key(line: &str, place: &Path) -> Result<String, BackupError> {
    let row: Result<Row, _> = serde_json::from_str(line);
    let row = row.map_err(|error| BackupError::damaged(place.display().to_string(), error))?;
    Ok(row.id)
}
