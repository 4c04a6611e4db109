//! Counts the days (R8.6), at the start for all that were missed, and writes down what this process
//! counted. Each process does both: a day that was counted by another one comes to the same, and is
//! told to programs by the one that wrote it first.

use std::time::Duration;

use tokio::time::MissedTickBehavior;

use super::turn;
use crate::site::Site;

/// How often what was counted in memory is written down.
const EACH_MINUTE: Duration = Duration::from_secs(60);

/// After how many minutes it looks again whether a day is over.
const MINUTES_BETWEEN_LOOKS: u32 = 10;

/// Does both from time to time, and writes down the last of it when the site closes.
pub(super) async fn keep(site: Site) {
    let mut ticks = tokio::time::interval(EACH_MINUTE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut minute: u32 = 0;
    loop {
        tokio::select! {
            () = site.closing.cancelled() => break,
            _ = ticks.tick() => {}
        }
        turn(&site, "figures", write_down(&site)).await;
        if minute.is_multiple_of(MINUTES_BETWEEN_LOOKS) {
            tokio::select! {
                // A day that was begun is counted by the next process.
                () = site.closing.cancelled() => break,
                _ = turn(&site, "days", count(&site)) => {}
            }
        }
        minute = minute.wrapping_add(1);
    }
    turn(&site, "figures", write_down(&site)).await;
}

/// Counts every day that is over.
async fn count(site: &Site) {
    let days = match site.store.days_to_count(site.clock.now()).await {
        Ok(days) => days,
        Err(error) => {
            site.refuse(error);
            return;
        }
    };
    for day in days {
        if let Err(error) = site.store.count_day(day, site.clock.now()).await {
            // The next time will do; where the store can not write, this ends the process.
            site.refuse(error);
            return;
        }
        tracing::debug!(kpis.day = %day, "a day was counted");
        site.webhooks.notify_one();
    }
}

/// Writes down what came of looking up links, and how often people went on to shops that pay.
async fn write_down(site: &Site) {
    for ((day, shop), clicks) in site.clicks.take() {
        if let Err(error) = site.store.add_clicks(&shop, day, clicks, site.clock.now()).await {
            site.refuse(error);
            site.clicks.add(day, &shop, clicks);
        }
    }
    for (day, numbers) in site.lookups.take() {
        if let Err(error) = site.store.add_lookups(day, &numbers, site.clock.now()).await {
            site.refuse(error);
            site.lookups.add(day, &numbers);
        }
    }
}
