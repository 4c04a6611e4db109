//! Taking a gift off a list without asking first, as programs do (R10.9).

use chrono::{DateTime, Utc};

use super::set_gift_removed;
use crate::{DomainError, Event, Gift, List};

/// Takes a gift off its list for a program. On a list that shows what is taken, a gift of which
/// anything is promised stays: pages ask first, programs do not. Under surprise it always succeeds,
/// or the refusal would tell (R3.6).
///
/// # Errors
/// [`DomainError::ListClosed`]; [`DomainError::BelowTaken`] for what is promised.
pub fn take_off_gift(
    list: &List,
    gift: Gift,
    now: DateTime<Utc>,
) -> Result<(Gift, Vec<Event>), DomainError> {
    list.require_editable()?;
    let taken = gift.counts.taken();
    if taken > 0 && !list.keeps_surprise(now) {
        return Err(DomainError::BelowTaken { taken });
    }
    set_gift_removed(list, gift, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GiftCounts, ListState, Quantity, Surprise, Wanted,
        in_tests::{gift, list, now},
    };

    fn promised() -> Gift {
        let counts = GiftCounts::new(Wanted::Count(Quantity::new(3).unwrap()));
        gift(2, counts.reserve(Quantity::ONE).unwrap())
    }

    // R3.6, R10.9
    #[test]
    fn what_is_promised_stays_where_owners_see_it_and_goes_where_they_do_not() {
        let free = Gift { counts: GiftCounts::new(Wanted::Any), ..promised() };
        let shown = list(ListState::Open, Surprise::Show);
        let refused = take_off_gift(&shown, promised(), now());
        assert_eq!(refused, Err(DomainError::BelowTaken { taken: 1 }));
        assert!(take_off_gift(&shown, free.clone(), now()).unwrap().0.removed);
        let kept = list(ListState::Open, Surprise::Keep);
        for gift in [promised(), free] {
            let (gift, events) = take_off_gift(&kept, gift, now()).unwrap();
            assert!(gift.removed);
            assert_eq!(events, [Event::GiftWithdrawn { gift: gift.id }]);
        }
    }

    // R3.5
    #[test]
    fn nothing_is_taken_off_a_closed_list() {
        let closed = list(ListState::Closed, Surprise::Show);
        assert_eq!(take_off_gift(&closed, promised(), now()), Err(DomainError::ListClosed));
    }
}
