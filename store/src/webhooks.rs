//! Webhooks: where people, and the site itself, want to be told what happens (R10.10).

use chrono::{DateTime, Utc};
use domain::{
    DeliveryId, DomainError, MOST_WEBHOOKS, PersonId, Webhook, WebhookId, WebhookMessage,
    WebhookWish,
};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Result, Store, StoreError,
    row::{
        people::PersonRow,
        record,
        webhook::{DeliveryRow, WebhookRow},
    },
    tx::transact,
    work::Housekeeping,
};

const WEBHOOK: &str = include_str!("../query/webhook.surql");
const WEBHOOKS_OF: &str = include_str!("../query/webhooks_of.surql");
const WEBHOOKS_OF_SITE: &str = include_str!("../query/webhooks_of_site.surql");
const WEBHOOK_KEEPER: &str = include_str!("../query/webhook_keeper.surql");

/// What a webhook shall be by what it is, and whether it is on.
pub(crate) type WebhookRule<'a> =
    &'a (dyn Fn(&Webhook) -> std::result::Result<(WebhookWish, bool), DomainError> + Sync);

/// Who makes a webhook, and how many there are already.
#[derive(SurrealValue)]
struct Keeper {
    person: PersonRow,
    webhooks: i64,
}

impl Store {
    /// A person's webhooks, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn webhooks_of(&self, person: PersonId) -> Result<Vec<Webhook>> {
        let ask = self.ask(WEBHOOKS_OF).with("person", record("person", person));
        let rows: Vec<WebhookRow> = ask.one().await?;
        rows.into_iter().map(Webhook::try_from).collect()
    }

    /// The webhook with this id, whosever it is.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn webhook(&self, id: WebhookId) -> Result<Option<Webhook>> {
        let row = self.ask(WEBHOOK).with("webhook", record("webhook", id)).maybe::<WebhookRow>();
        row.await?.map(Webhook::try_from).transpose()
    }

    /// A webhook of this person's.
    ///
    /// # Errors
    /// Refused as not found for an unknown one and for one that is not theirs alike.
    pub async fn own_webhook(&self, person: PersonId, id: WebhookId) -> Result<Webhook> {
        self.own_webhook_row(person, id).await?.try_into()
    }

    /// Makes a webhook.
    ///
    /// # Errors
    /// Refused as too many webhooks; as not found for an unknown person.
    pub async fn make_webhook(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        wish: &WebhookWish,
    ) -> Result<WebhookId> {
        transact!(self, errand, |work| {
            let ask = self.ask(WEBHOOK_KEEPER).with("person", record("person", person));
            let keeper: Keeper = ask.one().await?;
            if keeper.webhooks >= i64::from(MOST_WEBHOOKS) {
                return Err(StoreError::Refused(DomainError::TooManyWebhooks));
            }
            let id = WebhookId::new(work.id());
            work.create(WebhookRow::new(id, Some(person), wish, work.now()))?;
            // Two that are made at once collide here, so that there are never more.
            work.replace(keeper.person)?;
            Ok(id)
        })
    }

    /// Changes by a rule where a webhook leads and of what it is told, and switches it on or off.
    ///
    /// # Errors
    /// As [`Store::own_webhook`], then as the rule.
    pub async fn change_webhook(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: WebhookId,
        rule: WebhookRule<'_>,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.own_webhook_row(person, id).await?;
            let (wish, on) = rule(&Webhook::try_from(row.clone())?)?;
            let mut health = row.health()?;
            if row.url != wish.url.as_str() {
                // Another receiver has not failed yet.
                health = health.delivered();
            }
            work.replace(row.wishing(&wish).faring(health.switched(on)))
        })
    }

    /// Gives a webhook another secret.
    ///
    /// # Errors
    /// As [`Store::own_webhook`].
    pub async fn rotate_webhook(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: WebhookId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.own_webhook_row(person, id).await?;
            let generation = row.generation + 1;
            work.replace(WebhookRow { generation, secret_at: work.now(), ..row })
        })
    }

    /// Removes a webhook. What waits for it is never sent, and forgotten with the next sweep.
    ///
    /// # Errors
    /// As [`Store::own_webhook`].
    pub async fn remove_webhook(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: WebhookId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.own_webhook_row(person, id).await?;
            work.delete(row)
        })
    }

    /// Sends a message by which somebody tries whether messages arrive, whether or not the webhook
    /// is on.
    ///
    /// # Errors
    /// As [`Store::own_webhook`].
    pub async fn test_webhook(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: WebhookId,
    ) -> Result<DeliveryId> {
        transact!(self, errand, |work| {
            let row = self.own_webhook_row(person, id).await?;
            let message = WebhookMessage::Test;
            let delivery = DeliveryRow::new(work.id(), &row.id, &message, None, work.now())?;
            let id = delivery.delivery()?;
            work.create(delivery)?;
            let health = row.health()?.awake();
            work.replace(row.faring(health))?;
            Ok(id)
        })
    }

    /// Writes down the webhooks that the settings name: new ones are made, changed ones changed, and
    /// those that they name no more removed. What they are told of is known in the store, since it
    /// is written together with what happens.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_site_webhooks(
        &self,
        named: &[(WebhookId, WebhookWish)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let rows: Vec<WebhookRow> = self.ask(WEBHOOKS_OF_SITE).one().await?;
            for (id, wish) in named {
                let place = record("webhook", id);
                let fresh = WebhookRow::new(*id, None, wish, now);
                match rows.iter().find(|row| row.id == place) {
                    None => work.create(fresh)?,
                    Some(row) if row.url != fresh.url || row.events != fresh.events => {
                        work.replace(row.clone().wishing(wish))?;
                    }
                    Some(_) => {}
                }
            }
            for row in rows {
                if !named.iter().any(|(id, _)| record("webhook", id) == row.id) {
                    work.delete(row)?;
                }
            }
            Ok(())
        })
    }

    pub(crate) async fn own_webhook_row(
        &self,
        person: PersonId,
        id: WebhookId,
    ) -> Result<WebhookRow> {
        let row: WebhookRow =
            self.ask(WEBHOOK).with("webhook", record("webhook", id)).one().await?;
        let theirs = row.person == Some(record("person", person));
        if theirs { Ok(row) } else { Err(StoreError::not_found()) }
    }
}
