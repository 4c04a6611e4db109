//! The outbox as admins look after it: what waits, what was given up, and what is done about it.
//!
//! An admin who looks after a list that keeps a surprise learns nothing here of what givers do on it
//! (R3.6): mails about it are left out, of the rows and of every count.

use chrono::{DateTime, Utc};
use domain::{Letter, List, ListId, OutboxId, PersonId, Reason};
use surrealdb::types::SurrealValue;

use crate::{
    Act, Errand, MailState, Result, Store, StoreError,
    audits::{About, audit_why},
    outbox::{MOST_READ, OF_SERVER},
    row::{
        count, id_of,
        mail::{LeaseRow, OutboxRow},
        record,
    },
    tx::transact,
};

pub(crate) const MAILROOM_COUNTS: &str = include_str!("../query/mailroom_counts.surql");
const MAILROOM: &str = include_str!("../query/mailroom.surql");
const OUTBOX_ONE: &str = include_str!("../query/outbox_one.surql");
const MAILS_DEAD: &str = include_str!("../query/mails_dead.surql");

/// So many mails are sent once more in one transaction, so that the change log has no row that is huge.
const MOST_RETRIED: i64 = 200;

/// So many transactions follow each other at most, so that whoever asks for all is answered in time.
const MOST_TURNS: u32 = 25;

/// Kinds of mails that givers cause and that name no list.
const OF_GIVERS: [&str; 1] = ["all_reservations"];

/// How many mails there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailCounts {
    /// How many wait.
    pub waiting: u32,
    /// Since when the oldest of them does that was not tried yet or waits for the mail server, of a
    /// thousand at most. One that its reader's mailbox declines for now, or that can not be made, is not
    /// old.
    pub oldest: Option<DateTime<Utc>>,
    /// How many the mail server took since the moment asked for.
    pub sent: u32,
    /// How many were given up, and not dropped since.
    pub dead: u32,
}

/// Mails of which kind are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailsShown {
    /// Those that wait.
    Waiting,
    /// Those that were given up.
    Dead,
}

/// A mail as an admin sees it: never with what it says.
#[derive(Debug, Clone)]
pub struct QueuedMail {
    /// Its id.
    pub id: OutboxId,
    /// Its kind, and to whom it goes.
    pub letter: Letter,
    /// When it was caused.
    pub made_at: DateTime<Utc>,
    /// When it is tried next, or was given up.
    pub at: DateTime<Utc>,
    /// How often it was tried; nothing is known of that once it was given up.
    pub attempts: u32,
    /// Why it was not taken, in words without personal ones.
    pub reason: Option<String>,
}

#[derive(SurrealValue)]
struct Counted {
    waiting: i64,
    oldest: Option<DateTime<Utc>>,
    sent: i64,
    dead: i64,
}

#[derive(SurrealValue)]
struct MailRead {
    mail: OutboxRow,
    lease: Option<LeaseRow>,
}

#[derive(SurrealValue)]
struct OneMail {
    outbox: OutboxRow,
}

impl Store {
    /// The lists that this person looks after, or did until they were put into the bin, and that keep
    /// from them what givers do.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn surprises_of(&self, person: PersonId, now: DateTime<Utc>) -> Result<Vec<ListId>> {
        let mut kept = Vec::new();
        for read in self.lists_without_gifts(person).await? {
            let list = List::try_from(read.list)?;
            if list.keeps_surprise(now) {
                kept.push(list.id);
            }
        }
        Ok(kept)
    }

    /// How many mails wait, were sent since `since`, and were given up; without those about these
    /// lists.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn mail_counts(&self, since: DateTime<Utc>, unseen: &[ListId]) -> Result<MailCounts> {
        let (lists, kinds) = left_out(unseen);
        let ask = self.ask(MAILROOM_COUNTS).with("lists", lists).with("kinds", kinds);
        let ask = ask.with("since", since).with("most", MOST_READ);
        let ask = ask.with("servers", OF_SERVER.to_vec());
        let read: Counted = ask.one().await?;
        Ok(MailCounts {
            waiting: count(read.waiting)?,
            oldest: read.oldest,
            sent: count(read.sent)?,
            dead: count(read.dead)?,
        })
    }

    /// Mails, the oldest first, at most so many, from behind this one; without those about these
    /// lists.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn mails(
        &self,
        shown: MailsShown,
        unseen: &[ListId],
        after: Option<OutboxId>,
        most: u32,
    ) -> Result<Vec<QueuedMail>> {
        let state = match shown {
            MailsShown::Waiting => MailState::Waiting,
            MailsShown::Dead => MailState::Refused,
        };
        let (lists, kinds) = left_out(unseen);
        let ask = self.ask(MAILROOM).with("lists", lists).with("kinds", kinds);
        let ask = ask.with("after", after.map(|after| record("outbox", after)));
        let ask = ask.with("state", state.code()).with("most", i64::from(most));
        let read: Vec<MailRead> = ask.one().await?;
        read.into_iter().map(QueuedMail::try_from).collect()
    }

    /// Sends a mail once more that was given up, as often as a new one is tried.
    ///
    /// # Errors
    /// Refused as not found for a mail that was not given up.
    pub async fn retry_mail(&self, errand: Errand<'_>, id: OutboxId) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.dead_mail(id).await?;
            work.replace(row.once_more(work.now()))?;
            let about = About::Thing(id.to_string());
            audit_why(work, errand.actor.person, Act::MailRetried, about, None)
        })
    }

    /// Sends every mail once more that was given up, the oldest first, some in each transaction: up to
    /// five thousand. One that is given up anew meanwhile is left.
    ///
    /// # Errors
    /// [`StoreError`]. What was sent once more by then is.
    pub async fn retry_mails(&self, errand: Errand<'_>) -> Result<()> {
        for turn in 0..MOST_TURNS {
            let retried = transact!(self, errand, |work| {
                let dead = self.ask(MAILS_DEAD).with("most", MOST_RETRIED);
                let dead: Vec<OutboxRow> = dead.with("now", work.now()).one().await?;
                let retried = dead.len();
                for row in dead {
                    work.replace(row.once_more(work.now()))?;
                }
                if turn == 0 {
                    let act = Act::MailsRetried;
                    audit_why(work, errand.actor.person, act, About::Nothing, None)?;
                }
                Ok(retried)
            })?;
            if i64::try_from(retried).is_ok_and(|retried| retried < MOST_RETRIED) {
                break;
            }
        }
        Ok(())
    }

    /// Lets a mail be that was given up. Its giver is told on their page as before (R5.4).
    ///
    /// # Errors
    /// Refused as not found for a mail that was not given up.
    pub async fn drop_mail(&self, errand: Errand<'_>, id: OutboxId, why: &Reason) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.dead_mail(id).await?;
            work.replace(OutboxRow { dropped_at: Some(work.now()), ..row })?;
            let about = About::Thing(id.to_string());
            audit_why(work, errand.actor.person, Act::MailDropped, about, Some(why))
        })
    }

    async fn dead_mail(&self, id: OutboxId) -> Result<OutboxRow> {
        let ask = self.ask(OUTBOX_ONE).with("outbox", record("outbox", id));
        let OneMail { outbox } = ask.with("lease", record("lease", id)).one().await?;
        let given_up = outbox.state == MailState::Refused.code() && outbox.dropped_at.is_none();
        given_up.then_some(outbox).ok_or_else(StoreError::not_found)
    }
}

/// What stands for these lists in a question.
pub(crate) fn left_out(unseen: &[ListId]) -> (Vec<surrealdb::types::RecordId>, Vec<&'static str>) {
    let lists: Vec<_> = unseen.iter().map(|list| record("list", list)).collect();
    let kinds = if lists.is_empty() { vec![] } else { OF_GIVERS.to_vec() };
    (lists, kinds)
}

impl OutboxRow {
    /// The same row, waiting from now on.
    fn once_more(self, now: DateTime<Utc>) -> Self {
        Self {
            state: MailState::Waiting.code().to_owned(),
            due_at: now,
            done_at: None,
            reason: None,
            retried_at: Some(now),
            ..self
        }
    }
}

impl TryFrom<MailRead> for QueuedMail {
    type Error = StoreError;

    fn try_from(MailRead { mail, lease }: MailRead) -> Result<Self> {
        let until = lease.as_ref().and_then(|lease| lease.until);
        let due_at = if mail.goes_first() { until.unwrap_or(mail.made_at) } else { mail.due_at };
        Ok(Self {
            id: id_of(&mail.id)?,
            letter: mail.letter()?,
            made_at: mail.made_at,
            at: mail.done_at.unwrap_or(due_at),
            attempts: lease.map_or(Ok(0), |lease| count(lease.attempts))?,
            reason: mail.reason,
        })
    }
}
