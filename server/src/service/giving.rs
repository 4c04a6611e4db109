//! Shared lists and promises, for programs (R10.1), and promises that are let go (R5.3). What becomes of
//! them is decided where pages ask for it, too.

use std::{collections::HashMap, slice::from_ref};

use app::{
    backend::{Giving, NamedOffer, OwnPromise},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    CountedList, DomainError, Gift, ListId, ListState, ManageVisit, Quantity, Reach, Reservation,
    ReservationId, Thanks, counted_list, is_named_by_product, offered_as,
};
use store::Held;
use uuid::Uuid;

use super::{passcode, person, sharing};
use crate::{
    secrets::{Purpose, Secrets},
    site::Site,
};

/// Fulfils [`Giving`].
pub(super) struct Service(pub(super) Site);

/// What is noted about promises (R5.9).
type Noted = HashMap<ReservationId, Thanks>;

impl Service {
    fn sharing(&self) -> sharing::Service {
        sharing::Service(self.0.clone())
    }

    /// The gifts of a promise's list that are the same product.
    async fn same(&self, held: &Held) -> Result<Vec<Gift>, AppError> {
        self.0.answer(self.0.store.gifts_named(held.list.id, held.gift.product.uuid()).await)
    }

    /// What is noted about promises, as far as words reach their givers.
    async fn noted(&self, held: &[Held]) -> Result<Noted, AppError> {
        let reached = held.iter().filter(|held| Reach::of(&held.giver) == Reach::ByMail);
        let ids: Vec<_> = reached.map(|held| held.reservation.id).collect();
        if ids.is_empty() {
            return Ok(Noted::new());
        }
        self.0.answer(self.0.store.thanks_of(&ids).await)
    }

    /// A promise by a token of its own giver's.
    async fn promise(&self, visit: &Visit, held: &Held) -> Result<OwnPromise, AppError> {
        let noted = self.noted(from_ref(held)).await?;
        self.promise_among(visit, held, &self.same(held).await?, &noted).await
    }

    /// The same on a list of whose gifts these are known: those that are the same product, or all.
    async fn promise_among(
        &self,
        visit: &Visit,
        held: &Held,
        gifts: &[Gift],
        noted: &Noted,
    ) -> Result<OwnPromise, AppError> {
        let token = self.0.secrets.manage_token(Purpose::ManageByBrowser, held.reservation.id);
        self.promise_by(visit, held, (gifts, noted), token, false).await
    }

    async fn promise_by(
        &self,
        visit: &Visit,
        held: &Held,
        (gifts, noted): (&[Gift], &Noted),
        token: String,
        by_mail: bool,
    ) -> Result<OwnPromise, AppError> {
        let Held { list, gift, reservation, giver, owners } = held;
        let mail = match Reach::of(giver) {
            Reach::Unconfirmed => Some(self.sharing().mail(reservation.id).await?),
            Reach::ByMail | Reach::Erased => None,
        };
        let thanks = noted.get(&reservation.id).and_then(|thanks| thanks.note.clone());
        let opened = if by_mail { ManageVisit::ByMail } else { ManageVisit::Elsewhere };
        let sharing = self.sharing();
        let looks_after = sharing.looks_after(visit, held).await?;
        Ok(OwnPromise {
            view: sharing.view(held, opened, looks_after),
            token,
            state: reservation.state,
            giver: giver.id,
            email: giver.email.clone(),
            // Whoever typed it once knows nothing of what the account has by now (R5.5).
            tells_email: giver.person.is_none() || giver.person == visit.actor.person,
            list: list.id,
            owner: owners.first().copied(),
            product: gift.product,
            by_product: is_named_by_product(gifts, gift),
            brand: gift.details.brand.to_string(),
            brand_before: reservation.snapshot.brand.to_string(),
            catalogue: gift.standing.is_catalogue(),
            counts: (!looks_after).then_some(gift.counts),
            mail,
            thanks: thanks.map(String::from),
        })
    }

    async fn promises(
        &self,
        visit: &Visit,
        mine: &[Reservation],
        gifts: &[Gift],
    ) -> Result<Vec<OwnPromise>, AppError> {
        let ids: Vec<_> = mine.iter().map(|reservation| reservation.id).collect();
        let held = self.0.answer(self.0.store.held_all(&ids).await)?;
        let noted = self.noted(&held).await?;
        let mut promises = Vec::new();
        for held in &held {
            promises.push(self.promise_among(visit, held, gifts, &noted).await?);
        }
        Ok(promises)
    }
}

#[async_trait]
impl Giving for Service {
    async fn share(&self, visit: &Visit, id: &str) -> Result<String, AppError> {
        let Ok(list) = id.parse::<ListId>() else { return Ok(id.to_owned()) };
        let person = visit.actor.person.ok_or_else(AppError::not_found)?;
        let list = self.0.answer(self.0.store.owned_list(person, list).await)?.list;
        match list.state {
            ListState::Draft => Err(DomainError::ListDraft.into()),
            ListState::Open | ListState::Closed => {
                Ok(self.0.secrets.share_token(list.id, list.share_generation))
            }
        }
    }

    async fn pass(
        &self,
        visit: &Visit,
        share: &str,
        passcode: &str,
    ) -> Result<Option<String>, AppError> {
        passcode::shown(&self.0, visit, share, passcode).await
    }

    async fn counted(
        &self,
        visit: &Visit,
        share: &str,
    ) -> Result<(CountedList, Vec<OwnPromise>), AppError> {
        let facts = self.0.store.shared_list(&Secrets::share_key(share), &visit.actor).await;
        let facts = self.0.answer(facts)?.ok_or_else(AppError::not_found)?;
        facts.list.require_passed(facts.role, &visit.actor)?;
        let looks_after = facts.role.may_edit();
        // Whoever looks after the list sees it as others do, whatever they once promised (R5.1).
        let mine = match looks_after {
            true => vec![],
            false => self.promises(visit, &facts.mine, &facts.gifts).await?,
        };
        let now = self.0.clock.now();
        let list =
            counted_list(&facts.list, &facts.gifts, facts.owner, looks_after, facts.revision, now);
        Ok((list, mine))
    }

    async fn offer(
        &self,
        visit: &Visit,
        share: &str,
        id: &str,
    ) -> Result<Option<NamedOffer>, AppError> {
        let door = passcode::door(&self.0, visit, share).await?;
        door.list.require_reservable(door.role)?;
        let Ok(id) = Uuid::try_parse(id) else { return Ok(None) };
        let gifts = self.0.answer(self.0.store.gifts_named(door.list.id, id).await)?;
        let gift = offered_as(&gifts, id);
        Ok(gift.map(|gift| NamedOffer { id: gift.id, counts: gift.counts }))
    }

    async fn own(&self, visit: &Visit, id: &str) -> Result<OwnPromise, AppError> {
        if self.0.secrets.open_manage(id).is_some() {
            let (held, purpose) = self.sharing().held(id).await?;
            let by_mail = purpose == Purpose::ManageByMail;
            let (same, noted) = (self.same(&held).await?, self.noted(from_ref(&held)).await?);
            let known = (same.as_slice(), &noted);
            return self.promise_by(visit, &held, known, id.to_owned(), by_mail).await;
        }
        let id: ReservationId = id.parse()?;
        let person = visit.actor.person.ok_or_else(AppError::not_found)?;
        let given = self.0.answer(self.0.store.given_of(person, &[id]).await)?;
        self.promise(visit, given.first().ok_or_else(AppError::not_found)?).await
    }

    async fn given_ids(&self, visit: &Visit) -> Result<Vec<ReservationId>, AppError> {
        self.0.answer(self.0.store.given_ids(person(visit)?).await)
    }

    async fn given(
        &self,
        visit: &Visit,
        some: &[ReservationId],
    ) -> Result<Vec<OwnPromise>, AppError> {
        let given = self.0.answer(self.0.store.given_of(person(visit)?, some).await)?;
        let noted = self.noted(&given).await?;
        let mut promises = Vec::new();
        for held in &given {
            let same = self.same(held).await?;
            promises.push(self.promise_among(visit, held, &same, &noted).await?);
        }
        Ok(promises)
    }

    async fn purchase(
        &self,
        visit: &Visit,
        token: &str,
        quantity: Option<Quantity>,
    ) -> Result<OwnPromise, AppError> {
        let bought = self.sharing().buy(visit, token, quantity, "").await?;
        let held = self.0.answer(self.0.store.held(bought).await)?;
        self.promise(visit, &held.ok_or_else(AppError::not_found)?).await
    }

    async fn let_go(&self, visit: &Visit, reservation: ReservationId) -> Result<ListId, AppError> {
        let let_go = self.0.store.let_go(self.0.errand(visit), person(visit)?, reservation).await;
        let list = self.0.answer(let_go)?;
        self.0.announce(list).await;
        Ok(list)
    }
}
