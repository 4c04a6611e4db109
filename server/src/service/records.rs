//! Lists and gifts as programs read and change them (R10.1).

use app::{
    backend::{GiftChange, ListChange, ListFacts, OpenedList, Records},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    DomainError, Event, GiftForm, GiftId, GiftKey, List, ListForm, ListId, ListRecord,
    ListRevision, OwnersPromise, OwnersSight, Promises, owner_list, take_off_gift,
};
use store::LookedAfter;

use super::{
    gifts,
    lists::{self, Sight, parse_new, place, share_path},
    person,
};
use crate::site::Site;

/// Fulfils [`Records`].
pub(super) struct Service(pub(super) Site);

impl Service {
    fn lists(&self) -> lists::Service {
        lists::Service(self.0.clone())
    }

    fn gifts(&self) -> gifts::Service {
        gifts::Service(self.0.clone())
    }

    /// A list as it is told of among others: nothing of its gifts, nor of what givers do.
    fn facts(&self, LookedAfter { list, owner, role }: LookedAfter) -> ListFacts {
        let (share, revision) = (share_path(&self.0, &list), list.owner_revision);
        let (sight, now) = (OwnersSight::Surprise, self.0.clock.now());
        ListFacts { owner, list: owner_list(&list, role, &[], sight, share, revision, now) }
    }
}

impl From<Sight> for Promises {
    fn from(sight: Sight) -> Self {
        match sight {
            Sight::Surprise => Self::Kept,
            Sight::Shown(promises) => Self::Shown(
                promises
                    .into_iter()
                    .map(|(reservation, name)| OwnersPromise::of(&reservation, name))
                    .collect(),
            ),
        }
    }
}

#[async_trait]
impl Records for Service {
    async fn mine(&self, visit: &Visit) -> Result<Vec<ListFacts>, AppError> {
        let lists = self.0.answer(self.0.store.looked_after_by(person(visit)?).await)?;
        let mut facts: Vec<_> = lists.into_iter().map(|list| self.facts(list)).collect();
        facts.sort_by_key(|ListFacts { list, .. }| {
            place(list.id, list.state, list.role, list.banner.date.map(|date| date.day))
        });
        Ok(facts)
    }

    async fn list(&self, visit: &Visit, list: ListId) -> Result<ListRecord, AppError> {
        let owned = self.0.answer(self.0.store.owned_list(person(visit)?, list).await)?;
        let now = self.0.clock.now();
        let sight = Sight::load(&self.0, &owned.list, now).await?;
        Ok(ListRecord {
            owner: owned.owner,
            list: sight.of(&self.0, &owned, now),
            keys: owned.gifts.iter().map(GiftKey::of).collect(),
            promises: sight.into(),
        })
    }

    async fn create(
        &self,
        visit: &Visit,
        form: ListForm,
        surprise: &str,
    ) -> Result<OpenedList, AppError> {
        let owner = person(visit)?;
        let (details, surprise) = parse_new(&form, surprise)?;
        let share_key = |list, generation| self.0.secrets.share_key_of(list, generation);
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        let made = store.create_open_list(errand, owner, details, surprise, &share_key).await;
        let list = self.0.answer(made)?;
        let share = self.0.secrets.share_token(list.id, list.share_generation);
        Ok(OpenedList { id: list.id, share })
    }

    async fn change(
        &self,
        visit: &Visit,
        list: ListId,
        change: ListChange<'_>,
    ) -> Result<(ListFacts, Option<ListRevision>), AppError> {
        let now = self.0.clock.now();
        let rule = |list: List| -> Result<(List, Vec<Event>), DomainError> {
            let details = (change.form)(ListForm::of(&list.details)).parse()?;
            let without_picture = change.our_cover && list.picture.is_some();
            let (list, mut events) = match details == list.details {
                true => (list, vec![]),
                false => list.edit(details, change.confirmed, now)?,
            };
            if !without_picture {
                return Ok((list, events));
            }
            let (list, more) = list.set_picture(None)?;
            events.extend(more);
            Ok((list, events))
        };
        let (after, made) = self.lists().change_upon(visit, list, &rule).await?;
        Ok((self.facts(after), made))
    }

    async fn discard(&self, visit: &Visit, list: ListId) -> Result<usize, AppError> {
        let owner = person(visit)?;
        let discarded = self.0.store.discard_list(self.0.errand(visit), owner, list).await;
        let discarded = self.0.answer(discarded)?;
        self.0.announce(list).await;
        let promised = discarded.reservations.and_then(|count| usize::try_from(count).ok());
        Ok(1 + discarded.gifts + promised.unwrap_or(0))
    }

    async fn change_gift(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        change: GiftChange<'_>,
    ) -> Result<Option<ListRevision>, AppError> {
        let now = self.0.clock.now();
        self.gifts()
            .change_upon(visit, list, gift, &|list, gift| {
                let form = GiftForm::of(&gift.details, gift.counts.wanted(), gift.hidden);
                gifts::edit(list, gift, &(change.form)(form), now)
            })
            .await
    }

    async fn take_off(&self, visit: &Visit, list: ListId, gift: GiftId) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.gifts().change(visit, list, gift, &|list, gift| take_off_gift(list, gift, now)).await
    }

    async fn order(&self, visit: &Visit, list: ListId, gifts: &[GiftId]) -> Result<(), AppError> {
        let owner = person(visit)?;
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        self.0.answer(store.order_gifts(errand, owner, list, gifts).await)?;
        self.0.announce(list).await;
        Ok(())
    }
}
