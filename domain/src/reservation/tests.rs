use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    GiftCounts, ListState, Surprise, Wanted,
    in_tests::{self, list, now},
};

fn gift(wanted: u32) -> Gift {
    in_tests::gift(2, GiftCounts::new(Wanted::Count(n(wanted))))
}

fn giver(verified: bool) -> Giver {
    Giver {
        id: GiverId::new(Uuid::from_u128(4)),
        browser: Some(BrowserKey::new("b")),
        person: None,
        email: EmailAddress::parse("grandma@example.org").ok(),
        name: PersonName::parse("Grandma").ok(),
        verified_at: verified.then(now),
        language: "en".to_owned(),
        reminders: true,
        readdressed: false,
    }
}

fn id(n: u128) -> ReservationId {
    ReservationId::new(Uuid::from_u128(n))
}

fn n(count: u32) -> Quantity {
    Quantity::new(count).unwrap()
}

fn asking<'a>(giver: &'a Giver, own: Option<&'a Reservation>, quantity: u32) -> ReservingFacts<'a> {
    ReservingFacts { role: Role::Guest, giver, own, unverified_on_list: 0, quantity: n(quantity) }
}

fn open() -> List {
    list(ListState::Open, Surprise::Show)
}

// R5.3: one live reserved reservation of a gift at most.
#[test]
fn a_gift_is_reserved_once_per_giver() {
    let giver = giver(true);
    let (gift, first, _) =
        reserve(&open(), gift(5), asking(&giver, None, 2), id(1), now()).unwrap();
    assert_eq!(gift.counts.left(), 3);
    assert_eq!(
        reserve(&open(), gift, asking(&giver, Some(&first), 1), id(2), now()).unwrap_err(),
        DomainError::AlreadyReserved
    );
}

// R5.3
#[test]
fn an_unverified_giver_holds_five_on_a_list() {
    let (known, unknown) = (giver(true), giver(false));
    let full = |giver| ReservingFacts { unverified_on_list: 5, ..asking(giver, None, 1) };
    assert!(reserve(&open(), gift(1), full(&known), id(1), now()).is_ok());
    assert_eq!(
        reserve(&open(), gift(1), full(&unknown), id(1), now()).unwrap_err(),
        DomainError::TooManyUnverified
    );
}

// R4.1, R4.6
#[test]
fn what_is_hidden_or_removed_is_not_reserved() {
    let giver = giver(true);
    for withdrawn in [Gift { hidden: true, ..gift(1) }, Gift { removed: true, ..gift(1) }] {
        assert_eq!(
            reserve(&open(), withdrawn, asking(&giver, None, 1), id(1), now()).unwrap_err(),
            DomainError::GiftWithdrawn
        );
    }
}

// R5.3: reserved becomes purchased, whole or in part, and back.
#[test]
fn a_part_bought_splits_the_reservation() {
    let giver = giver(true);
    let (gift, whole, _) =
        reserve(&open(), gift(5), asking(&giver, None, 3), id(1), now()).unwrap();
    let (gift, parts, _) = purchase(gift, whole, n(1), id(2), now()).unwrap();
    assert_eq!((gift.counts.reserved(), gift.counts.purchased()), (2, 1));
    assert_eq!((parts[0].id, parts[0].quantity), (id(2), n(1)));
    assert_eq!((parts[1].id, parts[1].quantity), (id(1), n(2)));
    // Undone, the two become one again.
    let (gift, joined, events) =
        undo_purchase(gift, parts[0].clone(), Some(parts[1].clone()), now()).unwrap();
    assert_eq!((gift.counts.reserved(), gift.counts.purchased()), (3, 0));
    assert_eq!((joined[0].id, joined[0].quantity), (id(1), n(3)));
    assert!(!joined[1].state.is_live());
    // What is reserved now is told of the one that stays.
    assert_eq!(
        events,
        [
            Event::PurchaseUndone { reservation: id(2), quantity: n(1) },
            Event::QuantityChanged { reservation: id(1), from: n(2), to: n(3) },
        ]
    );
}

// R5.3
#[test]
fn a_purchase_stays_where_it_would_become_more_than_one_reservation_can_be() {
    let giver = giver(true);
    let any = in_tests::gift(2, GiftCounts::new(Wanted::Any));
    let (any, whole, _) = reserve(&open(), any, asking(&giver, None, 999), id(1), now()).unwrap();
    let (any, bought, _) = purchase(any, whole, n(999), id(2), now()).unwrap();
    let (any, more, _) = reserve(&open(), any, asking(&giver, None, 1), id(3), now()).unwrap();
    let refused = undo_purchase(any, bought[0].clone(), Some(more), now()).unwrap_err();
    assert_eq!(refused, DomainError::AlreadyReserved);
}

// R5.3
#[test]
fn a_purchase_is_undone_within_a_day() {
    let giver = giver(true);
    let (gift, whole, _) =
        reserve(&open(), gift(1), asking(&giver, None, 1), id(1), now()).unwrap();
    let (gift, bought, _) = purchase(gift, whole, n(1), id(2), now()).unwrap();
    let late = now() + TimeDelta::hours(24) + TimeDelta::seconds(1);
    assert_eq!(
        undo_purchase(gift.clone(), bought[0].clone(), None, late).unwrap_err(),
        DomainError::TooLate
    );
    assert!(undo_purchase(gift, bought[0].clone(), None, now() + TimeDelta::hours(24)).is_ok());
}

// R3.5
#[test]
fn on_a_closed_list_givers_finish_and_start_nothing() {
    let giver = giver(true);
    let closed = list(ListState::Closed, Surprise::Show);
    let (gift, held, _) = reserve(&open(), gift(5), asking(&giver, None, 2), id(1), now()).unwrap();
    assert_eq!(
        change_quantity(&closed, gift.clone(), held.clone(), n(3)).unwrap_err(),
        DomainError::ListClosed
    );
    assert!(purchase(gift.clone(), held.clone(), n(2), id(2), now()).is_ok());
    assert!(cancel(gift, held, now()).is_ok());
}

#[derive(Debug, Clone)]
enum Act {
    Reserve(u32),
    Change(usize, u32),
    Purchase(usize, u32),
    Undo(usize),
    Cancel(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let quantity = 1..=5_u32;
    let which = 0..8_usize;
    prop_oneof![
        quantity.clone().prop_map(Act::Reserve),
        (which.clone(), quantity.clone()).prop_map(|(i, n)| Act::Change(i, n)),
        (which.clone(), quantity).prop_map(|(i, n)| Act::Purchase(i, n)),
        which.clone().prop_map(Act::Undo),
        which.prop_map(Act::Cancel),
    ]
}

proptest! {
    // R4.1, R5.3
    #[test]
    fn counts_are_always_the_sum_of_reservations(wanted in 1..10_u32, acts in prop::collection::vec(act(), 0..50)) {
        let giver = giver(true);
        let open = open();
        let mut gift = gift(wanted);
        let mut all: Vec<Reservation> = vec![];
        let mut next = 0;
        for act in acts {
            next += 1;
            let own = |all: &[Reservation]| {
                all.iter().find(|r| r.state == ReservationState::Reserved).cloned()
            };
            let pick = |i: usize, all: &[Reservation]| all.get(i % all.len().max(1)).cloned();
            let outcome = match act {
                Act::Reserve(q) => {
                    let own = own(&all);
                    reserve(&open, gift.clone(), asking(&giver, own.as_ref(), q), id(next), now())
                        .map(|(g, r, _)| (g, vec![r]))
                }
                Act::Change(i, q) => match pick(i, &all) {
                    Some(r) => change_quantity(&open, gift.clone(), r, n(q)).map(|(g, r, _)| (g, vec![r])),
                    None => continue,
                },
                Act::Purchase(i, q) => match pick(i, &all) {
                    Some(r) => purchase(gift.clone(), r, n(q), id(next), now()).map(|(g, rs, _)| (g, rs)),
                    None => continue,
                },
                Act::Undo(i) => match pick(i, &all) {
                    Some(r) => {
                        let other = own(&all);
                        undo_purchase(gift.clone(), r, other, now()).map(|(g, rs, _)| (g, rs))
                    }
                    None => continue,
                },
                Act::Cancel(i) => match pick(i, &all) {
                    Some(r) => cancel(gift.clone(), r, now()).map(|(g, r, _)| (g, vec![r])),
                    None => continue,
                },
            };
            if let Ok((after, changed)) = outcome {
                gift = after;
                for reservation in changed {
                    match all.iter_mut().find(|r| r.id == reservation.id) {
                        Some(place) => *place = reservation,
                        None => all.push(reservation),
                    }
                }
            }
            let sum = |wanted: fn(&ReservationState) -> bool| -> u32 {
                all.iter().filter(|r| wanted(&r.state)).map(|r| r.quantity.get()).sum()
            };
            prop_assert_eq!(gift.counts.reserved(), sum(|s| *s == ReservationState::Reserved));
            prop_assert_eq!(gift.counts.purchased(), sum(|s| matches!(s, ReservationState::Purchased { .. })));
            prop_assert!(gift.counts.taken() <= wanted);
            prop_assert!(all.iter().filter(|r| r.state == ReservationState::Reserved).count() <= 1);
        }
    }
}
