//! Co-owners: who looks after a list together with its owner, and how they come to (R1, R3.8).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{DomainError, EmailAddress, Event, InvitationId, ListId, PersonId, Role, WrongState};

/// For how many days an invitation is good.
pub const INVITATION_DAYS: i64 = 14;

/// How many invitations may wait on one list at the same time.
pub const MOST_INVITATIONS: usize = 10;

/// An invitation to look after a list. It works once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, from which its link is derived.
    pub id: InvitationId,
    /// The list.
    pub list: ListId,
    /// Who made it.
    pub inviter: PersonId,
    /// How it reaches somebody.
    pub way: InvitationWay,
    /// How far it has come.
    pub state: InvitationState,
    /// Until when it is good.
    pub until: DateTime<Utc>,
}

/// How an invitation reaches somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationWay {
    /// As a link, which its maker passes on.
    Link,
    /// By mail. The address is forgotten once the invitation is over.
    Mail(Option<EmailAddress>),
}

/// How far an invitation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// Nobody has used it yet.
    Waiting,
    /// Somebody joined by it.
    Used,
    /// Taken back by somebody who looks after the list.
    TakenBack,
}

impl InvitationState {
    /// The word that stands in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Used => "used",
            Self::TakenBack => "taken_back",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Used, Self::TakenBack].into_iter().find(|state| state.code() == code)
    }
}

/// Why nobody joins by an invitation any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationOver {
    /// Somebody joined by it.
    Used,
    /// Taken back by somebody who looks after the list.
    TakenBack,
    /// Nobody used it in time.
    Old,
}

impl From<InvitationOver> for DomainError {
    fn from(over: InvitationOver) -> Self {
        Self::wrong_state(over)
    }
}

impl Invitation {
    /// Whether somebody can still join by it.
    ///
    /// # Errors
    /// Why not.
    pub fn require_good(&self, now: DateTime<Utc>) -> Result<(), InvitationOver> {
        match self.state {
            InvitationState::Waiting if now < self.until => Ok(()),
            InvitationState::Waiting => Err(InvitationOver::Old),
            InvitationState::Used => Err(InvitationOver::Used),
            InvitationState::TakenBack => Err(InvitationOver::TakenBack),
        }
    }

    /// Somebody joins by it.
    ///
    /// # Errors
    /// [`DomainError::OwnList`] for who looks after the list already; as
    /// [`require_good`](Self::require_good), with [`DomainError::WrongState`] as `used`, `taken_back`
    /// or `old`.
    pub fn join(
        self,
        role: Role,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        if role.may_edit() {
            return Err(DomainError::OwnList);
        }
        self.require_good(now)?;
        let event = Event::CoOwnerJoined { list: self.list, person };
        Ok((self.over(InvitationState::Used), vec![event]))
    }

    /// Takes it back. Its link stops working.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] where it was used, or taken back before.
    pub fn take_back(self) -> Result<Self, DomainError> {
        match self.state {
            InvitationState::Waiting => Ok(self.over(InvitationState::TakenBack)),
            over => Err(DomainError::wrong_state(over)),
        }
    }

    fn over(self, state: InvitationState) -> Self {
        let way = match self.way {
            InvitationWay::Link => InvitationWay::Link,
            InvitationWay::Mail(_) => InvitationWay::Mail(None),
        };
        Self { state, way, ..self }
    }
}

/// Invites somebody to look after a list, where `waiting` invitations wait already.
///
/// # Errors
/// [`DomainError::WrongState`] as `full` where too many wait.
pub fn invite(
    list: ListId,
    inviter: PersonId,
    way: InvitationWay,
    waiting: usize,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<(Invitation, Vec<Event>), DomainError> {
    if waiting >= MOST_INVITATIONS {
        return Err(DomainError::wrong_state(WrongState::Full));
    }
    let event = Event::Invited { invitation: id, by_mail: way != InvitationWay::Link };
    let until = now + TimeDelta::days(INVITATION_DAYS);
    let state = InvitationState::Waiting;
    Ok((Invitation { id, list, inviter, way, state, until }, vec![event]))
}

/// Has somebody look after a list no more: somebody else decides it, or they themselves.
///
/// # Errors
/// [`DomainError::NotFound`] for who does not look after it, [`DomainError::WrongState`] as `owner`
/// for the one whose list it is.
pub fn remove_co_owner(
    list: ListId,
    by: (PersonId, Role),
    whom: (PersonId, Role),
) -> Result<Vec<Event>, DomainError> {
    let (remover, role) = by;
    let (person, is) = whom;
    if is == Role::Owner && role.may_edit() {
        return Err(DomainError::wrong_state(WrongState::Owner));
    }
    if !role.may_remove(is) {
        return Err(DomainError::NotFound);
    }
    Ok(vec![match person == remover {
        true => Event::CoOwnerLeft { list, person },
        false => Event::CoOwnerRemoved { list, person },
    }])
}

impl Role {
    /// Whether they may invite others to look after the list.
    pub fn may_invite(self) -> bool {
        self.may_edit()
    }

    /// Whether they may have somebody look after the list no more. Nobody removes the owner.
    pub fn may_remove(self, whom: Self) -> bool {
        self.may_edit() && whom == Self::CoOwner
    }
}

#[cfg(test)]
mod tests {
    use test_case::test_case;
    use uuid::Uuid;

    use super::*;
    use crate::Letter;

    fn now() -> DateTime<Utc> {
        "2026-12-01T12:00:00Z".parse().unwrap()
    }

    fn person(number: u128) -> PersonId {
        PersonId::new(Uuid::from_u128(number))
    }

    fn list() -> ListId {
        ListId::new(Uuid::from_u128(1))
    }

    fn invited(way: InvitationWay, waiting: usize) -> Result<Invitation, DomainError> {
        let id = InvitationId::new(Uuid::from_u128(9));
        invite(list(), person(2), way, waiting, id, now()).map(|(invitation, _)| invitation)
    }

    fn state<T: std::fmt::Debug>(refused: Result<T, DomainError>) -> &'static str {
        match refused.unwrap_err() {
            DomainError::WrongState { state } => state.code(),
            other => other.code(),
        }
    }

    // R1, R3.8: who may do what, by role.
    #[test_case(Role::Owner, true, true, true; "the owner may everything")]
    #[test_case(Role::CoOwner, true, true, false; "a co-owner may not delete the list")]
    #[test_case(Role::Guest, false, false, false; "a guest may nothing")]
    fn who_may_do_what(role: Role, edit: bool, invite: bool, delete: bool) {
        assert_eq!((role.may_edit(), role.may_invite(), role.may_delete()), (edit, invite, delete));
        assert_eq!(role.may_remove(Role::CoOwner), edit);
        // Neither does anybody remove the owner, nor is a guest there to be removed.
        assert!(!role.may_remove(Role::Owner) && !role.may_remove(Role::Guest));
    }

    #[test]
    fn an_invitation_works_once_and_for_a_fortnight() {
        let invitation = invited(InvitationWay::Link, 0).unwrap();
        let last = now() + TimeDelta::days(14) - TimeDelta::seconds(1);
        let (used, events) = invitation.clone().join(Role::Guest, person(3), last).unwrap();
        assert_eq!(events, [Event::CoOwnerJoined { list: list(), person: person(3) }]);
        assert_eq!(state(used.clone().join(Role::Guest, person(4), last)), "used");
        assert_eq!(state(used.take_back()), "used");
        let late = now() + TimeDelta::days(14);
        assert_eq!(invitation.require_good(last), Ok(()));
        assert_eq!(invitation.require_good(late), Err(InvitationOver::Old));
        assert_eq!(state(invitation.clone().join(Role::Guest, person(3), late)), "old");
        let back = invitation.take_back().unwrap();
        assert_eq!(back.require_good(late), Err(InvitationOver::TakenBack));
        assert_eq!(state(back.join(Role::Guest, person(3), now())), "taken_back");
    }

    #[test_case(Role::Owner)]
    #[test_case(Role::CoOwner)]
    fn who_looks_after_the_list_uses_no_invitation_up(role: Role) {
        let invitation = invited(InvitationWay::Link, 0).unwrap();
        assert_eq!(invitation.join(role, person(2), now()).unwrap_err(), DomainError::OwnList);
    }

    #[test]
    fn ten_invitations_wait_at_most() {
        assert!(invited(InvitationWay::Link, MOST_INVITATIONS - 1).is_ok());
        assert_eq!(state(invited(InvitationWay::Link, MOST_INVITATIONS)), "full");
    }

    #[test]
    fn an_address_is_forgotten_once_the_invitation_is_over() {
        let email = EmailAddress::parse("jonas@example.org").unwrap();
        let invitation = invited(InvitationWay::Mail(Some(email)), 0).unwrap();
        let used = invitation.clone().join(Role::Guest, person(3), now()).unwrap().0;
        let back = invitation.take_back().unwrap();
        assert_eq!((used.way, back.way), (InvitationWay::Mail(None), InvitationWay::Mail(None)));
    }

    #[test]
    fn removing_is_told_and_leaving_is_not() {
        let (owner, co_owner) = ((person(2), Role::Owner), (person(3), Role::CoOwner));
        let removed = remove_co_owner(list(), owner, co_owner).unwrap();
        assert_eq!(removed, [Event::CoOwnerRemoved { list: list(), person: person(3) }]);
        let letter = Letter::CoOwnerRemoved { person: person(3), list: list() };
        assert_eq!(crate::letters(&removed[0], &[person(2)], &[], true), [letter]);
        let left = remove_co_owner(list(), co_owner, co_owner).unwrap();
        assert_eq!(left, [Event::CoOwnerLeft { list: list(), person: person(3) }]);
        assert!(crate::letters(&left[0], &[person(2)], &[], true).is_empty());
        assert_eq!(state(remove_co_owner(list(), co_owner, owner)), "owner");
        let stranger = (person(4), Role::Guest);
        assert_eq!(remove_co_owner(list(), owner, stranger).unwrap_err(), DomainError::NotFound);
        assert_eq!(remove_co_owner(list(), stranger, co_owner).unwrap_err(), DomainError::NotFound);
    }

    #[test]
    fn everybody_who_looked_after_it_hears_of_who_joins_also_under_surprise() {
        let event = Event::CoOwnerJoined { list: list(), person: person(4) };
        let told = crate::letters(&event, &[person(2), person(3)], &[], true);
        let to = |owner| Letter::CoOwnerJoined { owner, person: person(4), list: list() };
        assert_eq!(told, [to(person(2)), to(person(3))]);
        assert!(!event.is_givers());
    }

    #[test]
    fn every_state_reads_back() {
        for state in [InvitationState::Waiting, InvitationState::Used, InvitationState::TakenBack] {
            assert_eq!(InvitationState::from_code(state.code()), Some(state));
        }
    }
}
