//! Gifts, for the owners of their list (R4).

use app::{backend::Gifts, error::AppError, session::Visit};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    DomainError, Event, Gift, GiftDetails, GiftForm, GiftId, List, ListId, Move, PictureId,
    ProductId,
};
use store::Adding;

use super::person;
use crate::site::Site;

/// Fulfils [`Gifts`].
pub(super) struct Service(pub(super) Site);

type Rule<'a> = &'a (dyn Fn(&List, Gift) -> Result<(Gift, Vec<Event>), DomainError> + Sync);

impl Service {
    async fn change(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        rule: Rule<'_>,
    ) -> Result<(), AppError> {
        let owner = person(visit)?;
        let changed = self.0.store.change_gift(self.0.errand(visit), owner, list, gift, rule).await;
        changed.map_err(|error| self.0.refuse(error))?;
        self.0.announce(list).await;
        Ok(())
    }
}

/// A gift as the form has it, and what that means to its givers.
fn edit(
    list: &List,
    gift: Gift,
    form: &GiftForm,
    now: DateTime<Utc>,
) -> Result<(Gift, Vec<Event>), DomainError> {
    list.require_editable()?;
    // What the catalogue says stands in place of what was sent (R4.5).
    let form = match gift.standing.is_catalogue() {
        true => form.clone().about(&gift.details.product()),
        false => form.clone(),
    };
    let wish = form.parse(now.date_naive(), Some(&gift.details))?;
    let counts = gift.counts.want(wish.wanted, list.keeps_surprise(now))?;
    let event = match (gift.hidden, wish.hidden) {
        (false, true) => Some(Event::GiftWithdrawn { gift: gift.id }),
        (true, false) => Some(Event::GiftRestored { gift: gift.id }),
        _ if gift.details != wish.details => Some(Event::GiftEdited { gift: gift.id }),
        _ => None,
    };
    let gift = Gift { details: wish.details, counts, hidden: wish.hidden, ..gift };
    Ok((gift, event.into_iter().collect()))
}

#[async_trait]
impl Gifts for Service {
    async fn add(
        &self,
        visit: &Visit,
        list: ListId,
        product: Option<ProductId>,
        again: bool,
        form: GiftForm,
    ) -> Result<GiftId, AppError> {
        let owner = person(visit)?;
        let form = match product {
            None => form,
            Some(id) => {
                let product = self.0.store.product(id).await;
                let (product, _) = product.map_err(|error| self.0.refuse(error))?;
                form.about(&product.details)
            }
        };
        let wish = form.parse(self.0.clock.now().date_naive(), None)?;
        let adding = Adding { wish, product, again };
        let added = self.0.store.add_gift(self.0.errand(visit), owner, list, adding).await;
        let gift = added.map_err(|error| self.0.refuse(error))?;
        self.0.announce(list).await;
        Ok(gift)
    }

    async fn edit(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
    ) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, list, gift, &|list, gift| edit(list, gift, &form, now)).await
    }

    async fn want_one_more(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
    ) -> Result<(), AppError> {
        self.change(visit, list, gift, &|list, gift| {
            list.require_editable()?;
            let counts = gift.counts.want_one_more();
            Ok((Gift { counts, ..gift }, vec![]))
        })
        .await
    }

    async fn set_picture(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        picture: Option<PictureId>,
    ) -> Result<(), AppError> {
        self.change(visit, list, gift, &|list, gift| {
            list.require_editable()?;
            if gift.standing.is_catalogue() {
                return Err(DomainError::WrongState { state: gift.standing.code().to_owned() });
            }
            let details = GiftDetails { picture: picture.clone(), ..gift.details.clone() };
            Ok((Gift { details, ..gift }, vec![]))
        })
        .await
    }

    async fn reorder(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        way: Move,
    ) -> Result<(), AppError> {
        let owner = person(visit)?;
        let moved = self.0.store.move_gift(self.0.errand(visit), owner, list, gift, way).await;
        moved.map_err(|error| self.0.refuse(error))?;
        self.0.announce(list).await;
        Ok(())
    }

    async fn set_removed(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        removed: bool,
    ) -> Result<(), AppError> {
        self.change(visit, list, gift, &|list, gift| {
            list.require_editable()?;
            let id = gift.id;
            let event = match removed {
                true if !gift.removed => Some(Event::GiftWithdrawn { gift: id }),
                false if gift.removed => Some(Event::GiftRestored { gift: id }),
                _ => None,
            };
            Ok((Gift { removed, ..gift }, event.into_iter().collect()))
        })
        .await
    }
}
