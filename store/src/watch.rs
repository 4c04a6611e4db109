//! What admins were told about the site, and the facts about it that are in the store. Each look is
//! one transaction with the mails it causes, so that of several processes only one tells them.

use chrono::{DateTime, Utc};
use domain::{Alarm, AlarmState, HowBad, Letter, PersonId, ProductId, QueueNews};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Result, Store,
    row::{
        access::AdminRow,
        count, id_of, record,
        watch::{AlarmRow, QueueNoticeRow},
    },
    tx::transact,
    work::Housekeeping,
};

const ADMIN: &str = include_str!("../query/admin.surql");
const ALARM: &str = include_str!("../query/alarm.surql");
const ALARMS: &str = include_str!("../query/alarms.surql");
const QUEUE_FACTS: &str = include_str!("../query/queue_facts.surql");
const QUEUE_NOTICE: &str = include_str!("../query/queue_notice.surql");

#[derive(SurrealValue)]
struct Alarms {
    alarms: Vec<AlarmRow>,
    admins: Vec<RecordId>,
}

#[derive(SurrealValue)]
struct Notice {
    notice: Option<QueueNoticeRow>,
    waiting: i64,
    admins: Vec<RecordId>,
}

#[derive(SurrealValue)]
struct AdminRead {
    admin: Option<AdminRow>,
}

#[derive(SurrealValue)]
struct QueueRead {
    waiting: i64,
    oldest: Option<RecordId>,
}

/// The team, and everybody who is an admin; nobody without `mails`.
fn told(admins: &[RecordId], mails: bool) -> Result<Vec<Option<PersonId>>> {
    if !mails {
        return Ok(vec![]);
    }
    let mut told = vec![None];
    for admin in admins {
        told.push(Some(id_of(admin)?));
    }
    Ok(told)
}

impl Store {
    /// Notes what a look has found, of each alarm whether it is bad, and how bad. What turned by that
    /// is answered, and with `mails` mailed to all admins and to the team.
    ///
    /// # Errors
    /// [`StoreError`](crate::StoreError).
    pub async fn watch(
        &self,
        looks: &[(Alarm, Option<HowBad>)],
        mails: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<(Alarm, AlarmState)>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let read: Alarms = self.ask(ALARMS).one().await?;
            let told = told(&read.admins, mails)?;
            let mut turned = Vec::new();
            for &(alarm, bad) in looks {
                let row = read.alarms.iter().find(|row| row.alarm() == Some(alarm)).cloned();
                let row = row.unwrap_or_else(|| AlarmRow::quiet(alarm));
                let before = row.state()?;
                let after = before.looked(alarm, bad, now);
                if after == before {
                    continue;
                }
                work.put(row.saying(after))?;
                if after.turns == before.turns {
                    continue;
                }
                let turn = after.turns;
                work.post(told.iter().map(|&person| match after.raised {
                    true => Letter::AlarmRaised { person, alarm, turn },
                    false => Letter::AlarmOver { person, alarm, turn },
                }))?;
                turned.push((alarm, after));
            }
            Ok(turned)
        })
    }

    /// Notes whether products wait for an admin, and with `mails` mails that to all admins and to the
    /// team: when the first comes, and then once a day from this hour in UTC on (R6.2).
    ///
    /// # Errors
    /// [`StoreError`](crate::StoreError).
    pub async fn watch_queue(
        &self,
        digest_hour: u32,
        mails: bool,
        now: DateTime<Utc>,
    ) -> Result<Option<QueueNews>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let place = record("queue_notice", "main");
            let read: Notice = self.ask(QUEUE_NOTICE).with("notice", place).one().await?;
            let row = read.notice.unwrap_or_else(QueueNoticeRow::quiet);
            let before = row.state()?;
            let waiting = u64::from(count(read.waiting)?);
            let (after, news) = before.looked(waiting, digest_hour, now);
            if after != before {
                work.put(row.saying(after))?;
            }
            if let Some(news) = news {
                work.post(told(&read.admins, mails)?.into_iter().map(|person| match news {
                    QueueNews::Begins => Letter::QueueBegins { person },
                    QueueNews::Digest => Letter::QueueDigest { person },
                }))?;
            }
            Ok(news)
        })
    }

    /// What is remembered of an alarm; none where it was never bad.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn alarm(&self, alarm: Alarm) -> Result<Option<AlarmState>> {
        let ask = self.ask(ALARM).with("alarm", record("alarm", alarm.code()));
        ask.maybe::<AlarmRow>().await?.map(|row| row.state()).transpose()
    }

    /// What is remembered of every alarm that was ever bad, in their order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn alarms(&self) -> Result<Vec<(Alarm, AlarmState)>> {
        let read: Alarms = self.ask(ALARMS).one().await?;
        let known = read.alarms.iter().filter_map(|row| Some((row.alarm()?, row)));
        let mut alarms = Vec::new();
        for (alarm, row) in known {
            alarms.push((alarm, row.state()?));
        }
        alarms.sort_by_key(|(alarm, _)| *alarm);
        Ok(alarms)
    }

    /// Whether somebody is an admin.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn is_admin(&self, person: PersonId) -> Result<bool> {
        let ask = self.ask(ADMIN).with("admin", record("admin", person));
        let read: AdminRead = ask.one().await?;
        Ok(read.admin.is_some())
    }

    /// How many products wait for an admin, and when the oldest of them was made.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn queue_facts(&self) -> Result<(u64, Option<DateTime<Utc>>)> {
        let read: QueueRead = self.ask(QUEUE_FACTS).one().await?;
        let oldest: Option<ProductId> = read.oldest.as_ref().map(id_of).transpose()?;
        // An id has its moment in it; one that was made otherwise has none.
        let made_at = oldest.and_then(|id| {
            let (seconds, nanos) = id.uuid().get_timestamp()?.to_unix();
            DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
        });
        Ok((u64::from(count(read.waiting)?), made_at))
    }
}
