//! Backups without anybody asking: one a day, and the change log shipped all the time. Two tasks, since
//! the log must not wait for a backup.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::{
    task::JoinHandle,
    time::{MissedTickBehavior, interval, timeout},
};

use super::{keep, turn};
use crate::{
    backup::{self, BackupError, LOG_DAYS},
    site::Site,
};

/// How often it is checked whether a backup is due.
const LOOK: Duration = Duration::from_secs(5 * 60);

/// How often the log is shipped.
const SHIP: Duration = Duration::from_secs(15);

/// What is left of the log when the site closes is shipped within this time, or by the next process.
const LAST: Duration = Duration::from_secs(8);

/// How long a site that starts waits for the log.
const FIRST: Duration = Duration::from_secs(5);

/// How many rows of the log are forgotten at once, and how many times in a row.
const ROWS: u32 = 500;
const TURNS: u32 = 20;

/// Makes the daily backup, takes away old ones, and ships the log, until the site closes. Where backups
/// are off, nothing.
pub fn spawn(site: &Site) -> Vec<JoinHandle<()>> {
    if !site.backups.is_on() {
        return Vec::new();
    }
    backup::look_after(site);
    vec![keep(site.clone(), "backups", make), keep(site.clone(), "shipping", ship)]
}

async fn make(site: Site) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = site.closing.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let made = tokio::select! {
            () = site.closing.cancelled() => return,
            made = turn(&site, "backups", backup::daily(&site)) => made,
        };
        match made {
            // It has been told of.
            None => continue,
            Some(Ok(()) | Err(BackupError::Closing)) => {}
            Some(Err(error)) => {
                tracing::error!(
                    error.cause = %error, backup.why = error.code(), "a backup was not made"
                );
                fatal(&site, error);
                continue;
            }
        }
        let tidied = tokio::select! {
            () = site.closing.cancelled() => return,
            tidied = turn(&site, "backups", backup::tidy(&site)) => tidied,
        };
        if let Some(Err(error)) = tidied {
            tracing::warn!(
                error.cause = %error, backup.why = error.code(),
                "old backups were not taken away, which is tried again"
            );
            fatal(&site, error);
        }
    }
}

async fn ship(site: Site) {
    let mut ticks = interval(SHIP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = site.closing.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let shipped = tokio::select! {
            // What is left is shipped once nobody writes any more.
            () = site.closing.cancelled() => return,
            shipped = turn(&site, "shipping", backup::ship(&site, false)) => shipped,
        };
        if let Some(Err(error)) = shipped {
            warn_not_shipped(&error);
            fatal(&site, error);
        }
    }
}

/// Goes on with the log before anything is mailed: what was told of it when the site closed is not so
/// any more from then on.
pub async fn ship_first(site: &Site) {
    if !site.backups.is_on() || site.store.is_shared() {
        return;
    }
    match timeout(FIRST, backup::ship(site, false)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            warn_not_shipped(&error);
            fatal(site, error);
        }
        Err(_) => tracing::warn!("where backups stand is slow: the change log is shipped later"),
    }
}

/// Ships what is left once nothing is written any more.
pub async fn ship_last(site: &Site) {
    if !site.backups.is_on() {
        return;
    }
    match timeout(LAST, backup::ship(site, true)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => warn_not_shipped(&error),
        Err(_) => tracing::warn!("the rest of the change log is shipped by the next process"),
    }
}

fn warn_not_shipped(error: &BackupError) {
    tracing::warn!(
        error.cause = %error, backup.why = error.code(), "the change log was not shipped"
    );
}

/// Where the store can not write, this ends the process. That is the site's own: a database in which a
/// backup is tried out has an error of its own.
fn fatal(site: &Site, error: BackupError) {
    if let BackupError::Store(error @ store::StoreError::Fatal(_)) = error {
        site.refuse(error);
    }
}

/// Forgets what of the change log is older than anybody can ask for, once it is shipped.
pub(super) async fn prune_log(site: &Site) {
    let now = site.clock.now();
    let mut before = now - TimeDelta::days(LOG_DAYS);
    if site.backups.is_on() {
        let Some(shipped) = site.backups.facts().log_until else { return };
        before = before.min(shipped);
    }
    // What was not counted yet is still needed (R8.6).
    match site.store.days_to_count(now).await {
        Ok(days) => {
            let first = days.first().map(|first| domain::kpis::day_begins(*first));
            before = first.map_or(before, |first| before.min(first));
        }
        Err(error) => {
            site.refuse(error);
            return;
        }
    }
    let mut pruned = 0;
    for _ in 0..TURNS {
        match site.store.prune_log(before, ROWS, now).await {
            Ok(0) => break,
            Ok(rows) => pruned += rows,
            Err(error) => {
                site.refuse(error);
                return;
            }
        }
    }
    if pruned > 0 {
        tracing::debug!(sweep.changes = pruned, "old rows of the log are gone");
    }
}
