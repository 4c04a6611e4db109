//! Who looks after a list with its owner, and what they do to it (R3.8).

use chrono::{DateTime, Utc};
use domain::{Event, List, ListAct, ListId, PersonId, PersonName, Role, remove_co_owner};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    invitations::{Invited, InvitedRead, take_back},
    lists::post,
    row::{
        Row as _, id_of,
        list::{EditsRow, ListRead, ListRow, OwnsRow},
        member::{InvitationRow, ListActRow},
        people::{self, SubjectKeyRow},
        record, uuid_key,
    },
    tx::transact,
    work::Work,
};

const KEEPERS: &str = include_str!("../query/keepers.surql");
const REMOVING: &str = include_str!("../query/removing.surql");
const ROLE_ON: &str = include_str!("../query/role_on.surql");
const KEEPER_OF: &str = include_str!("../query/keeper_of.surql");
const OWNERS_OF: &str = include_str!("../query/owners_of.surql");

/// How many acts on a list are shown: the newest ones.
const MOST_ACTS: i64 = 20;

/// Who looks after a list, who is invited to, and what they did.
#[derive(Debug, Clone)]
pub struct Keepers {
    /// The list.
    pub list: List,
    /// What the one who asks is to it.
    pub role: Role,
    /// The owner, and then the others, the first to join first.
    pub people: Vec<Keeper>,
    /// The invitations that are good, oldest first.
    pub invitations: Vec<Invited>,
    /// The newest first.
    pub acts: Vec<DoneAct>,
}

/// Somebody who looks after a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    /// Who.
    pub id: PersonId,
    /// What they call themselves.
    pub name: PersonName,
    /// What they are to it.
    pub role: Role,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What somebody did to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneAct {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub act: ListAct,
    /// Who; nothing where the account is gone.
    pub who: Option<PersonName>,
    /// To whom, where it was done to a person whose account is not gone.
    pub about: Option<PersonName>,
}

#[derive(SurrealValue)]
struct KeepersRead {
    on: ListRead,
    owns: Vec<OwnerRead>,
    edits: Vec<EditorRead>,
    invitations: Vec<InvitedRead>,
    acts: Vec<ActRead>,
}

#[derive(SurrealValue)]
struct OwnerRead {
    edge: OwnsRow,
    name: String,
}

#[derive(SurrealValue)]
struct EditorRead {
    edge: EditsRow,
    name: String,
}

#[derive(SurrealValue)]
struct ActRead {
    entry: ListActRow,
    who: Option<String>,
    about: Option<String>,
}

#[derive(SurrealValue)]
struct RemovingRead {
    on: ListRead,
    edge: Option<EditsRow>,
    /// Those of the one who goes that wait.
    invitations: Vec<InvitationRow>,
    keys: Vec<SubjectKeyRow>,
}

#[derive(SurrealValue)]
struct OwnersRead {
    list: RecordId,
    names: Vec<String>,
}

impl Store {
    /// Who looks after a list, for one of them.
    ///
    /// # Errors
    /// Refused as not found for an unknown list and for one that is not theirs alike.
    pub async fn keepers(
        &self,
        person: PersonId,
        list: ListId,
        now: DateTime<Utc>,
    ) -> Result<Keepers> {
        let ask = self.ask(KEEPERS).with("list", record("list", list)).with("now", now);
        let read: KeepersRead = ask.with("most", MOST_ACTS).one().await?;
        let role = read.on.role(Some(person));
        if !role.may_edit() {
            return Err(StoreError::not_found());
        }
        let owners = read
            .owns
            .iter()
            .map(|read| keeper(&read.edge.from, &read.name, Role::Owner, read.edge.since));
        let editors = read
            .edits
            .iter()
            .map(|read| keeper(&read.edge.from, &read.name, Role::CoOwner, read.edge.since));
        let mut people = owners.chain(editors).collect::<Result<Vec<_>>>()?;
        people.sort_by_key(|keeper| (keeper.role != Role::Owner, keeper.since));
        let invitations = read.invitations.into_iter().map(Invited::try_from);
        let mut invitations = invitations.collect::<Result<Vec<_>>>()?;
        // Ids are time-ordered.
        invitations.sort_by_key(|invited| invited.invitation.id);
        let acts = read.acts.into_iter().map(DoneAct::try_from).collect::<Result<_>>()?;
        Ok(Keepers { list: read.on.list.try_into()?, role, people, invitations, acts })
    }

    /// Has somebody look after a list no more, by somebody else's decision or their own. The
    /// invitations that they made are taken back, so that none leads them in again.
    ///
    /// # Errors
    /// As [`domain::remove_co_owner`]; refused as not found for a list that is not theirs.
    pub async fn remove_co_owner(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        whom: PersonId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let (out, gone) = (record("list", list), record("person", whom));
            let ask = self.ask(REMOVING).with("list", out.clone()).with("whom", gone.clone());
            let ask = ask.with("edge", record("edits", format_args!("{whom}_{list}")));
            let read: RemovingRead = ask.one().await?;
            let (role, is) = (read.on.role(Some(person)), read.on.role(Some(whom)));
            let events = remove_co_owner(list, (person, role), (whom, is))?;
            work.delete(read.edge.ok_or_else(StoreError::not_found)?)?;
            take_back(work, read.invitations, read.keys)?;
            let (act, about) = match events.as_slice() {
                [Event::CoOwnerLeft { .. }] => (ListAct::Left, None),
                _ => (ListAct::Removed, Some(gone)),
            };
            log_act(work, out, act, record("person", person), about)?;
            post(work, &events, &[], &[], false)?;
            work.replace(seen(read.on.list))
        })
    }

    /// What somebody is to a list now. To who is suspended all lists are somebody else's (R2.13).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn role_on(&self, person: PersonId, list: ListId) -> Result<Role> {
        let ask = self.ask(ROLE_ON).with("list", record("list", list));
        let ask = ask.with("person", record("person", person));
        let read = ask.maybe::<ListRead>().await?;
        Ok(read.map_or(Role::Guest, |read| read.role(Some(person))))
    }

    /// Who looks after a list: its owner, or, where that account is gone, one of those who edit it.
    ///
    /// # Errors
    /// Refused as not found for an unknown list.
    pub async fn keeper_of(&self, list: ListId) -> Result<PersonId> {
        let keeper: RecordId = self.ask(KEEPER_OF).with("list", record("list", list)).one().await?;
        id_of(&keeper)
    }

    /// What the owners call themselves of the lists that this person looks after with them.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn owners_of(&self, person: PersonId) -> Result<Vec<(ListId, PersonName)>> {
        let ask = self.ask(OWNERS_OF).with("person", record("person", person));
        let lists = ask.one::<Vec<OwnersRead>>().await?;
        let mut owners = Vec::new();
        for OwnersRead { list, names } in lists {
            if let Some(name) = names.first() {
                owners.push((id_of(&list)?, people::name(name)?));
            }
        }
        Ok(owners)
    }
}

/// Notes what somebody did to a list.
pub(crate) fn log_act(
    work: &mut Work<'_>,
    list: RecordId,
    act: ListAct,
    who: RecordId,
    about: Option<RecordId>,
) -> Result<()> {
    let id = record(ListActRow::TABLE, uuid_key(work.id()));
    let (act, at) = (act.code().to_owned(), work.now());
    work.create(ListActRow { id, version: 0, list, act, who, about, at })
}

/// The list after a change that its owners may see.
pub(crate) fn seen(row: ListRow) -> ListRow {
    ListRow { owner_revision: row.owner_revision + 1, ..row }
}

fn keeper(id: &RecordId, name: &str, role: Role, since: DateTime<Utc>) -> Result<Keeper> {
    Ok(Keeper { id: id_of(id)?, name: people::name(name)?, role, since })
}

pub(crate) fn named(name: Option<&str>) -> Result<Option<PersonName>> {
    name.map(people::name).transpose()
}

impl TryFrom<ActRead> for DoneAct {
    type Error = StoreError;

    fn try_from(read: ActRead) -> Result<Self> {
        let act = ListAct::from_code(&read.entry.act);
        Ok(Self {
            at: read.entry.at,
            act: act.ok_or_else(|| StoreError::spoilt("act", &read.entry.act))?,
            who: named(read.who.as_deref())?,
            about: named(read.about.as_deref())?,
        })
    }
}
