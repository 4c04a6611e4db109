//! A shared list with its numbers, as read by programs that have its link (R3.6, R5.1, R10.1).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Banner, GiftCard, GiftKey};
use crate::{Gift, GiftId, List, ListId, ListState, PersonId};

/// A shared list, with what names its gifts and how many of each are taken. Nobody's name is in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedList {
    /// Its id, which opens nothing by itself.
    pub id: ListId,
    /// Who made it; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// What it is about.
    pub banner: Banner,
    /// Whether it takes reservations.
    pub state: ListState,
    /// Whether the one who reads it looks after it.
    pub looks_after: bool,
    /// What is offered on it, in the order of its owners.
    pub gifts: CountedGifts,
    /// Rises with everything that changes on it and that the one who reads may know.
    pub revision: u64,
}

/// What is offered on a shared list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountedGifts {
    /// For those who look after it while a surprise holds: nothing of what givers do.
    Kept(Vec<NamedGift>),
    /// With how many are taken.
    Shown(Vec<CountedGift>),
}

/// A gift and what names it. There is no field here that a giver's act could change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGift {
    /// Its ids.
    pub key: GiftKey,
    /// What it is.
    pub card: GiftCard,
    /// Who makes it.
    pub brand: String,
    /// How many are wanted; `None` is any number.
    pub wanted: Option<u32>,
}

/// A gift and how many of it are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedGift {
    /// The gift.
    pub gift: NamedGift,
    /// How many are reserved and not bought yet.
    pub reserved: u32,
    /// How many are bought.
    pub purchased: u32,
}

impl NamedGift {
    fn of(gift: &Gift) -> Self {
        Self {
            key: GiftKey::of(gift),
            card: GiftCard::of(gift),
            brand: gift.details.brand.to_string(),
            wanted: gift.counts.wanted().number(),
        }
    }
}

impl CountedGifts {
    /// The gifts alone, in order.
    pub fn gifts(&self) -> Vec<&NamedGift> {
        match self {
            Self::Kept(gifts) => gifts.iter().collect(),
            Self::Shown(gifts) => gifts.iter().map(|counted| &counted.gift).collect(),
        }
    }

    /// By which id a gift is told from the others: its product's, or its own where another one above
    /// it is the same product.
    pub fn name_of(&self, gift: GiftId) -> Option<Uuid> {
        let keys: Vec<_> = self.gifts().into_iter().map(|gift| gift.key).collect();
        let key = keys.iter().find(|key| key.gift == gift)?;
        let first = keys.iter().find(|other| other.product == key.product)?;
        Some(if first.gift == gift { key.product.uuid() } else { gift.uuid() })
    }
}

/// Which of some gifts an id names, for somebody who gives: a gift's own, or that of its product, of
/// which the first is meant that is offered.
pub fn offered_as(gifts: &[Gift], id: Uuid) -> Option<&Gift> {
    let mut offered = gifts.iter().filter(|gift| gift.is_offered());
    offered.find(|gift| gift.id.uuid() == id || gift.product.uuid() == id)
}

/// Whether somebody who gives names a gift by its product, and not by its own id: it is offered, and no
/// gift above it is that is the same product. `gifts` are those of its list that are, or more, in
/// their order.
pub fn is_named_by_product(gifts: &[Gift], gift: &Gift) -> bool {
    offered_as(gifts, gift.product.uuid()).is_some_and(|named| named.id == gift.id)
}

/// Builds what programs read. Those who look after the list are shown how many are taken once no
/// surprise keeps that (R5.1). `revision` rises with everything, and is told to whoever may know of
/// everything.
pub fn counted_list(
    list: &List,
    gifts: &[Gift],
    owner: Option<PersonId>,
    looks_after: bool,
    revision: u64,
    now: DateTime<Utc>,
) -> CountedList {
    let offered = gifts.iter().filter(|gift| gift.is_offered());
    let (gifts, revision) = if looks_after && list.keeps_surprise(now) {
        (CountedGifts::Kept(offered.map(NamedGift::of).collect()), list.owner_revision)
    } else {
        let counted = offered.map(|gift| CountedGift {
            gift: NamedGift::of(gift),
            reserved: gift.counts.reserved(),
            purchased: gift.counts.purchased(),
        });
        (CountedGifts::Shown(counted.collect()), revision)
    };
    CountedList {
        id: list.id,
        owner,
        banner: Banner::of(list, now),
        state: list.state,
        looks_after,
        gifts,
        revision,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GiftCounts, ProductId, Quantity, Surprise, Wanted,
        in_tests::{gift, list, now},
    };

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn of(number: u128, product: u128, hidden: bool) -> Gift {
        let counts = GiftCounts::new(Wanted::Count(Quantity::new(3).unwrap()));
        Gift { product: ProductId::new(id(product)), hidden, ..gift(number, counts) }
    }

    fn taken(gift: Gift, reserved: u32, purchased: u32) -> Gift {
        let wanted = gift.counts.wanted();
        Gift { counts: GiftCounts::from_stored(wanted, reserved, purchased), ..gift }
    }

    // R3.6, R5.1: under surprise those who look after the list read the same whatever givers do.
    #[test]
    fn under_surprise_its_owners_read_nothing_that_givers_change() {
        let kept = list(ListState::Open, Surprise::Keep);
        let (before, after) = ([of(1, 100, false)], [taken(of(1, 100, false), 2, 1)]);
        let read =
            |gifts: &[Gift], revision| counted_list(&kept, gifts, None, true, revision, now());
        assert_eq!(read(&before, 1), read(&after, 9));
        // Givers read it.
        let CountedGifts::Shown(shown) = counted_list(&kept, &after, None, false, 9, now()).gifts
        else {
            panic!("kept from givers")
        };
        assert_eq!((shown[0].reserved, shown[0].purchased), (2, 1));
        // And so do owners of a list that shows it.
        let open = list(ListState::Open, Surprise::Show);
        let read = counted_list(&open, &after, None, true, 9, now());
        assert!(matches!(read.gifts, CountedGifts::Shown(_)));
        assert_eq!(read.revision, 9);
    }

    // R10.1
    #[test]
    fn a_gift_is_named_by_its_product_as_far_as_it_is_offered() {
        let gifts = [of(1, 100, true), of(2, 100, false), of(3, 100, false), of(4, 200, true)];
        let named = |number| offered_as(&gifts, id(number)).map(|gift| gift.id.uuid());
        assert_eq!(named(100), Some(id(2)));
        assert_eq!(named(3), Some(id(3)));
        for number in [1, 4, 200, 9] {
            assert_eq!(named(number), None, "{number}");
        }
        let by_product = gifts.iter().map(|gift| is_named_by_product(&gifts, gift));
        assert_eq!(by_product.collect::<Vec<_>>(), [false, true, false, false]);
        let open = list(ListState::Open, Surprise::Show);
        let counted = counted_list(&open, &gifts, None, false, 1, now()).gifts;
        assert_eq!(counted.gifts().len(), 2);
        let name_of = |number| counted.name_of(GiftId::new(id(number)));
        assert_eq!((name_of(2), name_of(3)), (Some(id(100)), Some(id(3))));
        assert_eq!(name_of(1), None);
    }
}
