//! Putting a whole list into the order that its owner names (R4.4).

use std::collections::HashMap;

use super::order::GAP;
use crate::{FieldErrors, FieldProblem, Gift, GiftId, in_sections};

/// The field in which the order stands.
const FIELD: &str = "order";

/// Puts all gifts of a list into the order in which they are named. Those with the same heading stand
/// together afterwards, in the order of the first of each. Answers the gifts that need another
/// position for that.
///
/// # Errors
/// On the field `order`: [`FieldProblem::Required`] where a gift is not named,
/// [`FieldProblem::NotAChoice`] where one is named twice or is not on the list.
pub fn rearrange(gifts: &[Gift], named: &[GiftId]) -> Result<Vec<Gift>, FieldErrors> {
    let wrong = |problem| FieldErrors::one(FIELD, problem);
    let mut rest: HashMap<GiftId, &Gift> = gifts.iter().map(|gift| (gift.id, gift)).collect();
    let order = named.iter().map(|id| rest.remove(id).cloned()).collect::<Option<Vec<_>>>();
    let order = in_sections(order.ok_or_else(|| wrong(FieldProblem::NotAChoice))?);
    if !rest.is_empty() {
        return Err(wrong(FieldProblem::Required));
    }
    let mut positions: Vec<i64> = order.iter().map(|gift| gift.position).collect();
    positions.sort_unstable();
    if !positions.is_sorted_by(|one, other| one < other) {
        positions = (1..).map(|number| number * GAP).take(order.len()).collect();
    }
    let placed = order.into_iter().zip(positions);
    Ok(placed
        .filter(|(gift, position)| gift.position != *position)
        .map(|(gift, position)| Gift { position, ..gift })
        .collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        GiftCounts, Sectioned as _, Wanted,
        gift::in_tests::{any_list, id, ids, shown},
        in_tests::gift,
    };

    proptest! {
        // R4.4
        #[test]
        fn what_is_named_is_shown_in_that_order_with_headings_together(
            (gifts, named) in any_list().prop_flat_map(|gifts| {
                let named = Just(ids(&gifts)).prop_shuffle();
                (Just(gifts), named)
            }),
        ) {
            let written = rearrange(&gifts, &named).unwrap();
            let after = gifts.iter().map(|gift| {
                written.iter().find(|other| other.id == gift.id).unwrap_or(gift).clone()
            });
            let after = shown(after.collect());
            let of = |id: &GiftId| gifts.iter().find(|gift| gift.id == *id).unwrap().clone();
            let asked = in_sections(named.iter().map(of).collect());
            prop_assert_eq!(ids(&after), ids(&asked));
            let headings = |gifts: &[Gift]| {
                gifts.iter().map(|gift| gift.section().to_owned()).collect::<Vec<_>>()
            };
            prop_assert_eq!(headings(&after), headings(&asked));
            // Doing it again changes nothing.
            prop_assert!(rearrange(&after, &ids(&after)).unwrap().is_empty());
        }
    }

    #[test]
    fn each_gift_is_named_once() {
        let gifts: Vec<Gift> = (0..3)
            .map(|number| Gift {
                id: id(number),
                position: i64::try_from(number).unwrap(),
                ..gift(0, GiftCounts::new(Wanted::Any))
            })
            .collect();
        let refused = |named: &[usize]| {
            let named: Vec<_> = named.iter().map(|number| id(*number)).collect();
            rearrange(&gifts, &named).unwrap_err()
        };
        let not_a_choice = FieldErrors::one(FIELD, FieldProblem::NotAChoice);
        assert_eq!(refused(&[0, 1]), FieldErrors::one(FIELD, FieldProblem::Required));
        assert_eq!(refused(&[]), FieldErrors::one(FIELD, FieldProblem::Required));
        assert_eq!(refused(&[0, 1, 2, 2]), not_a_choice);
        assert_eq!(refused(&[0, 1, 7]), not_a_choice);
    }
}
