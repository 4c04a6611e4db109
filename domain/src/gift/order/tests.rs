use proptest::prelude::*;

use super::*;
use crate::{
    GiftCounts, Wanted,
    gift::in_tests::{any_list, id, ids, section, shown},
    in_tests::gift,
};

fn any_way() -> impl Strategy<Value = Move> {
    prop_oneof![Just(Move::Up), Just(Move::Down), Just(Move::Top)]
}

fn sorted(mut ids: Vec<GiftId>) -> Vec<GiftId> {
    ids.sort();
    ids
}

/// What the store holds after the gifts that need it got another position.
fn settled(before: &[Gift], order: Vec<Gift>, moved: GiftId) -> Vec<Gift> {
    let written = settle(order, moved);
    let after = before.iter().map(|gift| {
        let written = written.iter().find(|other| other.id == gift.id);
        written.unwrap_or(gift).clone()
    });
    shown(after.collect())
}

/// Whether each section stands together, and what has none above all.
fn is_grouped(gifts: &[Gift]) -> bool {
    let mut headings: Vec<&str> = gifts.iter().map(Sectioned::section).collect();
    headings.dedup();
    let mut once = headings.clone();
    once.sort_unstable();
    once.dedup();
    once.len() == headings.len() && !headings.iter().skip(1).any(|heading| heading.is_empty())
}

proptest! {
    // R4.4
    #[test]
    fn moving_keeps_every_gift(length in 1_usize..12, index in 0_usize..12, way in any_way()) {
        let order: Vec<_> = (0..length).collect();
        if let Some(mut moved) = reposition(&order, index, way) {
            prop_assert_ne!(&moved, &order);
            moved.sort_unstable();
            prop_assert_eq!(moved, order);
        }
    }

    #[test]
    fn sections_stand_together_in_the_order_of_their_first_gifts(gifts in any_list()) {
        prop_assert!(is_grouped(&gifts));
        prop_assert_eq!(ids(&in_sections(gifts.clone())), ids(&gifts));
    }

    #[test]
    fn whatever_is_moved_no_gift_is_lost_and_sections_stay_together(
        gifts in any_list(), index in 0_usize..12, way in any_way(),
    ) {
        let index = index % gifts.len();
        let Some(moved) = move_in_sections(&gifts, index, way) else { return Ok(()) };
        prop_assert!(is_grouped(&moved));
        prop_assert_ne!(ids(&moved), ids(&gifts));
        prop_assert_eq!(sorted(ids(&moved)), sorted(ids(&gifts)));
        let of = |gifts: &[Gift], id| gifts.iter().find(|gift| gift.id == id).cloned();
        for gift in &gifts {
            prop_assert_eq!(of(&moved, gift.id), Some(gift.clone()));
        }
        let stored = settled(&gifts, moved.clone(), gifts[index].id);
        prop_assert_eq!(ids(&stored), ids(&moved));
    }

    #[test]
    fn up_and_down_take_each_other_back(gifts in any_list(), index in 0_usize..12) {
        let index = index % gifts.len();
        if let Some(up) = move_in_sections(&gifts, index, Move::Up) {
            let now = up.iter().position(|gift| gift.id == gifts[index].id).unwrap();
            let here = section_around(&gifts, index).unwrap();
            // A section that moved as a whole is taken back by its last gift.
            let whole = here.start == index;
            let last = up.iter().rposition(|gift| gift.section() == gifts[index].section());
            let at = if whole { last.unwrap() } else { now };
            prop_assert_eq!(move_in_sections(&up, at, Move::Down).unwrap(), gifts);
        }
    }

    #[test]
    fn a_placed_gift_stands_below_the_one_it_was_put_under(
        gifts in any_list(), index in 0_usize..12, after in prop::option::of(0_usize..12), of in 0_usize..4,
    ) {
        let gift = gifts[index % gifts.len()].id;
        let after = after.map(|after| gifts[after % gifts.len()].id).filter(|after| *after != gift);
        let section = section(of);
        let placed = place(&gifts, gift, after, &section).unwrap();
        let placed = placed.unwrap_or_else(|| gifts.clone());
        prop_assert!(is_grouped(&placed));
        prop_assert_eq!(sorted(ids(&placed)), sorted(ids(&gifts)));
        let at = placed.iter().position(|other| other.id == gift).unwrap();
        prop_assert_eq!(&placed[at].details.section, &section);
        let above = at.checked_sub(1).map(|above| &placed[above]);
        match after.and_then(|after| placed.iter().find(|other| other.id == after)) {
            Some(after) if after.details.section == section => {
                prop_assert_eq!(above.map(|above| above.id), Some(after.id));
            }
            _ => prop_assert!(above.is_none_or(|above| above.details.section != section)),
        }
        let stored = settled(&gifts, placed.clone(), gift);
        prop_assert_eq!(ids(&stored), ids(&placed));
        prop_assert_eq!(place(&placed, gift, after, &section).unwrap(), None);
    }
}

fn three() -> Vec<Gift> {
    let gifts = (0..3).map(|number| {
        let position = i64::try_from(number).unwrap() * GAP;
        let gift = Gift { position, ..gift(0, GiftCounts::new(Wanted::Any)) };
        Gift { id: id(number), ..gift }
    });
    gifts.collect()
}

#[test]
fn where_there_is_room_only_the_moved_gift_is_written() {
    let gifts = three();
    let order = place(&gifts, id(2), Some(id(0)), &Section::default()).unwrap().unwrap();
    let written = settle(order, id(2));
    assert_eq!(ids(&written), [id(2)]);
    assert_eq!(written[0].position, GAP / 2);
}

#[test]
fn what_is_not_on_the_list_is_not_found() {
    let gifts = three();
    let top = Section::default();
    assert_eq!(place(&gifts, id(7), None, &top), Err(DomainError::NotFound));
    assert_eq!(place(&gifts, id(0), Some(id(7)), &top), Err(DomainError::NotFound));
    assert_eq!(place(&gifts, id(0), None, &top), Ok(None));
}

#[test]
fn every_way_reads_back() {
    for way in [Move::Up, Move::Down, Move::Top] {
        assert_eq!(Move::parse(way.code()), Ok(way));
    }
    assert_eq!(Move::parse("sideways"), Err(FieldProblem::NotAChoice));
}
