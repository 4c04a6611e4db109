//! Shared lists before anything of them is shown: who stands there, and whether a passcode is asked
//! for (R3.7).

use domain::{Actor, List, Role, ShareKey};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Result, Store,
    row::list::{ListRead, ListRow},
    share::NOBODY,
};

const DOOR: &str = include_str!("../query/door.surql");

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
}
