//! Admins: who they are, what they see of people, and the log of what they did.

use chrono::{DateTime, Utc};
use domain::{EmailKey, PersonId, Reason};
use surrealdb::types::SurrealValue;

pub(crate) use crate::audits::{About, audit, audit_product, audit_why};
use crate::{
    Errand, Person, Result, Store, StoreError,
    people::PersonWithSessions,
    row::{
        access::{AdminRow, IdentityRow},
        people::{PersonRow, SessionRow},
        record,
    },
    tx::transact,
};
pub use domain::AuditAct as Act;

const ADMIN: &str = include_str!("../query/admin.surql");
const ADMINS: &str = include_str!("../query/admins.surql");
const USERS: &str = include_str!("../query/users.surql");
const USER: &str = include_str!("../query/user.surql");

/// Somebody with an account, in a row.
#[derive(Clone)]
pub struct FoundUser {
    /// The person.
    pub person: Person,
    /// Since when they have an account.
    pub made_at: DateTime<Utc>,
    /// Whether they are an admin.
    pub admin: bool,
}

/// Somebody with an account, as admins see them.
#[derive(Clone)]
pub struct User {
    /// The person.
    pub person: Person,
    /// Since when they have an account.
    pub made_at: DateTime<Utc>,
    /// Whether they are an admin.
    pub admin: bool,
    /// How many lists they own or edit.
    pub lists: u32,
    /// In how many places they are signed in.
    pub sessions: usize,
    /// The providers they can sign in by.
    pub providers: Vec<String>,
    /// Whether a second step is asked for.
    pub second_step: bool,
}

#[derive(SurrealValue)]
struct AdminRead {
    admin: Option<AdminRow>,
}

#[derive(SurrealValue)]
struct Card {
    person: PersonRow,
    admin: bool,
}

#[derive(SurrealValue)]
struct UserRead {
    person: PersonRow,
    admin: bool,
    lists: i64,
    sessions: Vec<SessionRow>,
    identities: Vec<IdentityRow>,
    second: bool,
}

impl Store {
    /// Makes somebody an admin, or takes that from them. Answers whether anything changed.
    ///
    /// # Errors
    /// Refused as not found where nobody has this address.
    pub async fn set_admin(&self, errand: Errand<'_>, key: &EmailKey, admin: bool) -> Result<bool> {
        transact!(self, errand, |work| {
            let person = self.person_by_email(key).await?.ok_or_else(StoreError::not_found)?.id;
            let ask = self.ask(ADMIN).with("person", record("person", person));
            let read: AdminRead = ask.with("admin", record("admin", person)).one().await?;
            match (read.admin, admin) {
                (None, true) => {
                    work.create(AdminRow {
                        id: record("admin", person),
                        version: 0,
                        person: record("person", person),
                        since: work.now(),
                    })?;
                    audit(work, errand.actor.person, Act::AdminGranted, person)?;
                    Ok(true)
                }
                (Some(row), false) => {
                    work.delete(row)?;
                    audit(work, errand.actor.person, Act::AdminRevoked, person)?;
                    Ok(true)
                }
                _ => Ok(false),
            }
        })
    }

    /// Every admin.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn admins(&self) -> Result<Vec<Person>> {
        let rows: Vec<PersonRow> = self.ask(ADMINS).one().await?;
        rows.into_iter().map(Person::try_from).collect()
    }

    /// People whose name or address holds these words, the newest first, at most fifty.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn users(&self, words: &str) -> Result<Vec<FoundUser>> {
        let ask = self.ask(USERS).with("words", words.trim().to_lowercase());
        let cards: Vec<Card> = ask.one().await?;
        let parsed = cards.into_iter().map(|Card { person, admin }| {
            let made_at = person.made_at;
            Ok(FoundUser { person: person.try_into()?, made_at, admin })
        });
        parsed.collect()
    }

    /// What admins see of one person.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn user(&self, person: PersonId) -> Result<User> {
        let read = self.user_row(person).await?;
        let mut providers: Vec<_> = read.identities.into_iter().map(|row| row.provider).collect();
        providers.dedup();
        Ok(User {
            made_at: read.person.made_at,
            person: read.person.try_into()?,
            admin: read.admin,
            lists: crate::row::count(read.lists)?,
            sessions: read.sessions.len(),
            providers,
            second_step: read.second,
        })
    }

    /// Signs a person out everywhere.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn sign_user_out(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        why: &Reason,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read: PersonWithSessions = self.with_sessions(person).await?;
            let row = read.end_all(work)?;
            // Without this, somebody who signs in at the same moment would collide with nothing.
            work.replace(row)?;
            let about = About::Person(person);
            audit_why(work, errand.actor.person, Act::UserSignedOut, about, Some(why))
        })
    }

    async fn user_row(&self, person: PersonId) -> Result<UserRead> {
        self.ask(USER).with("person", record("person", person)).one().await
    }
}
