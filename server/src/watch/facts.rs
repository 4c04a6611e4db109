//! How the site is, as facts, and what of it is wrong, as pure functions.

use std::{path::PathBuf, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Alarm, HowBad};

use crate::settings::WatchSettings;

/// How the site is at one moment. What could not be found out is not there.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The moment.
    pub at: DateTime<Utc>,
    /// In which time the database answers; none where it does not within [`super::PATIENCE`].
    pub database: Option<Duration>,
    /// How many schema files are applied, and how many this program knows.
    pub schema: Option<(usize, usize)>,
    /// Mails.
    pub outbox: Option<Outbox>,
    /// Backups, where they are made.
    pub backups: Option<BackupHealth>,
    /// Room on disks.
    pub disks: Vec<Disk>,
    /// Products that wait for an admin.
    pub queue: Option<Queue>,
    /// When our certificate ends, where we have one.
    pub certificate_ends: Option<DateTime<Utc>>,
    /// By how much the clock jumped lately.
    pub clock_jump: TimeDelta,
    /// What was asked of this process within the last minute.
    pub traffic: Minute,
    /// How many times a job of this process was ended by a panic within the last hour.
    pub panics: u64,
}

/// Mails that wait, and those that wait for nothing any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outbox {
    /// How many wait.
    pub waiting: u64,
    /// For how long the oldest of them.
    pub oldest: Option<TimeDelta>,
    /// How many were given up.
    pub dead: u64,
}

/// How backups are doing, as far as it says whether something is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupHealth {
    /// When the newest one was made that was verified; none where none is known.
    pub newest_good_at: Option<DateTime<Utc>>,
    /// Since when this process looks after them.
    pub since: Option<DateTime<Utc>>,
    /// Whether the last one that was tried failed, or it can not be read which there are.
    pub last_failed: bool,
    /// By how much the copy of the change log is behind, where one is made.
    pub log_behind: Option<TimeDelta>,
    /// The folder that they go to, if it is one.
    pub folder: Option<PathBuf>,
}

/// Products that wait for an admin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many.
    pub waiting: u64,
    /// When the oldest of them was made.
    pub oldest: Option<DateTime<Utc>>,
}

/// What lies on a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The database.
    Data,
    /// Backups.
    Backups,
}

impl Place {
    /// The word that never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Backups => "backups",
        }
    }
}

/// Room on a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// What lies on it.
    pub place: Place,
    /// Bytes that we can still write.
    pub free: u64,
    /// All its bytes.
    pub size: u64,
}

/// What was asked within a minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Minute {
    /// How many requests were answered.
    pub requests: u64,
    /// How many of them failed by our fault.
    pub failures: u64,
}

/// Whether one thing is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What.
    pub alarm: Alarm,
    /// How bad it is; none where it is well.
    pub bad: Option<HowBad>,
}

const MEBIBYTE: u64 = 1 << 20;

/// What is well, and what is not. Of what could not be found out nothing is said, but that the database
/// does not answer.
pub fn judge(facts: &Facts, settings: &WatchSettings) -> Vec<Verdict> {
    let mut verdicts = vec![verdict(
        Alarm::Database,
        facts.database.is_none().then_some(super::PATIENCE.as_secs()),
    )];
    if let Some((applied, known)) = facts.schema {
        let differs = applied.abs_diff(known);
        verdicts.push(verdict(Alarm::Schema, (differs > 0).then_some(wide(differs))));
    }
    if let Some(outbox) = &facts.outbox {
        verdicts.extend(judge_mails(outbox, settings));
    }
    match &facts.backups {
        Some(backups) => verdicts.extend(of_backups(backups, facts.at, settings)),
        // Whoever no longer makes any is told no more about them.
        None => {
            let none = [Alarm::BackupFailed, Alarm::BackupLate, Alarm::ChangeLog];
            verdicts.extend(none.map(|alarm| verdict(alarm, None)));
        }
    }
    for disk in &facts.disks {
        let alarm = match disk.place {
            Place::Data => Alarm::Disk,
            Place::Backups => Alarm::BackupDisk,
        };
        let full = disk.free / MEBIBYTE < settings.disk_free;
        verdicts.push(verdict(alarm, full.then_some(disk.free / MEBIBYTE)));
    }
    let left = facts.certificate_ends.map(|ends| (ends - facts.at).num_days());
    let ends = left.filter(|days| *days < i64::from(settings.certificate_days));
    verdicts.push(verdict(Alarm::Certificate, ends.map(positive)));
    let jump = facts.clock_jump.abs();
    let jumped = jump >= seconds(settings.clock_jump.0).max(TimeDelta::seconds(1));
    verdicts.push(verdict(Alarm::Clock, jumped.then_some(positive(jump.num_seconds()))));
    verdicts.extend(of_traffic(facts.traffic, settings));
    verdicts.push(verdict(Alarm::Jobs, Some(facts.panics).filter(|panics| *panics > 0)));
    verdicts
}

/// The same of mails alone.
pub fn judge_mails(outbox: &Outbox, settings: &WatchSettings) -> [Verdict; 2] {
    let late = outbox.oldest.filter(|age| *age >= seconds(settings.mail_age.0));
    [
        verdict(Alarm::Mail, late.map(|age| positive(age.num_minutes()))),
        verdict(Alarm::DeadMail, Some(outbox.dead).filter(|dead| *dead > 0)),
    ]
}

fn of_backups(
    backups: &BackupHealth,
    now: DateTime<Utc>,
    settings: &WatchSettings,
) -> [Verdict; 3] {
    let hours = |at: DateTime<Utc>| positive((now - at).num_hours());
    // Where none is known, this process is given as long as one may be old.
    let waited = backups.newest_good_at.or(backups.since).map_or(0, hours);
    let late = waited >= u64::from(settings.backup_age);
    let age = backups.newest_good_at.map_or(HowBad::NoBackup, |at| HowBad::Figure(hours(at)));
    let behind = backups.log_behind.filter(|lag| *lag >= seconds(settings.log_lag.0));
    [
        Verdict { alarm: Alarm::BackupFailed, bad: backups.last_failed.then_some(age) },
        Verdict { alarm: Alarm::BackupLate, bad: late.then_some(age) },
        verdict(Alarm::ChangeLog, behind.map(|lag| positive(lag.num_minutes()))),
    ]
}

fn of_traffic(minute: Minute, settings: &WatchSettings) -> [Verdict; 2] {
    let many = u64::from(settings.requests);
    let busy = many > 0 && minute.requests > many;
    let enough = minute.requests >= u64::from(settings.failures_of.max(1));
    let share = (minute.failures * 100).checked_div(minute.requests).unwrap_or(0);
    let most = u64::from(settings.failures);
    let failing = enough && most > 0 && share >= most;
    [
        verdict(Alarm::Requests, busy.then_some(minute.requests)),
        verdict(Alarm::Failures, failing.then_some(share)),
    ]
}

impl Facts {
    /// Why requests should not come here, as far as these facts go: what makes them fail, and what makes
    /// what was promised worth less. The other alarms are for people who look after the site, and for
    /// nobody else: that a mail was given up could tell an owner what a giver did (R3.6).
    pub fn reasons(&self, settings: &WatchSettings) -> Vec<Alarm> {
        let stops = [Alarm::Database, Alarm::Schema, Alarm::Mail, Alarm::Disk, Alarm::BackupLate];
        self.alarms(settings).into_iter().filter(|alarm| stops.contains(alarm)).collect()
    }

    /// All that is wrong, for those who look after the site.
    pub fn alarms(&self, settings: &WatchSettings) -> Vec<Alarm> {
        let bad = judge(self, settings).into_iter().filter(|verdict| verdict.bad.is_some());
        bad.map(|verdict| verdict.alarm).collect()
    }

    /// What of that anybody may know who asks. Mails are left out: one that waits for a mail server that
    /// is away would tell an owner that a giver did something (R3.6).
    pub fn public_reasons(&self, settings: &WatchSettings) -> Vec<Alarm> {
        let told = [Alarm::Database, Alarm::Schema, Alarm::Disk];
        self.reasons(settings).into_iter().filter(|alarm| told.contains(alarm)).collect()
    }

    /// Whether requests can be answered here, as far as anybody may know.
    pub fn is_up(&self, settings: &WatchSettings) -> bool {
        let known = self.database.is_some() && self.schema.is_some();
        known && self.public_reasons(settings).is_empty()
    }

    /// Whether requests should come here.
    pub fn is_ready(&self, settings: &WatchSettings) -> bool {
        let known = self.database.is_some() && self.schema.is_some() && self.outbox.is_some();
        known && self.reasons(settings).is_empty()
    }
}

/// A verdict by the figure of its alarm.
fn verdict(alarm: Alarm, figure: Option<u64>) -> Verdict {
    Verdict { alarm, bad: figure.map(HowBad::Figure) }
}

fn seconds(number: u32) -> TimeDelta {
    TimeDelta::seconds(i64::from(number))
}

fn positive(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
