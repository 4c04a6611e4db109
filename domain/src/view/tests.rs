use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    Colour, GiftCounts, GiftDetails, GiftName, GiftNotes, ListId, ListState, ProductId, Quantity,
    Role, ShopName, Size, Surprise, Wanted,
    list::tests::{list, now},
};

fn gift(id: u128, counts: GiftCounts) -> Gift {
    Gift {
        id: GiftId::new(Uuid::from_u128(id)),
        list: ListId::new(Uuid::from_u128(1)),
        product: ProductId::new(Uuid::from_u128(3)),
        standing: crate::Standing::Waiting,
        details: GiftDetails {
            name: GiftName::parse("Wooden train").unwrap(),
            brand: crate::Brand::default(),
            shop: ShopName::parse("").unwrap(),
            link: None,
            price: None,
            picture: None,
            notes: GiftNotes::parse("").unwrap(),
            priority: Priority::Love,
            exactness: Exactness::Similar,
            size: Size::parse("").unwrap(),
            colour: Colour::parse("").unwrap(),
        },
        counts,
        position: 0,
        hidden: false,
        removed: false,
    }
}

proptest! {
    /// Whatever givers do to the counts, the bytes that owners get under surprise are the same.
    #[test]
    fn under_surprise_an_owner_sees_the_same_bytes_whatever_givers_do(
        wanted in 1..20_u32, reserved in 0..20_u32, purchased in 0..20_u32,
    ) {
        let list = list(ListState::Open, Surprise::Keep);
        let wanted = Wanted::Count(Quantity::new(wanted).unwrap());
        let untouched = [gift(2, GiftCounts::new(wanted))];
        let touched = [gift(2, GiftCounts::from_stored(wanted, reserved, purchased))];
        let bytes = |gifts: &[Gift]| {
            let editor = owner_list(&list, Role::Owner, gifts, OwnersSight::Surprise, None, 7, now());
            let page = owners_look(&list, gifts, now());
            let card = list_card(&list, Role::Owner, gifts, now());
            serde_json::to_string(&(editor, page, card)).unwrap()
        };
        prop_assert_eq!(bytes(&untouched), bytes(&touched));
    }
}

#[test]
fn once_the_surprise_is_over_owners_see_what_is_taken() {
    let mut list = list(ListState::Open, Surprise::Keep);
    list.revealed_at = Some(now());
    let wanted = Wanted::Count(Quantity::new(3).unwrap());
    let gifts = [gift(2, GiftCounts::from_stored(wanted, 1, 1))];
    let card = list_card(&list, Role::Owner, &gifts, now());
    assert_eq!(card.progress, Some(Progress { taken: 2, wanted: 3 }));
    assert_eq!(owners_look(&list, &gifts, now()).gifts[0].left, Left::Count(1));
}

#[test]
fn givers_see_neither_hidden_nor_removed_gifts() {
    let list = list(ListState::Open, Surprise::Show);
    let any = GiftCounts::new(Wanted::Any);
    let gifts = [
        gift(2, any),
        Gift { hidden: true, ..gift(3, any) },
        Gift { removed: true, ..gift(4, any) },
    ];
    let view = shared_list(&list, &gifts, &[], 1, now());
    assert_eq!(view.gifts.len(), 1);
    assert_eq!(view.gifts[0].left, Left::Any);
}
