//! What is done from time to time without being asked.

use std::time::Duration;

use tokio::{task::JoinHandle, time::MissedTickBehavior};

use crate::site::Site;

/// What has run out is forgotten so often.
const SWEEP: Duration = Duration::from_secs(15 * 60);

/// Forgets what has run out, from time to time, until the site closes.
pub fn spawn(site: Site) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(SWEEP);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = site.closing.cancelled() => return,
                _ = ticks.tick() => sweep(&site).await,
            }
        }
    })
}

async fn sweep(site: &Site) {
    match site.store.sweep(site.clock.now()).await {
        Ok(0) => {}
        Ok(rows) => tracing::debug!(sweep.rows = rows, "what had run out was forgotten"),
        Err(error) => {
            // The next time will do; where the store can not write, this ends the process.
            site.refuse(error);
        }
    }
}
