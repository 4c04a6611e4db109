//! Lists of several gifts, under any headings and in any order.

use proptest::prelude::*;
use uuid::Uuid;

use super::{Gift, GiftCounts, Wanted, in_sections};
use crate::{GiftId, Section, in_tests::gift};

/// The id of a gift, by its number in the list that it was made for.
pub(super) fn id(number: usize) -> GiftId {
    GiftId::new(Uuid::from_u128(number as u128 + 1))
}

/// No heading, or one of three.
pub(super) fn section(number: usize) -> Section {
    Section::parse(["", "Kitchen", "For Ida", "Garden"][number % 4]).unwrap()
}

/// A list as it is shown: for each gift its heading and its position.
pub(super) fn any_list() -> impl Strategy<Value = Vec<Gift>> {
    prop::collection::vec((0..4_usize, -6..6_i64), 1..12).prop_map(|gifts| {
        let numbered = gifts.into_iter().enumerate();
        let gifts = numbered.map(|(number, (of, position))| {
            let mut gift = Gift { position, ..gift(0, GiftCounts::new(Wanted::Any)) };
            gift.id = id(number);
            gift.details.section = section(of);
            gift
        });
        shown(gifts.collect())
    })
}

/// Gifts as they come from the store and are shown.
pub(super) fn shown(mut gifts: Vec<Gift>) -> Vec<Gift> {
    gifts.sort_by_key(|gift| (gift.position, gift.id));
    in_sections(gifts)
}

/// The ids of gifts, in their order.
pub(super) fn ids(gifts: &[Gift]) -> Vec<GiftId> {
    gifts.iter().map(|gift| gift.id).collect()
}
