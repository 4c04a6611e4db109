//! Shared lists and reservations, for givers (R5).

use app::{
    backend::{MailProgress, Reserved, Sharing, SignedIn},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    DomainError, FieldErrors, GiftId, GivenGift, Giver, ManageView, ManageVisit, Quantity,
    ReservationId, ReservationState, ReserveForm, SharedList, cancel, change_quantity, manage_view,
    owners_look, purchase, require_confirmed, shared_list, undo_purchase,
};
use store::{Held, Ids as _, MailState, ReservationRule, Reserving};

use super::{browser, limits::Limited, lists::share_path, passcode, person};
use crate::{
    secrets::{self, Purpose, Secrets},
    site::Site,
};

/// Fulfils [`Sharing`].
pub(super) struct Service(pub(super) Site);

/// How a visit opens a giver's page with a token of this kind.
fn manage_visit(visit: &Visit, giver: &Giver, purpose: Purpose) -> ManageVisit {
    match purpose {
        Purpose::ManageByMail => ManageVisit::ByMail,
        _ if giver.browser.is_some() && giver.browser == visit.actor.browser => {
            ManageVisit::WhereReserved
        }
        _ => ManageVisit::Elsewhere,
    }
}

impl Service {
    /// The path of a manage page with the token of the giver's own browser.
    fn manage_path(&self, reservation: ReservationId) -> String {
        format!("/r/{}", self.0.secrets.manage_token(Purpose::ManageByBrowser, reservation))
    }

    /// The reservation that a manage link's token opens, and which kind of token that is. By a link
    /// that may have been mailed to an address that its giver's account gave up, whoever has it speaks
    /// for what this giver did, and for nothing else of the address (R5.6).
    pub(super) async fn held(&self, token: &str) -> Result<(Held, Purpose), AppError> {
        let opened = self.0.secrets.open_manage(token);
        let (id, purpose) = opened.ok_or_else(AppError::not_found)?;
        let held = self.0.answer(self.0.store.held(id).await)?;
        let held = held.ok_or_else(AppError::not_found)?;
        let purpose = if held.giver.readdressed { Purpose::ManageByBrowser } else { purpose };
        Ok((held, purpose))
    }

    /// Changes a reservation by a rule, and tells open pages. The first change by the mailed link
    /// confirms the giver's address (R5.4).
    async fn change(
        &self,
        visit: &Visit,
        token: &str,
        rule: ReservationRule<'_>,
    ) -> Result<Held, AppError> {
        let (held, purpose) = self.held(token).await?;
        let id = held.reservation.id;
        let changed = self.0.store.change_reservation(self.0.errand(visit), id, rule).await;
        let held = self.0.answer(changed)?;
        self.confirm_giver(visit, &held, purpose).await?;
        self.0.announce(held.list.id).await;
        Ok(held)
    }

    /// Marks some as bought; nothing is all of them. Answers under which id they are. On a page that
    /// shows how many are reserved, that `was` the number.
    pub(super) async fn buy(
        &self,
        visit: &Visit,
        token: &str,
        some: Option<Quantity>,
        was: &str,
    ) -> Result<ReservationId, AppError> {
        let (held, purpose) = self.held(token).await?;
        if purpose != Purpose::ManageByMail {
            require_confirmed(&held.list, &held.reservation, &held.giver)?;
        }
        let split = ReservationId::new(self.0.clock.next());
        let now = self.0.clock.now();
        let rule: ReservationRule<'_> = &|_, gift, reservation, _| {
            let reserved = reservation.quantity;
            let bought = purchase(gift, reservation, some.unwrap_or(reserved), split, now)?;
            require_shown(was, reserved)?;
            Ok(bought)
        };
        let reservation = self.change(visit, token, rule).await?.reservation;
        Ok(if reservation.state == ReservationState::Reserved { split } else { reservation.id })
    }

    /// Whether it is somebody who looks after the list that promised it, or that stands before the
    /// promise now. They keep what they reserved, and reserve no more of it (R1).
    pub(super) async fn looks_after(&self, visit: &Visit, held: &Held) -> Result<bool, AppError> {
        self.0.answer(self.0.store.is_keepers(held, &visit.actor).await)
    }

    /// What the giver of a reservation sees of it, with the gift called as it is in `held`.
    pub(super) fn view(&self, held: &Held, opened: ManageVisit, looks_after: bool) -> ManageView {
        let Held { list, gift, reservation, giver, owners } = held;
        // Nobody can open a list in the bin, nor one that went with its owner's account.
        let gone = owners.is_empty() || list.is_deleted();
        let share = share_path(&self.0, list).filter(|_| !gone);
        let now = self.0.clock.now();
        let view = manage_view(list, gift, reservation, giver, share, opened, now);
        // Those who look after the list themselves must not learn how many are left (R3.6).
        let most = if looks_after { view.quantity } else { view.most };
        ManageView { gone, most, ..view }
    }

    /// How far the mail with the link of a reservation has come.
    pub(super) async fn mail(&self, reservation: ReservationId) -> Result<MailProgress, AppError> {
        Ok(match self.0.answer(self.0.store.mail_state(reservation).await)? {
            Some(MailState::Waiting) => MailProgress::Waiting,
            Some(MailState::Refused) => MailProgress::Refused,
            Some(MailState::Sent) | None => MailProgress::Sent,
        })
    }

    /// Notes that the giver's address is theirs, if that is how they came. One that was erased
    /// meanwhile is nobody's any more.
    pub(super) async fn confirm_giver(
        &self,
        visit: &Visit,
        held: &Held,
        purpose: Purpose,
    ) -> Result<(), AppError> {
        let unconfirmed = held.giver.verified_at.is_none() && held.giver.email.is_some();
        if purpose == Purpose::ManageByMail && unconfirmed {
            self.0.answer(self.0.store.verify_giver(self.0.errand(visit), held.giver.id).await)?;
            self.0.hub.wake(held.list.id);
        }
        Ok(())
    }
}

fn parse_quantity(raw: &str) -> Result<Quantity, FieldErrors> {
    Quantity::parse(raw).map_err(|problem| FieldErrors::one("quantity", problem))
}

/// Refuses a form on a page that is out of date: another number is reserved than it `was` there
/// (R5.7). Programs read no page, and name none.
fn require_shown(was: &str, reserved: Quantity) -> Result<(), DomainError> {
    match was.is_empty() || was == reserved.get().to_string() {
        true => Ok(()),
        false => Err(DomainError::ChangedMeanwhile),
    }
}

#[async_trait]
impl Sharing for Service {
    async fn shared(&self, visit: &Visit, share: &str) -> Result<SharedList, AppError> {
        let key = Secrets::share_key(share);
        let facts = self.0.answer(self.0.store.shared_list(&key, &visit.actor).await)?;
        let facts = facts.ok_or_else(AppError::not_found)?;
        facts.list.require_passed(facts.role, &visit.actor)?;
        let now = self.0.clock.now();
        let gifts = self.0.ideas.names(visit.language).await.gifts(facts.gifts);
        if facts.role.may_edit() {
            return Ok(owners_look(&facts.list, &gifts, facts.revision, now));
        }
        let mine: Vec<_> = facts
            .mine
            .into_iter()
            .map(|reservation| {
                let manage = self.manage_path(reservation.id);
                (reservation, manage)
            })
            .collect();
        Ok(shared_list(&facts.list, &gifts, &mine, facts.revision, now))
    }

    async fn may_look(&self, visit: &Visit, share: &str) -> Result<(), AppError> {
        passcode::door(&self.0, visit, share).await.map(|_| ())
    }

    async fn enter(
        &self,
        visit: &Visit,
        share: &str,
        typed: &str,
    ) -> Result<Option<SignedIn>, AppError> {
        passcode::enter(&self.0, visit, share, typed).await
    }

    async fn reserve(
        &self,
        visit: &Visit,
        share: &str,
        gift: GiftId,
        form_key: &str,
        form: ReserveForm,
    ) -> Result<Reserved, AppError> {
        let wish = form.parse()?;
        let asked = Reserving {
            gift,
            wish,
            form: secrets::form_key(&browser(visit)?, form_key),
            language: visit.language.to_string(),
            quota: Limited::Reserve.quota(),
        };
        let key = Secrets::share_key(share);
        let held = self.0.answer(self.0.store.reserve(self.0.errand(visit), &key, asked).await)?;
        self.0.announce(held.list.id).await;
        Ok(Reserved { manage: self.manage_path(held.reservation.id) })
    }

    async fn manage(
        &self,
        visit: &Visit,
        token: &str,
    ) -> Result<(ManageView, MailProgress), AppError> {
        let (held, purpose) = self.held(token).await?;
        let held = self.0.ideas.names(visit.language).await.held(held);
        let looks_after = self.looks_after(visit, &held).await?;
        let view = self.view(&held, manage_visit(visit, &held.giver, purpose), looks_after);
        Ok((view, self.mail(held.reservation.id).await?))
    }

    async fn change_quantity(
        &self,
        visit: &Visit,
        token: &str,
        quantity: &str,
        was: &str,
    ) -> Result<(), AppError> {
        let to = parse_quantity(quantity)?;
        let (held, _) = self.held(token).await?;
        if to > held.reservation.quantity && self.looks_after(visit, &held).await? {
            return Err(DomainError::OwnList.into());
        }
        self.change(visit, token, &|list, gift, reservation, _| {
            let reserved = reservation.quantity;
            let (gift, reservation, events) = change_quantity(list, gift, reservation, to)?;
            // What is so already is refused to nobody, such as a form that is sent twice.
            if !events.is_empty() {
                require_shown(was, reserved)?;
            }
            Ok((gift, vec![reservation], events))
        })
        .await
        .map(drop)
    }

    async fn purchase(
        &self,
        visit: &Visit,
        token: &str,
        quantity: &str,
        was: &str,
    ) -> Result<(), AppError> {
        let some = match quantity.trim() {
            "" => None,
            typed => Some(parse_quantity(typed)?),
        };
        self.buy(visit, token, some, was).await.map(drop)
    }

    async fn undo_purchase(&self, visit: &Visit, token: &str) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, token, &|_, gift, reservation, other| {
            undo_purchase(gift, reservation, other, now)
        })
        .await
        .map(drop)
    }

    async fn cancel(&self, visit: &Visit, token: &str) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, token, &|_, gift, reservation, _| {
            let (gift, reservation, events) = cancel(gift, reservation, now)?;
            Ok((gift, vec![reservation], events))
        })
        .await
        .map(drop)
    }

    async fn given(&self, visit: &Visit) -> Result<Vec<GivenGift>, AppError> {
        let given = self.0.answer(self.0.store.given(person(visit)?).await)?;
        let names = self.0.ideas.names(visit.language).await;
        let mut gifts = Vec::new();
        for held in given {
            let looks_after = self.looks_after(visit, &held).await?;
            let manage = self.manage_path(held.reservation.id);
            let view = self.view(&names.held(held), ManageVisit::Elsewhere, looks_after);
            gifts.push(GivenGift { view, manage });
        }
        Ok(gifts)
    }

    async fn confirm_address(&self, visit: &Visit, token: &str) -> Result<(), AppError> {
        let (held, purpose) = self.held(token).await?;
        if purpose != Purpose::ManageByMail {
            return Err(AppError::not_found());
        }
        self.confirm_giver(visit, &held, purpose).await
    }
}
