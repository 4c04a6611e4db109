//! What programs are told about an act, written together with it (R10.11).

use chrono::NaiveDate;
use domain::{
    Concerned, Event, Hearer, ListId, PersonId, ProductId, WebhookMessage, webhook_messages,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Held, Result, Store,
    row::{
        id_of,
        list::ListRead,
        record,
        webhook::{DeliveryRow, WebhookRow},
    },
    work::Work,
};

const HEARING: &str = include_str!("../query/hearing.surql");
const ROOM: &str = include_str!("../query/room.surql");

/// How many messages wait for one webhook at most; what happens beyond that is not told to it. To find
/// that out no more than these are read, and only for webhooks that want to hear of it.
const MOST_WAITING: i64 = 1000;

/// Webhooks that may want to hear of an act.
#[derive(SurrealValue)]
struct Hearing {
    /// Those of the people whom it concerns.
    theirs: Vec<WebhookRow>,
    /// Those of admins and of the site; only asked for where something is for them.
    admins: Vec<WebhookRow>,
}

impl Store {
    /// Writes a message for every webhook that shall hear of these events. They happened on `list`,
    /// where they did on one.
    pub(crate) async fn tell_programs(
        &self,
        work: &mut Work<'_>,
        events: &[Event],
        list: Option<ListId>,
        concerned: Concerned<'_>,
    ) -> Result<()> {
        self.tell(work, &webhook_messages(events, concerned), list).await
    }

    /// Writes the same for whoever may hear that a day was counted (R8.6).
    pub(crate) async fn tell_of_day(&self, work: &mut Work<'_>, day: NaiveDate) -> Result<()> {
        let message = WebhookMessage::Figures { day };
        self.tell(work, &[(Hearer::Admins, message)], None).await
    }

    async fn tell(
        &self,
        work: &mut Work<'_>,
        messages: &[(Hearer, WebhookMessage)],
        list: Option<ListId>,
    ) -> Result<()> {
        if messages.is_empty() {
            return Ok(());
        }
        let people: Vec<RecordId> = messages
            .iter()
            .filter_map(|(hearer, _)| match hearer {
                Hearer::Person(person) => Some(record("person", person)),
                Hearer::Admins => None,
            })
            .collect();
        let to_admins = messages.iter().any(|(hearer, _)| *hearer == Hearer::Admins);
        let ask = self.ask(HEARING).with("people", people).with("to_admins", to_admins);
        let hearing: Hearing = ask.one().await?;
        for (webhook, wanted) in hearing.wanted(messages) {
            let room = self.room(webhook).await?;
            for message in wanted.into_iter().take(room) {
                let now = work.now();
                let id = work.id();
                work.create(DeliveryRow::new(id, webhook, message, list, now)?)?;
            }
        }
        Ok(())
    }

    /// The same of what a giver does.
    pub(crate) async fn tell_of_promise(
        &self,
        work: &mut Work<'_>,
        events: &[Event],
        held: &Held,
    ) -> Result<()> {
        let surprise = held.list.keeps_surprise(work.now());
        let concerned = Concerned { owners: &held.owners, giver: held.giver.person, surprise };
        self.tell_programs(work, events, Some(held.list.id), concerned).await
    }

    /// The same of what those do who look after a list.
    pub(crate) async fn tell_of_owners(
        &self,
        work: &mut Work<'_>,
        events: &[Event],
        read: &ListRead,
    ) -> Result<()> {
        let owners = read.everybody()?;
        // Nothing of it tells of a giver, so that nothing has to be kept from anybody.
        let concerned = Concerned { owners: &owners, giver: None, surprise: true };
        self.tell_programs(work, events, Some(id_of(&read.list.id)?), concerned).await
    }

    /// The same of a list that somebody made, and of products on it that wait for an admin.
    pub(crate) async fn tell_of_new_list(
        &self,
        work: &mut Work<'_>,
        owner: PersonId,
        list: ListId,
        products: Vec<ProductId>,
    ) -> Result<()> {
        let waiting = products.into_iter().map(|product| Event::ProductWaits { product });
        let events: Vec<Event> = [Event::ListMade { list }].into_iter().chain(waiting).collect();
        let owners = [owner];
        let concerned = Concerned { owners: &owners, giver: None, surprise: false };
        self.tell_programs(work, &events, Some(list), concerned).await
    }

    /// How many more messages may wait for a webhook.
    async fn room(&self, webhook: &RecordId) -> Result<usize> {
        let ask = self.ask(ROOM).with("webhook", webhook.clone());
        let room: i64 = ask.with("most", MOST_WAITING).one().await?;
        Ok(usize::try_from(room).unwrap_or_default())
    }
}

impl Hearing {
    /// Who of them wants to hear of these messages, and of which.
    fn wanted<'a>(
        &'a self,
        messages: &'a [(Hearer, WebhookMessage)],
    ) -> Vec<(&'a RecordId, Vec<&'a WebhookMessage>)> {
        let Self { theirs, admins } = self;
        let hears = |row: &WebhookRow, hearer: &Hearer| match hearer {
            Hearer::Admins => admins.iter().any(|one| one.id == row.id),
            Hearer::Person(person) => row.person == Some(record("person", person)),
        };
        let others = admins.iter().filter(|row| theirs.iter().all(|one| one.id != row.id));
        let wanted = theirs.iter().chain(others).map(|row| {
            let wanted = messages
                .iter()
                .filter(|(hearer, message)| row.wants(message.event()) && hears(row, hearer));
            (&row.id, wanted.map(|(_, message)| message).collect::<Vec<_>>())
        });
        wanted.filter(|(_, messages)| !messages.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests;
