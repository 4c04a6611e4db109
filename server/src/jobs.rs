//! What is done from time to time without being asked.

pub mod backups;
pub(crate) mod digests;
pub(crate) mod kpis;
mod lasting;
pub(crate) mod promises;
pub mod watchdog;
pub mod webhooks;

use std::time::Duration;

use chrono::TimeDelta;
use store::StoreError;
use tokio::{task::JoinHandle, time::MissedTickBehavior};

use crate::{pictures::Unshown, service::UNDO_LASTS, site::Site};

pub(crate) use lasting::{keep, turn};

/// How often what has run out is forgotten.
const SWEEP: Duration = Duration::from_secs(15 * 60);

/// Forgets what has run out, and counts what there was, from time to time, until the site closes.
pub fn spawn(site: &Site) -> [JoinHandle<()>; 2] {
    [keep(site.clone(), "sweep", forget), keep(site.clone(), "figures", kpis::keep)]
}

async fn forget(site: Site) {
    let mut ticks = tokio::time::interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut unshown = Unshown::new(TimeDelta::from_std(UNDO_LASTS).unwrap_or(TimeDelta::MAX));
    loop {
        tokio::select! {
            () = site.closing.cancelled() => return,
            _ = ticks.tick() => sweep(&site, &mut unshown).await,
        }
    }
}

/// Each of these is done, whatever breaks in another one.
async fn sweep(site: &Site, unshown: &mut Unshown) {
    promises::look_after(site).await;
    turn(site, "digests", digests::write_due(site)).await;
    turn(site, "lists", erase_lists(site)).await;
    turn(site, "pictures", sweep_pictures(site, unshown)).await;
    turn(site, "invitations", sweep_invitations(site)).await;
    turn(site, "contact", sweep_contact(site)).await;
    turn(site, "deliveries", sweep_deliveries(site)).await;
    turn(site, "old_changes", backups::prune_log(site)).await;
    turn(site, "sweep", sweep_rows(site)).await;
}

/// Codes, sessions, counts and the like that have run out are forgotten.
async fn sweep_rows(site: &Site) {
    note(site, site.store.sweep(site.clock.now()).await, |rows| {
        tracing::debug!(sweep.rows = rows, "what had run out was forgotten");
    });
}

/// Notes how much was done, where anything was. What was not done, because the store does not answer,
/// is done the next time; where it can not write, this ends the process.
fn note(site: &Site, done: Result<usize, StoreError>, log: impl FnOnce(usize)) {
    match done {
        Ok(0) => {}
        Ok(count) => log(count),
        Err(error) => {
            site.refuse(error);
        }
    }
}

/// What programs were told a month ago is forgotten (R10.13), and what waited too long for its turn is
/// given up (R10.12): all of it, some hundreds at once.
async fn sweep_deliveries(site: &Site) {
    while !site.closing.is_cancelled() {
        let now = site.clock.now();
        let (over, late) =
            (site.store.sweep_deliveries(now).await, site.store.give_up_deliveries(now).await);
        match over.and_then(|over| Ok((over, late?))) {
            Ok((0, 0)) => return,
            Ok((over, late)) => tracing::debug!(
                sweep.deliveries = over,
                sweep.late = late,
                "old messages to programs are gone"
            ),
            Err(error) => {
                site.refuse(error);
                return;
            }
        }
    }
}

/// What people wrote to the team is erased a month later (R8.2).
async fn sweep_contact(site: &Site) {
    note(site, site.store.sweep_contact(site.clock.now()).await, |messages| {
        tracing::debug!(sweep.messages = messages, "old messages are erased");
    });
}

/// Of invitations to look after a list that are over the address is forgotten, and after a while the
/// whole (R3.8).
async fn sweep_invitations(site: &Site) {
    note(site, site.store.sweep_invitations(site.clock.now()).await, |invitations| {
        tracing::debug!(sweep.invitations = invitations, "invitations that are over are forgotten");
    });
}

/// Lists whose days in the bin are over are erased (R3.10).
async fn erase_lists(site: &Site) {
    note(site, site.store.erase_lists(site.clock.now()).await, |lists| {
        tracing::debug!(sweep.lists = lists, "lists in the bin are erased");
    });
}

/// Pictures that nothing shows any more are thrown away once they are a day old: a younger one may
/// be on its way to a gift, and one that was removed lately on its way back (R3.4).
async fn sweep_pictures(site: &Site, unshown: &mut Unshown) {
    let used = match site.store.pictures().await {
        Ok(used) => used,
        Err(error) => {
            site.refuse(error);
            return;
        }
    };
    match site.pictures.sweep(&used, unshown, TimeDelta::days(1), site.clock.now()).await {
        Ok(0) => {}
        Ok(pictures) => tracing::debug!(sweep.pictures = pictures, "unused pictures are gone"),
        Err(error) => {
            tracing::warn!(error.cause = %error, "unused pictures could not be swept");
        }
    }
}
