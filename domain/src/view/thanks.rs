//! Who gave what, for those who say thank you (R5.9).

use serde::{Deserialize, Serialize};

use super::GiftCard;
use crate::{Gift, Giver, Reach, Reservation, ReservationId, ReservationState, Thanks};

/// One promise on the thank-you board. Like everything that owners see of givers it has no address
/// (R5.6), and it is only made of lists that show it (R3.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThanksEntry {
    /// Its id.
    pub reservation: ReservationId,
    /// What was promised: as it is now, or as it was where it is off the list.
    pub card: GiftCard,
    /// What the giver calls themselves; nothing once they erased it.
    pub name: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Whether they are bought.
    pub purchased: bool,
    /// Whether it was ticked off as here.
    pub received: bool,
    /// Whether somebody said thank you.
    pub thanked: bool,
    /// The words that were mailed.
    pub note: Option<String>,
    /// Whether words get there.
    pub reach: Reach,
}

/// Builds the board: what is bought first, then what is promised, each in the order in which it was
/// promised. A tick moves nothing.
pub fn thanks_board(gifts: &[Gift], given: &[(Reservation, Giver, Thanks)]) -> Vec<ThanksEntry> {
    let live = given.iter().filter(|(reservation, ..)| reservation.state.is_live());
    let mut entries: Vec<_> = live
        .filter_map(|(reservation, giver, thanks)| {
            let gift = gifts.iter().find(|gift| gift.id == reservation.gift)?;
            Some(ThanksEntry::of(gift, reservation, giver, thanks))
        })
        .collect();
    entries.sort_by_key(|entry| (!entry.purchased, entry.reservation));
    entries
}

impl ThanksEntry {
    fn of(gift: &Gift, reservation: &Reservation, giver: &Giver, thanks: &Thanks) -> Self {
        let card = match gift.removed {
            true => GiftCard::promised(gift, reservation),
            false => GiftCard::of(gift),
        };
        Self {
            reservation: reservation.id,
            card,
            name: giver.name.as_ref().map(ToString::to_string),
            quantity: reservation.quantity.get(),
            purchased: reservation.state != ReservationState::Reserved,
            received: thanks.received_at.is_some(),
            thanked: thanks.thanked_at.is_some(),
            note: thanks.note.as_ref().map(ToString::to_string),
            reach: Reach::of(giver),
        }
    }
}
