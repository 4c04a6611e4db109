//! Admins: who they are, what they see of people, and the log of what they did.

use chrono::{DateTime, Utc};
use domain::{AuditId, EmailKey, PersonId, ProductId};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Person, Result, Store, StoreError,
    people::PersonWithSessions,
    row::{
        access::{AdminRow, AuditRow, IdentityRow},
        people::{PersonRow, SessionRow},
        record,
    },
    tx::transact,
    work::Work,
};

const ADMIN: &str = include_str!("../query/admin.surql");
const ADMINS: &str = include_str!("../query/admins.surql");
const USERS: &str = include_str!("../query/users.surql");
const USER: &str = include_str!("../query/user.surql");
const AUDIT: &str = include_str!("../query/audit.surql");

/// What is written into the audit log, as words that never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Somebody became an admin.
    AdminGranted,
    /// Somebody is no admin any more.
    AdminRevoked,
    /// Somebody's account was looked at.
    UserLookedAt,
    /// Somebody was signed out everywhere.
    UserSignedOut,
    /// Somebody's account was shown on the command line.
    UserShown,
    /// Everything kept of somebody was handed out.
    UserExported,
    /// Somebody's account was erased.
    UserErased,
    /// A product was taken into the catalogue.
    ProductPromoted,
    /// A product gave way to one of the catalogue.
    ProductMerged,
    /// A product was left with its owner.
    ProductDeclined,
    /// A product of the catalogue was made.
    ProductCreated,
    /// A product of the catalogue was changed.
    ProductEdited,
}

impl Act {
    /// The word.
    pub fn code(self) -> &'static str {
        match self {
            Self::AdminGranted => "admin_granted",
            Self::AdminRevoked => "admin_revoked",
            Self::UserLookedAt => "user_looked_at",
            Self::UserSignedOut => "user_signed_out",
            Self::UserShown => "user_shown",
            Self::UserExported => "user_exported",
            Self::UserErased => "user_erased",
            Self::ProductPromoted => "product_promoted",
            Self::ProductMerged => "product_merged",
            Self::ProductDeclined => "product_declined",
            Self::ProductCreated => "product_created",
            Self::ProductEdited => "product_edited",
        }
    }
}

/// An entry of the audit log.
#[derive(Clone)]
pub struct Audited {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; none at the command line, and for an account that is gone.
    pub who: Option<Person>,
    /// Whether it was done at the command line.
    pub by_command: bool,
    /// What, as the word of an [`Act`].
    pub act: String,
    /// On whom; none for an account that is gone.
    pub about: Option<Person>,
    /// On which product, by its name.
    pub product: Option<String>,
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

#[derive(SurrealValue)]
struct AuditRead {
    entry: AuditRow,
    who: Option<PersonRow>,
    about: Option<PersonRow>,
    product: Option<String>,
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

    /// People whose name or address holds these words, the newest first, at most fifty; with
    /// whether they are admins, and since when they have an account.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn users(&self, words: &str) -> Result<Vec<(Person, bool, DateTime<Utc>)>> {
        let ask = self.ask(USERS).with("words", words.trim().to_lowercase());
        let cards: Vec<Card> = ask.one().await?;
        let parsed = cards.into_iter().map(|Card { person, admin }| {
            let made_at = person.made_at;
            Ok((person.try_into()?, admin, made_at))
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

    /// Writes an entry into the audit log about what changes nothing else.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note(&self, errand: Errand<'_>, act: Act, about: PersonId) -> Result<()> {
        transact!(self, errand, |work| audit(work, errand.actor.person, act, about))
    }

    /// Signs a person out everywhere.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn sign_user_out(&self, errand: Errand<'_>, person: PersonId) -> Result<()> {
        transact!(self, errand, |work| {
            let read: PersonWithSessions = self.with_sessions(person).await?;
            let row = read.end_all(work)?;
            // Somebody who signs in at the same moment collides on nothing of this, and is in.
            work.replace(row)?;
            audit(work, errand.actor.person, Act::UserSignedOut, person)
        })
    }

    /// The audit log, the newest first, at most a hundred entries.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn audit_log(&self) -> Result<Vec<Audited>> {
        let read: Vec<AuditRead> = self.ask(AUDIT).one().await?;
        let parsed = read.into_iter().map(|AuditRead { entry, who, about, product }| {
            Ok(Audited {
                at: entry.at,
                by_command: entry.who.is_none(),
                who: who.map(Person::try_from).transpose()?,
                act: entry.act,
                about: about.map(Person::try_from).transpose()?,
                product,
            })
        });
        parsed.collect()
    }

    async fn user_row(&self, person: PersonId) -> Result<UserRead> {
        self.ask(USER).with("person", record("person", person)).one().await
    }
}

/// Writes an entry into the audit log, in the transaction that it is about.
pub(crate) fn audit(
    work: &mut Work<'_>,
    who: Option<PersonId>,
    act: Act,
    about: PersonId,
) -> Result<()> {
    let entry = entry(work, who, act);
    work.create(AuditRow { about: Some(record("person", about)), ..entry })
}

/// The same about a product.
pub(crate) fn audit_product(
    work: &mut Work<'_>,
    who: Option<PersonId>,
    act: Act,
    product: ProductId,
) -> Result<()> {
    let entry = entry(work, who, act);
    work.create(AuditRow { product: Some(record("product", product)), ..entry })
}

fn entry(work: &Work<'_>, who: Option<PersonId>, act: Act) -> AuditRow {
    AuditRow {
        id: record("audit", AuditId::new(work.id())),
        version: 0,
        at: work.now(),
        who: who.map(|who| record("person", who)),
        act: act.code().to_owned(),
        about: None,
        product: None,
    }
}
