//! Webhooks: which programs are told what, and who may hear it (R10.10 to R10.13).

mod event;
mod form;
mod health;
mod message;
mod undelivered;

pub use event::WebhookEvent;
pub use form::{WebhookBoxes, WebhookForm, WebhookUrl, WebhookWish};
pub use health::{Health, OFF_DAYS, Off};
pub use message::{Concerned, Hearer, WebhookMessage, webhook_messages};
pub use undelivered::Undelivered;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{PersonId, WebhookId};

/// How many webhooks one account may have.
pub const MOST_WEBHOOKS: u32 = 10;

/// For how many days it is listed what was sent.
pub const DELIVERY_DAYS: i64 = 30;

/// After how many tries a message is given up.
pub const MOST_DELIVERY_TRIES: u32 = 8;

/// For how many hours after the secret was replaced messages are also signed with the one before.
const BOTH_SECRETS_HOURS: i64 = 24;

/// Where somebody's program wants to be told, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Whose it is; nobody's where the settings name it.
    pub person: Option<PersonId>,
    /// Where messages go.
    pub url: WebhookUrl,
    /// Of what it is told.
    pub events: Vec<WebhookEvent>,
    /// Which secret is the good one; each is derived from this number.
    pub generation: u32,
    /// Since when it is.
    pub secret_at: DateTime<Utc>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// How its receiver fares.
    pub health: Health,
}

impl Webhook {
    /// Whether it is told of this. A test always arrives, also where it is switched off, so that
    /// whoever mended their program can try it.
    pub fn hears(&self, event: WebhookEvent) -> bool {
        event == WebhookEvent::Test || self.health.off.is_none() && self.events.contains(&event)
    }

    /// The secrets that sign a message now: the good one, and for a day the one before, so that
    /// nothing is lost while a program is given the new one.
    pub fn signing_generations(&self, now: DateTime<Utc>) -> Vec<u32> {
        let before = self.generation.checked_sub(1);
        let both = now - self.secret_at < TimeDelta::hours(BOTH_SECRETS_HOURS);
        [Some(self.generation), before.filter(|_| both)].into_iter().flatten().collect()
    }
}

/// How long to wait for the next try after this many have failed; none where the message is given
/// up. The pauses grow from five seconds to a day.
pub fn next_delivery_try(tries: u32) -> Option<TimeDelta> {
    let pause = match tries {
        0 | 1 => TimeDelta::seconds(5),
        2 => TimeDelta::minutes(5),
        3 => TimeDelta::minutes(30),
        4 => TimeDelta::hours(2),
        5 => TimeDelta::hours(5),
        6 => TimeDelta::hours(10),
        _ => TimeDelta::hours(24),
    };
    (tries < MOST_DELIVERY_TRIES).then_some(pause)
}

#[cfg(test)]
mod tests;
