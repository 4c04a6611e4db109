//! The console of admins (R1, R2.12).

use app::{
    backend::{Admin, AuditEntry, UserCard, UserView},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::PersonId;
use store::{Act, Person, StoreError};

use crate::site::Site;

/// Fulfils [`Admin`].
pub(super) struct Service(pub(super) Site);

/// Whoever is no admin is told that there is nothing; an admin has to have shown just now who they
/// are.
pub(super) fn admin(visit: &Visit) -> Result<(), AppError> {
    let account = visit.account.as_ref().ok_or(AppError::SignInNeeded)?;
    match (account.admin, account.fresh_for_admins) {
        (false, _) => Err(AppError::not_found()),
        (true, false) => Err(AppError::FreshSignInNeeded),
        (true, true) => Ok(()),
    }
}

fn named(person: &Person) -> String {
    format!("{} <{}>", person.name, person.email.as_str())
}

impl Service {
    fn told<T>(&self, answer: Result<T, StoreError>) -> Result<T, AppError> {
        answer.map_err(|error| self.0.refuse(error))
    }
}

#[async_trait]
impl Admin for Service {
    async fn users(&self, visit: &Visit, search: &str) -> Result<Vec<UserCard>, AppError> {
        admin(visit)?;
        let users = self.told(self.0.store.users(search).await)?;
        let card = |(person, admin, made_at): (Person, bool, _)| UserCard {
            id: person.id,
            name: person.name.to_string(),
            email: person.email.as_str().to_owned(),
            made_at,
            admin,
        };
        Ok(users.into_iter().map(card).collect())
    }

    async fn user(&self, visit: &Visit, id: PersonId) -> Result<UserView, AppError> {
        admin(visit)?;
        let user = self.told(self.0.store.user(id).await)?;
        self.told(self.0.store.note(self.0.errand(visit), Act::UserLookedAt, id).await)?;
        let password = user.person.password_hash.is_some().then(|| "password".to_owned());
        Ok(UserView {
            card: UserCard {
                id,
                name: user.person.name.to_string(),
                email: user.person.email.as_str().to_owned(),
                made_at: user.made_at,
                admin: user.admin,
            },
            language: user.person.language,
            lists: user.lists,
            sessions: u32::try_from(user.sessions).unwrap_or(u32::MAX),
            ways: password.into_iter().chain(user.providers).collect(),
            second_step: user.second_step,
        })
    }

    async fn sign_user_out(&self, visit: &Visit, id: PersonId) -> Result<(), AppError> {
        admin(visit)?;
        self.told(self.0.store.sign_user_out(self.0.errand(visit), id).await)
    }

    async fn audit(&self, visit: &Visit) -> Result<Vec<AuditEntry>, AppError> {
        admin(visit)?;
        let log = self.told(self.0.store.audit_log().await)?;
        let entry = |entry: store::Audited| AuditEntry {
            at: entry.at,
            who: match (&entry.who, entry.by_command) {
                (Some(who), _) => Some(named(who)),
                (None, true) => None,
                (None, false) => Some("–".to_owned()),
            },
            act: entry.act,
            about: match (entry.about.as_ref(), entry.product) {
                (Some(person), _) => named(person),
                (None, Some(product)) => product,
                (None, None) => "–".to_owned(),
            },
        };
        Ok(log.into_iter().map(entry).collect())
    }
}
