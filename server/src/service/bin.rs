//! Lists that were deleted, until they are erased (R3.10).

use app::{
    backend::{Bin, BinnedList},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{ListId, list_card};

use super::person;
use crate::site::Site;

/// Fulfils [`Bin`].
pub(super) struct Service(pub(super) Site);

#[async_trait]
impl Bin for Service {
    async fn lists(&self, visit: &Visit) -> Result<Vec<BinnedList>, AppError> {
        let now = self.0.clock.now();
        let lists = self.0.answer(self.0.store.deleted_lists(person(visit)?, now).await)?;
        let binned = lists.iter().map(|owned| BinnedList {
            card: list_card(&owned.list, owned.role, &owned.gifts, now),
            days_left: owned.list.days_left(now).unwrap_or(0),
        });
        Ok(binned.collect())
    }

    async fn count(&self, visit: &Visit) -> Result<u32, AppError> {
        self.0.answer(self.0.store.deleted_count(person(visit)?, self.0.clock.now()).await)
    }

    async fn delete(&self, visit: &Visit, list: ListId, title: &str) -> Result<(), AppError> {
        let owner = person(visit)?;
        self.0.answer(self.0.store.delete_list(self.0.errand(visit), owner, list, title).await)?;
        self.0.announce(list).await;
        Ok(())
    }

    async fn restore(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        let owner = person(visit)?;
        let share_key = |list, generation| self.0.secrets.share_key_of(list, generation);
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.restore_list(errand, owner, list, &share_key).await)?;
        self.0.announce(list).await;
        Ok(())
    }

    async fn erase(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        let owner = person(visit)?;
        self.0.answer(self.0.store.give_up_list(self.0.errand(visit), owner, list).await)?;
        // Where mails about it still wait, the job does it once they are sent.
        let erased = self.0.store.erase_list(list, self.0.clock.now()).await;
        self.0.answer(erased).map(|_| ())
    }
}
