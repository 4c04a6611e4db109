//! A shared list before anything of it is shown: who is at the door, and whether a passcode is asked
//! for (R3.7).

use domain::{Actor, List, Role, ShareKey};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Held, Result, Store,
    row::{
        list::{ListRead, ListRow},
        record,
    },
    share::NOBODY,
};

const DOOR: &str = include_str!("../query/door.surql");
const KEEPERS_OWN: &str = include_str!("../query/keepers_own.surql");

/// A shared list and somebody who holds its link.
#[derive(Debug, Clone)]
pub struct Door {
    /// The list.
    pub list: List,
    /// What they are to it.
    pub role: Role,
}

#[derive(SurrealValue)]
struct DoorRead {
    list: ListRow,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    here_before: Vec<RecordId>,
}

impl Store {
    /// The list behind a share link, without its gifts. None for a link that is unknown or was
    /// replaced, and for a draft. Whether the one who asks may know of it is not decided here.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn door(&self, share: &ShareKey, actor: &Actor) -> Result<Option<Door>> {
        let browser = actor.browser.as_ref().map_or(NOBODY, |browser| browser.as_str());
        let ask = self.ask(DOOR).with("share", share.as_str()).with("browser", browser);
        let Some(read) = ask.maybe::<DoorRead>().await? else { return Ok(None) };
        let DoorRead { list, owners, editors, here_before } = read;
        let read = ListRead { list, owners, editors, gifts: vec![] };
        let role = read.role_here(actor, &here_before)?;
        Ok(Some(Door { list: read.list.try_into()?, role }))
    }

    /// Whether somebody who looks after the list of a promise made it, or stands before it now: by
    /// their account, by an address that they confirmed, or by a browser in which nobody is signed
    /// in and they once were (R3.6).
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn is_keepers(&self, held: &Held, actor: &Actor) -> Result<bool> {
        let Held { giver, owners, .. } = held;
        if [giver.person, actor.person].iter().flatten().any(|person| owners.contains(person)) {
            return Ok(true);
        }
        let key = giver.email.as_ref().filter(|_| giver.verified_at.is_some());
        let key = key.map_or_else(|| NOBODY.to_owned(), |email| email.key().as_str().to_owned());
        let browser = actor.browser.as_ref().filter(|_| actor.person.is_none());
        let browser = browser.map_or(NOBODY, |browser| browser.as_str());
        let keepers: Vec<_> = owners.iter().map(|owner| record("person", owner)).collect();
        let ask = self.ask(KEEPERS_OWN).with("keepers", keepers).with("browser", browser);
        let own: Vec<RecordId> = ask.with("key", key).one().await?;
        Ok(!own.is_empty())
    }
}
