//! Rows of webhooks and of what is told to them.

use chrono::{DateTime, Utc};
use domain::{
    DeliveryId, Health, ListId, Off, PersonId, Undelivered, Webhook, WebhookEvent, WebhookMessage,
    WebhookUrl, WebhookWish,
};
use surrealdb::types::{RecordId, SurrealValue};
use uuid::Uuid;

use crate::{
    Delivery, DeliveryState, StoreError,
    row::{count, id_of, record, rows, uuid_key},
};

rows! {
    "webhook" WebhookRow {
        person: Option<RecordId>,
        of_site: bool,
        url: String,
        events: Vec<String>,
        generation: i64,
        secret_at: DateTime<Utc>,
        made_at: DateTime<Utc>,
        off: Option<String>,
        failing_since: Option<DateTime<Utc>>,
        failures: i64,
        rests_until: Option<DateTime<Utc>>,
        served_at: Option<DateTime<Utc>>,
    }
    "delivery" DeliveryRow {
        webhook: RecordId,
        event: String,
        message: String,
        list: Option<RecordId>,
        state: String,
        made_at: DateTime<Utc>,
        due_at: DateTime<Utc>,
        done_at: Option<DateTime<Utc>>,
        tries: i64,
        status: Option<i64>,
        reason: Option<String>,
    }
}

impl WebhookRow {
    /// A webhook of somebody, or of the site, that has no row yet.
    pub(crate) fn new(
        id: domain::WebhookId,
        person: Option<PersonId>,
        wish: &WebhookWish,
        now: DateTime<Utc>,
    ) -> Self {
        let blank = Self {
            id: record("webhook", id),
            version: 0,
            person: person.map(|person| record("person", person)),
            of_site: person.is_none(),
            url: String::new(),
            events: vec![],
            generation: 0,
            secret_at: now,
            made_at: now,
            off: None,
            failing_since: None,
            failures: 0,
            rests_until: None,
            served_at: None,
        };
        blank.wishing(wish)
    }

    /// The row, with what somebody wishes now.
    pub(crate) fn wishing(self, wish: &WebhookWish) -> Self {
        let words = wish.events.iter().map(|event| event.code().to_owned());
        Self { url: wish.url.to_string(), events: words.collect(), ..self }
    }

    /// The row, of a receiver that fares like this.
    pub(crate) fn faring(self, health: Health) -> Self {
        Self {
            off: health.off.map(|off| off.code().to_owned()),
            failing_since: health.failing_since,
            failures: i64::from(health.failures),
            rests_until: health.rests_until,
            ..self
        }
    }

    /// How its receiver fares.
    pub(crate) fn health(&self) -> Result<Health, StoreError> {
        let off = self
            .off
            .as_deref()
            .map(|code| Off::from_code(code).ok_or_else(|| StoreError::spoilt("webhook", code)));
        Ok(Health {
            off: off.transpose()?,
            failing_since: self.failing_since,
            failures: count(self.failures)?,
            rests_until: self.rests_until,
        })
    }

    /// Whether its receiver is told of this.
    pub(crate) fn wants(&self, event: WebhookEvent) -> bool {
        self.events.iter().any(|word| word == event.code())
    }
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Self, StoreError> {
        let health = row.health()?;
        let events = row.events.iter().map(|word| {
            WebhookEvent::from_code(word).ok_or_else(|| StoreError::spoilt("event", word))
        });
        Ok(Self {
            id: id_of(&row.id)?,
            person: row.person.as_ref().map(id_of).transpose()?,
            events: events.collect::<Result<_, _>>()?,
            url: WebhookUrl::from_stored(row.url),
            generation: count(row.generation)?,
            secret_at: row.secret_at,
            made_at: row.made_at,
            health,
        })
    }
}

impl DeliveryRow {
    /// A message that waits from now on.
    pub(crate) fn new(
        id: Uuid,
        webhook: &RecordId,
        message: &WebhookMessage,
        list: Option<ListId>,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let text = serde_json::to_string(message);
        Ok(Self {
            id: record("delivery", uuid_key(id)),
            version: 0,
            webhook: webhook.clone(),
            event: message.event().code().to_owned(),
            message: text.map_err(|why| StoreError::spoilt("message", why))?,
            list: list.map(|list| record("list", list)),
            state: DeliveryState::Waiting.code().to_owned(),
            made_at: now,
            due_at: now,
            done_at: None,
            tries: 0,
            status: None,
            reason: None,
        })
    }

    /// What is told.
    pub(crate) fn message(&self) -> Result<WebhookMessage, StoreError> {
        serde_json::from_str(&self.message).map_err(|why| StoreError::spoilt("message", why))
    }

    /// Whether it will be tried, or tried again.
    pub(crate) fn waits(&self) -> bool {
        self.state == DeliveryState::Waiting.code()
    }

    /// Its id.
    pub(crate) fn delivery(&self) -> Result<DeliveryId, StoreError> {
        id_of(&self.id)
    }
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;

    fn try_from(row: DeliveryRow) -> Result<Self, StoreError> {
        let status = row.status.map(u16::try_from).transpose();
        let state = DeliveryState::from_code(&row.state);
        let reason = row.reason.as_deref().map(|code| {
            Undelivered::from_code(code).ok_or_else(|| StoreError::spoilt("delivery", code))
        });
        Ok(Self {
            id: row.delivery()?,
            webhook: id_of(&row.webhook)?,
            message: row.message()?,
            list: row.list.as_ref().map(id_of).transpose()?,
            state: state.ok_or_else(|| StoreError::spoilt("delivery", &row.state))?,
            made_at: row.made_at,
            due_at: row.due_at,
            done_at: row.done_at,
            tries: count(row.tries)?,
            status: status.map_err(|why| StoreError::spoilt("status", why))?,
            reason: reason.transpose()?,
        })
    }
}
