//! How the site is, for admins (R2.12): the facts that health is made of, and the settings.

use app::{
    backend::{
        BackupState, ConsoleState, DiskRoom, MailsToday, QueueState, SettingsSection, System,
        SystemView, Wrong,
    },
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use store::AuditFilter;

use super::{admin::admin, mailroom::mails_today, person};
use crate::{
    site::Site,
    watch::{self, Facts, Outbox, Place, judge, said, size},
};

/// Fulfils [`System`].
pub(super) struct Service {
    site: Site,
    started_at: DateTime<Utc>,
}

impl Service {
    /// Of a site that starts now.
    pub(super) fn new(site: Site) -> Self {
        let started_at = site.clock.now();
        Self { site, started_at }
    }

    /// The facts, with the mails that whoever asks may know of (R3.6).
    async fn facts(&self, visit: &Visit) -> Result<(Facts, MailsToday), AppError> {
        let (mails, _) = mails_today(&self.site, visit).await?;
        let mut facts = watch::facts(&self.site).await;
        facts.outbox = Some(Outbox {
            waiting: u64::from(mails.waiting),
            oldest: mails.oldest.map(|at| facts.at - at),
            dead: u64::from(mails.dead),
        });
        Ok((facts, mails))
    }

    fn wrong(&self, visit: &Visit, facts: &Facts) -> Vec<Wrong> {
        let verdicts = judge(facts, &self.site.settings.watch);
        let bad = verdicts.into_iter().filter_map(|verdict| {
            let words = said(visit.language, verdict.alarm, true, verdict.bad?);
            Some(Wrong {
                heading: words.heading.to_owned(),
                figure: words.figure,
                advice: words.advice.to_owned(),
            })
        });
        bad.collect()
    }
}

#[async_trait]
impl System for Service {
    async fn console(&self, visit: &Visit) -> Result<ConsoleState, AppError> {
        admin(visit)?;
        let (facts, mails) = self.facts(visit).await?;
        let unseen =
            self.site.answer(self.site.store.surprises_of(person(visit)?, facts.at).await)?;
        let filter = AuditFilter { unseen, ..AuditFilter::default() };
        let log = self.site.answer(self.site.store.audit_log(&filter).await)?;
        Ok(ConsoleState {
            mails,
            wrong: self.wrong(visit, &facts),
            backups: backups(&self.site, facts.at),
            last_act: log.first().map(|entry| entry.at),
        })
    }

    async fn state(&self, visit: &Visit) -> Result<SystemView, AppError> {
        admin(visit)?;
        let (facts, mails) = self.facts(visit).await?;
        let settings = &self.site.settings;
        let folder = watch::data_folder(&settings.store.url);
        let taken = tokio::task::spawn_blocking(move || folder.and_then(|folder| size(&folder)));
        let disks = facts.disks.iter().map(|disk| DiskRoom {
            backups: disk.place == Place::Backups,
            free: coarse_room(disk.free, disk.size),
            size: disk.size,
        });
        Ok(SystemView {
            version: env!("CARGO_PKG_VERSION"),
            environment: settings.site.environment.to_string(),
            started_at: self.started_at,
            at: facts.at,
            schema: facts.schema,
            database: facts
                .database
                .map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
            database_size: taken.await.ok().flatten().map(coarse_size),
            mails,
            queue: facts
                .queue
                .map(|queue| QueueState { waiting: queue.waiting, oldest: queue.oldest }),
            disks: disks.collect(),
            certificate_ends: facts.certificate_ends,
            peers: settings.peers.iter().map(|peer| peer.name.clone()).collect(),
            wrong: self.wrong(visit, &facts),
            backups: backups(&self.site, facts.at),
        })
    }

    async fn settings(&self, visit: &Visit) -> Result<Vec<SettingsSection>, AppError> {
        admin(visit)?;
        Ok(sections(&self.site.settings.shown()))
    }
}

/// What is known of backups, where they are made.
fn backups(site: &Site, now: DateTime<Utc>) -> Option<BackupState> {
    let facts = site.backups.facts();
    let seconds = |lag: TimeDelta| u64::try_from(lag.num_seconds()).unwrap_or(0);
    facts.on.then(|| BackupState {
        newest_good: facts.newest_good,
        failed: facts.fails(),
        log_behind: facts.log_lag(now).map(seconds),
    })
}

/// The steps, in bytes, in which sizes are told, since what a giver does takes some, too (R2.12).
const STEP: u64 = 64_000_000;

/// The next step above.
fn coarse_size(bytes: u64) -> u64 {
    bytes.div_ceil(STEP) * STEP
}

/// Free room in steps of a hundredth of the disk, the next one below.
fn coarse_room(free: u64, size: u64) -> u64 {
    let step = (size / 100).max(STEP);
    free / step * step
}

/// What `config print` prints, section by section.
fn sections(shown: &str) -> Vec<SettingsSection> {
    let mut sections: Vec<SettingsSection> = Vec::new();
    for line in shown.lines() {
        if line.starts_with('[') {
            let name = line.trim_matches(['[', ']']).to_owned();
            sections.push(SettingsSection { name, rows: vec![] });
        } else if let (Some((key, value)), Some(section)) =
            (line.split_once(" = "), sections.last_mut())
        {
            section.rows.push((key.to_owned(), value.to_owned()));
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    // R2.12
    #[test]
    fn settings_are_shown_section_by_section_and_no_password_is() {
        let mut settings = Settings::default();
        settings.store.url = "ws://me:canary@database.example:8000".to_owned();
        let shown = sections(&settings.shown());
        let row = |section: &str, key: &str| {
            let found = shown.iter().find(|it| it.name == section).unwrap();
            found.rows.iter().find(|(it, _)| it == key).unwrap().1.clone()
        };
        assert_eq!(row("mail", "smtp_url"), "\"***\"");
        assert_eq!(row("store", "url"), "\"ws://***@database.example:8000\"");
        assert_eq!(row("site", "environment"), "\"development\"");
        assert!(shown.iter().all(|section| !section.rows.is_empty()));
        let canary = |(_, value): &(String, String)| value.contains("canary");
        assert!(!shown.iter().any(|section| section.rows.iter().any(canary)));
    }

    // R2.12
    #[test]
    fn what_one_act_takes_is_not_seen_in_sizes() {
        let (act, gigabyte) = (20_000, 1_000_000_000);
        assert_eq!(coarse_size(0), 0);
        assert_eq!(coarse_size(7_000_000), coarse_size(7_000_000 + act));
        assert_eq!(coarse_size(64_000_001), 128_000_000);
        let room = |free| coarse_room(free, 20 * gigabyte);
        assert_eq!(room(9 * gigabyte + 150_000_000), 9 * gigabyte);
        assert_eq!(room(9 * gigabyte + 50_000_000), room(9 * gigabyte + 50_000_000 - act));
        assert_eq!(coarse_room(gigabyte, gigabyte), 960_000_000);
    }
}
