//! Who is signed in where (R2.10).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{PersonId, SessionKey};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Person, Result, Store, StoreError, image,
    row::{
        people::{PersonRow, SessionRow},
        record,
    },
    tx::transact,
    work::Housekeeping,
};

const SESSION: &str = include_str!("../query/session.surql");
const SESSIONS_OF: &str = include_str!("../query/sessions_of.surql");

/// After how many days without use a session ends.
pub const SESSION_IDLE_DAYS: i64 = 14;

/// After how many days a session ends, however much it is used.
pub const SESSION_ABSOLUTE_DAYS: i64 = 30;

/// How often use is noted, so that reading pages does not write each time.
const TOUCH_MINUTES: i64 = 60;

/// A session that is good.
#[derive(Clone)]
pub struct Session {
    /// The digest of its cookie.
    pub key: SessionKey,
    /// Who is signed in.
    pub person: Person,
    /// Whether they are an admin.
    pub admin: bool,
    /// When they signed in.
    pub made_at: DateTime<Utc>,
    /// When they were last seen, give or take an hour.
    pub seen_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct SessionRead {
    session: SessionRow,
    person: PersonRow,
    admin: bool,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone)]
pub struct Place {
    /// The digest of its cookie.
    pub key: SessionKey,
    /// What the browser calls itself.
    pub device: String,
    /// When they signed in.
    pub made_at: DateTime<Utc>,
    /// When they were last seen, give or take an hour.
    pub seen_at: DateTime<Utc>,
}

impl Session {
    /// Whether its use is to be noted once more.
    pub fn wants_touch(&self, now: DateTime<Utc>) -> bool {
        wants_touch(self.seen_at, now)
    }
}

fn wants_touch(seen_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - seen_at >= TimeDelta::minutes(TOUCH_MINUTES)
}

impl Store {
    /// The session, unless it has ended, or its person is suspended (R2.13) or gone.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn session(&self, key: &SessionKey, now: DateTime<Utc>) -> Result<Option<Session>> {
        let Some(SessionRead { session, person, admin }) = self.session_row(key).await? else {
            return Ok(None);
        };
        if session.has_ended(now) || person.suspended_at.is_some() {
            return Ok(None);
        }
        Ok(Some(Session {
            key: key.clone(),
            person: person.try_into()?,
            admin,
            made_at: session.made_at,
            seen_at: session.seen_at,
        }))
    }

    /// Notes that a session is in use; writes at most once an hour.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn touch_session(&self, key: &SessionKey, now: DateTime<Utc>) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let Some(SessionRead { session, .. }) = self.session_row(key).await? else {
                return Ok(());
            };
            if !wants_touch(session.seen_at, now) {
                return Ok(());
            }
            work.replace(SessionRow { seen_at: now, ..session })
        })
    }

    /// Everywhere that a person is signed in, the last used first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn places(&self, person: PersonId, now: DateTime<Utc>) -> Result<Vec<Place>> {
        let sessions = self.sessions_of(person).await?;
        let open = sessions.into_iter().filter(|session| !session.has_ended(now));
        let place = |session: SessionRow| {
            let key = image::key(&session.id).map(SessionKey::new);
            Ok(Place {
                key: key.ok_or_else(|| StoreError::spoilt("session", &session.id))?,
                device: session.device,
                made_at: session.made_at,
                seen_at: session.seen_at,
            })
        };
        open.map(place).collect()
    }

    /// Ends a person's sessions that `ends` says yes to.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_sessions(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        ends: impl Fn(&SessionKey) -> bool + Send + Sync,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            for session in self.sessions_of(person).await? {
                if image::key(&session.id).is_some_and(|key| ends(&SessionKey::new(key))) {
                    work.delete(session)?;
                }
            }
            Ok(())
        })
    }

    async fn sessions_of(&self, person: PersonId) -> Result<Vec<SessionRow>> {
        self.ask(SESSIONS_OF).with("person", record("person", person)).one().await
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

    async fn session_row(&self, key: &SessionKey) -> Result<Option<SessionRead>> {
        self.ask(SESSION).with("of", record("session", key.as_str())).maybe().await
    }
}

impl SessionRow {
    fn has_ended(&self, now: DateTime<Utc>) -> bool {
        now - self.seen_at >= TimeDelta::days(SESSION_IDLE_DAYS)
            || now - self.made_at >= TimeDelta::days(SESSION_ABSOLUTE_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use domain::BrowserKey;

    use super::*;
    use crate::{Ids as _, NewSession, in_tests::run, work::Work};

    // R2.10
    #[test]
    fn a_session_whose_person_is_gone_is_none() {
        run(async {
            let now: DateTime<Utc> = "2026-11-01T12:00:00Z".parse().unwrap();
            let store = Store::open("mem://").await.unwrap();
            store.migrate(now).await.unwrap();
            let pen = &Housekeeping(now);
            let new = NewSession {
                key: SessionKey::new("left"),
                browser: BrowserKey::new("browser"),
                device: "Firefox".to_owned(),
            };
            let gone = PersonId::new(pen.next());
            let mut work = Work::new(pen.into());
            work.create(SessionRow::new(gone, &new, now)).unwrap();
            store.put_back(work.acts).await.unwrap();
            assert!(store.session(&new.key, now).await.unwrap().is_none());
            store.touch_session(&new.key, now + TimeDelta::days(1)).await.unwrap();
        });
    }
}
