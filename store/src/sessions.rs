//! Who is signed in where (R2.10).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{BrowserKey, Letter, PersonId, SessionKey};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Person, Result, Store, StoreError,
    row::{
        people::{DeviceRow, PersonRow, SessionRow},
        record,
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const SESSION: &str = include_str!("../query/session.surql");
const DEVICES: &str = include_str!("../query/devices.surql");

/// A session that is not used ends after so many days.
pub const SESSION_IDLE_DAYS: i64 = 14;

/// A session ends after so many days however much it is used.
pub const SESSION_ABSOLUTE_DAYS: i64 = 30;

/// Use is noted this often, so that reading pages does not write each time.
const TOUCH_MINUTES: i64 = 10;

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

/// A session that is good.
#[derive(Clone)]
pub struct Session {
    /// The digest of its cookie.
    pub key: SessionKey,
    /// Who is signed in.
    pub person: Person,
    /// When they signed in.
    pub made_at: DateTime<Utc>,
    /// When they were last seen, give or take ten minutes.
    pub seen_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct SessionRead {
    session: SessionRow,
    person: PersonRow,
}

/// What was known of a person's browsers.
#[derive(SurrealValue)]
pub(crate) struct Devices {
    /// This one.
    known: bool,
    /// Any at all.
    any: bool,
    /// The person.
    exists: bool,
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
    /// Signs in. From a browser in which this person has never been, though they have been in
    /// others, a mail says so.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn open_session(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        session: NewSession,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let devices = self.remember_device(work, person, &session).await?;
            if !devices.exists {
                return Err(StoreError::not_found());
            }
            if devices.any && !devices.known {
                work.post([Letter::NewDevice { person }])?;
            }
            work.create(SessionRow::new(person, &session, work.now()))
        })
    }

    /// The session, unless it has ended.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn session(&self, key: &SessionKey, now: DateTime<Utc>) -> Result<Option<Session>> {
        let Some(SessionRead { session, person }) = self.session_row(key).await? else {
            return Ok(None);
        };
        let idle = now - session.seen_at >= TimeDelta::days(SESSION_IDLE_DAYS);
        if idle || now - session.made_at >= TimeDelta::days(SESSION_ABSOLUTE_DAYS) {
            return Ok(None);
        }
        Ok(Some(Session {
            key: key.clone(),
            person: person.try_into()?,
            made_at: session.made_at,
            seen_at: session.seen_at,
        }))
    }

    /// Notes that a session is in use; writes at most every ten minutes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn touch_session(&self, key: &SessionKey, now: DateTime<Utc>) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let Some(SessionRead { session, .. }) = self.session_row(key).await? else {
                return Ok(());
            };
            if now - session.seen_at < TimeDelta::minutes(TOUCH_MINUTES) {
                return Ok(());
            }
            work.replace(SessionRow { seen_at: now, ..session })
        })
    }

    /// Signs out. A session that has ended already stays so.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_session(&self, errand: Errand<'_>, key: &SessionKey) -> Result<()> {
        transact!(self, errand, |work| match self.session_row(key).await? {
            Some(SessionRead { session, .. }) => work.delete(session),
            None => Ok(()),
        })
    }

    /// Notes that a person is in this browser, and answers what was known before.
    pub(crate) async fn remember_device(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        session: &NewSession,
    ) -> Result<Devices> {
        let browser = session.browser.as_str();
        let device = record("device", format_args!("{person}_{browser}"));
        let person = record("person", person);
        let ask = self.ask(DEVICES).with("person", person.clone()).with("device", device.clone());
        let devices: Devices = ask.one().await?;
        if !devices.known {
            let (browser, first_at) = (browser.to_owned(), work.now());
            work.create(DeviceRow { id: device, version: 0, person, browser, first_at })?;
        }
        Ok(devices)
    }

    async fn session_row(&self, key: &SessionKey) -> Result<Option<SessionRead>> {
        self.ask(SESSION).with("of", record("session", key.as_str())).maybe().await
    }
}
