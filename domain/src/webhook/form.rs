//! What somebody typed to make a webhook, or to change one.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::WebhookEvent;
use crate::{FieldErrors, FieldProblem};

/// The address that messages are sent to: absolute, with a host, and without anybody to sign in as.
/// Whether it belongs to the public internet is looked at when a connection is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// The most characters.
    pub const MAX: u32 = 1000;

    /// Reads an address. Only https is taken; `plain` takes http as well, for tests.
    ///
    /// # Errors
    /// [`FieldProblem::Required`], [`FieldProblem::TooLong`], [`FieldProblem::NotALink`] or
    /// [`FieldProblem::NotPublic`].
    pub fn parse(raw: &str, plain: bool) -> Result<Self, FieldProblem> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(FieldProblem::Required);
        }
        let too_long = Err(FieldProblem::TooLong { max: Self::MAX });
        // No address that fits once it is written plainly is ten times as long before.
        if raw.len() > Self::MAX as usize * 10 {
            return too_long;
        }
        let mut url = Url::parse(raw).map_err(|_| FieldProblem::NotALink)?;
        let is_alone = url.username().is_empty() && url.password().is_none();
        if url.host_str().is_none_or(str::is_empty) || !is_alone {
            return Err(FieldProblem::NotALink);
        }
        match url.scheme() {
            "https" => {}
            "http" if plain => {}
            "http" => return Err(FieldProblem::NotPublic),
            _ => return Err(FieldProblem::NotALink),
        }
        // It stays with whoever follows a link and is never sent.
        url.set_fragment(None);
        if url.as_str().len() > Self::MAX as usize {
            return too_long;
        }
        Ok(Self(url.into()))
    }

    /// An address as the store kept it.
    pub fn from_stored(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The form by which a webhook is made or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookForm {
    /// Where messages go.
    pub url: String,
    /// The words of what it is told: see [`WebhookEvent::code`].
    pub events: Vec<String>,
}

/// What somebody wishes to be told, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookWish {
    /// Where messages go.
    pub url: WebhookUrl,
    /// Of what it is told: at least one thing, each once, in the order of [`WebhookEvent::CHOICES`].
    pub events: Vec<WebhookEvent>,
}

impl WebhookForm {
    /// Reads the form. What only admins hear of is a choice for `admin` alone; `plain` is as in
    /// [`WebhookUrl::parse`].
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(&self, admin: bool, plain: bool) -> Result<WebhookWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let url = errors.take("url", WebhookUrl::parse(&self.url, plain));
        let events = errors.take("events", self.parse_events(admin));
        match (url, events) {
            (Some(url), Some(events)) => Ok(WebhookWish { url, events }),
            _ => Err(errors),
        }
    }

    fn parse_events(&self, admin: bool) -> Result<Vec<WebhookEvent>, FieldProblem> {
        let parsed = self.events.iter().map(|word| WebhookEvent::parse(word));
        let mut events = parsed.collect::<Result<Vec<_>, _>>()?;
        if events.iter().any(|event| event.is_for_admins() && !admin) {
            return Err(FieldProblem::NotAChoice);
        }
        events.sort_unstable();
        events.dedup();
        if events.is_empty() { Err(FieldProblem::Required) } else { Ok(events) }
    }
}

/// The same form as a page has it: a box for each thing to be told. What is not empty is ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named after the events")]
pub struct WebhookBoxes {
    pub url: String,
    pub list_created: String,
    pub gift_added: String,
    pub reservation_created: String,
    pub reservation_changed: String,
    pub reservation_cancelled: String,
    pub reservation_purchased: String,
    pub product_not_found: String,
    pub figures_day: String,
}

impl WebhookBoxes {
    /// The box of an event.
    pub fn name(event: WebhookEvent) -> &'static str {
        match event {
            WebhookEvent::ListCreated => "list_created",
            WebhookEvent::GiftAdded => "gift_added",
            WebhookEvent::ReservationCreated => "reservation_created",
            WebhookEvent::ReservationChanged => "reservation_changed",
            WebhookEvent::ReservationCancelled => "reservation_cancelled",
            WebhookEvent::ReservationPurchased => "reservation_purchased",
            WebhookEvent::ProductNotFound => "product_not_found",
            WebhookEvent::FiguresDay => "figures_day",
            WebhookEvent::Test => "test",
        }
    }

    /// What was typed and ticked.
    pub fn form(self) -> WebhookForm {
        let boxes = [
            (self.list_created, WebhookEvent::ListCreated),
            (self.gift_added, WebhookEvent::GiftAdded),
            (self.reservation_created, WebhookEvent::ReservationCreated),
            (self.reservation_changed, WebhookEvent::ReservationChanged),
            (self.reservation_cancelled, WebhookEvent::ReservationCancelled),
            (self.reservation_purchased, WebhookEvent::ReservationPurchased),
            (self.product_not_found, WebhookEvent::ProductNotFound),
            (self.figures_day, WebhookEvent::FiguresDay),
        ];
        let ticked = boxes.into_iter().filter(|(ticked, _)| !ticked.is_empty());
        let events = ticked.map(|(_, event)| event.code().to_owned()).collect();
        WebhookForm { url: self.url, events }
    }
}
