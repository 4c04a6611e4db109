//! Who looks after a list with its owner, and who is invited to (R3.8).

use app::{
    backend::{ActEntry, InvitationView, ListPeople, Member, Members, SentBy, WaitingInvitation},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    Banner, EmailAddress, FieldErrors, FieldProblem, InvitationId, InvitationOver, InvitationWay,
    ListId, MOST_INVITATIONS, PersonId,
};
use store::{DoneAct, Invited, Inviting, Joining, Keeper, Keepers};

use super::{
    limits::{Counted as _, Limited},
    person,
};
use crate::site::Site;

/// Fulfils [`Members`].
pub(super) struct Service(pub(super) Site);

impl Service {
    fn path(&self, invitation: InvitationId) -> String {
        format!("/join/{}", self.0.secrets.invitation_token(invitation))
    }

    /// The invitation that a link's token opens, whatever became of it.
    async fn joining(&self, token: &str) -> Result<Joining, AppError> {
        let id = self.0.secrets.open_invitation(token).ok_or_else(AppError::not_found)?;
        let joining = self.0.answer(self.0.store.invitation(id).await)?;
        joining.ok_or_else(AppError::not_found)
    }

    async fn invite(
        &self,
        visit: &Visit,
        list: ListId,
        way: InvitationWay,
    ) -> Result<InvitationId, AppError> {
        let inviter = person(visit)?;
        let mut quotas = vec![(Limited::Invite.quota(), inviter.text())];
        if let InvitationWay::Mail(Some(email)) = &way {
            quotas.push((Limited::InvitationMail.quota(), email.key().text()));
        }
        let asked = Inviting { way, language: visit.language.to_string(), quotas };
        let errand = self.0.errand(visit);
        let invitation = self.0.answer(self.0.store.invite(errand, inviter, list, &asked).await)?;
        self.0.announce(list).await;
        Ok(invitation)
    }

    fn waiting(&self, me: PersonId, invited: Invited) -> WaitingInvitation {
        let Invited { invitation, inviter } = invited;
        let mine = invitation.inviter == me;
        let way = match invitation.way {
            InvitationWay::Mail(email) => SentBy::Mail(email.map(String::from).unwrap_or_default()),
            InvitationWay::Link => SentBy::Link(mine.then(|| self.path(invitation.id))),
        };
        let by = (!mine).then(|| inviter.map(String::from).unwrap_or_default());
        WaitingInvitation { id: invitation.id, by, way, until: invitation.until }
    }
}

fn entry(done: DoneAct) -> ActEntry {
    let DoneAct { at, act, who, about } = done;
    ActEntry { at, act, who: who.map(String::from), about: about.map(String::from) }
}

#[async_trait]
impl Members for Service {
    async fn people(&self, visit: &Visit, list: ListId) -> Result<ListPeople, AppError> {
        let me = person(visit)?;
        let keepers = self.0.store.keepers(me, list, self.0.clock.now()).await;
        let Keepers { list, role, people, invitations, acts } = self.0.answer(keepers)?;
        let member = |Keeper { id, name, role, since }| Member {
            id,
            name: String::from(name),
            role,
            since,
            me: id == me,
        };
        Ok(ListPeople {
            id: list.id,
            title: list.details.title.to_string(),
            role,
            people: people.into_iter().map(member).collect(),
            full: invitations.len() >= MOST_INVITATIONS,
            invitations: invitations.into_iter().map(|it| self.waiting(me, it)).collect(),
            acts: acts.into_iter().map(entry).collect(),
        })
    }

    async fn invite_by_mail(
        &self,
        visit: &Visit,
        list: ListId,
        email: &str,
    ) -> Result<InvitationId, AppError> {
        person(visit)?;
        let email = EmailAddress::parse(email);
        let email = email.map_err(|problem| FieldErrors::one("email", problem))?;
        let own = visit.account.as_ref().and_then(|own| EmailAddress::parse(&own.email).ok());
        if own.is_some_and(|own| own.key() == email.key()) {
            return Err(FieldErrors::one("email", FieldProblem::NotAChoice).into());
        }
        self.invite(visit, list, InvitationWay::Mail(Some(email))).await
    }

    async fn invite_by_link(&self, visit: &Visit, list: ListId) -> Result<InvitationId, AppError> {
        self.invite(visit, list, InvitationWay::Link).await
    }

    async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        invitation: InvitationId,
    ) -> Result<(), AppError> {
        let me = person(visit)?;
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.take_back_invitation(errand, me, list, invitation).await)?;
        self.0.announce(list).await;
        Ok(())
    }

    async fn invitation(&self, visit: &Visit, token: &str) -> Result<InvitationView, AppError> {
        let Joining { invited, list, keepers, .. } = self.joining(token).await?;
        if list.is_deleted() {
            return Ok(InvitationView::TakenBack);
        }
        if visit.actor.person.is_some_and(|me| keepers.contains(&me)) {
            return Ok(InvitationView::Mine(list.id));
        }
        let now = self.0.clock.now();
        Ok(match invited.invitation.require_good(now) {
            Ok(()) => InvitationView::Good {
                banner: Banner::of(&list, now),
                inviter: invited.inviter.map(String::from),
            },
            Err(InvitationOver::Used) => InvitationView::Used,
            Err(InvitationOver::TakenBack) => InvitationView::TakenBack,
            Err(InvitationOver::Old) => InvitationView::Old,
        })
    }

    async fn join(&self, visit: &Visit, token: &str) -> Result<ListId, AppError> {
        let me = person(visit)?;
        let id = self.0.secrets.open_invitation(token).ok_or_else(AppError::not_found)?;
        let list = self.0.answer(self.0.store.join_list(self.0.errand(visit), id, me).await)?;
        self.0.announce(list).await;
        Ok(list)
    }

    async fn remove(&self, visit: &Visit, list: ListId, whom: PersonId) -> Result<(), AppError> {
        let me = person(visit)?;
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.remove_co_owner(errand, me, list, whom).await)?;
        self.0.announce(list).await;
        Ok(())
    }

    async fn leave(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        self.remove(visit, list, person(visit)?).await
    }
}
