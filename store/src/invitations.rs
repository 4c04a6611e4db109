//! Invitations to look after a list: made, taken back, used up, and forgotten (R3.8).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    INVITATION_DAYS, Invitation, InvitationId, InvitationWay, List, ListAct, ListId, PersonId,
    PersonName, invite,
};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Quota, Result, Store, StoreError,
    lists::post,
    members::{log_act, named, seen},
    row::{
        list::{EditsRow, ListRead},
        member::InvitationRow,
        people::SubjectKeyRow,
        record,
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const INVITING: &str = include_str!("../query/inviting.surql");
const INVITATION: &str = include_str!("../query/invitation.surql");
const INVITATIONS_OVER: &str = include_str!("../query/invitations_over.surql");

/// An invitation is known for so long, so that its link says what became of it.
const REMEMBERED_DAYS: i64 = 30;

/// An invitation, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// What its maker calls themselves; nothing where the account is gone.
    pub inviter: Option<PersonName>,
}

/// An invitation, and all that joining by it depends on.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The invitation.
    pub invited: Invited,
    /// The language of its mail, such as `de`.
    pub language: String,
    /// The list.
    pub list: List,
    /// Everybody who looks after it.
    pub keepers: Vec<PersonId>,
}

/// Somebody who invites.
#[derive(Clone)]
pub struct Inviting {
    /// How the invitation reaches somebody.
    pub way: InvitationWay,
    /// The language of its mail, such as `de`.
    pub language: String,
    /// How often that may be done, and for whom it is counted.
    pub quotas: Vec<(Quota, String)>,
}

#[derive(SurrealValue)]
pub(crate) struct InvitedRead {
    invitation: InvitationRow,
    name: Option<String>,
}

#[derive(SurrealValue)]
struct InvitingRead {
    on: ListRead,
    waiting: i64,
}

#[derive(SurrealValue)]
struct InvitationRead {
    invitation: InvitationRow,
    name: Option<String>,
    on: ListRead,
    keys: Vec<SubjectKeyRow>,
}

#[derive(SurrealValue)]
struct Over {
    /// Those that are forgotten.
    invitations: Vec<InvitationRow>,
    /// Those whose address is: they are remembered for a while.
    addressed: Vec<InvitationRow>,
    /// By which the addresses of both could be read in the log.
    keys: Vec<SubjectKeyRow>,
}

impl Store {
    /// Invites somebody to look after a list, and mails them where an address was typed.
    ///
    /// # Errors
    /// As [`domain::invite`]; refused as not found for a list that is not theirs;
    /// [`StoreError::TooOften`], and then nothing is counted.
    pub async fn invite(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        asked: &Inviting,
    ) -> Result<InvitationId> {
        transact!(self, errand, |work| {
            let ask = self.ask(INVITING).with("list", record("list", list));
            let read: InvitingRead = ask.with("now", work.now()).one().await?;
            if !read.on.role(Some(person)).may_invite() {
                return Err(StoreError::not_found());
            }
            let id = InvitationId::new(work.id());
            let waiting = usize::try_from(read.waiting).unwrap_or(usize::MAX);
            let invited = invite(list, person, asked.way.clone(), waiting, id, work.now());
            let (invitation, events) = invited?;
            for (quota, whom) in &asked.quotas {
                self.tally_in(work, *quota, whom).await?;
            }
            let now = work.now();
            work.create(InvitationRow::new(&invitation, &asked.language, now))?;
            post(work, &events, &[], &[], false)?;
            work.replace(seen(read.on.list))?;
            Ok(id)
        })
    }

    /// Takes an invitation back; its address is forgotten.
    ///
    /// # Errors
    /// As [`Invitation::take_back`]; refused as not found for an unknown invitation and for one to a
    /// list that is not theirs.
    pub async fn take_back_invitation(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        id: InvitationId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.read_invitation(id).await?.ok_or_else(StoreError::not_found)?;
            let invitation = Invitation::try_from(read.invitation.clone())?;
            if !read.on.role(Some(person)).may_invite() || invitation.list != list {
                return Err(StoreError::not_found());
            }
            work.replace(read.invitation.holding(&invitation.take_back()?))?;
            read.keys.into_iter().try_for_each(|key| work.delete(key))?;
            work.replace(seen(read.on.list))
        })
    }

    /// The invitation with this id, good or not. None once it is forgotten, and where its list is.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn invitation(&self, id: InvitationId) -> Result<Option<Joining>> {
        let Some(read) = self.read_invitation(id).await? else { return Ok(None) };
        let InvitationRead { invitation, name, on, keys: _ } = read;
        let language = invitation.language.clone();
        Ok(Some(Joining {
            invited: InvitedRead { invitation, name }.try_into()?,
            language,
            keepers: on.everybody()?,
            list: on.list.try_into()?,
        }))
    }

    /// Joins by an invitation, which is used up by that. Everybody who looked after the list before
    /// is told. Answers the list.
    ///
    /// # Errors
    /// As [`Invitation::join`]; refused as not found for an unknown invitation, and as in the wrong
    /// state where the list was deleted.
    pub async fn join_list(
        &self,
        errand: Errand<'_>,
        id: InvitationId,
        person: PersonId,
    ) -> Result<ListId> {
        transact!(self, errand, |work| {
            let read = self.read_invitation(id).await?.ok_or_else(StoreError::not_found)?;
            let invitation = Invitation::try_from(read.invitation.clone())?;
            List::try_from(read.on.list.clone())?.require_there()?;
            let role = read.on.role(Some(person));
            let (used, events) = invitation.join(role, person, work.now())?;
            post(work, &events, &read.on.everybody()?, &[], false)?;
            let (who, out) = (record("person", person), record("list", used.list));
            let edge = EditsRow {
                id: record("edits", format_args!("{person}_{}", used.list)),
                version: 0,
                from: who.clone(),
                out: out.clone(),
                since: work.now(),
            };
            work.create(edge)?;
            work.replace(read.invitation.holding(&used))?;
            read.keys.into_iter().try_for_each(|key| work.delete(key))?;
            log_act(work, out, ListAct::Joined, who, None)?;
            work.replace(seen(read.on.list))?;
            Ok(used.list)
        })
    }

    /// Forgets the addresses of invitations that nobody used in time, and invitations that have been
    /// over for long, some hundreds of each. Answers how many invitations that were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sweep_invitations(&self, now: DateTime<Utc>) -> Result<usize> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let before = now - TimeDelta::days(REMEMBERED_DAYS - INVITATION_DAYS);
            let ask = self.ask(INVITATIONS_OVER).with("before", before);
            let over: Over = ask.with("now", now).one().await?;
            let swept = over.invitations.len() + over.addressed.len();
            over.invitations.into_iter().try_for_each(|row| work.delete(row))?;
            for row in over.addressed {
                work.replace(InvitationRow { email: None, ..row })?;
            }
            over.keys.into_iter().try_for_each(|key| work.delete(key))?;
            Ok(swept)
        })
    }

    async fn read_invitation(&self, id: InvitationId) -> Result<Option<InvitationRead>> {
        self.ask(INVITATION).with("invitation", record("invitation", id)).maybe().await
    }
}

/// Takes invitations back that wait, and forgets their addresses.
pub(crate) fn take_back(
    work: &mut Work<'_>,
    invitations: Vec<InvitationRow>,
    keys: Vec<SubjectKeyRow>,
) -> Result<()> {
    for row in invitations {
        let invitation = Invitation::try_from(row.clone())?.take_back()?;
        work.replace(row.holding(&invitation))?;
    }
    keys.into_iter().try_for_each(|key| work.delete(key))
}

impl TryFrom<InvitedRead> for Invited {
    type Error = StoreError;

    fn try_from(read: InvitedRead) -> Result<Self> {
        let inviter = named(read.name.as_deref())?;
        Ok(Self { invitation: read.invitation.try_into()?, inviter })
    }
}
