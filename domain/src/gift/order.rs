//! The order of gifts, section by section (R4.4).

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{DomainError, FieldProblem, Gift, GiftId, Section};

/// The room between two gifts, in which others find a place without moving any.
pub(super) const GAP: i64 = 1024;

/// Where to move a gift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Above the one before it.
    Up,
    /// Below the one after it.
    Down,
    /// Above all others of its section.
    Top,
}

impl Move {
    /// The word that stands in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Top => "top",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        [Self::Up, Self::Down, Self::Top]
            .into_iter()
            .find(|way| way.code() == raw.trim())
            .ok_or(FieldProblem::NotAChoice)
    }
}

/// What stands under the heading of a section.
pub trait Sectioned {
    /// The heading; nothing for what stands above all sections.
    fn section(&self) -> &str;
}

impl Sectioned for Gift {
    fn section(&self) -> &str {
        self.details.section.as_str()
    }
}

/// Gifts as they are shown: those without a section first, then section by section, in the order of
/// their first gifts.
pub fn in_sections<T: Sectioned>(gifts: Vec<T>) -> Vec<T> {
    let mut sections: Vec<(String, Vec<T>)> = vec![(String::new(), Vec::new())];
    for gift in gifts {
        match sections.iter_mut().find(|(section, _)| section == gift.section()) {
            Some((_, of_section)) => of_section.push(gift),
            None => sections.push((gift.section().to_owned(), vec![gift])),
        }
    }
    sections.into_iter().flat_map(|(_, gifts)| gifts).collect()
}

/// Puts the gift at `index` of `order` elsewhere: the new order, or `None` where it is there
/// already.
pub fn reposition<T: Clone>(order: &[T], index: usize, way: Move) -> Option<Vec<T>> {
    let target = match way {
        Move::Up => index.checked_sub(1)?,
        Move::Down => index + 1,
        Move::Top => 0,
    };
    if index >= order.len() || target >= order.len() || target == index {
        return None;
    }
    let mut order = order.to_vec();
    let moved = order.remove(index);
    order.insert(target, moved);
    Some(order)
}

/// The same where gifts stand in sections: a gift stays in its own, and at the edge of it the
/// section moves as a whole. What has no section stays above all.
pub fn move_in_sections<T: Clone + Sectioned>(
    order: &[T],
    index: usize,
    way: Move,
) -> Option<Vec<T>> {
    let here = section_around(order, index)?;
    if let Some(section) = reposition(&order[here.clone()], index - here.start, way) {
        return Some([&order[..here.start], section.as_slice(), &order[here.end..]].concat());
    }
    let (first, second) = match way {
        Move::Up => (section_around(order, here.start.checked_sub(1)?)?, here),
        Move::Down => (here.clone(), section_around(order, here.end)?),
        Move::Top => return None,
    };
    if order[first.start].section().is_empty() {
        return None;
    }
    let mut order = order.to_vec();
    order[first.start..second.end].rotate_left(first.len());
    Some(order)
}

/// Where the section stands that holds this place.
fn section_around<T: Sectioned>(order: &[T], index: usize) -> Option<Range<usize>> {
    let section = order.get(index)?.section();
    let others = |gift: &T| gift.section() != section;
    let start = order[..index].iter().rposition(others).map_or(0, |above| above + 1);
    let end = order[index..].iter().position(others).map_or(order.len(), |below| index + below);
    Some(start..end)
}

/// Puts a gift directly below `after`, or on top of the section where that is none or stands in
/// another one; it belongs to `section` from then on. `None` where it stands there already.
///
/// # Errors
/// [`DomainError::NotFound`] where either is not on the list.
pub fn place(
    order: &[Gift],
    gift: GiftId,
    after: Option<GiftId>,
    section: &Section,
) -> Result<Option<Vec<Gift>>, DomainError> {
    let mut rest = order.to_vec();
    let find = |gifts: &[Gift], id| gifts.iter().position(|gift| gift.id == id);
    let mut moved = rest.remove(find(order, gift).ok_or(DomainError::NotFound)?);
    moved.details.section = section.clone();
    let below = after.map(|after| find(&rest, after).ok_or(DomainError::NotFound)).transpose()?;
    let within = |at: usize| rest[at].details.section == *section;
    let top = (0..rest.len()).find(|at| within(*at));
    let target = match (below, top) {
        (Some(below), _) if within(below) => below + 1,
        (_, Some(top)) => top,
        (Some(below), None) => below + 1,
        (None, None) => 0,
    };
    rest.insert(target, moved);
    let placed = in_sections(rest);
    Ok((placed != order).then_some(placed))
}

/// The gifts of an order that need another position for it to hold: the moved one alone where that
/// does, else those that stand where another stood, else all.
pub fn settle(order: Vec<Gift>, moved: GiftId) -> Vec<Gift> {
    if let Some(position) = between(&order, moved) {
        let gift = order.into_iter().filter(|gift| gift.id == moved);
        return gift.map(|gift| Gift { position, ..gift }).collect();
    }
    let mut positions: Vec<i64> = order.iter().map(|gift| gift.position).collect();
    positions.sort_unstable();
    if positions.is_sorted_by(|one, other| one < other) {
        let exchanged = order.into_iter().zip(positions);
        return exchanged
            .filter(|(gift, position)| gift.position != *position || gift.id == moved)
            .map(|(gift, position)| Gift { position, ..gift })
            .collect();
    }
    (1..).zip(order).map(|(number, gift)| Gift { position: number * GAP, ..gift }).collect()
}

/// A position for the moved gift with which all others can keep theirs.
fn between(order: &[Gift], moved: GiftId) -> Option<i64> {
    struct Place<'a>(i64, GiftId, &'a str);

    impl Sectioned for Place<'_> {
        fn section(&self) -> &str {
            self.2
        }
    }

    let index = order.iter().position(|gift| gift.id == moved)?;
    let above = index.checked_sub(1).map(|above| order[above].position);
    let below = order.get(index + 1).map(|below| below.position);
    let position = match (above, below) {
        (Some(above), Some(below)) if below - above > 1 => above + (below - above) / 2,
        (None, Some(below)) => below.checked_sub(GAP)?,
        (Some(above), None) => above.checked_add(GAP)?,
        (None, None) => order[index].position,
        (Some(_), Some(_)) => return None,
    };
    let position_of = |gift: &Gift| if gift.id == moved { position } else { gift.position };
    let mut places: Vec<_> =
        order.iter().map(|gift| Place(position_of(gift), gift.id, gift.section())).collect();
    places.sort_by_key(|place| (place.0, place.1));
    let shown = in_sections(places);
    shown.iter().zip(order).all(|(place, gift)| place.1 == gift.id).then_some(position)
}

/// The position of a gift below all others, of which the last stands at `last`.
pub(super) fn position_below(last: Option<i64>) -> i64 {
    last.unwrap_or(0).saturating_add(GAP)
}

#[cfg(test)]
mod tests;
