//! Which backups stand in their place, and what is known of them.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    error::BackupError,
    manifest::{FOLDER, Kept, is_name},
    target::Target,
};

/// Clocks of machines that make backups in the same place differ by less.
const AHEAD: TimeDelta = TimeDelta::days(1);

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
    let mut all = Vec::new();
    for found in target.list(FOLDER).await? {
        let name = found.name.strip_prefix(FOLDER).and_then(|n| n.strip_prefix('/'));
        let Some(name) = name.and_then(|name| name.strip_suffix(".json")) else { continue };
        match find(target, name).await {
            Ok(kept) => all.push(kept),
            // Somebody took it away, or put something else there.
            Err(BackupError::Missing(_) | BackupError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    all.sort_by_key(|kept| std::cmp::Reverse(kept.made_at));
    Ok(all)
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
