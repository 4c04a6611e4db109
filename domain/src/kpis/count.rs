//! Counting a day.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::{Figure, Numbers};
use crate::{GiftId, GiverId, ListId, OutboxId, PersonId, ReservationId};

/// Something that happened, told apart from everything else that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the ids are what they are called")]
pub enum Happening {
    /// Somebody confirmed an address and has an account.
    SignedUp { person: PersonId },
    /// A list was made.
    ListMade { list: ListId },
    /// A gift was added to a list.
    GiftAdded { gift: GiftId },
    /// A giver reserved.
    Reserved { reservation: ReservationId },
    /// A giver bought. The moment tells it from buying once more what was taken back.
    Purchased { reservation: ReservationId, at: DateTime<Utc> },
    /// A giver did something: reserved, changed how many, bought, or took that back.
    Gave { giver: GiverId },
    /// The mail server took a mail.
    MailSent { mail: OutboxId },
}

impl Happening {
    fn figure(&self) -> Figure {
        match self {
            Self::SignedUp { .. } => Figure::SignUps,
            Self::ListMade { .. } => Figure::ListsMade,
            Self::GiftAdded { .. } => Figure::GiftsAdded,
            Self::Reserved { .. } => Figure::Reserved,
            Self::Purchased { .. } => Figure::Purchased,
            Self::Gave { .. } => Figure::Givers,
            Self::MailSent { .. } => Figure::Mails,
        }
    }
}

/// What happened on a day. Each thing counts once, in whatever order and however often it is come
/// across. Nothing of it is kept but how many there were.
#[derive(Debug, Clone, Default)]
pub struct Gathered(HashSet<Happening>);

impl Extend<Happening> for Gathered {
    fn extend<T: IntoIterator<Item = Happening>>(&mut self, happenings: T) {
        self.0.extend(happenings);
    }
}

impl Gathered {
    /// How many there were of what.
    pub fn numbers(&self) -> Numbers {
        let mut numbers = Numbers::default();
        for happening in &self.0 {
            numbers.add(happening.figure(), 1);
        }
        numbers
    }
}
