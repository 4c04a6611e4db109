//! Mails that wait to be sent, by at least one try each and never by two at once (R7.1).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Letter, OutboxId, ReservationId};
use surrealdb::types::SurrealValue;

use crate::{
    Result, Store, StoreError,
    row::{
        count, id_of,
        mail::{LeaseRow, OutboxRow},
        record,
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const OUTBOX_DUE: &str = include_str!("../query/outbox_due.surql");
const OUTBOX_ONE: &str = include_str!("../query/outbox_one.surql");
const OUTBOX_BACKLOG: &str = include_str!("../query/outbox_backlog.surql");
const OUTBOX_MADE: &str = include_str!("../query/outbox_made.surql");
const LEASES_HELD: &str = include_str!("../query/leases_held.surql");

/// The word for a mail that waits since the mail server does not answer.
pub const SERVER_AWAY: &str = "the mail server is away";

/// The word for a mail that the mail server did not take in time.
pub const SERVER_SLOW: &str = "the mail server was too slow";

/// A mail that waits for one of these, or was not tried yet, says that mails do not leave. One that its
/// reader's mailbox declines, or that can not be made, says something about itself.
pub(crate) const OF_SERVER: [&str; 2] = [SERVER_AWAY, SERVER_SLOW];

/// Of so many mails that wait, those with the smallest ids, it is read how long they do. Ids are by age,
/// but for those of letters that no two processes may write twice. Among so many is one that waits for
/// the mail server, if any does: what was declined is tried again, and then waits for it as well.
pub(crate) const MOST_READ: i64 = 1000;

/// The word for a mail that the mail server declines, for now, and that it may take later.
pub const DECLINED: &str = "declined for now";

/// A mail to be sent now.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its id, from which its fixed Message-ID is made.
    pub id: OutboxId,
    /// What it says, and to whom.
    pub letter: Letter,
    /// How often it was tried before. A try that never came back counts.
    pub attempts: u32,
    /// When it was caused.
    pub made_at: DateTime<Utc>,
    /// Since when it waits: since it was caused, or since it was sent once more after it was given up.
    pub since: DateTime<Utc>,
    /// Whether the try before was answered with a failure.
    pub refused: bool,
    /// In which trace it was caused, where traces are kept.
    pub trace: Option<String>,
}

/// What has become of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It will be tried, or tried again.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It was given up.
    Refused,
}

impl MailState {
    /// The word that stands in the store.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "dead",
        }
    }

    /// Reads the word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::Refused].into_iter().find(|state| state.code() == code)
    }
}

#[derive(SurrealValue)]
struct Mail {
    outbox: OutboxRow,
    lease: Option<LeaseRow>,
}

#[derive(SurrealValue)]
struct Backlog {
    waiting: i64,
    oldest: Option<DateTime<Utc>>,
    dead: i64,
}

impl Store {
    /// Takes mails that are due, for so long: until then nobody else gets them. The oldest come first,
    /// behind those that go first ([`Letter::goes_first`]).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim_mail(
        &self,
        now: DateTime<Utc>,
        lease_seconds: i64,
        most: u32,
    ) -> Result<Vec<Waiting>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(OUTBOX_DUE).with("now", now).with("most", i64::from(most));
            let due: Vec<Mail> = ask.one().await?;
            let until = now + TimeDelta::seconds(lease_seconds);
            let mut claimed = Vec::new();
            for Mail { outbox, lease } in due {
                let id: OutboxId = id_of(&outbox.id)?;
                let lease = lease.unwrap_or_else(|| LeaseRow::new(record("lease", id)));
                claimed.push(Waiting {
                    id,
                    letter: outbox.letter()?,
                    attempts: count(lease.attempts)?,
                    made_at: outbox.made_at,
                    since: outbox.retried_at.unwrap_or(outbox.made_at),
                    refused: outbox.reason.is_some(),
                    trace: outbox.trace,
                });
                work.put(lease.taken(self.holder(), until))?;
            }
            Ok(claimed)
        })
    }

    /// Notes that the mail server took a mail.
    ///
    /// # Errors
    /// Refused as not found for an unknown mail.
    pub async fn mail_sent(&self, id: OutboxId, now: DateTime<Utc>) -> Result<()> {
        self.settle_mail(id, now, None, |row| OutboxRow {
            state: MailState::Sent.code().to_owned(),
            done_at: Some(now),
            reason: None,
            ..row
        })
        .await
    }

    /// Notes that a mail had nothing to say any more, and why; it was not sent.
    ///
    /// # Errors
    /// Refused as not found for an unknown mail.
    pub async fn mail_moot(&self, id: OutboxId, now: DateTime<Utc>, why: &str) -> Result<()> {
        self.settle_mail(id, now, None, |row| OutboxRow {
            state: MailState::Sent.code().to_owned(),
            done_at: Some(now),
            reason: Some(why.to_owned()),
            ..row
        })
        .await
    }

    /// Notes that a mail was not taken, and why, in words without personal ones; it is tried again
    /// at `retry_at`, or given up.
    ///
    /// # Errors
    /// Refused as not found for an unknown mail.
    pub async fn mail_failed(
        &self,
        id: OutboxId,
        now: DateTime<Utc>,
        retry_at: Option<DateTime<Utc>>,
        reason: &str,
    ) -> Result<()> {
        self.settle_mail(id, now, retry_at, |row| match retry_at {
            Some(retry_at) => {
                let due_at = if row.goes_first() { row.due_at } else { retry_at };
                OutboxRow { due_at, reason: Some(reason.to_owned()), ..row }
            }
            None => OutboxRow {
                state: MailState::Refused.code().to_owned(),
                done_at: Some(now),
                reason: Some(reason.to_owned()),
                ..row
            },
        })
        .await
    }

    /// How many mails wait, for how many seconds the oldest of them, and how many were given up and
    /// not dropped since. One that its reader's mailbox declines for now is not old: it says nothing of
    /// the others. What waits is counted by its index alone, and how long is read of a thousand at most.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn mail_backlog(&self, now: DateTime<Utc>) -> Result<(u64, Option<i64>, u64)> {
        let ask = self.ask(OUTBOX_BACKLOG).with("most", MOST_READ);
        let ask = ask.with("servers", OF_SERVER.to_vec());
        let Backlog { waiting, oldest, dead } = ask.one().await?;
        let oldest = oldest.map(|made_at| (now - made_at).num_seconds().max(0));
        Ok((u64::from(count(waiting)?), oldest, u64::from(count(dead)?)))
    }

    /// What has become of the mail with the manage link of a reservation (R5.4).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn mail_state(&self, reservation: ReservationId) -> Result<Option<MailState>> {
        let ask = self.ask(OUTBOX_MADE).with("reservation", record("reserved", reservation));
        let Some(row) = ask.maybe::<OutboxRow>().await? else { return Ok(None) };
        let state = MailState::from_code(&row.state);
        state.map(Some).ok_or_else(|| StoreError::spoilt("mail", row.state))
    }

    /// Lets go of whatever this opening of the store has taken, so that another process need not wait
    /// for it: mails, messages to programs, and turns.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn release_leases(&self) -> Result<()> {
        // The moment is not written: leases are not in the log.
        let pen = &Housekeeping(DateTime::UNIX_EPOCH);
        transact!(self, pen, |work| {
            let ask = self.ask(LEASES_HELD).with("holder", self.holder());
            for lease in ask.one::<Vec<LeaseRow>>().await? {
                work.replace(LeaseRow { until: None, ..lease })?;
            }
            Ok(())
        })
    }

    async fn settle_mail(
        &self,
        id: OutboxId,
        now: DateTime<Utc>,
        retry_at: Option<DateTime<Utc>>,
        settled: impl Fn(OutboxRow) -> OutboxRow,
    ) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(OUTBOX_ONE).with("outbox", record("outbox", id));
            let Mail { outbox, lease } = ask.with("lease", record("lease", id)).one().await?;
            if !outbox.waits() {
                return Ok(());
            }
            let row = settled(outbox);
            release(work, lease, &row, retry_at)?;
            work.replace(row)
        })
    }
}

/// A mail that waits keeps its lease, and with it how often it was tried. One that goes first keeps its
/// place, too: by its lease, which nobody holds, it is left alone until it is tried again.
fn release(
    work: &mut Work<'_>,
    lease: Option<LeaseRow>,
    row: &OutboxRow,
    retry_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let Some(lease) = lease else { return Ok(()) };
    if !row.waits() {
        return work.delete(lease);
    }
    let until = retry_at.filter(|_| row.goes_first());
    work.replace(LeaseRow { holder: String::new(), until, ..lease })
}

#[cfg(test)]
mod tests;
