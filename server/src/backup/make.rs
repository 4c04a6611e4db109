//! Making a backup: reading all while people write, writing it down, and trying it out.

use std::{collections::BTreeMap, ops::Bound};

use age::x25519;
use bytes::Bytes;
use store::{Store, dump_tables, log_key, log_time, schema};
use tokio::time::Instant;

use super::{
    archive::{ENOUGH, ERASED, SECRET, Writing},
    error::BackupError,
    fetch::fetch,
    fill::HISTORY,
    listed,
    log::LOG_PAGE,
    manifest::{FORMAT, Kept, Kind, Manifest, name},
    pictures,
    scratch::Scratch,
    seal::{Recipients, proof},
    target::Target,
    verify::try_out_beside,
};
use crate::site::Site;

/// How many rows are read at once: few, since whoever writes meanwhile may have to wait for them.
const PAGE: u32 = 100;

/// Makes a backup, and tries out what stands in its place then. For each second that this works it
/// rests for `rest` others.
pub(super) async fn make(
    site: &Site,
    target: &dyn Target,
    to: &Recipients,
    kind: Kind,
    rest: f64,
) -> Result<Kept, BackupError> {
    let scratch = Scratch::beside(&site.settings.backup.scratch, &site.settings.store.url)?;
    // As much as the last one took.
    scratch.has_room(listed(target).await?.first().map_or(0, |kept| kept.room))?;
    let place = scratch.place("new.backup");
    // It can be tried out here only by a key that is forgotten at the end.
    let (key, public) = proof();
    let mut writing = Writing::begin(&place, &to.and(public))?;
    let reading = read(site, target, to, kind, rest, &mut writing);
    let manifest = scratch.while_room(reading).await?;
    let written = writing.finish(&manifest).await?;
    let name = name(manifest.made_at, kind);
    let carried = target.put_file(&Kept::file(&name), &place).await;
    // What stands there is fetched again: two of them need not lie here.
    let _ = tokio::fs::remove_file(&place).await;
    let tried = match carried {
        Ok(()) => read_back(site, target, &name, &key, &scratch, rest).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = tried {
        // Nobody should take it for one.
        let _ = target.delete(&Kept::file(&name)).await;
        return Err(error);
    }
    let kept = Kept {
        format: FORMAT,
        name,
        kind,
        made_at: manifest.made_at,
        until: manifest.until,
        bytes: written.bytes,
        sha256: written.sha256,
        encrypted: !to.is_empty(),
        program: manifest.program,
        schema: manifest.schema.len(),
        timeline: manifest.timeline,
        keys: site.secrets.ring(),
        rows: manifest.rows.values().sum(),
        pictures: manifest.pictures.len() as u64,
        room: scratch.size(),
        checked_at: site.clock.now(),
        well: true,
    };
    let names = manifest.pictures.join("\n");
    target.put(&Kept::pictures(&kept.name), Bytes::from(names)).await?;
    note(target, &kept).await?;
    Ok(kept)
}

/// Writes down what is known of a backup. Only then is it listed.
pub(super) async fn note(target: &dyn Target, kept: &Kept) -> Result<(), BackupError> {
    let text = serde_json::to_vec_pretty(kept).unwrap_or_default();
    Ok(target.put(&Kept::beside(&kept.name), Bytes::from(text)).await?)
}

/// Fetches what was put there, and tries it out.
async fn read_back(
    site: &Site,
    target: &dyn Target,
    name: &str,
    key: &x25519::Identity,
    scratch: &Scratch,
    rest: f64,
) -> Result<(), BackupError> {
    let place = scratch.place("back.backup");
    scratch.while_room(fetch(target, &Kept::file(name), &place)).await?;
    try_out_beside(site, &place, Some(key), scratch, rest).await
}

/// Reads all there is, and says what it was.
async fn read(
    site: &Site,
    target: &dyn Target,
    to: &Recipients,
    kind: Kind,
    rest: f64,
    writing: &mut Writing,
) -> Result<Manifest, BackupError> {
    let (store, made_at) = (&site.store, site.clock.now());
    let timeline = store.timeline(made_at).await?;
    let floor = store.log_floor(made_at);
    let mut rows = BTreeMap::new();
    for table in dump_tables() {
        let part = Part::of(format!("tables/{table}"));
        let number = read_table(store, table, part, rest, writing).await?;
        rows.insert(table.to_owned(), number);
    }
    let until = site.clock.now();
    let end = store.log_end(until).await;
    let history = log_time(&end).map_or_else(String::new, |at| log_key(at - HISTORY));
    let changes = read_log(store, &history.min(floor.clone()), &end, rest, writing).await?;
    read_keys(store, rest, writing).await?;
    // Whose keys went while this was made is known, too.
    read_table(store, "erasure", Part::of(ERASED.to_owned()), rest, writing).await?;
    let holds_secret = !to.is_empty();
    if holds_secret {
        let file = &site.settings.store.secret_file;
        let secret = tokio::fs::read(file).await.map_err(BackupError::file(file))?;
        writing.add(SECRET.to_owned(), secret).await?;
    }
    let used = store.pictures().await?;
    Ok(Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: schema(),
        kind,
        made_at,
        until,
        floor,
        end,
        timeline,
        rows,
        changes,
        secret: site.secrets.fingerprint(),
        holds_secret,
        pictures: pictures::carry_used(&site.pictures, target, to, &used).await?,
        entries: Vec::new(),
    })
}

async fn read_table(
    store: &Store,
    table: &str,
    mut part: Part,
    rest: f64,
    writing: &mut Writing,
) -> Result<u64, BackupError> {
    let mut after = None::<String>;
    loop {
        let begun = Instant::now();
        let page = store.dump_page(table, after.as_deref(), PAGE).await?;
        let Some(last) = page.last else { return part.end(writing).await };
        after = Some(last);
        part.add(&page.lines, writing).await?;
        pause(begun, rest).await;
    }
}

async fn read_log(
    store: &Store,
    from: &str,
    end: &str,
    rest: f64,
    writing: &mut Writing,
) -> Result<u64, BackupError> {
    let (mut part, mut after) = (Part::of("log".to_owned()), from.to_owned());
    loop {
        let begun = Instant::now();
        let page = store.log_page(&after, end, LOG_PAGE).await?;
        let Some(last) = page.last() else { return part.end(writing).await };
        after = last.key.clone();
        let lines: Vec<String> = page.into_iter().map(|row| row.line).collect();
        part.add(&lines, writing).await?;
        pause(begun, rest).await;
    }
}

/// After all of that, so that the keys of those who were erased meanwhile are gone.
async fn read_keys(store: &Store, rest: f64, writing: &mut Writing) -> Result<u64, BackupError> {
    let (mut part, mut after) = (Part::of("keys".to_owned()), Bound::Unbounded::<String>);
    loop {
        let begun = Instant::now();
        let from = after.as_ref().map(String::as_str);
        let page = store.key_page(from, None, PAGE).await?;
        let Some(last) = page.last else { return part.end(writing).await };
        after = Bound::Excluded(last);
        part.add(&page.lines, writing).await?;
        pause(begun, rest).await;
    }
}

async fn pause(begun: Instant, rest: f64) {
    tokio::time::sleep(begun.elapsed().mul_f64(rest)).await;
}

/// Rows that go into entries of a bearable size.
struct Part {
    folder: String,
    number: u32,
    bytes: Vec<u8>,
    rows: u64,
}

impl Part {
    fn of(folder: String) -> Self {
        Self { folder, number: 0, bytes: Vec::new(), rows: 0 }
    }

    /// Adds rows, and goes on to another entry whenever one is large enough.
    async fn add(&mut self, lines: &[String], writing: &mut Writing) -> Result<(), BackupError> {
        for line in lines {
            self.bytes.extend_from_slice(line.as_bytes());
            self.bytes.push(b'\n');
            self.rows += 1;
            if self.bytes.len() >= ENOUGH {
                self.close(writing).await?;
            }
        }
        Ok(())
    }

    async fn end(mut self, writing: &mut Writing) -> Result<u64, BackupError> {
        self.close(writing).await?;
        Ok(self.rows)
    }

    async fn close(&mut self, writing: &mut Writing) -> Result<(), BackupError> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        self.number += 1;
        let name = format!("{}/{:06}", self.folder, self.number);
        writing.add(name, std::mem::take(&mut self.bytes)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn entries_are_closed_within_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("x.backup");
        let mut writing = Writing::begin(&place, &Recipients::default()).unwrap();
        let mut part = Part::of("log".to_owned());
        let lines = vec!["x".repeat(ENOUGH / 2); 5];
        part.add(&lines, &mut writing).await.unwrap();
        assert_eq!((part.number, part.bytes.len()), (2, ENOUGH / 2 + 1));
        assert_eq!(part.end(&mut writing).await.unwrap(), 5);
    }
}
