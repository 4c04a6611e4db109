//! What programs are told, and which of them: kinds and ids. What a message says is read when it is
//! sent (R10.11).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::WebhookEvent;
use crate::{Event, GiftId, ListId, PersonId, ProductId, ReservationId};

/// A message to a webhook, as it waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "about")]
#[expect(missing_docs, reason = "the ids are what they are called")]
pub enum WebhookMessage {
    /// A list was made.
    List { list: ListId },
    /// Gifts were added to a list, in one act.
    Gifts { list: ListId, gifts: Vec<GiftId> },
    /// A giver did something.
    Reservation {
        event: WebhookEvent,
        reservation: ReservationId,
        /// Whether it is told to the giver themselves; else to somebody who looks after the list.
        giver: bool,
    },
    /// Products wait for an admin.
    Products { products: Vec<ProductId> },
    /// A day was counted (R8.6).
    Figures {
        #[serde(with = "crate::time::day")]
        day: NaiveDate,
    },
    /// Nothing happened.
    Test,
}

impl WebhookMessage {
    /// What it is about.
    pub fn event(&self) -> WebhookEvent {
        match self {
            Self::List { .. } => WebhookEvent::ListCreated,
            Self::Gifts { .. } => WebhookEvent::GiftAdded,
            Self::Reservation { event, .. } => *event,
            Self::Products { .. } => WebhookEvent::ProductNotFound,
            Self::Figures { .. } => WebhookEvent::FiguresDay,
            Self::Test => WebhookEvent::Test,
        }
    }

    /// Whether it tells somebody who looks after a list what a giver did there.
    pub fn tells_owners_of_givers(&self) -> bool {
        matches!(self, Self::Reservation { giver: false, .. })
    }
}

/// Whom an act concerns.
#[derive(Debug, Clone, Copy)]
pub struct Concerned<'a> {
    /// Everybody who looks after the list.
    pub owners: &'a [PersonId],
    /// The account of the giver whose promise it is, where they have one.
    pub giver: Option<PersonId>,
    /// Whether the list keeps its surprise: then those who look after it hear nothing of givers.
    pub surprise: bool,
}

/// Who hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearer {
    /// Somebody with an account.
    Person(PersonId),
    /// Every admin, and the site itself.
    Admins,
}

/// The messages that an act causes, and for whom each is. What was added in one act is one message.
/// Somebody who looks after a list and has a promise there from before is told of it as its giver.
pub fn webhook_messages(
    events: &[Event],
    concerned: Concerned<'_>,
) -> Vec<(Hearer, WebhookMessage)> {
    let (mut messages, mut gifts, mut products) = (vec![], vec![], vec![]);
    let mut on_list = None;
    for event in events {
        match *event {
            Event::ListMade { list } => {
                let message = WebhookMessage::List { list };
                messages.extend(to_owners(concerned.owners.iter().copied(), &message));
            }
            Event::GiftAdded { list, gift } => {
                on_list = Some(list);
                gifts.push(gift);
            }
            Event::ProductWaits { product } => products.push(product),
            Event::Reserved { reservation, .. } => {
                let event = WebhookEvent::ReservationCreated;
                messages.extend(of_giver(event, reservation, concerned));
            }
            Event::QuantityChanged { reservation, .. }
            | Event::PurchaseUndone { reservation, .. } => {
                let event = WebhookEvent::ReservationChanged;
                messages.extend(of_giver(event, reservation, concerned));
            }
            Event::Cancelled { reservation, .. }
            | Event::Lapsed { reservation, .. }
            | Event::LetGo { reservation, .. } => {
                let event = WebhookEvent::ReservationCancelled;
                messages.extend(of_giver(event, reservation, concerned));
            }
            Event::Purchased { reservation, .. } => {
                let event = WebhookEvent::ReservationPurchased;
                messages.extend(of_giver(event, reservation, concerned));
            }
            Event::ListEdited { .. }
            | Event::ListShared { .. }
            | Event::ShareRotated { .. }
            | Event::ListClosed { .. }
            | Event::ListReopened { .. }
            | Event::SurpriseLifted { .. }
            | Event::SurpriseShortened { .. }
            | Event::ListDeleted { .. }
            | Event::ListBroughtBack { .. }
            | Event::GiftEdited { .. }
            | Event::GiftMoved { .. }
            | Event::GiftWithdrawn { .. }
            | Event::GiftRestored { .. }
            | Event::Invited { .. }
            | Event::CoOwnerJoined { .. }
            | Event::CoOwnerRemoved { .. }
            | Event::CoOwnerLeft { .. }
            | Event::ListPassedOn { .. } => {}
        }
    }
    if let Some(list) = on_list {
        let message = WebhookMessage::Gifts { list, gifts };
        messages.extend(to_owners(concerned.owners.iter().copied(), &message));
    }
    if !products.is_empty() {
        messages.push((Hearer::Admins, WebhookMessage::Products { products }));
    }
    messages
}

fn to_owners(
    owners: impl Iterator<Item = PersonId>,
    message: &WebhookMessage,
) -> Vec<(Hearer, WebhookMessage)> {
    owners.map(|owner| (Hearer::Person(owner), message.clone())).collect()
}

fn of_giver(
    event: WebhookEvent,
    reservation: ReservationId,
    concerned: Concerned<'_>,
) -> Vec<(Hearer, WebhookMessage)> {
    let told = |giver| WebhookMessage::Reservation { event, reservation, giver };
    let owners = if concerned.surprise { &[][..] } else { concerned.owners };
    let others = owners.iter().copied().filter(|owner| Some(*owner) != concerned.giver);
    let mut messages = to_owners(others, &told(false));
    messages.extend(concerned.giver.map(|giver| (Hearer::Person(giver), told(true))));
    messages
}
