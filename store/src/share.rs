//! Lists, as seen by those who have a share link (R5.1).

use domain::{Actor, Gift, List, ListId, PersonId, Reservation, Role, ShareKey};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Result, Store,
    lists::gifts,
    owned::WholeList,
    row::{
        gift::GiftRead,
        id_of,
        list::{ListRead, ListRow},
        record,
        reservation::ReservedRow,
    },
};

const SHARED: &str = include_str!("../query/shared.surql");
const SHARED_ID: &str = include_str!("../query/shared_id.surql");
const REVISIONS: &str = include_str!("../query/revisions.surql");

/// A shared list, and what the one who looks has promised on it.
#[derive(Debug, Clone)]
pub struct SharedFacts {
    /// The list.
    pub list: List,
    /// Its gifts in their order, hidden and removed ones too.
    pub gifts: Vec<Gift>,
    /// Who made it; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// What the one who looks is to it.
    pub role: Role,
    /// Rises with everything that changes on the list: the givers' revision.
    pub revision: u64,
    /// Live reservations that are theirs: made in this browser, by this account, or under an
    /// address that was confirmed in this browser or is this account's.
    pub mine: Vec<Reservation>,
}

#[derive(SurrealValue)]
struct SharedRead {
    list: ListRow,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    here_before: Vec<RecordId>,
    gifts: Vec<GiftRead>,
    mine: Vec<ReservedRow>,
}

#[derive(SurrealValue)]
struct Revisions {
    list: ListRow,
    gifts: i64,
}

/// Names nobody: what a query compares with where somebody is not known.
pub(crate) const NOBODY: &str = "-";

/// The record of a person who may not be known.
pub(crate) fn person_or_nobody(person: Option<PersonId>) -> RecordId {
    person.map_or_else(|| record("person", NOBODY), |person| record("person", person))
}

impl Store {
    /// The list behind a share link. None for a link that is unknown or was replaced, and for a
    /// draft.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn shared_list(
        &self,
        share: &ShareKey,
        actor: &Actor,
    ) -> Result<Option<SharedFacts>> {
        if actor.person.is_none() && actor.browser.is_none() {
            return self.shared_with_anybody(share).await;
        }
        let browser = actor.browser.as_ref().map_or(NOBODY, |browser| browser.as_str());
        let ask = self.ask(SHARED).with("share", share.as_str()).with("browser", browser);
        let ask = ask.with("person", person_or_nobody(actor.person));
        let Some(read) = ask.maybe::<SharedRead>().await? else { return Ok(None) };
        let SharedRead { list, owners, editors, here_before, gifts: of_list, mine } = read;
        let read = ListRead { list, owners, editors, gifts: of_list };
        let (role, revision) = (read.role_here(actor, &here_before)?, read.revision());
        let owner = read.owners.first().map(id_of).transpose()?;
        let mine = mine.into_iter().map(Reservation::try_from).collect::<Result<_>>()?;
        let list = read.list.try_into()?;
        Ok(Some(SharedFacts { list, gifts: gifts(read.gifts)?, owner, role, revision, mine }))
    }

    /// The same for somebody of whom nothing is known: all of them are told the same.
    async fn shared_with_anybody(&self, share: &ShareKey) -> Result<Option<SharedFacts>> {
        let id = self.ask(SHARED_ID).with("share", share.as_str()).maybe::<RecordId>().await?;
        let Some(id) = id else { return Ok(None) };
        let Some(whole) = self.whole_list(id_of(&id)?).await? else { return Ok(None) };
        let WholeList { read, gifts, revision } = &*whole;
        // It may have got another link since it was found by this one.
        if read.list.share_key.as_deref() != Some(share.as_str()) {
            return Ok(None);
        }
        Ok(Some(SharedFacts {
            list: read.list.clone().try_into()?,
            gifts: gifts.clone(),
            owner: read.owners.first().map(id_of).transpose()?,
            role: read.role(None),
            revision: *revision,
            mine: vec![],
        }))
    }

    /// How far a list has come, for its owners and for its givers.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn list_revisions(&self, list: ListId) -> Result<Option<(List, u64)>> {
        let ask = self.ask(REVISIONS).with("list", record("list", list));
        let Some(Revisions { list, gifts }) = ask.maybe().await? else { return Ok(None) };
        let list = List::try_from(list)?;
        let gifts = u64::try_from(gifts).unwrap_or(0);
        let revision = list.owner_revision + gifts;
        Ok(Some((list, revision)))
    }
}
