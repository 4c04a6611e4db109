//! Rows of invitations to look after a list, and of what is done to it.

use chrono::{DateTime, Utc};
use domain::{Invitation, InvitationState, InvitationWay};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{id_of, people, record, rows},
};

rows! {
    "invitation" InvitationRow {
        list: RecordId,
        inviter: RecordId,
        way: String,
        email: Option<String>,
        language: String,
        state: String,
        until: DateTime<Utc>,
        made_at: DateTime<Utc>,
    }
    "list_act" ListActRow {
        list: RecordId,
        act: String,
        who: RecordId,
        about: Option<RecordId>,
        at: DateTime<Utc>,
    }
}

impl InvitationRow {
    /// The row of a new invitation, whose mail is in this language.
    pub(crate) fn new(invitation: &Invitation, language: &str, now: DateTime<Utc>) -> Self {
        let way = match invitation.way {
            InvitationWay::Link => "link",
            InvitationWay::Mail(_) => "mail",
        };
        let blank = Self {
            id: record("invitation", invitation.id),
            version: 0,
            list: record("list", invitation.list),
            inviter: record("person", invitation.inviter),
            way: way.to_owned(),
            email: None,
            language: language.to_owned(),
            state: String::new(),
            until: invitation.until,
            made_at: now,
        };
        blank.holding(invitation)
    }

    /// The row, saying what `invitation` says.
    pub(crate) fn holding(self, invitation: &Invitation) -> Self {
        let email = match &invitation.way {
            InvitationWay::Mail(Some(email)) => Some(email.as_str().to_owned()),
            InvitationWay::Mail(None) | InvitationWay::Link => None,
        };
        Self { email, state: invitation.state.code().to_owned(), ..self }
    }
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = StoreError;

    fn try_from(row: InvitationRow) -> Result<Self, StoreError> {
        let state = InvitationState::from_code(&row.state);
        let way = match row.way.as_str() {
            "link" => InvitationWay::Link,
            "mail" => InvitationWay::Mail(row.email.as_deref().map(people::email).transpose()?),
            _ => return Err(StoreError::spoilt("invitation", row.way)),
        };
        Ok(Self {
            id: id_of(&row.id)?,
            list: id_of(&row.list)?,
            inviter: id_of(&row.inviter)?,
            way,
            state: state.ok_or_else(|| StoreError::spoilt("invitation", &row.state))?,
            until: row.until,
        })
    }
}
