//! Gifts on a list, as those change them who edit it (R4).

use domain::{
    DomainError, Event, Gift, GiftCounts, GiftId, List, ListId, Move, PersonId, ProductId,
    ReservationId, Wish, reposition,
};
use surrealdb::types::RecordId;

use crate::{
    Errand, Result, Store, StoreError,
    lists::{editable_by, gifts, post},
    row::{
        gift::{GiftRead, ProductRow},
        id_of,
        list::ListRead,
        record,
    },
    tx::transact,
    work::Work,
};

const LIST_WITH_GIFT: &str = include_str!("../query/list_with_gift.surql");
const LIST_WITH_LAST: &str = include_str!("../query/list_with_last.surql");
const GIFT_HELD: &str = include_str!("../query/gift_held.surql");

/// The room between two gifts, in which others find a place without moving any.
const GAP: i64 = 1024;

/// What shall become of a gift.
pub(crate) type GiftRule<'a> =
    &'a (dyn Fn(&List, Gift) -> std::result::Result<(Gift, Vec<Event>), DomainError> + Sync);

impl Store {
    /// Adds a gift below all others.
    ///
    /// # Errors
    /// Refused as not found for a list that is not theirs, and as closed.
    pub async fn add_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        wish: Wish,
    ) -> Result<GiftId> {
        transact!(self, errand, |work| {
            let ask = self.ask(LIST_WITH_LAST).with("list", record("list", list));
            let read = editable_by(person, ask).await?;
            let on = List::try_from(read.list.clone())?;
            on.require_editable()?;
            let last = read.gifts.first().map(|gift| gift.wants.position);
            let gift = Gift {
                id: GiftId::new(work.id()),
                list,
                product: ProductId::new(work.id()),
                details: wish.details.clone(),
                counts: GiftCounts::new(wish.wanted),
                position: last.unwrap_or(0) + GAP,
                hidden: wish.hidden,
                removed: false,
            };
            let GiftRead { wants, product } = GiftRead::new(&gift, record("person", person));
            work.create(product)?;
            work.create(wants)?;
            seen_by_owners(work, &read, on)?;
            Ok(gift.id)
        })
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
    /// list, and as closed (R3.5).
    pub async fn change_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        rule: GiftRule<'_>,
    ) -> Result<Gift> {
        transact!(self, errand, |work| {
            let (read, found) = self.list_with_gift(person, list, gift).await?;
            let on = List::try_from(read.list.clone())?;
            on.require_editable()?;
            let before = Gift::try_from(found.clone())?;
            let (after, events) = rule(&on, before.clone())?;
            if after == before {
                return Ok(after);
            }
            let held = self.held_of(&found.wants.id).await?;
            let surprise = on.keeps_surprise(work.now());
            post(work, &events, &read.everybody()?, &held, surprise)?;
            let product = found.product.clone().holding(&after.details);
            if !same(&product, &found.product) {
                work.replace(product)?;
            }
            work.replace(found.wants.holding(&after))?;
            seen_by_owners(work, &read, on)?;
            Ok(after)
        })
    }

    /// Moves a gift among those that are not removed. At the end already, it stays.
    ///
    /// # Errors
    /// As [`Store::change_gift`].
    pub async fn move_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        way: Move,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.editable(person, list).await?;
            let on = List::try_from(read.list.clone())?;
            on.require_editable()?;
            let mut order = gifts(read.gifts.clone())?;
            order.retain(|gift| !gift.removed);
            let index = order.iter().position(|other| other.id == gift);
            let index = index.ok_or_else(StoreError::not_found)?;
            let Some(order) = reposition(&order, index, way) else { return Ok(()) };
            for gift in settle(order, gift) {
                let Some(found) = read.gift(gift.id).cloned() else { continue };
                work.replace(found.wants.holding(&gift))?;
            }
            seen_by_owners(work, &read, on)
        })
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
fn seen_by_owners(work: &mut Work<'_>, read: &ListRead, list: List) -> Result<()> {
    let row = read.list.clone();
    let key = row.share_key.clone().map(domain::ShareKey::new);
    work.replace(row.holding(&list.seen_by_owners(), key))
}

fn same(one: &ProductRow, other: &ProductRow) -> bool {
    use surrealdb::types::SurrealValue;
    one.clone().into_value() == other.clone().into_value()
}

/// The gifts of an order that need another position: the moved one alone, where there is room
/// between its neighbours, else all.
fn settle(order: Vec<Gift>, moved: GiftId) -> Vec<Gift> {
    let Some(index) = order.iter().position(|gift| gift.id == moved) else { return vec![] };
    let above = index.checked_sub(1).map(|above| order[above].position);
    let below = order.get(index + 1).map(|below| below.position);
    let place = match (above, below) {
        (Some(above), Some(below)) if below - above > 1 => Some(above + (below - above) / 2),
        (None, Some(below)) => below.checked_sub(GAP),
        (Some(above), None) => above.checked_add(GAP),
        _ => None,
    };
    match place {
        Some(position) => order
            .into_iter()
            .filter(|gift| gift.id == moved)
            .map(|g| Gift { position, ..g })
            .collect(),
        None => (1..).zip(order).map(|(n, gift)| Gift { position: n * GAP, ..gift }).collect(),
    }
}
