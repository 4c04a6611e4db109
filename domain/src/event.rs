//! What happened: the facts that mails, live pages and figures are made from.

use crate::{GiftId, ListId, Quantity, ReservationId};

/// A fact, in the past tense.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are what they are called")]
pub enum Event {
    /// A list was made.
    ListMade { list: ListId },
    /// An owner changed what a list says.
    ListEdited { list: ListId },
    /// A draft was opened to givers.
    ListShared { list: ListId },
    /// The share link was replaced.
    ShareRotated { list: ListId },
    /// A list was closed.
    ListClosed { list: ListId, tell_givers: bool },
    /// A closed list was opened again.
    ListReopened { list: ListId },
    /// Owners see from now on what givers do.
    SurpriseLifted { list: ListId },
    /// A gift was added to a list.
    GiftAdded { gift: GiftId },
    /// A gift's own words, price or number changed.
    GiftEdited { gift: GiftId },
    /// Gifts were put in another order.
    GiftMoved { gift: GiftId },
    /// A gift was taken off its list, or hidden.
    GiftWithdrawn { gift: GiftId },
    /// A gift was put back.
    GiftRestored { gift: GiftId },
    /// A giver reserved.
    Reserved { reservation: ReservationId, quantity: Quantity },
    /// A giver changed how many.
    QuantityChanged { reservation: ReservationId, from: Quantity, to: Quantity },
    /// A giver bought what they had reserved.
    Purchased { reservation: ReservationId, quantity: Quantity },
    /// A giver took a purchase back.
    PurchaseUndone { reservation: ReservationId, quantity: Quantity },
    /// A giver gave a gift free again.
    Cancelled { reservation: ReservationId, quantity: Quantity },
}

impl Event {
    /// Whether it tells of a giver's act, which owners must not notice under surprise (R3.6).
    pub fn is_givers(&self) -> bool {
        matches!(
            self,
            Self::Reserved { .. }
                | Self::QuantityChanged { .. }
                | Self::Purchased { .. }
                | Self::PurchaseUndone { .. }
                | Self::Cancelled { .. }
        )
    }
}
