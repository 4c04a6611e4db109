//! Programs that are told what happens (R10.10 to R10.13).

use app::{
    backend::{DeliveryProgress, DeliveryView, WebhookChange, Webhooks},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::{
    DeliveryId, DomainError, FieldErrors, FieldProblem, PersonId, Webhook, WebhookForm, WebhookId,
    WebhookUrl, WebhookWish,
};
use store::{Delivery, DeliveryState};

use super::{
    entering::{FRESH_MINUTES, fresh_person},
    limits::Limited,
    person,
};
use crate::{
    site::Site,
    webhooks::{Courier, signing_key},
};

/// How many messages are listed at most.
const MOST_LISTED: usize = 1000;

/// Fulfils [`Webhooks`].
pub(super) struct Service {
    site: Site,
    courier: Courier,
}

impl Service {
    /// The service of a site.
    pub(super) fn new(site: Site) -> Self {
        let courier = Courier::new(&site.settings);
        Self { site, courier }
    }

    /// What somebody wishes, if messages may go there. That of one that leads there already is
    /// looked at when they are sent.
    fn wish(
        &self,
        visit: &Visit,
        form: &WebhookForm,
        before: Option<&WebhookUrl>,
    ) -> Result<WebhookWish, FieldErrors> {
        let admin = visit.account.as_ref().is_some_and(|account| account.admin);
        let wish = form.parse(admin, self.site.settings.webhooks.private)?;
        if before == Some(&wish.url) || self.courier.may_go_to(&wish.url) {
            return Ok(wish);
        }
        Err(FieldErrors::one("url", FieldProblem::NotPublic))
    }
}

/// Who changes their webhooks. A session must be a fresh one; a token was made for it.
fn keeper(visit: &Visit) -> Result<PersonId, AppError> {
    match visit.session {
        Some(_) => fresh_person(visit),
        None => person(visit),
    }
}

fn view(delivery: Delivery) -> DeliveryView {
    let waits = delivery.state == DeliveryState::Waiting;
    DeliveryView {
        id: delivery.id,
        event: delivery.message.event(),
        progress: match delivery.state {
            DeliveryState::Waiting => DeliveryProgress::Waiting,
            DeliveryState::Delivered => DeliveryProgress::Delivered,
            DeliveryState::Dropped => DeliveryProgress::Dropped,
            DeliveryState::Dead => DeliveryProgress::Failed,
        },
        made_at: delivery.made_at,
        again_at: waits.then_some(delivery.due_at),
        tries: delivery.tries,
        status: delivery.status,
        reason: delivery.reason,
    }
}

#[async_trait]
impl Webhooks for Service {
    async fn list(&self, visit: &Visit) -> Result<Vec<Webhook>, AppError> {
        self.site.answer(self.site.store.webhooks_of(person(visit)?).await)
    }

    async fn one(&self, visit: &Visit, id: WebhookId) -> Result<Webhook, AppError> {
        self.site.answer(self.site.store.own_webhook(person(visit)?, id).await)
    }

    async fn make(&self, visit: &Visit, form: WebhookForm) -> Result<WebhookId, AppError> {
        let person = keeper(visit)?;
        let wish = self.wish(visit, &form, None)?;
        let errand = self.site.errand(visit);
        self.site.answer(self.site.store.make_webhook(errand, person, &wish).await)
    }

    async fn change(
        &self,
        visit: &Visit,
        id: WebhookId,
        form: WebhookForm,
        on: bool,
    ) -> Result<(), AppError> {
        let (url, events) = (Some(form.url), Some(form.events));
        let change = WebhookChange { url, events, on: Some(on), heard: vec![] };
        self.change_some(visit, id, change).await
    }

    async fn change_some(
        &self,
        visit: &Visit,
        id: WebhookId,
        change: WebhookChange,
    ) -> Result<(), AppError> {
        let person = keeper(visit)?;
        let rule = |before: &Webhook| -> Result<(WebhookWish, bool), DomainError> {
            if change.events.is_none() && before.events != change.heard {
                return Err(DomainError::ChangedMeanwhile);
            }
            let told = before.events.iter().map(|event| event.code().to_owned());
            let form = WebhookForm {
                url: change.url.clone().unwrap_or_else(|| before.url.to_string()),
                events: change.events.clone().unwrap_or_else(|| told.collect()),
            };
            let wish = self.wish(visit, &form, Some(&before.url))?;
            Ok((wish, change.on.unwrap_or(before.health.off.is_none())))
        };
        let errand = self.site.errand(visit);
        self.site.answer(self.site.store.change_webhook(errand, person, id, &rule).await)
    }

    async fn remove(&self, visit: &Visit, id: WebhookId) -> Result<(), AppError> {
        let person = keeper(visit)?;
        self.site.answer(self.site.store.remove_webhook(self.site.errand(visit), person, id).await)
    }

    async fn rotate(&self, visit: &Visit, id: WebhookId) -> Result<(), AppError> {
        let person = keeper(visit)?;
        self.site.answer(self.site.store.rotate_webhook(self.site.errand(visit), person, id).await)
    }

    async fn secret(&self, visit: &Visit, id: WebhookId) -> Result<Option<String>, AppError> {
        let webhook = self.site.answer(self.site.store.own_webhook(person(visit)?, id).await)?;
        let age = self.site.clock.now() - webhook.secret_at;
        if age >= TimeDelta::minutes(FRESH_MINUTES) || keeper(visit).is_err() {
            return Ok(None);
        }
        Ok(Some(signing_key(&self.site, id, webhook.generation).expose()))
    }

    async fn deliveries(
        &self,
        visit: &Visit,
        id: WebhookId,
    ) -> Result<Vec<DeliveryView>, AppError> {
        let (person, now) = (person(visit)?, self.site.clock.now());
        let deliveries = self.site.store.deliveries(person, id, MOST_LISTED, now).await;
        Ok(self.site.answer(deliveries)?.into_iter().map(view).collect())
    }

    async fn replay(
        &self,
        visit: &Visit,
        id: WebhookId,
        delivery: DeliveryId,
    ) -> Result<(), AppError> {
        let person = person(visit)?;
        self.site.count(Limited::WebhookMessage, &person).await?;
        let errand = self.site.errand(visit);
        self.site.answer(self.site.store.replay_delivery(errand, person, id, delivery).await)?;
        self.site.webhooks.notify_one();
        Ok(())
    }

    async fn test(&self, visit: &Visit, id: WebhookId) -> Result<DeliveryId, AppError> {
        let person = person(visit)?;
        self.site.count(Limited::WebhookMessage, &person).await?;
        let errand = self.site.errand(visit);
        let sent = self.site.answer(self.site.store.test_webhook(errand, person, id).await)?;
        self.site.webhooks.notify_one();
        Ok(sent)
    }
}
