//! Whether backups have a place to go to, and what stands there.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::timeout;

use super::{Findings, PATIENCE, folders};
use crate::{
    backup::{Shipped, Target, standing, target},
    settings::{Environment, Settings, WatchSettings},
};

/// How often a site that runs says how far the change log is shipped.
const TOLD: TimeDelta = TimeDelta::minutes(1);

/// Looks at the folder, or asks the bucket, and at what stands there. `runs` says whether the site does.
/// Answers when the newest good backup was made, as far as that is known.
pub(super) async fn look(
    settings: &Settings,
    now: DateTime<Utc>,
    runs: bool,
    found: &mut Findings,
) -> Option<DateTime<Utc>> {
    let backup = &settings.backup;
    if !backup.is_on() {
        let none = "No backups are made: set backup.directory to a folder on another disk, or \
                    backup.bucket.";
        match settings.site.environment {
            Environment::Production => found.wrong(none),
            _ => found.note(none),
        }
        return None;
    }
    if backup.recipients.is_empty() {
        found.note(
            "Backups are not encrypted, and the key of all links is not in them: keep a copy of it \
             elsewhere, or set backup.recipients (`ewelists backup-key` makes a pair).",
        );
    }
    let target = target::target(backup)?;
    if backup.bucket.is_empty() {
        if folders::writable(&backup.directory, "backups", found) {
            folders::space(&backup.directory, "where backups go", settings.watch.disk_free, found);
            return inside(&*target, &settings.watch, now, runs, found).await;
        }
        return None;
    }
    match timeout(PATIENCE, target.check()).await {
        Ok(Ok(())) => {
            found.well("Something can be put into the bucket of backups, and taken away.");
            return inside(&*target, &settings.watch, now, runs, found).await;
        }
        Ok(Err(error)) => found.wrong(&format!(
            "Backups can not be made: {error}. Are backup.endpoint, backup.region and the keys right, \
             and may they write there? Is the clock here right?"
        )),
        Err(_) => found.wrong("Backups can not be made: the bucket does not answer in time."),
    }
    None
}

/// Holds what stands there against what is promised of it.
async fn inside(
    target: &dyn Target,
    watch: &WatchSettings,
    now: DateTime<Utc>,
    runs: bool,
    found: &mut Findings,
) -> Option<DateTime<Utc>> {
    let standing = match timeout(PATIENCE, standing(target, now)).await {
        Ok(Ok(standing)) => standing,
        Ok(Err(error)) => {
            found.wrong(&format!("What stands where backups go can not be read: {error}."));
            return None;
        }
        Err(_) => {
            found.wrong("What stands where backups go can not be read within five seconds.");
            return None;
        }
    };
    let hours = standing.newest_good.map(|at| (now - at).num_hours().max(0));
    match hours {
        None => found.note(
            "There is no good backup yet. One is made as soon as the site runs: ask again some \
             minutes later.",
        ),
        Some(hours) if hours >= i64::from(watch.backup_age) => found.wrong(&format!(
            "The newest good backup is {hours} hours old, and none shall be older than {} \
             (watch.backup_age). {}",
            watch.backup_age,
            match runs {
                true => "The log says why none was made since. Make one by hand, in the console.",
                false => "The site makes one when it starts.",
            }
        )),
        Some(hours) => found.well(&format!("The newest good backup is {hours} hours old.")),
    }
    if let Some(shipped) = standing.shipped {
        log(shipped, watch, now, runs, found);
    }
    standing.newest_good
}

/// Looks how far the copy of the change log is behind. A site that does not run writes nothing, and its
/// next start ships what is left.
fn log(
    shipped: Shipped,
    watch: &WatchSettings,
    now: DateTime<Utc>,
    runs: bool,
    found: &mut Findings,
) {
    let until = shipped.until.format("%Y-%m-%d at %H:%M:%S UTC");
    let lag = TimeDelta::seconds(i64::from(watch.log_lag.0)) + TOLD;
    if shipped.closed {
        found.well(&format!("The copy of the change log is whole: the site closed on {until}."));
    } else if now - shipped.until < lag {
        found.well(&format!("The copy of the change log reaches to {until}."));
    } else if runs {
        found.wrong(&format!(
            "The copy of the change log ends on {until}, and the site runs: what happened since would \
             be lost with this machine (watch.log_lag). The log says why it is not shipped."
        ));
    } else {
        found.note(&format!(
            "The copy of the change log ends on {until}, and the site did not close then. What \
             happened after that is shipped when it starts."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_is_behind_is_wrong_where_the_site_runs() {
        let now: DateTime<Utc> = "2026-11-28T12:00:00Z".parse().unwrap();
        let wrong = |minutes, closed, runs| {
            let shipped = Shipped { until: now - TimeDelta::minutes(minutes), closed };
            let mut found = Findings::default();
            log(shipped, &WatchSettings::default(), now, runs, &mut found);
            found.wrong
        };
        assert_eq!(wrong(5, false, true), 0);
        assert_eq!(wrong(6, false, true), 1);
        assert_eq!((wrong(600, true, true), wrong(600, false, false)), (0, 0));
    }
}
