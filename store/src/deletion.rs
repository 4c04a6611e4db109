//! The bin: lists that their owner deleted, until their words are erased (R3.10).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ERASED, Event, Letter, List, ListId, ListState, ListsHeld, PersonId, Reservation, Role,
    ShareKey,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, OwnedList, Result, Store, StoreError,
    erasing::nameless,
    image,
    lists::{ShareKeyOf, post},
    row::{
        count,
        gift::WantsRow,
        id_of,
        list::{EditsRow, ListRead, ListRow, OwnsRow},
        mail::OutboxRow,
        member::InvitationRow,
        people::SubjectKeyRow,
        product::ProductRow,
        record,
        reservation::{GiverRow, GuestRow, ReservedRow},
        thanks::ThanksRow,
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const LIST: &str = include_str!("../query/list.surql");
const LIST_WAITING: &str = include_str!("../query/list_waiting.surql");
const UNTOLD_IN_BIN: &str = include_str!("../query/untold_in_bin.surql");
const DELETED_COUNT: &str = include_str!("../query/deleted_count.surql");
const LISTS_TO_ERASE: &str = include_str!("../query/lists_to_erase.surql");
const LIST_ERASING: &str = include_str!("../query/list_erasing.surql");

/// What stands in the place of what a gift was when somebody promised it. The schema says the same,
/// for a store that is made again from the log.
const ERASED_SNAPSHOT: &str = r#"{"name":"–","shop":"","link":null,"price":null,"notes":"","priority":"love","exactness":"similar","size":"","colour":""}"#;

/// How many days to wait for mails that tell givers about it: they say what the list is called.
const MOST_WAITING: i64 = 2;

/// Everything that goes with a list, or stays without its words.
#[derive(SurrealValue)]
struct ListErasing {
    list: ListRow,
    owns: Vec<OwnsRow>,
    edits: Vec<EditsRow>,
    gifts: Vec<WantsRow>,
    /// What owners made for it.
    products: Vec<ProductRow>,
    held: Vec<ReservedRow>,
    /// What is noted about its reservations.
    thanks: Vec<ThanksRow>,
    /// How many mails about its reservations still wait.
    untold: i64,
    guests: Vec<GuestRow>,
    givers: Vec<ItsGiver>,
    invitations: Vec<InvitationRow>,
    /// By which the words of the list, and of what goes with it, could be read in the log.
    keys: Vec<SubjectKeyRow>,
}

/// Somebody who promised something on the list.
#[derive(SurrealValue)]
struct ItsGiver {
    giver: GiverRow,
    /// How much they promised on lists that are not erased.
    elsewhere: i64,
}

impl Store {
    /// Puts a list into the bin. From then on nobody opens it, by whatever link. Its givers are told.
    /// One that lies there already stays.
    ///
    /// # Errors
    /// As [`List::delete`]; refused as not found for an unknown list and for whoever is not its owner.
    pub async fn delete_list(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        typed: &str,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.list_of_owner(person, list).await?;
            if read.list.erase_at.is_some() {
                return Ok(());
            }
            let (after, events) = List::try_from(read.list.clone())?.delete(typed, work.now())?;
            self.write_deletion(work, read, &after, None, &events).await
        })
    }

    /// Brings a list back out of the bin as it was, under the link that it had. Its givers are told, also
    /// of what they were not told meanwhile, and have as much time left to confirm their address as they
    /// had (R5.4). One that is not there stays as it is.
    ///
    /// # Errors
    /// As [`List::bring_back`]; refused as not found for an unknown list and for whoever was not its
    /// owner, and as too many where there is no room for another list.
    pub async fn restore_list(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        share_key: ShareKeyOf<'_>,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.list_of_owner(person, list).await?;
            if read.list.erase_at.is_none() {
                return Ok(());
            }
            let before = List::try_from(read.list.clone())?;
            let time = before.time_in_bin(work.now());
            let (after, events) = before.bring_back(work.now())?;
            self.one_more_list(work, person, ListsHeld::require_room_to_bring_back).await?;
            let shared = after.state != ListState::Draft;
            let key = shared.then(|| share_key(after.id, after.share_generation));
            let waiting = self.ask(LIST_WAITING).with("list", read.list.id.clone());
            for row in waiting.one::<Vec<ReservedRow>>().await? {
                let promise = Reservation::try_from(row.clone())?.after_bin(time);
                work.replace(row.holding(&promise)?)?;
            }
            let untold = self.untold_in_bin(&read.list.id, work.now() - time).await?;
            self.write_deletion(work, read, &after, key, &events).await?;
            // Each says how it is when it is sent, or nothing (R7.1).
            work.post(untold)
        })
    }

    /// Gives up the days that a list has left in the bin. Its words go once its givers were told.
    ///
    /// # Errors
    /// As [`List::require_deleted`]; refused as not found for an unknown list and for whoever was not
    /// its owner.
    pub async fn give_up_list(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.list_of_owner(person, list).await?;
            let before = List::try_from(read.list.clone())?;
            before.require_deleted()?;
            let after = before.clone().give_up(work.now());
            if after == before {
                return Ok(());
            }
            work.replace(read.list.holding(&after, None))
        })
    }

    /// The lists of this person that lie in the bin, the last to be deleted first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn deleted_lists(
        &self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<OwnedList>> {
        let mut lists = self.lists_with_gifts(person, true).await?;
        lists.retain(|read| {
            read.list.erase_at.is_some_and(|at| now < at)
                && read.role_before(Some(person)) == Role::Owner
        });
        lists.sort_by_key(|read| std::cmp::Reverse(read.list.erase_at));
        lists.into_iter().map(|read| OwnedList::of(read, Role::Owner)).collect()
    }

    /// How many lists of this person lie in the bin.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn deleted_count(&self, person: PersonId, now: DateTime<Utc>) -> Result<u32> {
        let ask = self.ask(DELETED_COUNT).with("person", record("person", person));
        count(ask.with("now", now).one().await?)
    }

    /// Erases the words of lists whose days in the bin are over. Answers how many lists that were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn erase_lists(&self, now: DateTime<Utc>) -> Result<usize> {
        let due: Vec<RecordId> = self.ask(LISTS_TO_ERASE).with("now", now).one().await?;
        let mut erased = 0;
        for list in &due {
            erased += usize::from(self.erase_list(id_of(list)?, now).await?);
        }
        Ok(erased)
    }

    /// Erases a list if its days in the bin are over and its givers were told: what was written on
    /// it, its gifts and the names of those who promised them and nothing elsewhere, here and in
    /// the log. The rows stay, as numbers. Answers whether it was erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn erase_list(&self, list: ListId, now: DateTime<Utc>) -> Result<bool> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(LIST_ERASING).with("list", record("list", list));
            let erasing = ask.maybe::<ListErasing>().await?;
            let Some(erasing) = erasing.filter(|erasing| erasing.is_due(now)) else {
                return Ok(false);
            };
            let leave = erasing.givers.iter().filter(|its| its.elsewhere == 0);
            self.erase(work, leave.map(|its| its.giver.id.clone()).collect()).await?;
            erasing.erase(work)?;
            Ok(true)
        })
    }

    /// Erases a list, in a store that was restored to a moment before it was erased.
    pub(crate) async fn erase_list_again(&self, work: &mut Work<'_>, list: RecordId) -> Result<()> {
        let erasing = self.ask(LIST_ERASING).with("list", list).maybe::<ListErasing>().await?;
        let not_yet = |erasing: &ListErasing| erasing.list.erased_at.is_none();
        let Some(mut erasing) = erasing.filter(not_yet) else { return Ok(()) };
        erasing.list.erase_at.get_or_insert(work.now());
        let leave = erasing.givers.iter().filter(|its| its.elsewhere == 0);
        self.erase(work, leave.map(|its| its.giver.id.clone()).collect()).await?;
        erasing.erase(work)
    }

    /// What the givers of a list were to be told of its gifts, or that it was closed, while it lay in the
    /// bin, `since` it was put there: each once.
    async fn untold_in_bin(&self, list: &RecordId, since: DateTime<Utc>) -> Result<Vec<Letter>> {
        let ask = self.ask(UNTOLD_IN_BIN).with("list", list.clone()).with("since", since);
        let mut untold = Vec::new();
        for row in ask.one::<Vec<OutboxRow>>().await? {
            let letter = row.letter()?;
            if !untold.contains(&letter) {
                untold.push(letter);
            }
        }
        Ok(untold)
    }

    /// A list of which this person is the owner, or was before it was put into the bin.
    pub(crate) async fn list_of_owner(&self, person: PersonId, list: ListId) -> Result<ListRead> {
        let read: ListRead = self.ask(LIST).with("list", record("list", list)).one().await?;
        let theirs = read.role_before(Some(person)).may_delete();
        if theirs { Ok(read) } else { Err(StoreError::not_found()) }
    }

    /// Writes what became of a list, and tells its givers. They write the gifts and not the list, so
    /// they are made to collide on the gifts.
    pub(crate) async fn write_deletion(
        &self,
        work: &mut Work<'_>,
        read: ListRead,
        after: &List,
        key: Option<ShareKey>,
        events: &[Event],
    ) -> Result<()> {
        for gift in &read.gifts {
            work.replace(gift.wants.clone())?;
        }
        let held = self.held_on(&read.list.id, events).await?;
        post(work, events, &[], &held, true)?;
        work.replace(read.list.holding(after, key))
    }
}

impl ListErasing {
    fn is_due(&self, now: DateTime<Utc>) -> bool {
        let patience = TimeDelta::days(MOST_WAITING);
        let over = self.list.erase_at.filter(|at| *at <= now);
        self.list.erased_at.is_none()
            && over.is_some_and(|at| self.untold == 0 || at + patience <= now)
    }

    fn erase(self, work: &mut Work<'_>) -> Result<()> {
        let now = work.now();
        let keys = self.own_keys();
        self.owns.into_iter().try_for_each(|row| work.delete(row))?;
        self.edits.into_iter().try_for_each(|row| work.delete(row))?;
        self.gifts.into_iter().try_for_each(|row| work.replace(wordless_gift(row)))?;
        let own = self.products.into_iter().filter(|row| !row.is_catalogue());
        own.into_iter().try_for_each(|row| work.replace(row.wordless()))?;
        for row in self.held {
            work.replace(ReservedRow { snapshot: ERASED_SNAPSHOT.to_owned(), ..row })?;
        }
        for ItsGiver { giver, elsewhere } in self.givers {
            if elsewhere == 0 {
                work.replace(GiverRow { browser: None, person: None, ..nameless(giver) })?;
            } else {
                // Words to the others went with them already.
                let theirs = self.thanks.iter().filter(|thanks| thanks.giver == giver.id);
                for thanks in theirs.filter(|thanks| thanks.note.is_some()) {
                    work.replace(ThanksRow { note: None, ..thanks.clone() })?;
                }
            }
        }
        self.guests.into_iter().try_for_each(|row| work.delete(row))?;
        self.invitations.into_iter().try_for_each(|row| work.delete(row))?;
        keys.into_iter().try_for_each(|row| work.delete(row))?;
        work.replace(ListRow {
            title: ERASED.to_owned(),
            welcome: String::new(),
            for_whom: String::new(),
            delivery: String::new(),
            day: None,
            zone: None,
            picture: None,
            share_key: None,
            passcode_hash: None,
            erased_at: Some(now),
            ..self.list
        })
    }

    /// The keys that have not gone with a giver already.
    fn own_keys(&self) -> Vec<SubjectKeyRow> {
        let leaving = |giver: &RecordId| {
            self.givers.iter().any(|its| its.elsewhere == 0 && its.giver.id == *giver)
        };
        let went = self.thanks.iter().filter(|thanks| leaving(&thanks.giver));
        let went: Vec<_> = went.map(|thanks| image::key(&thanks.id)).collect();
        let own = self.keys.iter().filter(|row| !went.contains(&image::key(&row.id)));
        own.cloned().collect()
    }
}

fn wordless_gift(row: WantsRow) -> WantsRow {
    WantsRow {
        notes: String::new(),
        size: String::new(),
        colour: String::new(),
        further: None,
        tags: None,
        section: None,
        ..row
    }
}

#[cfg(test)]
mod tests {
    use domain::GiftDetails;

    use super::*;

    #[test]
    fn what_stands_in_the_place_of_a_gift_reads_back_and_is_what_the_schema_says() {
        let details: GiftDetails = serde_json::from_str(ERASED_SNAPSHOT).unwrap();
        assert_eq!(details.name.as_str(), ERASED);
        let schema = include_str!("../schema/0007_bin.surql");
        assert!(schema.contains(&format!("DEFAULT '{ERASED_SNAPSHOT}'")));
        assert_eq!(schema.matches(&format!("DEFAULT '{ERASED}'")).count(), 2);
    }
}
