//! What a webhook can be about.

use serde::{Deserialize, Serialize};

use crate::FieldProblem;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// What a webhook can be about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum WebhookEvent {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl WebhookEvent {
            /// The word that stands in messages, in the API and in the store. It never changes.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The event that a word stands for, whether or not it can be chosen.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

events! {
    /// A list was made.
    ListCreated = "list.created";
    /// Gifts were added to a list.
    GiftAdded = "gift.added";
    /// A giver reserved.
    ReservationCreated = "reservation.created";
    /// A giver changed how many, or took a purchase back.
    ReservationChanged = "reservation.changed";
    /// A giver gave a gift free again, or it was let go.
    ReservationCancelled = "reservation.cancelled";
    /// A giver bought what they had reserved.
    ReservationPurchased = "reservation.purchased";
    /// A product waits for an admin.
    ProductNotFound = "product.not_found";
    /// The figures of yesterday are there.
    FiguresDay = "figures.day";
    /// Nothing happened: somebody tries whether it arrives.
    Test = "webhook.test";
}

impl WebhookEvent {
    /// Those that can be chosen, in the order in which they are offered.
    pub const CHOICES: [Self; 8] = [
        Self::ListCreated,
        Self::GiftAdded,
        Self::ReservationCreated,
        Self::ReservationChanged,
        Self::ReservationCancelled,
        Self::ReservationPurchased,
        Self::ProductNotFound,
        Self::FiguresDay,
    ];

    /// Reads the word of one that can be chosen.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let chosen = Self::CHOICES.into_iter().find(|event| event.code() == raw.trim());
        chosen.ok_or(FieldProblem::NotAChoice)
    }

    /// Whether only admins may hear of it.
    pub fn is_for_admins(self) -> bool {
        matches!(self, Self::ProductNotFound | Self::FiguresDay)
    }

    /// Whether it tells of what a giver does, which owners do not notice under surprise (R3.6).
    pub fn is_givers(self) -> bool {
        matches!(
            self,
            Self::ReservationCreated
                | Self::ReservationChanged
                | Self::ReservationCancelled
                | Self::ReservationPurchased
        )
    }
}
