//! Signing in: one step, or two where the account asks for it (R2.8, R2.10).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{BrowserKey, Letter, PersonId, SessionKey, TokenKey, require_not_suspended};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Person, Result, Store, StoreError,
    row::{
        access::{FirstStepRow, SecondStepRow},
        count, id_of,
        people::{DeviceRow, PersonRow, SessionRow},
        record,
        reservation::GiverRow,
    },
    tx::transact,
    work::Work,
};

const PERSON: &str = include_str!("../query/person.surql");
const ENTERING: &str = include_str!("../query/entering.surql");
const FIRST_STEP: &str = include_str!("../query/first_step.surql");

/// Within how many minutes the second step must follow.
pub const SECOND_STEP_MINUTES: i64 = 10;

/// How often the second step may be tried before the first one has to be done again.
pub const MOST_SECOND_STEPS: u32 = 5;

/// A session to be opened.
#[derive(Clone)]
pub struct NewSession {
    /// The digest of its cookie.
    pub key: SessionKey,
    /// The browser that it is in.
    pub browser: BrowserKey,
    /// What the browser calls itself.
    pub device: String,
}

/// What a right password, code or link came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Who it is.
    pub person: PersonId,
    /// Whether they are in; else the second step is owed, under the same key.
    pub complete: bool,
}

/// Somebody who has done the first step.
#[derive(Clone)]
pub struct FirstStep {
    /// Who it is.
    pub person: Person,
    /// Which authenticator is asked for.
    pub generation: u32,
    /// Which recovery codes are good.
    pub codes_generation: u32,
}

/// What the second step was done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondProof {
    /// The digits of this time step (RFC 6238); none is good twice, nor an earlier one after it.
    Authenticator(i64),
    /// The recovery code with this number.
    RecoveryCode(u32),
}

/// What is known of somebody who enters.
#[derive(SurrealValue)]
struct Entering {
    /// Whether they have been in this browser before.
    known: bool,
    /// Whether they have been in any.
    any: bool,
    /// Whether the second step is asked for.
    asks: bool,
    /// What nobody with an account has promised under their address: confirmed, or in this browser.
    promised: Vec<GiverRow>,
}

#[derive(SurrealValue)]
struct FirstStepRead {
    first: FirstStepRow,
    person: PersonRow,
    second: Option<SecondStepRow>,
}

impl DeviceRow {
    pub(crate) fn new(person: PersonId, browser: &BrowserKey, now: DateTime<Utc>) -> Self {
        Self {
            id: record("device", format_args!("{person}_{}", browser.as_str())),
            version: 0,
            person: record("person", person),
            browser: browser.as_str().to_owned(),
            first_at: now,
        }
    }
}

impl SessionRow {
    pub(crate) fn new(person: PersonId, new: &NewSession, now: DateTime<Utc>) -> Self {
        Self {
            id: record("session", new.key.as_str()),
            version: 0,
            person: record("person", person),
            browser: new.browser.as_str().to_owned(),
            device: new.device.clone(),
            made_at: now,
            seen_at: now,
        }
    }
}

impl Store {
    /// Signs in by a password, or does the first step of two. From a browser in which this person has
    /// never been, though they have been in others, a mail says so. None where `verified` is not the
    /// hash of their password any more, since verifying takes a while, and where they are gone.
    ///
    /// # Errors
    /// Refused for somebody whose account is suspended (R2.13).
    pub async fn open_session(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        verified: &str,
        session: NewSession,
    ) -> Result<Option<Opened>> {
        transact!(self, errand, |work| {
            let ask = self.ask(PERSON).with("person", record("person", person));
            let row = ask.maybe::<PersonRow>().await?;
            match row.filter(|row| row.password_hash.as_deref() == Some(verified)) {
                Some(row) => self.enter(work, row, &session).await.map(Some),
                None => Ok(None),
            }
        })
    }

    /// The first step that was done under this key, unless it is too long ago.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn first_step(
        &self,
        key: &TokenKey,
        browser: &BrowserKey,
        now: DateTime<Utc>,
    ) -> Result<Option<FirstStep>> {
        let Some(read) = self.first_step_row(key).await? else { return Ok(None) };
        if read.first.browser != browser.as_str() || read.first.until <= now {
            return Ok(None);
        }
        read.try_into()
    }

    /// Counts a try of the second step. Committed before anything is compared.
    ///
    /// # Errors
    /// Refused as a wrong code once it was tried too often, or too late.
    pub async fn count_second_step(&self, errand: Errand<'_>, key: &TokenKey) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.first_step_row(key).await?.ok_or_else(StoreError::wrong_code)?;
            let tries = count(read.first.attempts)?;
            if tries >= MOST_SECOND_STEPS || read.first.until <= work.now() {
                return Err(StoreError::wrong_code());
            }
            work.replace(FirstStepRow { attempts: read.first.attempts + 1, ..read.first })
        })
    }

    /// Signs in, once the second step was done as well.
    ///
    /// # Errors
    /// Refused as a wrong code for what was used before, for a first step that is not there, and where
    /// another authenticator, or other recovery codes, are good by now than for `first`.
    pub async fn finish_second_step(
        &self,
        errand: Errand<'_>,
        key: &TokenKey,
        first: &FirstStep,
        proof: SecondProof,
        session: NewSession,
    ) -> Result<PersonId> {
        transact!(self, errand, |work| {
            let read = self.first_step_row(key).await?.ok_or_else(StoreError::wrong_code)?;
            let second = read.second.ok_or_else(StoreError::wrong_code)?;
            let good = (count(second.generation)?, count(second.codes_generation)?);
            if good != (first.generation, first.codes_generation) {
                return Err(StoreError::wrong_code());
            }
            let person: PersonId = id_of(&read.person.id)?;
            work.replace(second.used(proof).ok_or_else(StoreError::wrong_code)?)?;
            work.delete(read.first)?;
            self.let_in(work, read.person, &session).await?;
            Ok(person)
        })
    }

    /// Opens the session, or notes the first step where the account asks for a second. Writes the
    /// person as [`let_in`](Self::let_in) does.
    pub(crate) async fn enter(
        &self,
        work: &mut Work<'_>,
        person: PersonRow,
        session: &NewSession,
    ) -> Result<Opened> {
        let id: PersonId = id_of(&person.id)?;
        let entering = self.entering(&person, session).await?;
        if !entering.asks {
            open(work, person, session, entering)?;
            return Ok(Opened { person: id, complete: true });
        }
        work.create(FirstStepRow {
            id: record("first_step", session.key.as_str()),
            version: 0,
            person: person.id.clone(),
            browser: session.browser.as_str().to_owned(),
            attempts: 0,
            until: work.now() + TimeDelta::minutes(SECOND_STEP_MINUTES),
        })?;
        work.replace(person)?;
        Ok(Opened { person: id, complete: false })
    }

    /// Opens the session of somebody who has shown all that is asked for. Writes the person, as they
    /// were read or shall be, so that it collides with whatever ends their sessions at the same time:
    /// none is left that was opened by what is not good any more. What their address promised, and what
    /// was promised under it in this browser, is theirs from then on, as for a new account (R5.4).
    pub(crate) async fn let_in(
        &self,
        work: &mut Work<'_>,
        person: PersonRow,
        session: &NewSession,
    ) -> Result<()> {
        let entering = self.entering(&person, session).await?;
        open(work, person, session, entering)
    }

    async fn entering(&self, person: &PersonRow, session: &NewSession) -> Result<Entering> {
        require_not_suspended(person.suspended_at)?;
        let id: PersonId = id_of(&person.id)?;
        let device = format_args!("{id}_{}", session.browser.as_str()).to_string();
        let ask = self.ask(ENTERING).with("person", person.id.clone());
        let ask = ask.with("device", record("device", device));
        let ask = ask.with("key", person.email_key.as_str());
        let ask = ask.with("browser", session.browser.as_str());
        ask.with("second_step", record("second_step", id)).one().await
    }

    async fn first_step_row(&self, key: &TokenKey) -> Result<Option<FirstStepRead>> {
        self.ask(FIRST_STEP).with("first", record("first_step", key.as_str())).maybe().await
    }
}

fn open(
    work: &mut Work<'_>,
    person: PersonRow,
    session: &NewSession,
    entering: Entering,
) -> Result<()> {
    let id: PersonId = id_of(&person.id)?;
    for giver in entering.promised {
        work.replace(giver.of_account(&person.id, work.now()))?;
    }
    work.replace(person)?;
    if entering.any && !entering.known {
        work.post([Letter::NewDevice { person: id }])?;
    }
    if !entering.known {
        work.create(DeviceRow::new(id, &session.browser, work.now()))?;
    }
    work.create(SessionRow::new(id, session, work.now()))
}

impl SecondStepRow {
    /// The row once this proof was used; none for one that was used before.
    pub(crate) fn used(mut self, proof: SecondProof) -> Option<Self> {
        match proof {
            SecondProof::Authenticator(step) if step > self.last_step => self.last_step = step,
            SecondProof::RecoveryCode(number) if !self.codes_used.contains(&i64::from(number)) => {
                self.codes_used.push(i64::from(number));
            }
            _ => return None,
        }
        Some(self)
    }
}

impl TryFrom<FirstStepRead> for Option<FirstStep> {
    type Error = StoreError;

    fn try_from(read: FirstStepRead) -> Result<Self> {
        let Some(second) = read.second.filter(|second| second.active) else { return Ok(None) };
        Ok(Some(FirstStep {
            person: read.person.try_into()?,
            generation: count(second.generation)?,
            codes_generation: count(second.codes_generation)?,
        }))
    }
}
