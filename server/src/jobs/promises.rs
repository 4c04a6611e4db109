//! What is done about promises without anybody asking: those whose giver's address nobody confirmed
//! in time are let go, givers are reminded, and after a year it is forgotten who gave (R5.4, R5.6,
//! R5.8).

use std::collections::BTreeSet;

use super::{note, turn};
use crate::site::Site;

/// Looks after all of them. What is not done now, because the store does not answer, is done the
/// next time.
pub(crate) async fn look_after(site: &Site) {
    turn(site, "holds", end_holds(site)).await;
    turn(site, "reminders", remind(site)).await;
    turn(site, "givers", forget(site)).await;
}

async fn end_holds(site: &Site) {
    let mut lists = BTreeSet::new();
    let done = site.store.end_holds(site.clock.now(), &mut lists).await;
    for list in &lists {
        site.announce(*list).await;
    }
    if !lists.is_empty() {
        tracing::info!(holds.lists = lists.len(), "unconfirmed reservations were let go");
    }
    if let Err(error) = done {
        site.refuse(error);
    }
}

async fn remind(site: &Site) {
    note(site, site.store.remind(site.clock.now()).await, |reminders| {
        tracing::info!(reminders.count = reminders, "givers are reminded");
        site.mail.notify_one();
    });
}

async fn forget(site: &Site) {
    note(site, site.store.forget_givers(site.clock.now()).await, |givers| {
        tracing::info!(forgotten.givers = givers, "old names are erased");
    });
}
