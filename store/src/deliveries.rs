//! What webhooks were told, and what became of it (R10.11, R10.13). How it is sent is in `delivering`.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    DELIVERY_DAYS, DeliveryId, DomainError, List, ListId, PersonId, Undelivered, WebhookEvent,
    WebhookId, WebhookMessage,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    delivering::lease_of,
    row::{
        list::ListRead,
        mail::LeaseRow,
        record,
        webhook::{DeliveryRow, WebhookRow},
    },
    tx::transact,
    work::Housekeeping,
};

const DELIVERIES_LATE: &str = include_str!("../query/deliveries_late.surql");
const DELIVERIES_OF: &str = include_str!("../query/deliveries_of.surql");
const DELIVERIES_OVER: &str = include_str!("../query/deliveries_over.surql");
const DELIVERY_ONE: &str = include_str!("../query/delivery_one.surql");
const LISTS_EDITED: &str = include_str!("../query/lists_edited.surql");

/// How long after it was due a message is given up that had no turn. The pauses between tries are
/// shorter, so only what waits behind too many others gets that old.
const LATE: TimeDelta = TimeDelta::days(3);

/// Above every key of a delivery.
const BEYOND: &str = "g";

/// What has become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It will be tried, or tried again.
    Waiting,
    /// It was taken.
    Delivered,
    /// There was nothing to say any more, and nothing was sent.
    Dropped,
    /// It was given up.
    Dead,
}

impl DeliveryState {
    /// The word that stands in the store.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Dropped => "dropped",
            Self::Dead => "dead",
        }
    }

    /// Reads the word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Waiting, Self::Delivered, Self::Dropped, Self::Dead];
        all.into_iter().find(|state| state.code() == code)
    }
}

/// A message to a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, which stays the same however often it is sent.
    pub id: DeliveryId,
    /// To which webhook.
    pub webhook: WebhookId,
    /// What it tells.
    pub message: WebhookMessage,
    /// The list on which that happened, where it did on one.
    pub list: Option<ListId>,
    /// What has become of it.
    pub state: DeliveryState,
    /// When it happened.
    pub made_at: DateTime<Utc>,
    /// When it is sent, or sent again.
    pub due_at: DateTime<Utc>,
    /// When it was over.
    pub done_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub tries: u32,
    /// The status of the last answer, where there was one.
    pub status: Option<u16>,
    /// Why it was not taken, or not sent.
    pub reason: Option<Undelivered>,
}

/// A message, where it goes, and who is sending it.
#[derive(SurrealValue)]
pub(crate) struct DeliveryRead {
    pub(crate) delivery: DeliveryRow,
    pub(crate) webhook: Option<WebhookRow>,
    pub(crate) lease: Option<LeaseRow>,
}

impl Store {
    /// What was told to a webhook in the last 30 days, or shall be: the newest first, at most so
    /// many. What owners were to be told of a giver is left out while its list keeps a surprise, and
    /// for whoever does not look after it any more.
    ///
    /// # Errors
    /// As [`Store::own_webhook`].
    pub async fn deliveries(
        &self,
        person: PersonId,
        webhook: WebhookId,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<Delivery>> {
        let row = self.own_webhook_row(person, webhook).await?;
        let since = now - TimeDelta::days(DELIVERY_DAYS);
        let mut last = record("delivery", BEYOND);
        let mut found = Vec::new();
        while found.len() < most {
            let wanted = i64::try_from(most - found.len()).unwrap_or(i64::MAX);
            let ask = self.ask(DELIVERIES_OF).with("webhook", row.id.clone());
            let ask = ask.with("since", since).with("before", last.clone()).with("most", wanted);
            let some: Vec<DeliveryRow> = ask.one().await?;
            let Some(oldest) = some.last() else { break };
            last = oldest.id.clone();
            found.extend(self.readable(person, some, now).await?);
        }
        Ok(found)
    }

    /// One of them.
    ///
    /// # Errors
    /// As [`Store::deliveries`]; refused as not found for what that leaves out.
    pub async fn delivery(
        &self,
        person: PersonId,
        webhook: WebhookId,
        id: DeliveryId,
        now: DateTime<Utc>,
    ) -> Result<Delivery> {
        let row = self.own_webhook_row(person, webhook).await?;
        let DeliveryRead { delivery, .. } =
            self.read_delivery(id).await?.ok_or_else(StoreError::not_found)?;
        if delivery.webhook != row.id {
            return Err(StoreError::not_found());
        }
        let readable = self.readable(person, vec![delivery], now).await?.into_iter().next();
        readable.ok_or_else(StoreError::not_found)
    }

    /// Sends a message once more, under the same id. One that waits is sent now.
    ///
    /// # Errors
    /// As [`Store::delivery`]; refused as in the wrong state where the webhook is off.
    pub async fn replay_delivery(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        webhook: WebhookId,
        id: DeliveryId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            self.delivery(person, webhook, id, work.now()).await?;
            let read = self.read_delivery(id).await?.ok_or_else(StoreError::not_found)?;
            let to = read.webhook.ok_or_else(StoreError::not_found)?;
            let health = to.health()?;
            let tests = read.delivery.event == WebhookEvent::Test.code();
            if let Some(off) = health.off.filter(|_| !tests) {
                return Err(DomainError::wrong_state(off).into());
            }
            let waits = read.delivery.waits();
            work.replace(DeliveryRow {
                state: DeliveryState::Waiting.code().to_owned(),
                due_at: work.now(),
                done_at: None,
                tries: if waits { read.delivery.tries } else { 0 },
                ..read.delivery
            })?;
            work.replace(to.faring(health.awake()))
        })
    }

    /// Forgets what was told a month ago, and what was for webhooks that are gone; some hundreds at
    /// once. Answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sweep_deliveries(&self, now: DateTime<Utc>) -> Result<usize> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let before = now - TimeDelta::days(DELIVERY_DAYS);
            let over: Vec<DeliveryRow> =
                self.ask(DELIVERIES_OVER).with("before", before).one().await?;
            let ids = over.iter().map(lease_of).collect::<Result<_>>()?;
            #[expect(
                clippy::mutable_key_type,
                reason = "nothing changes within the id of a record"
            )]
            let leases = self.leases(ids).await?;
            let forgotten = over.len();
            over.into_iter().try_for_each(|row| work.delete(row))?;
            leases.into_values().try_for_each(|lease| work.delete(lease))?;
            Ok(forgotten)
        })
    }

    /// Gives up what has waited for its turn for days; some hundreds at once. Answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn give_up_deliveries(&self, now: DateTime<Utc>) -> Result<usize> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(DELIVERIES_LATE).with("before", now - LATE);
            let late: Vec<DeliveryRow> = ask.one().await?;
            let ids = late.iter().map(lease_of).collect::<Result<_>>()?;
            #[expect(
                clippy::mutable_key_type,
                reason = "nothing changes within the id of a record"
            )]
            let leases = self.leases(ids).await?;
            let given_up = late.len();
            for row in late {
                let state = DeliveryState::Dead.code().to_owned();
                let reason = Some(Undelivered::Late.code().to_owned());
                work.replace(DeliveryRow { state, reason, done_at: Some(now), ..row })?;
            }
            leases.into_values().try_for_each(|lease| work.delete(lease))?;
            Ok(given_up)
        })
    }

    pub(crate) async fn read_delivery(&self, id: DeliveryId) -> Result<Option<DeliveryRead>> {
        let ask = self.ask(DELIVERY_ONE).with("delivery", record("delivery", id));
        ask.with("lease", record("lease", id)).maybe().await
    }

    /// Those that this person may know of now.
    async fn readable(
        &self,
        person: PersonId,
        rows: Vec<DeliveryRow>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Delivery>> {
        let deliveries = rows.into_iter().map(Delivery::try_from).collect::<Result<Vec<_>>>()?;
        let secret = |delivery: &&Delivery| delivery.message.tells_owners_of_givers();
        let mut lists: Vec<_> =
            deliveries.iter().filter(secret).filter_map(|delivery| delivery.list).collect();
        lists.sort_unstable();
        lists.dedup();
        if lists.is_empty() {
            return Ok(deliveries);
        }
        let lists: Vec<RecordId> = lists.into_iter().map(|list| record("list", list)).collect();
        let lists: Vec<ListRead> = self.ask(LISTS_EDITED).with("lists", lists).one().await?;
        let mut shown = Vec::<ListId>::new();
        for read in lists {
            let theirs = read.role(Some(person)).may_edit();
            let list = List::try_from(read.list)?;
            if theirs && !list.keeps_surprise(now) {
                shown.push(list.id);
            }
        }
        let known = |delivery: &Delivery| {
            !delivery.message.tells_owners_of_givers()
                || delivery.list.is_some_and(|list| shown.contains(&list))
        };
        Ok(deliveries.into_iter().filter(known).collect())
    }
}
