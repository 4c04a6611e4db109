//! One list with all its gifts and what is promised on it. Whoever asks for what was just read is
//! answered from [`crate::memory`].

use std::sync::Arc;

use domain::{Gift, List, ListId, PersonId, PersonName, Reservation, Role};
use surrealdb::types::SurrealValue;

use crate::{
    Result, Store, StoreError,
    lists::{LIST, gifts},
    row::{id_of, list::ListRead, people, record, reservation::ReservedRow},
};

const RESERVATIONS_OF: &str = include_str!("../query/reservations_of.surql");

/// A list in the hands of somebody who edits it.
#[derive(Debug, Clone)]
pub struct OwnedList {
    /// The list.
    pub list: List,
    /// Who owns it; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// What they are to it.
    pub role: Role,
    /// Its gifts in their order, hidden and removed ones too.
    pub gifts: Vec<Gift>,
    /// Rises with everything that changes on the list: the givers' revision. Under surprise it is
    /// nothing for owners (R3.6).
    pub revision: u64,
}

/// A promise with what its giver is called.
pub(crate) type NamedPromise = (Reservation, Option<PersonName>);

/// A list with all its gifts, whoever asks for it.
pub(crate) struct WholeList {
    /// As it was read, without its gifts.
    pub(crate) read: ListRead,
    /// Its gifts in their order, hidden and removed ones too.
    pub(crate) gifts: Vec<Gift>,
    /// The givers' revision.
    pub(crate) revision: u64,
}

#[derive(SurrealValue)]
struct Promise {
    reserved: ReservedRow,
    name: Option<String>,
}

impl Store {
    /// One of a person's lists.
    ///
    /// # Errors
    /// Refused as not found for an unknown list and for one that is not theirs alike.
    pub async fn owned_list(&self, person: PersonId, list: ListId) -> Result<OwnedList> {
        self.whole_list(list).await?.ok_or_else(StoreError::not_found)?.owned_by(person)
    }

    /// The live reservations on a list, oldest first, with the givers' names. Only for lists that
    /// show them to their owners (R3.6).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reservations_of(
        &self,
        list: ListId,
    ) -> Result<Vec<(Reservation, Option<PersonName>)>> {
        let promises = self.memory().promises.recall(list, self.promises_on(list)).await?;
        Ok(promises.map(Arc::unwrap_or_clone).unwrap_or_default())
    }

    /// A list with all its gifts, if there is one.
    pub(crate) async fn whole_list(&self, list: ListId) -> Result<Option<Arc<WholeList>>> {
        self.memory().lists.recall(list, self.read_whole(list)).await
    }

    async fn read_whole(&self, list: ListId) -> Result<Option<Arc<WholeList>>> {
        let read: Option<ListRead> =
            self.ask(LIST).with("list", record("list", list)).maybe().await?;
        read.map(|read| WholeList::try_from(read).map(Arc::new)).transpose()
    }

    async fn promises_on(&self, list: ListId) -> Result<Option<Arc<Vec<NamedPromise>>>> {
        let ask = self.ask(RESERVATIONS_OF).with("list", record("list", list));
        let promises = ask.one::<Vec<Promise>>().await?;
        let parsed = promises.into_iter().map(|Promise { reserved, name }| {
            Ok((reserved.try_into()?, name.as_deref().map(people::name).transpose()?))
        });
        let parsed: Result<Vec<NamedPromise>> = parsed.collect();
        Ok(Some(Arc::new(parsed?)))
    }
}

impl WholeList {
    /// The list in the hands of this person.
    ///
    /// # Errors
    /// Refused as not found for somebody who does not look after it.
    fn owned_by(&self, person: PersonId) -> Result<OwnedList> {
        let role = self.read.role(Some(person));
        if !role.may_edit() {
            return Err(StoreError::not_found());
        }
        Ok(OwnedList {
            list: self.read.list.clone().try_into()?,
            owner: self.read.owners.first().map(id_of).transpose()?,
            role,
            gifts: self.gifts.clone(),
            revision: self.revision,
        })
    }
}

impl OwnedList {
    /// The list in the hands of somebody who is this to it.
    pub(crate) fn of(read: ListRead, role: Role) -> Result<Self> {
        let (owner, revision) = (read.owners.first().map(id_of).transpose()?, read.revision());
        let gifts = gifts(read.gifts)?;
        Ok(Self { list: read.list.try_into()?, owner, role, gifts, revision })
    }
}

impl TryFrom<ListRead> for WholeList {
    type Error = StoreError;

    fn try_from(read: ListRead) -> Result<Self> {
        let revision = read.revision();
        let ListRead { list, owners, editors, gifts: all } = read;
        let read = ListRead { list, owners, editors, gifts: vec![] };
        Ok(Self { read, gifts: gifts(all)?, revision })
    }
}
