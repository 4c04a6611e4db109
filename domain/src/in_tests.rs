//! What the tests of this crate are about: a list, a gift on it, and a promise to give that.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Brand, Colour, DeliveryMessage, EventDate, Exactness, ForWhom, FurtherLinks, Gift, GiftCounts,
    GiftDetails, GiftId, GiftName, GiftNotes, GiverId, List, ListDetails, ListId, ListState,
    Occasion, Priority, ProductId, Quantity, Reservation, ReservationId, ReservationState, Section,
    ShopName, Size, Standing, Surprise, Tags, Title, Welcome, Zone,
};

/// The moment at which most of it happens.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-12-01T12:00:00Z".parse().unwrap()
}

/// Ada's birthday, on Christmas Eve.
pub(crate) fn list(state: ListState, surprise: Surprise) -> List {
    let details = ListDetails {
        title: Title::parse("Ada's birthday").unwrap(),
        occasion: Occasion::Birthday,
        welcome: Welcome::parse("").unwrap(),
        date: Some(EventDate { day: "2026-12-24".parse().unwrap(), zone: Zone::default() }),
        for_whom: ForWhom::parse("Ada").unwrap(),
        delivery: DeliveryMessage::parse("").unwrap(),
        cover: Occasion::Birthday,
    };
    List { state, ..List::draft(ListId::new(Uuid::from_u128(1)), details, surprise) }
}

/// A wooden train on that list.
pub(crate) fn gift(id: u128, counts: GiftCounts) -> Gift {
    Gift {
        id: GiftId::new(Uuid::from_u128(id)),
        list: ListId::new(Uuid::from_u128(1)),
        product: ProductId::new(Uuid::from_u128(3)),
        standing: Standing::Waiting,
        details: GiftDetails {
            name: GiftName::parse("Wooden train").unwrap(),
            brand: Brand::default(),
            shop: ShopName::parse("").unwrap(),
            link: None,
            price: None,
            picture: None,
            notes: GiftNotes::parse("").unwrap(),
            priority: Priority::Love,
            exactness: Exactness::Similar,
            size: Size::parse("").unwrap(),
            colour: Colour::parse("").unwrap(),
            further: FurtherLinks::default(),
            tags: Tags::default(),
            section: Section::default(),
        },
        counts,
        position: 0,
        hidden: false,
        removed: false,
        received: false,
    }
}

/// One of a gift, promised now.
pub(crate) fn promise(gift: &Gift, state: ReservationState) -> Reservation {
    Reservation {
        id: ReservationId::new(Uuid::from_u128(5)),
        gift: gift.id,
        list: gift.list,
        giver: GiverId::new(Uuid::from_u128(6)),
        quantity: Quantity::ONE,
        state,
        made_at: now(),
        snapshot: gift.details.clone(),
        confirm_by: None,
        let_go: false,
    }
}
