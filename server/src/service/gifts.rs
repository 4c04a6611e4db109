//! Gifts, for the owners of their list (R4).

use app::{
    backend::Gifts,
    error::AppError,
    session::Visit,
    shown::{Edit, over, unpack},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    DomainError, Event, FieldErrors, Gift, GiftDetails, GiftForm, GiftId, Link, List, ListId,
    ListRevision, Move, OwnerGift, PictureId, Price, ProductId, Section, Wish, edit_gift,
    set_gift_picture, set_gift_removed, want_one_more,
};
use store::{Adding, GiftRule};

use super::person;
use crate::{affiliate::row_of, site::Site};

/// Fulfils [`Gifts`].
pub(super) struct Service(pub(super) Site);

/// So long givers hear nothing of a change of a gift, so that several are one mail (R4.6).
pub(super) fn pause(site: &Site) -> TimeDelta {
    TimeDelta::seconds(site.settings.mail.gift_pause.0.into())
}

impl Service {
    /// Changes a gift by a rule, and tells open pages.
    pub(super) async fn change(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        rule: GiftRule<'_>,
    ) -> Result<(), AppError> {
        self.change_upon(visit, list, gift, rule).await.map(drop)
    }

    /// The same; answers which revision of the list that made of the one that the visit names as
    /// read, if it names one (R10.5).
    pub(super) async fn change_upon(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        rule: GiftRule<'_>,
    ) -> Result<Option<ListRevision>, AppError> {
        let owner = person(visit)?;
        let (store, errand, pause) = (&self.0.store, self.0.errand(visit), pause(&self.0));
        let changed = store.change_gift_told_after(errand, owner, list, gift, pause, rule).await;
        let (_, made) = self.0.answer(changed)?;
        self.0.announce(list).await;
        Ok(made)
    }

    /// A form of a gift with a picture that is still kept. In the place of one that was thrown away since
    /// its page was made stands what was `shown` there (R6.4).
    async fn with_picture(&self, form: GiftForm, shown: &str) -> GiftForm {
        let shown = unpack::<GiftForm>(shown).picture;
        if shown == form.picture {
            return form;
        }
        let kept = self.0.picture_still_kept(form.picture.clone()).await;
        let gone = kept.is_empty() && !form.picture.is_empty();
        GiftForm { picture: if gone { shown } else { kept }, ..form }
    }

    /// Takes back what was saved of a gift, of which this was the `price` before; refused where any of
    /// it was changed once more (R3.4), or is the catalogue's by now (R6.2).
    pub(super) async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        edited: &Edit<GiftForm>,
        price: Option<Price>,
    ) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, list, gift, &|list, gift| {
            let of_product = !edited.after.is_about_that_of(&edited.before);
            if of_product && gift.standing.is_catalogue() {
                return Err(DomainError::replaced());
            }
            let shown = |form: &GiftForm| {
                wished(&gift, form, now)
                    .map(|wish| GiftForm::of(&wish.details, wish.wanted, wish.hidden))
            };
            let edited = Edit { before: shown(&edited.before)?, after: shown(&edited.after)? };
            let stands = GiftForm::of(&gift.details, gift.counts.wanted(), gift.hidden);
            let back = edited.taken_back(&stands).ok_or_else(DomainError::replaced)?;
            if back == stands {
                return Ok((gift, vec![]));
            }
            let (gift, told) = edit(list, gift, &back, now)?;
            let cost = |form: &GiftForm| (form.price.clone(), form.currency.clone());
            let price = price.filter(|_| cost(&edited.before) != cost(&edited.after));
            Ok((priced_as_before(gift, price), told))
        })
        .await
    }
}

/// A gift that costs again what it did before: that was read when it was (R4.7).
fn priced_as_before(gift: Gift, before: Option<Price>) -> Gift {
    match (gift.details.price, before) {
        (Some(now), Some(price)) if now.money == price.money => {
            Gift { details: GiftDetails { price: before, ..gift.details }, ..gift }
        }
        _ => gift,
    }
}

/// What a form wishes of a gift. What the catalogue says stands in place of what was sent (R4.5).
fn wished(gift: &Gift, form: &GiftForm, now: DateTime<Utc>) -> Result<Wish, FieldErrors> {
    let form = match gift.standing.is_catalogue() {
        true => form.clone().about(&gift.details.product()),
        false => form.clone(),
    };
    form.parse(now.date_naive(), Some(&gift.details))
}

/// Refuses what was typed about a product on a page that showed it as its owner's, where it is the
/// catalogue's by now (R6.2): that is not theirs to change any more, and is not dropped unsaid (R9.5). A
/// form of what is the catalogue's says nothing about it.
fn require_own(gift: &Gift, typed: &GiftForm, shown: &str) -> Result<(), DomainError> {
    if !gift.standing.is_catalogue() || shown.is_empty() || typed.name.is_empty() {
        return Ok(());
    }
    let was = unpack::<GiftForm>(shown);
    match over(typed.clone(), shown, &was).is_about_that_of(&was) {
        true => Ok(()),
        false => Err(DomainError::ChangedMeanwhile),
    }
}

/// A gift as the form has it, and what that means to its givers.
pub(super) fn edit(
    list: &List,
    gift: Gift,
    form: &GiftForm,
    now: DateTime<Utc>,
) -> Result<(Gift, Vec<Event>), DomainError> {
    list.require_editable()?;
    let wish = wished(&gift, form, now)?;
    edit_gift(list, gift, wish, now)
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
            None => self.with_picture(form, "").await,
            Some(id) => {
                let product = self.0.answer(self.0.store.product(id).await)?;
                form.about(&product.details)
            }
        };
        let wish = form.parse(self.0.clock.now().date_naive(), None)?;
        let adding = Adding { wish, product, again };
        let added = self.0.store.add_gift(self.0.errand(visit), owner, list, adding).await;
        let gift = self.0.answer(added)?;
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
        self.edit_shown(visit, list, gift, form, "").await
    }

    async fn edit_shown(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
        shown: &str,
    ) -> Result<(), AppError> {
        let (form, now) = (self.with_picture(form, shown).await, self.0.clock.now());
        self.change(visit, list, gift, &|list, gift| {
            require_own(&gift, &form, shown)?;
            let before = GiftForm::of(&gift.details, gift.counts.wanted(), gift.hidden);
            edit(list, gift, &over(form.clone(), shown, &before), now)
        })
        .await
    }

    async fn put_back(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
        shown: &str,
    ) -> Result<(), AppError> {
        let (form, now) = (self.with_picture(form, shown).await, self.0.clock.now());
        self.change(visit, list, gift, &|list, gift| {
            require_own(&gift, &form, shown)?;
            let before = GiftForm::of(&gift.details, gift.counts.wanted(), gift.hidden);
            let (gift, back) = set_gift_removed(list, gift, false)?;
            let (gift, changed) = edit(list, gift, &over(form.clone(), shown, &before), now)?;
            // That it is back says all of it, to whoever hears of that.
            Ok((gift, [changed, back].concat()))
        })
        .await
    }

    async fn off_list(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
    ) -> Result<OwnerGift, AppError> {
        let found = self.0.store.owned_gift(person(visit)?, list, gift).await;
        let (list, gift) = self.0.answer(found)?;
        if !gift.removed || list.require_editable().is_err() {
            return Err(AppError::not_found());
        }
        let names = self.0.ideas.names(visit.language).await;
        Ok(OwnerGift::of(&names.gift(gift)))
    }

    async fn want_one_more(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
    ) -> Result<(), AppError> {
        self.change(visit, list, gift, &|list, gift| Ok((want_one_more(list, gift)?, vec![]))).await
    }

    async fn set_picture(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        picture: Option<PictureId>,
    ) -> Result<(), AppError> {
        self.change(visit, list, gift, &|list, gift| {
            Ok((set_gift_picture(list, gift, picture.clone())?, vec![]))
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
        self.0.answer(moved)?;
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
        self.change(visit, list, gift, &|list, gift| set_gift_removed(list, gift, removed)).await
    }

    async fn place(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        after: Option<GiftId>,
        section: &str,
    ) -> Result<(), AppError> {
        let owner = person(visit)?;
        let section = Section::parse(section);
        let section = section.map_err(|problem| FieldErrors::one("section", problem))?;
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        self.0.answer(store.place_gift(errand, owner, list, gift, after, section).await)?;
        self.0.announce(list).await;
        Ok(())
    }

    async fn set_received(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        received: bool,
    ) -> Result<(), AppError> {
        let owner = person(visit)?;
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        self.0.answer(store.set_received(errand, owner, list, gift, received).await)?;
        self.0.announce(list).await;
        Ok(())
    }

    fn is_sponsored(&self, link: &str) -> bool {
        let link = Link::parse(link).ok();
        link.is_some_and(|link| row_of(&link, &self.0.settings.affiliate).is_some())
    }
}
