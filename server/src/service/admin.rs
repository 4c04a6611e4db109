//! The console of admins: people, and the log of what was done (R1, R2.12).

use app::{
    backend::{Admin, AuditEntry, AuditQuestion, AuditView, UserCard, UserSession, UserView},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{EmailAddress, FieldErrors, FieldProblem, PersonId, Reason};
use store::{AUDIT_PAGE, Act, AuditFilter, Audited, By, FoundUser, Person};

use super::{everything, person};
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

/// Why something is done, as it was typed.
pub(super) fn reason(why: &str) -> Result<Reason, AppError> {
    Reason::parse(why).map_err(|problem| FieldErrors::one("why", problem).into())
}

fn named(person: &Person) -> String {
    format!("{} <{}>", person.name, person.email.as_str())
}

/// What can be fetched with a ticket for somebody's data.
fn data_of(id: PersonId) -> String {
    format!("user {id}")
}

fn card(found: FoundUser) -> UserCard {
    let FoundUser { person, made_at, admin } = found;
    UserCard {
        id: person.id,
        name: person.name.to_string(),
        email: person.email.as_str().to_owned(),
        made_at,
        admin,
        suspended_at: person.suspended_at,
    }
}

impl Service {
    /// The reason, if it was given and the address of this person was typed, too.
    async fn meant(&self, id: PersonId, typed: &str, why: &str) -> Result<Reason, AppError> {
        let person =
            self.0.answer(self.0.store.person(id).await)?.ok_or_else(AppError::not_found)?;
        let mut errors = FieldErrors::default();
        let same = EmailAddress::parse(typed).is_ok_and(|typed| typed.key() == person.email.key());
        if !same {
            errors.push("email", FieldProblem::NotTheSame);
        }
        match errors.take("why", Reason::parse(why)) {
            Some(why) if errors.is_empty() => Ok(why),
            _ => Err(errors.into()),
        }
    }
}

#[async_trait]
impl Admin for Service {
    async fn users(&self, visit: &Visit, search: &str) -> Result<Vec<UserCard>, AppError> {
        admin(visit)?;
        let users = self.0.answer(self.0.store.users(search).await)?;
        Ok(users.into_iter().map(card).collect())
    }

    async fn user(&self, visit: &Visit, id: PersonId) -> Result<UserView, AppError> {
        admin(visit)?;
        let user = self.0.answer(self.0.store.user(id).await)?;
        self.0.answer(self.0.store.note(self.0.errand(visit), Act::UserLookedAt, id).await)?;
        let now = self.0.clock.now();
        let places = self.0.answer(self.0.store.places(id, now).await)?;
        let tokens = self.0.answer(self.0.store.tokens(id).await)?;
        let password = user.person.password_hash.is_some().then(|| "password".to_owned());
        Ok(UserView {
            language: user.person.language.clone(),
            lists: user.lists,
            sessions: places
                .into_iter()
                .map(|place| UserSession {
                    device: place.device,
                    made_at: place.made_at,
                    seen_at: place.seen_at,
                })
                .collect(),
            tokens: tokens.iter().filter(|held| held.token.is_good(now)).count(),
            ways: password.into_iter().chain(user.providers).collect(),
            second_step: user.second_step,
            card: card(FoundUser { person: user.person, made_at: user.made_at, admin: user.admin }),
        })
    }

    async fn sign_user_out(&self, visit: &Visit, id: PersonId, why: &str) -> Result<(), AppError> {
        admin(visit)?;
        let why = reason(why)?;
        self.0.answer(self.0.store.sign_user_out(self.0.errand(visit), id, &why).await)
    }

    async fn suspend(&self, visit: &Visit, id: PersonId, why: &str) -> Result<(), AppError> {
        admin(visit)?;
        let why = reason(why)?;
        self.0.done(self.0.store.suspend(self.0.errand(visit), id, &why).await)
    }

    async fn let_back(&self, visit: &Visit, id: PersonId, why: &str) -> Result<(), AppError> {
        admin(visit)?;
        let why = reason(why)?;
        self.0.done(self.0.store.let_back(self.0.errand(visit), id, &why).await)
    }

    async fn export(
        &self,
        visit: &Visit,
        id: PersonId,
        typed: &str,
        why: &str,
    ) -> Result<String, AppError> {
        admin(visit)?;
        let why = self.meant(id, typed, why).await?;
        let (errand, about) = (self.0.errand(visit), store::About::Person(id));
        let noted = self.0.store.note_why(errand, Act::UserExported, about, Some(&why)).await;
        self.0.answer(noted)?;
        let ticket = self.0.secrets.ticket(person(visit)?, &data_of(id), self.0.clock.now());
        Ok(format!("/admin/users/{id}/data.json?ticket={ticket}"))
    }

    async fn exported(
        &self,
        visit: &Visit,
        id: PersonId,
        ticket: &str,
    ) -> Result<String, AppError> {
        admin(visit)?;
        let (who, now) = (person(visit)?, self.0.clock.now());
        if !self.0.secrets.is_ticket(who, &data_of(id), ticket, now) {
            return Err(AppError::not_found());
        }
        everything::for_admin(&self.0, id).await
    }

    async fn erase(
        &self,
        visit: &Visit,
        id: PersonId,
        typed: &str,
        why: &str,
    ) -> Result<(), AppError> {
        admin(visit)?;
        let why = self.meant(id, typed, why).await?;
        let left = self.0.answer(self.0.store.looked_after_by(id).await)?;
        self.0.done(self.0.store.erase_user(self.0.errand(visit), id, &why).await)?;
        for list in left {
            self.0.announce(list.list.id).await;
        }
        Ok(())
    }

    async fn audit(&self, visit: &Visit, of: &AuditQuestion) -> Result<AuditView, AppError> {
        admin(visit)?;
        let unseen = self.0.store.surprises_of(person(visit)?, self.0.clock.now()).await;
        let filter = AuditFilter {
            act: of.act,
            by: match of.who.as_str() {
                "command" => Some(By::CommandLine),
                who => who.parse().ok().map(By::Admin),
            },
            before: of.before.parse().ok(),
            unseen: self.0.answer(unseen)?,
        };
        let log = self.0.answer(self.0.store.audit_log(&filter).await)?;
        let admins = self.0.answer(self.0.store.auditors(&filter.unseen).await)?;
        let full = log.len() == AUDIT_PAGE;
        Ok(AuditView {
            more: log.last().filter(|_| full).map(|entry| entry.id),
            admins: admins.iter().map(|person| (person.id, named(person))).collect(),
            entries: log.into_iter().map(entry).collect(),
        })
    }
}

fn entry(entry: Audited) -> AuditEntry {
    let gone = || "–".to_owned();
    AuditEntry {
        at: entry.at,
        who: match (&entry.who, entry.by_command) {
            (Some(who), _) => Some(named(who)),
            (None, true) => None,
            (None, false) => Some(gone()),
        },
        act: entry.act,
        about: match (entry.about.as_ref(), entry.product, entry.thing) {
            (Some(person), _, _) => Some(named(person)),
            (None, Some(product), _) => Some(product),
            (None, None, thing) => thing,
        },
        declined: entry.declined,
        why: entry.why,
    }
}
