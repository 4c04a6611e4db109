//! Backups, for admins (R2.12).

use std::time::Duration;

use app::{
    backend::{BackupCard, BackupFailure, Backups, BackupsView, Unread},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use store::{About, Act};
use tokio::time::timeout;

use super::{
    admin::{admin, reason},
    person,
};
use crate::{
    backup::{self, BackupError, Kept, Kind},
    site::{Site, internal},
};

/// Whoever has a backup read back is answered after this time, though it goes on.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the place of backups is waited for. A bucket that is away is tried for longer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

/// Fulfils [`Backups`].
pub(super) struct Service(pub(super) Site);

/// What can be fetched with a ticket for a backup.
fn backup_of(name: &str) -> String {
    format!("backup {name}")
}

/// What is said of what went wrong with backups. What is not there, and what does not leave the server,
/// is not there.
pub fn refused(error: &BackupError) -> AppError {
    match error {
        BackupError::Off | BackupError::Missing(_) | BackupError::Clear => AppError::not_found(),
        BackupError::Busy | BackupError::Closing => AppError::Busy,
        error => internal("backups can not be used", error),
    }
}

fn card(kept: Kept) -> BackupCard {
    BackupCard {
        by_hand: kept.kind == Kind::Manual,
        name: kept.name,
        made_at: kept.made_at,
        size: kept.bytes,
        encrypted: kept.encrypted,
        checked_at: kept.checked_at,
        well: kept.well,
    }
}

#[async_trait]
impl Backups for Service {
    async fn all(&self, visit: &Visit) -> Result<BackupsView, AppError> {
        admin(visit)?;
        let on = self.0.backups.is_on();
        let listed = match on {
            true => timeout(ANSWERS_WITHIN, backup::list(&self.0)).await,
            false => Ok(Ok(Vec::new())),
        };
        let (kept, unread) = match listed {
            Ok(Ok(kept)) => (kept, None),
            Ok(Err(error)) => (Vec::new(), Some(Unread::Refused(error.to_string()))),
            Err(_) => (Vec::new(), Some(Unread::Slow)),
        };
        let facts = self.0.backups.facts();
        Ok(BackupsView {
            on,
            making: facts.making,
            failure: facts
                .failed
                .map(|failed| BackupFailure { at: failed.at, reason: failed.reason }),
            cards: kept.into_iter().map(card).collect(),
            unread,
        })
    }

    async fn make(&self, visit: &Visit, why: &str) -> Result<(), AppError> {
        admin(visit)?;
        let why = reason(why)?;
        backup::begin(&self.0).map_err(|error| refused(&error))?;
        let (errand, about) = (self.0.errand(visit), About::Nothing);
        self.0.answer(self.0.store.note_why(errand, Act::BackupMade, about, Some(&why)).await)
    }

    async fn verify(&self, visit: &Visit, name: &str) -> Result<bool, AppError> {
        admin(visit)?;
        let (site, asked) = (self.0.clone(), name.to_owned());
        // Goes on to its end, and notes what it found, though nobody waits for it any more.
        let looking = tokio::spawn(async move { backup::verify(&site, &asked).await });
        let looked = match timeout(PATIENCE, looking).await {
            Ok(looked) => Some(looked.map_err(|_| AppError::Busy)?),
            Err(_) => None,
        };
        if let Some(looked) = &looked {
            looked.as_ref().map_err(refused)?;
        }
        let (errand, about) = (self.0.errand(visit), About::Thing(name.to_owned()));
        self.0.answer(self.0.store.note_why(errand, Act::BackupVerified, about, None).await)?;
        Ok(looked.is_some())
    }

    async fn download(&self, visit: &Visit, name: &str, why: &str) -> Result<String, AppError> {
        admin(visit)?;
        let why = reason(why)?;
        let there = timeout(ANSWERS_WITHIN, backup::read(&self.0, name)).await;
        there.map_err(|_| AppError::Busy)?.map_err(|error| refused(&error))?;
        let (errand, about) = (self.0.errand(visit), About::Thing(name.to_owned()));
        let noted = self.0.store.note_why(errand, Act::BackupDownloaded, about, Some(&why)).await;
        self.0.answer(noted)?;
        let now = self.0.clock.now();
        let ticket = self.0.secrets.ticket(person(visit)?, &backup_of(name), now);
        Ok(format!("/admin/backups/{name}/file?ticket={ticket}"))
    }

    async fn may_fetch(&self, visit: &Visit, name: &str, ticket: &str) -> Result<(), AppError> {
        admin(visit)?;
        let (who, now) = (person(visit)?, self.0.clock.now());
        match self.0.secrets.is_ticket(who, &backup_of(name), ticket, now) {
            true => Ok(()),
            false => Err(AppError::not_found()),
        }
    }
}
