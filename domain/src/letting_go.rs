//! Owners let go of a promise that was made on their list (R5.3).

use chrono::{DateTime, Utc};

use crate::{DomainError, Event, Gift, List, Reservation, cancel};

/// Gives a gift free again that somebody promised, on a list whose owners see who gives what. What
/// is bought stays; its giver is told of what is not.
///
/// # Errors
/// [`DomainError::NotFound`] while a surprise holds, whatever there is; [`DomainError::WrongState`]
/// for what is not reserved any more.
pub fn let_go(
    list: &List,
    gift: Gift,
    reservation: Reservation,
    now: DateTime<Utc>,
) -> Result<(Gift, Reservation, Vec<Event>), DomainError> {
    list.require_shown(now)?;
    let (gift, reservation, _) = cancel(gift, reservation, now)?;
    let event = Event::LetGo { reservation: reservation.id, quantity: reservation.quantity };
    Ok((gift, Reservation { let_go: true, ..reservation }, vec![event]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GiftCounts, ListState, PersonId, Quantity, ReservationState, Surprise, Wanted, WrongState,
        in_tests::{gift, list, now, promise},
        letters,
    };

    /// Two of three, promised by somebody.
    fn promised(state: ReservationState) -> (Gift, Reservation) {
        let three = Wanted::Count(Quantity::new(3).unwrap());
        let gift = gift(2, GiftCounts::from_stored(three, 2, 0));
        let reservation = promise(&gift, state);
        (gift, Reservation { quantity: Quantity::new(2).unwrap(), ..reservation })
    }

    // R5.3
    #[test]
    fn owners_who_see_a_promise_can_let_it_go_and_its_giver_is_told() {
        let (gift, reservation) = promised(ReservationState::Reserved);
        let shown = list(ListState::Open, Surprise::Show);
        let (gift, reservation, events) = let_go(&shown, gift, reservation, now()).unwrap();
        assert_eq!((gift.counts.reserved(), gift.counts.left()), (0, 3));
        assert_eq!(reservation.state, ReservationState::Cancelled { at: now() });
        // It does not look as if nobody had confirmed an address, nor as if its giver had done it.
        assert!(reservation.let_go && !reservation.is_lapsed());
        let owners = [PersonId::new(uuid::Uuid::from_u128(9))];
        let letters: Vec<_> =
            events.iter().flat_map(|event| letters(event, &owners, &[], false)).collect();
        let told = crate::Letter::ReservationLetGo { reservation: reservation.id };
        assert_eq!(letters, [told], "those who look after the list did it");
    }

    // R3.6
    #[test]
    fn under_surprise_it_is_as_if_there_were_none() {
        let kept = list(ListState::Open, Surprise::Keep);
        for state in [
            ReservationState::Reserved,
            ReservationState::Purchased { at: now() },
            ReservationState::Cancelled { at: now() },
        ] {
            let (gift, reservation) = promised(state);
            let refused = let_go(&kept, gift, reservation, now()).unwrap_err();
            assert_eq!(refused, DomainError::NotFound);
        }
    }

    #[test]
    fn what_is_bought_or_free_already_stays_as_it_is() {
        let shown = list(ListState::Closed, Surprise::Show);
        for (state, wrong) in [
            (ReservationState::Purchased { at: now() }, WrongState::Purchased),
            (ReservationState::Cancelled { at: now() }, WrongState::Cancelled),
        ] {
            let (gift, reservation) = promised(state);
            let refused = let_go(&shown, gift, reservation, now()).unwrap_err();
            assert_eq!(refused, DomainError::wrong_state(wrong));
        }
    }
}
