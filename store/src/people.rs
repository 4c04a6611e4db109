//! People with accounts, and their passwords (R2).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{EmailAddress, EmailKey, Letter, PersonId, PersonName};
use sha2::{Digest, Sha256};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, NewSession, Opened, Result, Store, StoreError,
    row::{
        Row,
        access::{EmailChangeRow, FirstStepRow, TallyRow},
        count, id_of,
        people::{AddressRow, PersonRow, SessionRow},
        record,
    },
    tx::transact,
    work::Work,
};

const PERSON: &str = include_str!("../query/person.surql");
const PERSON_BY_ADDRESS: &str = include_str!("../query/person_by_address.surql");
const PERSON_WITH_SESSIONS: &str = include_str!("../query/person_with_sessions.surql");

/// Somebody with an account.
#[derive(Clone)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// What they call themselves.
    pub name: PersonName,
    /// Where they are written to, as they typed it.
    pub email: EmailAddress,
    /// The language in which they are written to, such as `de`.
    pub language: String,
    /// Their password's hash; none for those who sign in by others' means.
    pub password_hash: Option<String>,
    /// The generation of the reset link that was mailed last, and until when it is good; none once
    /// it was used.
    pub reset: Option<(u32, DateTime<Utc>)>,
    /// Since when nobody gets into the account, where an admin suspended it (R2.13).
    pub suspended_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
pub(crate) struct PersonWithSessions {
    pub(crate) person: PersonRow,
    pub(crate) sessions: Vec<SessionRow>,
    first_steps: Vec<FirstStepRow>,
    change: Option<EmailChangeRow>,
}

impl PersonWithSessions {
    /// Ends everything that was begun as this person: sessions, first steps, a change of address.
    pub(crate) fn end_all(self, work: &mut Work<'_>) -> Result<PersonRow> {
        for session in self.sessions {
            work.delete(session)?;
        }
        for first in self.first_steps {
            work.delete(first)?;
        }
        if let Some(change) = self.change {
            work.delete(change)?;
        }
        Ok(self.person)
    }
}

/// The record by which an address is one account: a digest, since ids stand in many places.
pub(crate) fn address(key: &EmailKey) -> RecordId {
    record(AddressRow::TABLE, format_args!("{:x}", Sha256::digest(key.as_str())))
}

impl Store {
    /// The person with this id.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>> {
        let row = self.ask(PERSON).with("person", record("person", id)).maybe::<PersonRow>();
        row.await?.map(Person::try_from).transpose()
    }

    /// The person whose address has this key (R2.3).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn person_by_email(&self, key: &EmailKey) -> Result<Option<Person>> {
        self.row_by_email(key).await?.map(Person::try_from).transpose()
    }

    /// Mails a reset link that is good for so long (R2.9); for an address without an account it only
    /// looks like that.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn start_reset(
        &self,
        errand: Errand<'_>,
        key: &EmailKey,
        minutes: i64,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let Some(row) = self.row_by_email(key).await? else {
                // Takes as long as for somebody (R2.4). The row is swept away with the tallies.
                let id = record(TallyRow::TABLE, work.id());
                return work.create(TallyRow { id, version: 0, free_at: work.now() });
            };
            let person: PersonId = id_of(&row.id)?;
            let generation = row.reset_generation + 1;
            work.post([Letter::Reset { person, generation: count(generation)? }])?;
            let reset_until = Some(work.now() + TimeDelta::minutes(minutes));
            work.replace(PersonRow { reset_generation: generation, reset_until, ..row })
        })
    }

    /// Sets a password by a mailed link: uses the link up, ends everything else that was begun, and
    /// signs in, or does the first step of two (R2.9).
    ///
    /// # Errors
    /// Refused as not found where the link is not the last one mailed, was used, or is too old.
    pub async fn finish_reset(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        generation: u32,
        password_hash: String,
        session: NewSession,
    ) -> Result<Opened> {
        transact!(self, errand, |work| {
            let read = self.with_sessions(person).await?;
            let good = read.person.reset_until.is_some_and(|until| work.now() < until);
            if !good || count(read.person.reset_generation)? != generation {
                return Err(StoreError::not_found());
            }
            let row = read.end_all(work)?;
            work.post([Letter::PasswordChanged { person }])?;
            let password_hash = Some(password_hash.clone());
            let row = PersonRow { password_hash, reset_until: None, ..row };
            self.enter(work, row, &session).await
        })
    }

    /// Sets another password instead of that whose hash was `verified`, or a first one: ends everything
    /// else that was begun, and opens the session given.
    ///
    /// # Errors
    /// Refused as not found for an unknown person; as a wrong password where theirs is another one by
    /// now.
    pub async fn change_password(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        verified: Option<&str>,
        password_hash: String,
        session: NewSession,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.with_sessions(person).await?;
            if read.person.password_hash.as_deref() != verified {
                return Err(StoreError::wrong_password());
            }
            let row = read.end_all(work)?;
            work.post([Letter::PasswordChanged { person }])?;
            let password_hash = Some(password_hash.clone());
            let row = PersonRow { password_hash, reset_until: None, ..row };
            self.let_in(work, row, &session).await
        })
    }

    /// Changes what a person calls themselves.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn rename(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        name: &PersonName,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let ask = self.ask(PERSON).with("person", record("person", person));
            let row = ask.one::<PersonRow>().await?;
            work.replace(PersonRow { name: name.to_string(), ..row })
        })
    }

    /// Chooses the language in which a person is written to, such as `de`.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn choose_language(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        language: &str,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let ask = self.ask(PERSON).with("person", record("person", person));
            let row = ask.one::<PersonRow>().await?;
            if row.language == language {
                return Ok(());
            }
            work.replace(PersonRow { language: language.to_owned(), ..row })
        })
    }

    pub(crate) async fn with_sessions(&self, person: PersonId) -> Result<PersonWithSessions> {
        self.ask(PERSON_WITH_SESSIONS).with("person", record("person", person)).one().await
    }

    /// Stores a better hash of the password whose hash was `verified`; nobody is told. Answers whether:
    /// not where theirs is another one by now.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn set_password_hash(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        verified: &str,
        password_hash: String,
    ) -> Result<bool> {
        transact!(self, errand, |work| {
            let ask = self.ask(PERSON).with("person", record("person", person));
            let row = ask.one::<PersonRow>().await?;
            let same = row.password_hash.as_deref() == Some(verified);
            if same {
                work.replace(PersonRow { password_hash: Some(password_hash.clone()), ..row })?;
            }
            Ok(same)
        })
    }

    async fn row_by_email(&self, key: &EmailKey) -> Result<Option<PersonRow>> {
        let ask = self.ask(PERSON_BY_ADDRESS).with("address", address(key));
        ask.with("key", key.as_str()).maybe().await
    }
}
