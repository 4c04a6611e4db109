//! What people write to the team (R8.2).

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ContactWish, Letter, MessageId};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Quota, Result, Store,
    row::{Row as _, contact::ContactRow, id_of, mail::OutboxRow, people::SubjectKeyRow, record},
    tx::transact,
    work::Housekeeping,
};

const CONTACT: &str = include_str!("../query/contact.surql");
const CONTACT_OVER: &str = include_str!("../query/contact_over.surql");
const SUBJECT_KEYS: &str = include_str!("../query/subject_keys.surql");

/// How long a message is kept after it came; longer only while it waits to be sent.
const MESSAGE_DAYS: i64 = 30;

/// Somebody who writes to the team.
#[derive(Clone)]
pub struct Contacting {
    /// The message's id, which follows from the form and its contents: sent twice, it is one.
    pub id: MessageId,
    /// Who writes, and what.
    pub wish: ContactWish,
    /// The language of the page that it was written on, such as `de`.
    pub language: String,
    /// How often one mailbox may be told that a message came.
    pub quota: Quota,
}

/// What somebody wrote.
#[derive(Clone)]
pub struct ContactMessage {
    /// Its id.
    pub id: MessageId,
    /// Who wrote, and what.
    pub wish: ContactWish,
    /// The language of the page that it was written on, such as `de`.
    pub language: String,
}

#[derive(SurrealValue)]
struct Over {
    written: Vec<ContactRow>,
    waiting: Vec<OutboxRow>,
}

impl Store {
    /// Keeps a message and mails it: to the team, and a receipt to its writer. The same one sent
    /// again changes nothing.
    ///
    /// # Errors
    /// [`crate::StoreError::TooOften`].
    pub async fn contact(&self, errand: Errand<'_>, new: Contacting) -> Result<()> {
        transact!(self, errand, |work| {
            if self.contact_row(new.id).await?.is_some() {
                return Ok(());
            }
            let Contacting { id: message, wish, language, quota } = &new;
            self.tally_in(work, *quota, &wish.email.key().mailbox()).await?;
            work.create(ContactRow {
                id: record("contact", message),
                version: 0,
                name: wish.name.to_string(),
                email: wish.email.as_str().to_owned(),
                message: wish.message.to_string(),
                language: language.clone(),
                made_at: work.now(),
            })?;
            let message = *message;
            work.post([Letter::Contact { message }, Letter::ContactReceipt { message }])
        })
    }

    /// What somebody wrote; none once it was erased.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn contact_message(&self, id: MessageId) -> Result<Option<ContactMessage>> {
        self.contact_row(id).await?.map(ContactMessage::try_from).transpose()
    }

    /// Erases messages a month after they came, and with each the key by which its words could be
    /// read in the log. What still waits to be sent is kept. Answers how many there were.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn sweep_contact(&self, now: DateTime<Utc>) -> Result<usize> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let before = now - TimeDelta::days(MESSAGE_DAYS);
            let over: Over = self.ask(CONTACT_OVER).with("before", before).one().await?;
            let waiting = over.waiting.iter().map(OutboxRow::letter);
            let waiting: HashSet<Letter> = waiting.collect::<Result<_>>()?;
            let (mut erased, mut keys) = (0, Vec::<RecordId>::new());
            for row in over.written {
                let message: MessageId = id_of(&row.id)?;
                if !waiting.contains(&Letter::Contact { message }) {
                    keys.push(record(SubjectKeyRow::TABLE, message));
                    erased += 1;
                    work.delete(row)?;
                }
            }
            if erased > 0 {
                let ask = self.ask(SUBJECT_KEYS).with("ids", keys);
                let keys: Vec<SubjectKeyRow> = ask.one().await?;
                keys.into_iter().try_for_each(|key| work.delete(key))?;
            }
            Ok(erased)
        })
    }

    async fn contact_row(&self, id: MessageId) -> Result<Option<ContactRow>> {
        self.ask(CONTACT).with("contact", record("contact", id)).maybe().await
    }
}
