//! What happened: the facts that mails, live pages and figures are made from.

use crate::{GiftId, InvitationId, ListId, PersonId, ProductId, Quantity, ReservationId};

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
    /// A list was closed, and where that `lifts` a surprise, owners see from now on what givers do.
    ListClosed { list: ListId, tell_givers: bool, lifts: bool },
    /// A closed list was opened again.
    ListReopened { list: ListId },
    /// Owners see from now on what givers do.
    SurpriseLifted { list: ListId },
    /// Owners see it earlier than givers were told, by another day.
    SurpriseShortened { list: ListId },
    /// A list was put into the bin.
    ListDeleted { list: ListId },
    /// A list came back out of the bin.
    ListBroughtBack { list: ListId },
    /// A gift was added to a list.
    GiftAdded { list: ListId, gift: GiftId },
    /// A product that an owner made waits for an admin (R6.2).
    ProductWaits { product: ProductId },
    /// What givers go by when they buy a gift changed (R4.6).
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
    /// A reservation was let go, since nobody confirmed the giver's address in time.
    Lapsed { reservation: ReservationId, quantity: Quantity },
    /// Those who look after a list let a reservation go.
    LetGo { reservation: ReservationId, quantity: Quantity },
    /// Somebody was invited to look after a list.
    Invited { invitation: InvitationId, by_mail: bool },
    /// Somebody looks after a list from now on.
    CoOwnerJoined { list: ListId, person: PersonId },
    /// Somebody else decided that somebody looks after a list no more.
    CoOwnerRemoved { list: ListId, person: PersonId },
    /// Somebody decided for themselves to look after a list no more.
    CoOwnerLeft { list: ListId, person: PersonId },
    /// A list passed on to somebody who looked after it with its owner, who is gone.
    ListPassedOn { list: ListId, owner: PersonId },
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
                | Self::Lapsed { .. }
        )
    }
}
