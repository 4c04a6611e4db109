//! Finds out how the site is. Cheap enough to be done each second.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::TimeDelta;
use rustix::fs::statvfs;
use tokio::time::{Instant, timeout};

use super::{BackupHealth, Disk, Facts, Outbox, PATIENCE, Place, Queue};
use crate::site::Site;

/// How long what was found is good enough for those who may ask often.
const FRESH: Duration = Duration::from_secs(1);

/// How the site was at most a second ago, for whoever asks without being known: however many ask at the
/// same time, it is looked once.
pub async fn recent_facts(site: &Site) -> Facts {
    let mut looked = site.watch.looked().lock().await;
    if let Some((at, found)) = &*looked
        && at.elapsed() < FRESH
    {
        return found.clone();
    }
    let found = facts(site).await;
    *looked = Some((Instant::now(), found.clone()));
    found
}

/// How the site is now.
pub async fn facts(site: &Site) -> Facts {
    let now = site.clock.now();
    let begun = Instant::now();
    let pinged = in_time(site.store.ping()).await;
    let database = pinged.map(|()| begun.elapsed());
    // One that does not answer is not asked further, each time for as long.
    let asked = async {
        tokio::join!(
            in_time(site.store.schema()),
            in_time(site.store.mail_backlog(now)),
            in_time(site.store.queue_facts()),
        )
    };
    let (schema, backlog, queue) = match database {
        Some(_) => asked.await,
        None => (None, None, None),
    };
    let backups = backups(site).await;
    let folders = [
        (Place::Data, data_folder(&site.settings.store.url)),
        (Place::Backups, backups.as_ref().and_then(|backups| backups.folder.clone())),
    ];
    let disks = folders.into_iter().filter_map(|(place, folder)| disk(place, &folder?));
    Facts {
        at: now,
        database,
        schema,
        outbox: backlog.map(|(waiting, oldest, dead)| Outbox {
            waiting,
            oldest: oldest.map(TimeDelta::seconds),
            dead,
        }),
        disks: disks.collect(),
        backups,
        queue: queue.map(|(waiting, oldest)| Queue { waiting, oldest }),
        certificate_ends: site.watch.certificate_ends(),
        clock_jump: site.watch.clock_jump(now),
        traffic: site.watch.minute(),
        panics: site.watch.panics(),
    }
}

async fn in_time<T>(asked: impl Future<Output = Result<T, store::StoreError>>) -> Option<T> {
    timeout(PATIENCE, asked).await.ok()?.ok()
}

/// What is known of backups; nothing where none are made.
async fn backups(site: &Site) -> Option<BackupHealth> {
    let facts = site.backups.facts();
    facts.on.then(|| BackupHealth {
        newest_good_at: facts.newest_good,
        since: facts.since,
        last_failed: facts.fails(),
        log_behind: facts.log_lag(site.clock.now()),
        folder: facts.folder,
    })
}

/// The folder of the database, where it is on a disk of ours.
pub fn data_folder(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("rocksdb://")?;
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

fn disk(place: Place, folder: &Path) -> Option<Disk> {
    let (free, size) = room(folder)?;
    Some(Disk { place, free, size })
}

/// How many bytes can still be written where a folder lies or will lie, and how many there are.
pub fn room(folder: &Path) -> Option<(u64, u64)> {
    let folder = std::path::absolute(folder).ok()?;
    let there = folder.ancestors().find(|folder| folder.is_dir())?;
    let disk = statvfs(there).ok()?;
    Some((disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize))
}

/// How many bytes lie in a folder and below it; nothing where it cannot be read.
pub fn size(folder: &Path) -> Option<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).ok()?.flatten() {
        // What was there a moment ago may be gone.
        let Ok(about) = entry.metadata() else { continue };
        bytes += if about.is_dir() { size(&entry.path()).unwrap_or(0) } else { about.len() };
    }
    Some(bytes)
}

/// With less than this a disk counts as full.
const FULL: u64 = 16 << 20;

/// How many bytes can still be written where a folder lies, if that disk is as good as full.
pub fn scarce(folder: &Path) -> Option<u64> {
    let (free, _) = room(folder)?;
    (free < FULL).then_some(free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_where_a_folder_is_or_will_be() {
        let folder = tempfile::tempdir().unwrap();
        let (free, size) = room(folder.path()).unwrap();
        assert!(free > 0 && size >= free);
        assert!(room(&folder.path().join("not/yet")).is_some());
        assert_eq!(data_folder("rocksdb://data/db?sync=every").unwrap(), Path::new("data/db"));
        assert_eq!(data_folder("mem://"), None);
    }

    #[test]
    fn a_folder_is_as_large_as_what_lies_in_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("below")).unwrap();
        fs::write(folder.path().join("one"), [0; 10]).unwrap();
        fs::write(folder.path().join("below/two"), [0; 5]).unwrap();
        assert_eq!(size(folder.path()), Some(15));
        assert_eq!(size(&folder.path().join("none")), None);
    }
}
