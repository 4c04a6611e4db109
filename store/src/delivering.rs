//! Sends what waits for webhooks: at least one try each, and never two at once (R10.12).

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{DeliveryId, Letter, Undelivered, Webhook, WebhookEvent, next_delivery_try};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Delivery, DeliveryState, Result, Store,
    deliveries::DeliveryRead,
    row::{
        count, id_of,
        mail::LeaseRow,
        record,
        webhook::{DeliveryRow, WebhookRow},
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const DELIVERIES_DUE: &str = include_str!("../query/deliveries_due.surql");
const DELIVERIES_NEXT: &str = include_str!("../query/deliveries_next.surql");
const LEASES: &str = include_str!("../query/leases.surql");

/// How many messages to webhooks of one person are under way at most.
const MOST_OF_ONE: usize = 2;

/// How many messages that are due are read at most, from the beginning of their index, to find out for
/// whom any are. If these are all, nobody else is waited for. If not, they do not say whose turn it is:
/// those of a few receivers that hang, or rest, may stand before everybody else's. Then each webhook is
/// asked whether something is due for it, in the order of turns. So a claim costs as much as these, or
/// as there are webhooks, however much waits.
const MOST_READ: i64 = 1000;

/// A message to be sent now.
#[derive(Debug, Clone)]
pub struct DueDelivery {
    /// The message.
    pub delivery: Delivery,
    /// Where it goes.
    pub webhook: Webhook,
    /// How often it was tried before. A try that never came back counts.
    pub attempts: u32,
}

/// What sending a message came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// It was taken, with this status.
    Delivered(u16),
    /// There was nothing to say, and why.
    Dropped(Undelivered),
    /// It was not taken: the status, where there was an answer, and why.
    Failed(Option<u16>, Undelivered),
}

/// What becomes of it then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SettledDelivery {
    /// When it is tried again, if it is.
    pub again_at: Option<DateTime<Utc>>,
    /// Whether the webhook was switched off for it.
    pub switched_off: bool,
}

/// For whom something waits.
#[derive(SurrealValue)]
struct Due {
    /// Whose messages are under way, once for each of them.
    busy: Vec<RecordId>,
    /// The webhooks that may be served, the one that was served longest ago first: those for which
    /// something is due, or all where more is than was read.
    turns: Vec<Turn>,
}

#[derive(SurrealValue)]
struct Turn {
    id: RecordId,
    person: Option<RecordId>,
}

/// What one of them gets next.
#[derive(SurrealValue)]
struct Next {
    webhook: WebhookRow,
    /// The message, if any is due.
    messages: Vec<Message>,
}

/// A message, and who is sending it.
#[derive(SurrealValue)]
struct Message {
    delivery: DeliveryRow,
    lease: Option<LeaseRow>,
}

impl Store {
    /// Takes messages that are due, for so long: until then nobody else gets them. One webhook gets
    /// one message at a time, its oldest first, and whoever was served longest ago comes first, so that
    /// neither a receiver that hangs nor one for which much waits keeps others waiting.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim_deliveries(
        &self,
        now: DateTime<Utc>,
        lease_seconds: i64,
        most: usize,
    ) -> Result<Vec<DueDelivery>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(DELIVERIES_DUE).with("now", now).with("most", MOST_READ);
            let Due { mut busy, turns } = ask.one().await?;
            let until = now + TimeDelta::seconds(lease_seconds);
            let mut claimed = Vec::new();
            for turn in turns {
                if claimed.len() >= most {
                    break;
                }
                if has_enough(&busy, &turn) {
                    continue;
                }
                let ask = self.ask(DELIVERIES_NEXT).with("now", now).with("webhook", turn.id);
                let Some(Next { webhook, messages }) = ask.maybe().await? else { continue };
                let Some(Message { delivery, lease }) = messages.into_iter().next() else {
                    continue;
                };
                // Another process took it since it was their turn.
                if lease.as_ref().is_some_and(|lease| lease.until > Some(now)) {
                    continue;
                }
                let id = lease_of(&delivery)?;
                let lease = lease.unwrap_or_else(|| LeaseRow::new(id));
                busy.extend(turn.person);
                claimed.push(DueDelivery {
                    delivery: delivery.try_into()?,
                    webhook: webhook.try_into()?,
                    attempts: count(lease.attempts)?,
                });
                work.put(lease.taken(self.holder(), until))?;
            }
            Ok(claimed)
        })
    }

    /// Notes what sending a message came to. One that was not taken is tried again after a while that
    /// grows, or given up; a webhook that only failed for days is switched off, and its person told.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn settle_delivery(
        &self,
        id: DeliveryId,
        now: DateTime<Utc>,
        outcome: DeliveryOutcome,
    ) -> Result<SettledDelivery> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let Some(DeliveryRead { delivery, webhook, lease }) = self.read_delivery(id).await?
            else {
                return Ok(SettledDelivery::default());
            };
            if !delivery.waits() {
                lease.into_iter().try_for_each(|lease| work.delete(lease))?;
                return Ok(SettledDelivery::default());
            }
            let switched_off = match webhook {
                Some(webhook) => note_served(work, webhook, outcome)?,
                None => false,
            };
            let tries = lease.as_ref().map_or(1, |lease| lease.attempts);
            let row = settled(DeliveryRow { tries, ..delivery }, now, outcome)?;
            let waits = row.waits();
            let again_at = waits.then_some(row.due_at);
            match lease {
                Some(lease) if waits => work.replace(LeaseRow { until: None, ..lease })?,
                Some(lease) => work.delete(lease)?,
                None => {}
            }
            work.replace(row)?;
            Ok(SettledDelivery { again_at, switched_off })
        })
    }

    /// Those of these leases that there are.
    pub(crate) async fn leases(&self, ids: Vec<RecordId>) -> Result<HashMap<RecordId, LeaseRow>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<LeaseRow> = self.ask(LEASES).with("leases", ids).one().await?;
        Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
    }
}

/// Whether as much is under way for the person whose turn it is as may be.
fn has_enough(busy: &[RecordId], turn: &Turn) -> bool {
    let of = |person: &RecordId| busy.iter().filter(|whose| *whose == person).count();
    turn.person.as_ref().is_some_and(|person| of(person) >= MOST_OF_ONE)
}

/// The record that says who is sending a message.
pub(crate) fn lease_of(row: &DeliveryRow) -> Result<RecordId> {
    Ok(record("lease", row.delivery()?))
}

/// Notes when the webhook was served, and how its receiver fares. Answers whether it was switched off
/// by what came of a message.
fn note_served(work: &mut Work<'_>, webhook: WebhookRow, outcome: DeliveryOutcome) -> Result<bool> {
    const GONE: u16 = 410;
    let before = webhook.health()?;
    let after = match outcome {
        DeliveryOutcome::Delivered(_) => before.delivered(),
        DeliveryOutcome::Dropped(_) => before,
        DeliveryOutcome::Failed(status, _) => {
            before.failed(status == Some(GONE), webhook.of_site, work.now())
        }
    };
    let switched_off = after.was_switched_off_since(before);
    if switched_off {
        work.post([Letter::WebhookOff { webhook: id_of(&webhook.id)? }])?;
    }
    let served_at = Some(work.now());
    work.replace(WebhookRow { served_at, ..webhook.faring(after) })?;
    Ok(switched_off)
}

/// The row of a message, after a try. A test is tried once: whoever asked for it looks at it.
fn settled(row: DeliveryRow, now: DateTime<Utc>, outcome: DeliveryOutcome) -> Result<DeliveryRow> {
    let is_test = row.event == WebhookEvent::Test.code();
    let over = |state: DeliveryState| (state, Some(now), row.due_at);
    let (state, done_at, due_at) = match outcome {
        DeliveryOutcome::Delivered(_) => over(DeliveryState::Delivered),
        DeliveryOutcome::Dropped(_) => over(DeliveryState::Dropped),
        DeliveryOutcome::Failed(..) => {
            match next_delivery_try(count(row.tries)?).filter(|_| !is_test) {
                Some(pause) => (DeliveryState::Waiting, None, now + pause),
                None => over(DeliveryState::Dead),
            }
        }
    };
    let (status, reason) = match outcome {
        DeliveryOutcome::Delivered(status) => (Some(status), None),
        DeliveryOutcome::Dropped(reason) => (None, Some(reason)),
        DeliveryOutcome::Failed(status, reason) => (status, Some(reason)),
    };
    Ok(DeliveryRow {
        state: state.code().to_owned(),
        done_at,
        due_at,
        status: status.map(i64::from),
        reason: reason.map(|why| why.code().to_owned()),
        ..row
    })
}

#[cfg(test)]
mod tests;
