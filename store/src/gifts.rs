//! Gifts on a list, as changed by those who edit it (R4).

use chrono::TimeDelta;
use domain::{
    DomainError, Event, Gift, GiftId, Link, List, ListId, ListRevision, PersonId, Product,
    ProductId, ReservationId, ShareKey, Standing, Wish, letters,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    catalogue::put_on_list,
    lists::{editable_by, writes_to_givers},
    room::GiftNumbers,
    row::{
        gift::{GiftRead, WantsRow},
        id_of,
        list::ListRead,
        product::ProductRow,
        record,
        reservation::ReservedRow,
    },
    tx::transact,
    work::Work,
};

const ADDING: &str = include_str!("../query/adding.surql");
const SHOP_LINK: &str = include_str!("../query/shop_link.surql");
const LIST_WITH_GIFT: &str = include_str!("../query/list_with_gift.surql");
const GIFT_HELD: &str = include_str!("../query/gift_held.surql");
const GIFT_UPON: &str = include_str!("../query/gift_upon.surql");

/// What shall become of a gift.
pub type GiftRule<'a> =
    &'a (dyn Fn(&List, Gift) -> std::result::Result<(Gift, Vec<Event>), DomainError> + Sync);

/// What somebody adds to their list.
#[derive(Debug, Clone)]
pub struct Adding {
    /// What they wish for.
    pub wish: Wish,
    /// The product of the catalogue that it is; without one a product of their own is made.
    pub product: Option<ProductId>,
    /// Whether they know that it is on the list already (R4.3).
    pub again: bool,
}

/// What adding depends on, of one moment.
#[derive(SurrealValue)]
struct AddingRead {
    list: ListRead,
    numbers: GiftNumbers,
    product: Option<ProductRow>,
    /// A gift on the list that is the same product already.
    same: Option<RecordId>,
}

/// Where a gift is sold.
#[derive(SurrealValue)]
struct ShopRead {
    main: Option<String>,
    further: Option<Vec<String>>,
}

impl Store {
    /// Adds a gift below all others.
    ///
    /// # Errors
    /// Refused as not found for a list that is not theirs and for a product that is not in the
    /// catalogue, as closed, as full, and as on the list already.
    pub async fn add_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        adding: Adding,
    ) -> Result<GiftId> {
        let Adding { wish, product, again } = adding;
        transact!(self, errand, |work| {
            let read = self.adding(person, list, product, wish.details.link.as_ref()).await?;
            let on = List::try_from(read.list.list.clone())?;
            on.require_editable()?;
            read.numbers.require_room(1)?;
            if let Some(same) = read.same.as_ref().filter(|_| !again) {
                return Err(DomainError::OnListAlready { gift: id_of(same)? }.into());
            }
            let mut waiting = None;
            let chosen = match (product, read.product) {
                (Some(_), Some(row)) => put_on_list(work, row)?,
                (Some(_), None) => return Err(StoreError::not_found()),
                (None, _) => {
                    let id = ProductId::new(work.id());
                    let details = wish.details.product();
                    let own = Product { id, details, standing: Standing::Waiting };
                    work.create(ProductRow::own(&own, person, list))?;
                    waiting = Some(Event::ProductWaits { product: id });
                    own
                }
            };
            let last = read.list.gifts.first().map(|gift| gift.wants.position);
            let id = GiftId::new(work.id());
            let gift = Gift::wished(id, list, chosen, wish.clone(), last);
            work.create(WantsRow::new(&gift))?;
            let added = Event::GiftAdded { list, gift: gift.id };
            let events: Vec<Event> = [added].into_iter().chain(waiting).collect();
            self.tell_of_owners(work, &events, &read.list).await?;
            seen_by_owners(work, &read.list, on)?;
            Ok(gift.id)
        })
    }

    /// The gift on a person's list that is this product of the catalogue, or has this link, and
    /// what it is called.
    ///
    /// # Errors
    /// Refused as not found for a list that is not theirs.
    pub async fn on_list_already(
        &self,
        person: PersonId,
        list: ListId,
        product: Option<ProductId>,
        link: Option<&Link>,
    ) -> Result<Option<Gift>> {
        let read = self.adding(person, list, product, link).await?;
        let Some(same) = read.same else { return Ok(None) };
        self.owned_gift(person, list, id_of(&same)?).await.map(|(_, gift)| Some(gift))
    }

    async fn adding(
        &self,
        person: PersonId,
        list: ListId,
        product: Option<ProductId>,
        link: Option<&Link>,
    ) -> Result<AddingRead> {
        let ask = self.ask(ADDING).with("list", record("list", list));
        let ask = ask.with("product", product.map(|id| record("product", id)));
        let ask = ask.with("key", link.map(|link| link.key().as_str().to_owned()));
        let read: AddingRead = ask.one().await?;
        let theirs = read.list.role(Some(person)).may_edit();
        if theirs { Ok(read) } else { Err(StoreError::not_found()) }
    }

    /// Where a gift on the list behind a share link is sold.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn shop_link(&self, share: &ShareKey, gift: GiftId) -> Result<Option<Link>> {
        self.further_shop_link(share, gift, 0).await
    }

    /// The same of a further shop, counted from 1; the first that sells it is 0.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn further_shop_link(
        &self,
        share: &ShareKey,
        gift: GiftId,
        number: usize,
    ) -> Result<Option<Link>> {
        let ask = self.ask(SHOP_LINK).with("share", share.as_str());
        let read = ask.with("gift", record("wants", gift)).maybe::<ShopRead>().await?;
        let Some(ShopRead { main, further }) = read else { return Ok(None) };
        let link = match number.checked_sub(1) {
            None => main,
            Some(index) => further.unwrap_or_default().into_iter().nth(index),
        };
        let link = link.as_deref().map(Link::parse).transpose();
        link.map_err(|why| StoreError::spoilt("link", why))
    }

    /// One gift of a list that this person edits.
    ///
    /// # Errors
    /// Refused as not found for a list that is not theirs and for a gift of another list.
    pub async fn owned_gift(
        &self,
        person: PersonId,
        list: ListId,
        gift: GiftId,
    ) -> Result<(List, Gift)> {
        let (read, gift) = self.list_with_gift(person, list, gift).await?;
        Ok((read.list.try_into()?, gift.try_into()?))
    }

    /// Changes a gift by a rule, its product's own fields too. Its givers are told where the
    /// rule's events say so.
    ///
    /// # Errors
    /// As the rule; refused as not found for a list that is not theirs and for a gift of another
    /// list, as closed (R3.5), and as full where the gift would be on the list again (R4.3).
    pub async fn change_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        rule: GiftRule<'_>,
    ) -> Result<Gift> {
        let pause = TimeDelta::zero();
        let changed = self.change_gift_told_after(errand, person, list, gift, pause, rule).await?;
        Ok(changed.0)
    }

    /// The same, where givers are told only after a pause, so that what is changed again or taken
    /// back within it is one mail or none. Answers, too, which revision of the list that made of the
    /// one that the errand names as read, if it names one (R10.5).
    ///
    /// # Errors
    /// As [`Store::change_gift`].
    pub async fn change_gift_told_after(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        pause: TimeDelta,
        rule: GiftRule<'_>,
    ) -> Result<(Gift, Option<ListRevision>)> {
        let named = errand.terms.read_of(list);
        transact!(self, errand, |work| {
            let (read, found) = self.list_with_gift(person, list, gift).await?;
            let on = List::try_from(read.list.clone())?;
            on.require_editable()?;
            let before = Gift::try_from(found.clone())?;
            let (after, events) = rule(&on, before.clone())?;
            if after == before {
                return Ok((after, named));
            }
            if before.removed && !after.removed {
                self.require_room_to_put_back(&read.list.id).await?;
            }
            let held = match writes_to_givers(&events) {
                true => self.held_of(&found.wants.id).await?,
                false => vec![],
            };
            let (owners, surprise) = (read.everybody()?, on.keeps_surprise(work.now()));
            let told = events.iter().flat_map(|event| letters(event, &owners, &held, surprise));
            work.post_after(told, pause)?;
            let details = after.details.product();
            let put_back = before.removed && !after.removed;
            let its_own = found.product.made_for.as_ref() == Some(&read.list.id);
            if put_back && !its_own && !before.standing.is_catalogue() {
                let own = self.put_back_as_own(work, person, found, after).await?;
                let waits = Event::ProductWaits { product: own.product };
                self.tell_of_owners(work, &[waits], &read).await?;
                seen_by_owners(work, &read, on)?;
                return Ok((own, named.map(ListRevision::with_gift_changed)));
            }
            // What was declined as it was waits once more as it is now, and so does what was taken
            // away while it was off the list.
            let back = put_back && before.standing == Standing::Deleted;
            let other = details != before.details.product() && !before.standing.is_catalogue();
            if back || other {
                let standing = Standing::Waiting;
                let own = Product { id: before.product, details, standing };
                work.replace(found.product.clone().holding(&own))?;
                if before.standing != Standing::Waiting {
                    let waits = Event::ProductWaits { product: before.product };
                    self.tell_of_owners(work, &[waits], &read).await?;
                }
            } else if put_back {
                // Whoever takes the product away at the same time collides with this (R6.1, R6.2).
                work.replace(found.product.clone())?;
            }
            work.replace(found.wants.holding(&after))?;
            seen_by_owners(work, &read, on)?;
            Ok((after, named.map(ListRevision::with_gift_changed)))
        })
    }

    /// Says that a gift has arrived, or takes that back. On a closed list, too (R3.5).
    ///
    /// # Errors
    /// Refused as not found for a list that is not theirs and for a gift that is not on it.
    pub async fn set_received(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        received: bool,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let (read, found) = self.list_with_gift(person, list, gift).await?;
            let before = Gift::try_from(found.clone())?;
            if before.removed {
                return Err(StoreError::not_found());
            }
            if before.received == received {
                return Ok(());
            }
            work.replace(found.wants.holding(&Gift { received, ..before }))?;
            seen_by_owners(work, &read, List::try_from(read.list.clone())?)
        })
    }

    /// Puts a gift back as a product of its list's own: what it was is the catalogue's no longer, and may
    /// have been on other lists, too.
    async fn put_back_as_own(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        found: GiftRead,
        gift: Gift,
    ) -> Result<Gift> {
        let (id, standing) = (ProductId::new(work.id()), Standing::Waiting);
        let own = Product { id, details: gift.details.product(), standing: standing.clone() };
        work.create(ProductRow::own(&own, person, gift.list))?;
        let upon = self.ask(GIFT_UPON).with("gift", found.wants.id.clone());
        let upon: Vec<ReservedRow> = upon.one().await?;
        let gift = Gift { product: id, standing, ..gift };
        let row = WantsRow { product: record("product", id), ..found.wants.holding(&gift) };
        work.move_edge(row, upon)?;
        Ok(gift)
    }

    async fn list_with_gift(
        &self,
        person: PersonId,
        list: ListId,
        gift: GiftId,
    ) -> Result<(ListRead, GiftRead)> {
        let ask = self.ask(LIST_WITH_GIFT).with("list", record("list", list));
        let read = editable_by(person, ask.with("gift", record("wants", gift))).await?;
        let gift = read.gift(gift).cloned().ok_or_else(StoreError::not_found)?;
        Ok((read, gift))
    }

    async fn held_of(&self, gift: &RecordId) -> Result<Vec<ReservationId>> {
        let ids: Vec<RecordId> = self.ask(GIFT_HELD).with("gift", gift.clone()).one().await?;
        ids.iter().map(id_of).collect()
    }
}

/// Writes the list with its owners' revision raised.
pub(crate) fn seen_by_owners(work: &mut Work<'_>, read: &ListRead, list: List) -> Result<()> {
    work.replace(read.list.clone().holding_all_but_link(&list.seen_by_owners()))
}
