//! Admins suspend accounts, and let people back into them (R2.13).

use domain::{Letter, PersonId, Reason, suspend};
use surrealdb::types::SurrealValue;

use crate::{
    Act, Errand, Result, Store,
    audits::{About, audit_why},
    people::PersonWithSessions,
    row::{people::PersonRow, record},
    tx::transact,
};

const SUSPENDING: &str = include_str!("../query/suspending.surql");

#[derive(SurrealValue)]
struct Suspending {
    who: PersonWithSessions,
    admin: bool,
}

impl Store {
    /// Suspends an account: ends everything that was begun as this person, lets nobody in from then on,
    /// and mails them that it is so. What they made stays as it is. Done once, it is done.
    ///
    /// # Errors
    /// Refused as not found for an unknown person, and for an admin's account.
    pub async fn suspend(&self, errand: Errand<'_>, person: PersonId, why: &Reason) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.suspending(person).await?;
            let before = read.who.person.suspended_at;
            let since = Some(suspend(before, read.admin, work.now())?);
            if since == before {
                return Ok(());
            }
            let row = read.who.end_all(work)?;
            work.post([Letter::AccountSuspended { person }])?;
            work.replace(PersonRow { suspended_at: since, ..row })?;
            let about = About::Person(person);
            audit_why(work, errand.actor.person, Act::UserSuspended, about, Some(why))
        })
    }

    /// Lets somebody back into their account, and mails them that it is so.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn let_back(&self, errand: Errand<'_>, person: PersonId, why: &Reason) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.suspending(person).await?.who.person;
            if row.suspended_at.is_none() {
                return Ok(());
            }
            work.post([Letter::AccountRestored { person }])?;
            work.replace(PersonRow { suspended_at: None, ..row })?;
            let about = About::Person(person);
            audit_why(work, errand.actor.person, Act::UserLetBack, about, Some(why))
        })
    }

    async fn suspending(&self, person: PersonId) -> Result<Suspending> {
        self.ask(SUSPENDING).with("person", record("person", person)).one().await
    }
}
