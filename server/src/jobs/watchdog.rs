//! Looks at the site from time to time, and tells the people who look after it when something goes
//! wrong, and when it is right again.
//!
//! What was told is in the database, so that neither a restart nor a second process tells it again.
//! Only when the database itself does not answer does each process remember that, and mail it.

use std::time::Duration;

use domain::{Alarm, AlarmState, EmailAddress, HowBad, OutboxId, QueueNews};
use store::{Ids as _, StoreError};
use tokio::{task::JoinHandle, time::MissedTickBehavior};

use super::{keep, turn};
use crate::{
    mail::{Express, Notice},
    site::Site,
    watch,
};

/// Looks from time to time until the site closes. What was missed before it started has until the
/// first look to be made good.
pub fn spawn(site: Site) -> JoinHandle<()> {
    keep(site, "watchdog", watch_over)
}

async fn watch_over(site: Site) {
    let mut watchdog = Watchdog::default();
    let every = site.settings.watch.every.duration().max(Duration::from_secs(1));
    let first = tokio::time::Instant::now() + every;
    let mut ticks = tokio::time::interval_at(first, every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = site.closing.cancelled() => return,
            _ = ticks.tick() => {
                turn(&site, "watchdog", watchdog.look(&site)).await;
            }
        }
    }
}

/// What a process remembers from one look to the next.
#[derive(Default)]
pub struct Watchdog {
    /// Of the database, which can not be written into it.
    database: AlarmState,
    /// Which turn of it was told.
    told: u32,
    /// Whom it is told to, with their languages, as they were when it answered last.
    keepers: Vec<(EmailAddress, String)>,
}

impl Watchdog {
    /// Looks once.
    pub async fn look(&mut self, site: &Site) {
        let facts = watch::facts(site).await;
        let mut looks = Vec::new();
        for verdict in watch::judge(&facts, &site.settings.watch) {
            match verdict.alarm {
                Alarm::Database => self.look_at_database(site, verdict.bad).await,
                alarm => looks.push((alarm, verdict.bad)),
            }
        }
        if facts.database.is_none() {
            return;
        }
        match self.note(site, &looks).await {
            Ok(false) => {}
            Ok(true) => site.mail.notify_one(),
            Err(error) => {
                site.refuse(error);
            }
        }
    }

    /// Notes what is so in the database. Answers whether there is something to mail.
    async fn note(
        &mut self,
        site: &Site,
        looks: &[(Alarm, Option<HowBad>)],
    ) -> Result<bool, StoreError> {
        let (settings, now) = (&site.settings.watch, site.clock.now());
        self.keepers = keepers(site).await?;
        let turned = site.store.watch(looks, settings.mails, now).await?;
        for (alarm, state) in &turned {
            log(*alarm, state);
        }
        let news = site.store.watch_queue(settings.queue_hour, settings.mails, now).await?;
        if news == Some(QueueNews::Begins) {
            tracing::info!("a product waits for an admin");
        }
        Ok(!turned.is_empty() || news.is_some())
    }

    /// Looks at the database alone.
    pub(crate) async fn look_at_database(&mut self, site: &Site, bad: Option<HowBad>) {
        let before = self.database;
        self.database = before.looked(Alarm::Database, bad, site.clock.now());
        if self.database.turns != before.turns {
            log(Alarm::Database, &self.database);
        }
        // Until somebody was told of it, it is tried again.
        if self.database.turns != self.told && (!site.settings.watch.mails || self.tell(site).await)
        {
            self.told = self.database.turns;
        }
    }

    /// Tells the team and the admins about the database without it. Answers whether anybody heard.
    async fn tell(&self, site: &Site) -> bool {
        let express = match Express::new(&site.settings) {
            Ok(express) => express,
            Err(error) => {
                tracing::error!(error.cause = %error, "nobody can be told of an alarm");
                return false;
            }
        };
        let mut heard = false;
        for (to, language) in with_team(site, &self.keepers) {
            let notice = Notice {
                alarm: Alarm::Database,
                state: self.database,
                test: false,
                id: OutboxId::new(site.clock.next()),
                at: site.clock.now(),
            };
            match express.send(&to, &language, notice).await {
                Ok(()) => heard = true,
                Err(error) => tracing::warn!(error.cause = %error, "an alarm was not taken"),
            }
        }
        heard
    }
}

/// Everybody who is an admin, and the language of each.
async fn keepers(site: &Site) -> Result<Vec<(EmailAddress, String)>, StoreError> {
    let admins = site.store.admins().await?;
    Ok(admins.into_iter().map(|admin| (admin.email, admin.language)).collect())
}

/// The same with the team, and nobody twice.
fn with_team(site: &Site, keepers: &[(EmailAddress, String)]) -> Vec<(EmailAddress, String)> {
    let team = EmailAddress::parse(site.settings.mail.team_address()).ok();
    let others = |(email, _): &&(EmailAddress, String)| {
        team.as_ref().is_none_or(|team| team.key() != email.key())
    };
    let others = keepers.iter().filter(others).cloned().collect::<Vec<_>>();
    team.map(|team| (team, "en".to_owned())).into_iter().chain(others).collect()
}

fn log(alarm: Alarm, state: &AlarmState) {
    let code = alarm.code();
    if state.raised {
        let figure = state.how_bad.figure();
        tracing::warn!(alarm.code = code, alarm.figure = figure, "something is wrong");
    } else {
        tracing::info!(alarm.code = code, "something is right again");
    }
}
