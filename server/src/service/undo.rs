//! What was saved is undone (R3.4): kept for an hour in this process, for whoever saved it.

use std::time::Duration;

use app::{
    backend::{Saved, Undo},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{DomainError, List, ListId, PersonId, WrongState};

use super::{gifts, givers, lists, person};
use crate::{secrets, site::Site};

/// Fulfils [`Undo`].
pub(super) struct Service(pub(super) Site);

/// How long it can be undone.
pub const UNDO_LASTS: Duration = Duration::from_secs(60 * 60);

/// What somebody saved on which list.
#[derive(Debug, Clone)]
pub struct Ticket {
    person: PersonId,
    list: ListId,
    saved: Saved,
}

#[async_trait]
impl Undo for Service {
    fn keep(&self, visit: &Visit, list: ListId, saved: Saved) -> Result<String, AppError> {
        let (person, ticket) = (person(visit)?, secrets::random_token());
        self.0.saved.keep(ticket.clone(), Ticket { person, list, saved }, UNDO_LASTS);
        Ok(ticket)
    }

    async fn undo(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
        confirmed: bool,
    ) -> Result<(), AppError> {
        let owner = person(visit)?;
        // Somebody whose list it is not is told nothing else.
        self.0.answer(self.0.store.owned_list(owner, list).await)?;
        let kept = self.0.saved.find(ticket);
        let kept = kept.filter(|kept| kept.person == owner && kept.list == list);
        let gone = || DomainError::wrong_state(WrongState::Forgotten);
        self.take_back(visit, list, kept.ok_or_else(gone)?.saved, confirmed).await
    }

    async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        saved: Saved,
        confirmed: bool,
    ) -> Result<(), AppError> {
        match saved {
            Saved::List(edit) => {
                let lists = lists::Service(self.0.clone());
                lists.take_back(visit, list, &edit, confirmed).await
            }
            Saved::Gift { gift, edit, price } => {
                let gifts = gifts::Service(self.0.clone());
                gifts.take_back(visit, list, gift, &edit, price).await
            }
            Saved::Cover { picture, chosen } => {
                let lists = lists::Service(self.0.clone());
                let back = |list: List| list.put_picture_back(picture.clone(), chosen);
                lists.change(visit, list, &back).await
            }
            Saved::Rules(edit) => {
                let givers = givers::Service(self.0.clone());
                givers.take_back(visit, list, &edit).await
            }
        }
    }
}
