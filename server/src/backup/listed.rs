//! Which backups stand in their place, and what is known of them.

use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt as _, stream};

use super::{
    error::BackupError,
    manifest::{FOLDER, Kept, is_name},
    target::Target,
};

/// Clocks of machines that make backups in the same place differ by less.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// How many are read at once, since a place far away takes its time for each. Those that were made by hand
/// may be many.
const AT_ONCE: usize = 8;

/// When the newest good one of them was made, as far as that is known.
pub(super) fn newest_good(all: &[Kept], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let good = all.iter().filter(|kept| kept.well && !is_of_wrong_clock(kept, now));
    good.map(|kept| kept.made_at).max()
}

/// Whether a backup was made by a clock that was wrong, so that nobody knows how old it is.
pub(super) fn is_of_wrong_clock(kept: &Kept, now: DateTime<Utc>) -> bool {
    kept.made_at - now > AHEAD
}

/// All backups that stand there, the newest first.
pub(super) async fn listed(target: &dyn Target) -> Result<Vec<Kept>, BackupError> {
    let found = target.list(FOLDER).await?;
    let names: Vec<_> = found.iter().filter_map(|found| name_in(&found.name)).collect();
    let mut read = stream::iter(names)
        .map(|name| async move { find(target, &name).await })
        .buffer_unordered(AT_ONCE);
    let mut all = Vec::new();
    while let Some(kept) = read.next().await {
        match kept {
            Ok(kept) => all.push(kept),
            // Somebody took it away, or put something else there.
            Err(BackupError::Missing(_) | BackupError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    all.sort_by_key(|kept| std::cmp::Reverse(kept.made_at));
    Ok(all)
}

/// The name of the backup of which this tells.
fn name_in(beside: &str) -> Option<String> {
    let name = beside.strip_prefix(FOLDER)?.strip_prefix('/')?;
    name.strip_suffix(".json").map(str::to_owned)
}

/// What is known of a backup.
pub(super) async fn find(target: &dyn Target, name: &str) -> Result<Kept, BackupError> {
    let missing = || BackupError::Missing(name.to_owned());
    if !is_name(name) {
        return Err(missing());
    }
    let text = target.get(&Kept::beside(name)).await?.ok_or_else(missing)?;
    let kept: Kept =
        serde_json::from_slice(&text).map_err(|error| BackupError::damaged(name, error))?;
    match kept.name == name {
        true => Ok(kept),
        false => Err(BackupError::damaged(name, "it says that it is another one")),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::backup::{make::note, manifest::Kind, tests::far_away::FarAway};

    #[tokio::test]
    async fn a_few_are_read_at_once_and_the_newest_stands_first() {
        let folder = tempfile::tempdir().unwrap();
        let place = FarAway::new(folder.path());
        let first: DateTime<Utc> = "2026-01-01T06:00:00Z".parse().unwrap();
        let days: Vec<_> = (0..20).map(|day| first + TimeDelta::days(day)).collect();
        for day in &days {
            note(&place, &Kept::of_nothing(*day, Kind::Manual)).await.unwrap();
        }
        for other in ["ewelists-20260101T070000Z-manual.json", "notes.json", "x.pictures"] {
            place.put(&format!("{FOLDER}/{other}"), Bytes::from_static(b"{")).await.unwrap();
        }
        let all = listed(&place).await.unwrap();
        assert!(all.iter().map(|kept| kept.made_at).eq(days.into_iter().rev()), "{all:?}");
        assert_eq!(place.most(), AT_ONCE);
    }
}
