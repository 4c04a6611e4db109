//! A list, as read by programs that act for one of its owners: with the ids by which they name what
//! is on it, and with or without what givers do (R3.6, R10.9).

use uuid::Uuid;

use super::OwnerList;
use crate::{
    Gift, GiftId, GiverId, ListRevision, PersonId, ProductId, Reservation, ReservationId,
    ReservationState,
};

/// A list with what names its gifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRecord {
    /// Who owns it; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// The list as its editor shows it.
    pub list: OwnerList,
    /// What its gifts are called by programs: those on it in their order, then those taken off it.
    pub keys: Vec<GiftKey>,
    /// What givers promised, as far as its owners may see it.
    pub promises: Promises,
}

/// The ids of a gift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiftKey {
    /// Its own.
    pub gift: GiftId,
    /// That of what is wished for.
    pub product: ProductId,
    /// Whether that is the catalogue's, or its owner's own.
    pub catalogue: bool,
    /// Whether it was taken off the list.
    pub removed: bool,
}

/// What givers promised, as owners may see it, decided before anything of it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promises {
    /// Nothing: surprise holds.
    Kept,
    /// All that is live, the oldest first.
    Shown(Vec<OwnersPromise>),
}

/// A promise as owners see it: never with an address (R5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnersPromise {
    /// Its id.
    pub id: ReservationId,
    /// What was promised.
    pub gift: GiftId,
    /// Whose it is: an id that says nothing else.
    pub giver: GiverId,
    /// What the giver calls themselves; nothing once they erased it.
    pub name: Option<String>,
    /// How many.
    pub quantity: u32,
    /// How far it has come.
    pub state: ReservationState,
}

impl GiftKey {
    /// What this gift is called.
    pub fn of(gift: &Gift) -> Self {
        Self {
            gift: gift.id,
            product: gift.product,
            catalogue: gift.standing.is_catalogue(),
            removed: gift.removed,
        }
    }
}

impl OwnersPromise {
    /// A reservation under the name that owners may read.
    pub fn of(reservation: &Reservation, name: Option<String>) -> Self {
        Self {
            id: reservation.id,
            gift: reservation.gift,
            giver: reservation.giver,
            name,
            quantity: reservation.quantity.get(),
            state: reservation.state,
        }
    }
}

impl ListRecord {
    /// The revision that was read.
    pub fn revision(&self) -> ListRevision {
        ListRevision { number: self.list.revision, kept: self.promises == Promises::Kept }
    }

    /// The gift on the list that an id names: a gift's own, or that of its product, of which the
    /// first is meant.
    pub fn on_list(&self, id: Uuid) -> Option<GiftKey> {
        let mut on_list = self.keys.iter().filter(|key| !key.removed);
        on_list.find(|key| key.is_named(id)).copied()
    }

    /// The gift that an id names among those that were taken off the list: of several the one that
    /// was added last.
    pub fn off_list(&self, id: Uuid) -> Option<GiftKey> {
        let off_list = self.keys.iter().filter(|key| key.removed && key.is_named(id));
        off_list.max_by_key(|key| key.gift).copied()
    }

    /// By which id a gift is told from all others of the list: its product's, or its own where
    /// another one above it is the same product.
    pub fn name_of(&self, gift: GiftId) -> Option<Uuid> {
        let key = self.keys.iter().find(|key| key.gift == gift)?;
        let first = self.keys.iter().find(|other| other.product == key.product)?;
        Some(if first.gift == gift { key.product.uuid() } else { gift.uuid() })
    }
}

impl GiftKey {
    fn is_named(&self, id: Uuid) -> bool {
        self.gift.uuid() == id || self.product.uuid() == id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GiftCounts, ListState, OwnersSight, Role, Surprise, Wanted,
        in_tests::{gift, list, now},
        owner_list,
    };

    fn record(gifts: &[Gift]) -> ListRecord {
        let list = list(ListState::Open, Surprise::Keep);
        let sight = OwnersSight::Surprise;
        ListRecord {
            owner: None,
            keys: gifts.iter().map(GiftKey::of).collect(),
            promises: Promises::Kept,
            list: owner_list(&list, Role::Owner, gifts, sight, None, 1, now()),
        }
    }

    fn of(id: u128, product: u128, removed: bool) -> Gift {
        let product = ProductId::new(Uuid::from_u128(product));
        Gift { product, removed, ..gift(id, GiftCounts::new(Wanted::Any)) }
    }

    // R10.9
    #[test]
    fn a_gift_is_named_by_its_product_and_a_second_of_the_same_by_its_own_id() {
        let record = record(&[of(1, 100, false), of(2, 100, false), of(3, 200, true)]);
        let id = Uuid::from_u128;
        let named = |found: Option<GiftKey>| found.map(|key| key.gift.uuid());
        assert_eq!(named(record.on_list(id(100))), Some(id(1)));
        assert_eq!(named(record.on_list(id(2))), Some(id(2)));
        assert_eq!(named(record.on_list(id(200))), None, "it is off the list");
        assert_eq!(named(record.off_list(id(200))), Some(id(3)));
        assert_eq!(named(record.off_list(id(100))), None);
        let gift = |number| GiftId::new(id(number));
        assert_eq!(record.name_of(gift(1)), Some(id(100)));
        assert_eq!(record.name_of(gift(2)), Some(id(2)));
        assert_eq!(record.name_of(gift(3)), Some(id(200)));
        assert_eq!(record.name_of(gift(9)), None);
    }
}
