//! What is sent and answered about those who look after a list.

use app::backend::{ActEntry, InvitationView, ListPeople, Member, SentBy, WaitingInvitation};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::rest::{
    cursor::Cursor,
    refused::Refused,
    v1::{
        lists::RoleName,
        shapes::{event_date, image_url, occasion_name, written},
    },
};

/// Who looks after a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListPeopleObj {
    /// The owner, and then the others, the first to join first.
    people: Vec<PersonObj>,
    /// Where the next page of people begins; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// The invitations that wait, the oldest first; on every page.
    invitations: Vec<InvitationObj>,
    /// Whether as many wait as may.
    full: bool,
    /// What was done last to the list that all of them should know of, the newest first; on every
    /// page.
    acts: Vec<ListActObj>,
}

/// Somebody who looks after a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PersonObj {
    /// Their id.
    user_id: String,
    /// What they call themselves.
    name: String,
    /// What they are to the list.
    role: RoleName,
    /// Since when.
    since: DateTime<Utc>,
    /// Whether it is the caller.
    me: bool,
}

/// An invitation that nobody has used yet.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationObj {
    /// Its id.
    invitation_id: String,
    /// How it reaches somebody.
    way: InvitationWayName,
    /// The address that it was mailed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// The token of its link, which only its maker is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    join_token: Option<String>,
    /// Who made it, where that is somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// Until when it is good.
    until: DateTime<Utc>,
}

/// How an invitation reaches somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum InvitationWayName {
    /// By mail.
    Mail,
    /// By a link that its maker passes on.
    Link,
}

/// What somebody did to a list.
#[derive(Debug, Serialize, ToSchema)]
struct ListActObj {
    /// When.
    at: DateTime<Utc>,
    /// What, as a word that never changes.
    #[schema(examples("closed"))]
    act: String,
    /// Who; not there where the account is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    /// To whom, where it was done to somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
}

/// Whom to invite.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct NewInvitation {
    /// Whom to mail; without it a link is made.
    #[schema(examples("bo@example.org"))]
    pub email: Option<String>,
}

/// An invitation that is no more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TakenBack {
    /// Always true.
    pub taken_back: bool,
    /// Its id.
    pub invitation_id: String,
}

/// Somebody who looks after a list no more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemovedPerson {
    /// Always true.
    pub removed: bool,
    /// Who it is.
    pub user_id: String,
}

/// A list that the caller looks after no more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LeftList {
    /// Always true.
    pub left: bool,
    /// Its id.
    pub list_id: String,
}

/// A list that the caller looks after now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JoinedList {
    /// Always true.
    pub joined: bool,
    /// Its id.
    pub list_id: String,
}

/// What an invitation is about.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationShown {
    /// What became of it.
    state: InvitationStateName,
    /// What the list is about, while it can be joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<InvitedListObj>,
    /// Who invites, while it can be joined; not there where the account is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    inviter: Option<String>,
    /// The list, where the caller looks after it already.
    #[serde(skip_serializing_if = "Option::is_none")]
    list_id: Option<String>,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum InvitationStateName {
    /// It can be joined by.
    Good,
    /// The caller looks after the list already.
    Mine,
    /// Somebody joined by it.
    Used,
    /// It was taken back.
    TakenBack,
    /// It is too old.
    Old,
}

/// What a list is about that somebody is invited to look after.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitedListObj {
    /// What it is called.
    title: String,
    /// Its greeting to givers.
    description: String,
    /// What it is for.
    occasion: String,
    /// The picture on top.
    image_url: String,
    /// The day that it is for, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_date: Option<String>,
}

impl ListPeopleObj {
    /// One page of people, with what stands on each.
    ///
    /// # Errors
    /// 422 for a cursor that is none of ours.
    pub fn page(all: ListPeople, cursor: &Cursor) -> Result<Self, Refused> {
        let page = cursor.page(all.people, |member| member.id.to_string())?;
        Ok(Self {
            people: page.items.into_iter().map(PersonObj::from).collect(),
            next_cursor: page.next,
            invitations: all.invitations.into_iter().map(InvitationObj::from).collect(),
            full: all.full,
            acts: all.acts.into_iter().map(ListActObj::from).collect(),
        })
    }
}

impl From<Member> for PersonObj {
    fn from(Member { id, name, role, since, me }: Member) -> Self {
        Self { user_id: written(id.uuid()), name, role: role.into(), since, me }
    }
}

impl From<WaitingInvitation> for InvitationObj {
    fn from(WaitingInvitation { id, by, way, until }: WaitingInvitation) -> Self {
        let (way, email, path) = match way {
            SentBy::Mail(email) => (InvitationWayName::Mail, Some(email), None),
            SentBy::Link(path) => (InvitationWayName::Link, None, path),
        };
        let token = path.as_deref().and_then(|path| path.strip_prefix("/join/"));
        Self {
            invitation_id: written(id.uuid()),
            way,
            email,
            join_token: token.map(str::to_owned),
            by,
            until,
        }
    }
}

impl From<ActEntry> for ListActObj {
    fn from(ActEntry { at, act, who, about }: ActEntry) -> Self {
        Self { at, act: act.code().to_owned(), who, about }
    }
}

impl InvitationShown {
    /// What an invitation shows to whoever holds its link.
    pub fn of(view: InvitationView, origin: &str) -> Self {
        let state = match &view {
            InvitationView::Good { .. } => InvitationStateName::Good,
            InvitationView::Mine(_) => InvitationStateName::Mine,
            InvitationView::Used => InvitationStateName::Used,
            InvitationView::TakenBack => InvitationStateName::TakenBack,
            InvitationView::Old => InvitationStateName::Old,
        };
        let bare = Self { state, list: None, inviter: None, list_id: None };
        match view {
            InvitationView::Good { banner, inviter } => {
                let list = InvitedListObj {
                    image_url: image_url(&banner, origin),
                    occasion: occasion_name(banner.occasion),
                    event_date: banner.date.map(|date| event_date(date.day)),
                    title: banner.title,
                    description: banner.welcome,
                };
                Self { list: Some(list), inviter, ..bare }
            }
            InvitationView::Mine(list) => Self { list_id: Some(written(list.uuid())), ..bare },
            InvitationView::Used | InvitationView::TakenBack | InvitationView::Old => bare,
        }
    }
}
