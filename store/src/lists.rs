//! Lists, as seen by those who edit them (R3).

use domain::{
    DomainError, Event, Gift, Letter, List, ListAct, ListDetails, ListId, ListRevision, ListState,
    ListsHeld, PersonId, ReservationId, Role, ShareKey, Surprise, in_sections, letters,
};
use surrealdb::types::RecordId;

use crate::{
    Errand, OwnedList, Result, Store, StoreError,
    addressed::{Addressed, one_for_each},
    ask::Ask,
    members::log_act,
    row::{
        id_of,
        list::{ListRead, ListRow, OwnsRow},
        record,
    },
    tx::transact,
    work::Work,
};

/// Reads a list with all its gifts, and who edits it.
pub(crate) const LIST: &str = include_str!("../query/list.surql");
const LIST_ALONE: &str = include_str!("../query/list_alone.surql");
const LISTS_OF: &str = include_str!("../query/lists_of.surql");
const LISTS_WITHOUT_GIFTS: &str = include_str!("../query/lists_without_gifts.surql");
const LIST_HELD: &str = include_str!("../query/list_held.surql");

/// A list among those of somebody who edits it, without its gifts.
#[derive(Debug, Clone)]
pub struct LookedAfter {
    /// The list.
    pub list: List,
    /// Who owns it; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// What they are to it.
    pub role: Role,
}

/// A list's share key, from its id and generation.
pub(crate) type ShareKeyOf<'a> = &'a (dyn Fn(ListId, u32) -> ShareKey + Sync);

/// What shall become of a list.
pub type ListRule<'a> =
    &'a (dyn Fn(List) -> std::result::Result<(List, Vec<Event>), DomainError> + Sync);

impl Store {
    /// Makes a list: a draft that nobody else can open.
    ///
    /// # Errors
    /// Refused as too many where there is no room for another one.
    pub async fn create_list(
        &self,
        errand: Errand<'_>,
        owner: PersonId,
        details: ListDetails,
        surprise: Surprise,
    ) -> Result<ListId> {
        transact!(self, errand, |work| {
            self.one_more_list(work, owner, ListsHeld::require_room).await?;
            let list = List::draft(ListId::new(work.id()), details.clone(), surprise);
            let row = ListRow::new(&list, work.now());
            make(work, owner, row)?;
            self.tell_of_new_list(work, owner, list.id, vec![]).await?;
            Ok(list.id)
        })
    }

    /// Makes a list that givers can open at once.
    ///
    /// # Errors
    /// As [`Store::create_list`].
    pub async fn create_open_list(
        &self,
        errand: Errand<'_>,
        owner: PersonId,
        details: ListDetails,
        surprise: Surprise,
        share_key: ShareKeyOf<'_>,
    ) -> Result<List> {
        transact!(self, errand, |work| {
            self.one_more_list(work, owner, ListsHeld::require_room).await?;
            let list = List::draft(ListId::new(work.id()), details.clone(), surprise);
            let (list, _) = list.share()?;
            let key = share_key(list.id, list.share_generation);
            let row = ListRow::new(&list, work.now()).holding(&list, Some(key));
            make(work, owner, row)?;
            self.tell_of_new_list(work, owner, list.id, vec![]).await?;
            Ok(list)
        })
    }

    /// Every list that a person owns or edits, oldest first, without those in the bin.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn lists_of(&self, person: PersonId) -> Result<Vec<OwnedList>> {
        let mut lists = self.lists_with_gifts(person, false).await?;
        lists.retain(|read| read.role(Some(person)).may_edit());
        // Ids are time-ordered.
        lists.sort_by(|one, other| one.list.id.cmp(&other.list.id));
        let owned = lists.into_iter().map(|read| {
            let role = read.role(Some(person));
            OwnedList::of(read, role)
        });
        owned.collect()
    }

    /// The same without their gifts.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn looked_after_by(&self, person: PersonId) -> Result<Vec<LookedAfter>> {
        let mut lists = self.lists_without_gifts(person).await?;
        lists.retain(|read| read.role(Some(person)).may_edit());
        lists.sort_by(|one, other| one.list.id.cmp(&other.list.id));
        let kept = lists.into_iter().map(|read| {
            let list = read.list.clone().try_into()?;
            LookedAfter::of(list, &read, person)
        });
        kept.collect()
    }

    /// Those of a person's lists that are in the bin, or those that are not, with all their gifts, in
    /// no order.
    pub(crate) async fn lists_with_gifts(
        &self,
        person: PersonId,
        deleted: bool,
    ) -> Result<Vec<ListRead>> {
        let ask = self.ask(LISTS_OF).with("person", record("person", person));
        ask.with("deleted", deleted).one().await
    }

    /// All of a person's lists, those in the bin too, without their gifts, in no order.
    pub(crate) async fn lists_without_gifts(&self, person: PersonId) -> Result<Vec<ListRead>> {
        self.ask(LISTS_WITHOUT_GIFTS).with("person", record("person", person)).one().await
    }

    /// Changes a list by a rule. Its share key is kept once it is no draft any more; its givers are
    /// told where the rule's events say so.
    ///
    /// # Errors
    /// As the rule; refused as not found for an unknown list and for one that is not theirs.
    pub async fn change_list(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        share_key: ShareKeyOf<'_>,
        rule: ListRule<'_>,
    ) -> Result<List> {
        let (after, _) = self.change_list_upon(errand, person, list, share_key, rule).await?;
        Ok(after.list)
    }

    /// The same; answers, too, whose it is, and which revision that made of the one that the errand
    /// names as read, if it names one (R10.5).
    ///
    /// # Errors
    /// As [`Store::change_list`].
    pub async fn change_list_upon(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        share_key: ShareKeyOf<'_>,
        rule: ListRule<'_>,
    ) -> Result<(LookedAfter, Option<ListRevision>)> {
        let named = errand.terms.read_of(list);
        transact!(self, errand, |work| {
            let read = self.list_alone(person, list).await?;
            let before = List::try_from(read.list.clone())?;
            let (after, events) = rule(before.clone())?;
            if after == before {
                return Ok((LookedAfter::of(after, &read, person)?, named));
            }
            let surprise = after.keeps_surprise(work.now());
            let turns = surprise != before.keeps_surprise(work.now());
            let writes_gifts = turns || events.iter().any(concerns_givers);
            // Gifts are read only where they are written or counted. Since the list was read it has
            // not changed then: it is written under the version that it had.
            let gifts = match writes_gifts || named.is_some() {
                true => self.editable(person, list).await?.gifts,
                false => vec![],
            };
            let read = ListRead { gifts, ..read };
            let mut revision = read.revision() + after.owner_revision - before.owner_revision;
            let shared = after.state != ListState::Draft;
            let key = shared.then(|| share_key(after.id, after.share_generation));
            let after = if surprise && turns { above_givers(after, &read) } else { after };
            if writes_gifts {
                revision += write_gifts(work, &read)?;
            }
            let held = self.held_on(&read.list.id, &events).await?;
            let owners = read.everybody()?;
            post(work, &events, &owners, &held, surprise)?;
            if let Some(act) = ListAct::of(&before, &after, &events) {
                log_act(work, read.list.id.clone(), act, record("person", person), None)?;
            }
            work.replace(read.list.clone().holding(&after, key))?;
            let made = named.map(|_| ListRevision::of(&after, revision, work.now()));
            Ok((LookedAfter::of(after, &read, person)?, made))
        })
    }

    /// A list that this person edits, without its gifts.
    async fn list_alone(&self, person: PersonId, list: ListId) -> Result<ListRead> {
        editable_by(person, self.ask(LIST_ALONE).with("list", record("list", list))).await
    }

    /// A list that this person edits, with all its gifts.
    pub(crate) async fn editable(&self, person: PersonId, list: ListId) -> Result<ListRead> {
        editable_by(person, self.ask(LIST).with("list", record("list", list))).await
    }

    /// Of the live reservations that events on a list concern one for each giver; only asked for where
    /// any is told.
    pub(crate) async fn held_on(
        &self,
        list: &RecordId,
        events: &[Event],
    ) -> Result<Vec<ReservationId>> {
        if !writes_to_givers(events) {
            return Ok(vec![]);
        }
        let held: Vec<Addressed> = self.ask(LIST_HELD).with("list", list.clone()).one().await?;
        one_for_each(held)
    }
}

/// Writes a list that is new, and whose it is.
pub(crate) fn make(work: &mut Work<'_>, owner: PersonId, list: ListRow) -> Result<()> {
    let (from, out, since) = (record("person", owner), list.id.clone(), work.now());
    let id = record("owns", format_args!("{owner}_{}", id_of::<ListId>(&out)?));
    work.create(list)?;
    work.create(OwnsRow { id, version: 0, from, out, since })
}

/// A list and some of its gifts, asked for by somebody who must edit it.
pub(crate) async fn editable_by(person: PersonId, ask: Ask<'_>) -> Result<ListRead> {
    let read: ListRead = ask.one().await?;
    if read.role(Some(person)).may_edit() { Ok(read) } else { Err(StoreError::not_found()) }
}

/// Whether an event changes what givers may do, or who is told of it.
fn concerns_givers(event: &Event) -> bool {
    matches!(
        event,
        Event::ListClosed { .. } | Event::SurpriseLifted { .. } | Event::SurpriseShortened { .. }
    )
}

/// A list whose surprise begins. So far owners have read the givers' revision: theirs goes on above it.
fn above_givers(list: List, read: &ListRead) -> List {
    List { owner_revision: list.owner_revision.max(read.revision() + 1), ..list }
}

/// Writes the gifts of a list as they are. Givers write the gifts and not the list, so on these those
/// collide who act while it changes what they may do. Answers by how much that raises the list's
/// revision.
fn write_gifts(work: &mut Work<'_>, read: &ListRead) -> Result<u64> {
    for gift in &read.gifts {
        work.replace(gift.wants.clone())?;
    }
    Ok(read.gifts.len() as u64)
}

/// Whether events cause letters to anybody who holds a reservation that they concern.
pub(crate) fn writes_to_givers(events: &[Event]) -> bool {
    let nobody = ReservationId::new(uuid::Uuid::nil());
    events.iter().any(|event| !letters(event, &[], &[nobody], false).is_empty())
}

/// Puts the letters that events cause into the outbox.
pub(crate) fn post(
    work: &mut Work<'_>,
    events: &[Event],
    owners: &[PersonId],
    held: &[ReservationId],
    surprise: bool,
) -> Result<()> {
    let letters: Vec<Letter> =
        events.iter().flat_map(|event| letters(event, owners, held, surprise)).collect();
    work.post(letters)
}

impl LookedAfter {
    /// A list that was read, as it is now, in the hands of this person.
    fn of(list: List, read: &ListRead, person: PersonId) -> Result<Self> {
        let owner = read.owners.first().map(id_of).transpose()?;
        Ok(Self { list, owner, role: read.role(Some(person)) })
    }
}

/// Gifts in their order, section by section; removed ones come last.
pub(crate) fn gifts(read: Vec<crate::row::gift::GiftRead>) -> Result<Vec<Gift>> {
    let mut gifts: Vec<Gift> = read.into_iter().map(Gift::try_from).collect::<Result<_>>()?;
    gifts.sort_by_key(|gift| (gift.removed, gift.position, gift.id));
    let removed = gifts.split_off(gifts.partition_point(|gift| !gift.removed));
    let mut shown = in_sections(gifts);
    shown.extend(removed);
    Ok(shown)
}
