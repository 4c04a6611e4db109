//! Which mails people want (R7).

use app::{
    backend::{Mails, Stopping},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{FieldErrors, OwnerMails};

use super::person;
use crate::{site::Site, stop::Stop};

/// Fulfils [`Mails`].
pub(super) struct Service(pub(super) Site);

#[async_trait]
impl Mails for Service {
    async fn choose_owner_mails(&self, visit: &Visit, choice: &str) -> Result<(), AppError> {
        let owner = person(visit)?;
        let choice = OwnerMails::parse(choice);
        let choice = choice.map_err(|problem| FieldErrors::one("choice", problem))?;
        self.0.answer(self.0.store.choose_owner_mails(self.0.errand(visit), owner, choice).await)
    }

    async fn asked_to_stop(
        &self,
        _visit: &Visit,
        token: &str,
    ) -> Result<Option<Stopping>, AppError> {
        let Some(stop) = Stop::open(&self.0.secrets, token) else { return Ok(None) };
        self.0.answer(stop.standing(&self.0).await)
    }

    async fn stop(&self, visit: &Visit, token: &str) -> Result<(), AppError> {
        let stop = Stop::open(&self.0.secrets, token).ok_or_else(AppError::not_found)?;
        self.0.answer(stop.act(&self.0, self.0.errand(visit)).await)
    }
}
