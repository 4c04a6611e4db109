//! What the pages need of who looks after a list (R3.8).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{Banner, InvitationId, ListAct, ListId, PersonId, Role};

use crate::{error::AppError, session::Visit};

/// Who looks after a list, for one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPeople {
    /// The list's id.
    pub id: ListId,
    /// What the list is called.
    pub title: String,
    /// What the visitor may do with it.
    pub role: Role,
    /// The owner, and then the others, the first to join first.
    pub people: Vec<Member>,
    /// The invitations that wait, oldest first.
    pub invitations: Vec<WaitingInvitation>,
    /// Whether as many wait as may.
    pub full: bool,
    /// What was done to the list that all of them should know of, the newest first.
    pub acts: Vec<ActEntry>,
}

/// Somebody who looks after a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// What they call themselves.
    pub name: String,
    /// What they are to the list.
    pub role: Role,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether it is the visitor.
    pub me: bool,
}

/// An invitation that nobody has used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingInvitation {
    /// Its id.
    pub id: InvitationId,
    /// Who made it; nothing where that is the visitor.
    pub by: Option<String>,
    /// How it reaches somebody.
    pub way: SentBy,
    /// Until when it is good.
    pub until: DateTime<Utc>,
}

/// How an invitation reaches somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentBy {
    /// By mail, to this address.
    Mail(String),
    /// By the link with this path, which only its maker sees.
    Link(Option<String>),
}

/// What somebody did to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub act: ListAct,
    /// Who; nothing where the account is gone.
    pub who: Option<String>,
    /// To whom, where it was done to somebody.
    pub about: Option<String>,
}

/// What an invitation shows to whoever holds its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationView {
    /// It can be joined by.
    Good {
        /// What the list is about.
        banner: Banner,
        /// Who invites; nothing where the account is gone.
        inviter: Option<String>,
    },
    /// The visitor looks after this list already.
    Mine(ListId),
    /// Somebody joined by it. Nothing is told of the list.
    Used,
    /// It was taken back. Nothing is told of the list.
    TakenBack,
    /// It is too old. Nothing is told of the list.
    Old,
}

/// Who looks after a list, and who is invited to (R3.8).
#[async_trait]
pub trait Members: Send + Sync {
    /// Who looks after a list, for one of them.
    async fn people(&self, visit: &Visit, list: ListId) -> Result<ListPeople, AppError>;
    /// Invites the holder of an address, by mail; answers the invitation.
    async fn invite_by_mail(
        &self,
        visit: &Visit,
        list: ListId,
        email: &str,
    ) -> Result<InvitationId, AppError>;
    /// Makes a link for the visitor to pass on; answers the invitation.
    async fn invite_by_link(&self, visit: &Visit, list: ListId) -> Result<InvitationId, AppError>;
    /// Takes an invitation back.
    async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        invitation: InvitationId,
    ) -> Result<(), AppError>;
    /// What an invitation's link shows. Looking changes nothing.
    async fn invitation(&self, visit: &Visit, token: &str) -> Result<InvitationView, AppError>;
    /// Joins by an invitation; answers the list.
    async fn join(&self, visit: &Visit, token: &str) -> Result<ListId, AppError>;
    /// Has somebody look after a list no more.
    async fn remove(&self, visit: &Visit, list: ListId, whom: PersonId) -> Result<(), AppError>;
    /// Looks after a list no more.
    async fn leave(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
}
