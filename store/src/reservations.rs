//! Reservations, and what becomes of them (R5.3).

use std::collections::HashMap;

use domain::{
    DomainError, Event, Gift, Giver, GiverId, List, PersonId, Reservation, ReservationId, Role,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    lists::post,
    people::address,
    row::{
        gift::GiftRead,
        list::{ListRead, ListRow},
        record,
        reservation::{GiverRow, ReservedRow},
    },
    tx::transact,
};

const HELD: &str = include_str!("../query/held.surql");
const HELD_ALL: &str = include_str!("../query/held_all.surql");
const GIVER: &str = include_str!("../query/giver.surql");
const ADDRESS_HOLDER: &str = include_str!("../query/address_holder.surql");

/// A reservation and all that it hangs on.
#[derive(Debug, Clone)]
pub struct Held {
    /// The list that the gift is on.
    pub list: List,
    /// The gift.
    pub gift: Gift,
    /// The reservation.
    pub reservation: Reservation,
    /// Whose it is.
    pub giver: Giver,
    /// Everybody who edits the list.
    pub owners: Vec<PersonId>,
}

/// The same as rows, of one moment.
#[derive(SurrealValue)]
pub(crate) struct HeldRead {
    pub(crate) reserved: ReservedRow,
    pub(crate) giver: GiverRow,
    list: ListRow,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    pub(crate) gift: GiftRead,
    /// The giver's other reservation of the gift that is in state reserved, in whichever of an account's
    /// browsers it was made.
    other: Option<ReservedRow>,
}

/// What shall become of a reservation. The last argument is the giver's other one in state
/// reserved; the answer holds every reservation that changed, and new ones.
pub type ReservationRule<'a> = &'a (
        dyn Fn(
    &List,
    Gift,
    Reservation,
    Option<Reservation>,
) -> std::result::Result<(Gift, Vec<Reservation>, Vec<Event>), DomainError>
            + Sync
    );

impl Store {
    /// The reservation with this id.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn held(&self, id: ReservationId) -> Result<Option<Held>> {
        self.held_read(id).await?.map(Held::try_from).transpose()
    }

    /// The rows of a reservation and of all that it hangs on.
    pub(crate) async fn held_read(&self, id: ReservationId) -> Result<Option<HeldRead>> {
        self.ask(HELD).with("reservation", record("reserved", id)).maybe().await
    }

    /// The reservations with these ids, in their order, by one question. Of an unknown one there is
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn held_all(&self, ids: &[ReservationId]) -> Result<Vec<Held>> {
        let records: Vec<RecordId> = ids.iter().map(|id| record("reserved", id)).collect();
        let read: Vec<HeldRead> = self.ask(HELD_ALL).with("reservations", records).one().await?;
        let mut known = HashMap::new();
        for read in read {
            let held = Held::try_from(read)?;
            known.insert(held.reservation.id, held);
        }
        Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
    }

    /// Changes a reservation by a rule, together with its gift's counts and the mails about it.
    /// Answers it as it is then; where the rule joined it to another, that is cancelled.
    ///
    /// # Errors
    /// As the rule; refused as not found for an unknown reservation, and as in the wrong state where
    /// its list was deleted (R3.10).
    pub async fn change_reservation(
        &self,
        errand: Errand<'_>,
        id: ReservationId,
        rule: ReservationRule<'_>,
    ) -> Result<Held> {
        transact!(self, errand, |work| {
            let read = self.held_read(id).await?.ok_or_else(StoreError::not_found)?;
            let (wants, rows) =
                (read.gift.wants.clone(), [Some(read.reserved.clone()), read.other.clone()]);
            let other = read.other.clone().map(Reservation::try_from).transpose()?;
            let held = Held::try_from(read)?;
            held.list.require_there()?;
            let (gift, reservations, events) =
                rule(&held.list, held.gift.clone(), held.reservation.clone(), other)?;
            if events.is_empty() {
                return Ok(held);
            }
            work.replace(wants.holding(&gift))?;
            for reservation in &reservations {
                let stored = record("reserved", reservation.id);
                match rows.iter().flatten().find(|row| row.id == stored) {
                    Some(row) => work.replace(row.clone().holding(reservation)?)?,
                    None => work.create(ReservedRow::new(reservation)?)?,
                }
            }
            let surprise = held.list.keeps_surprise(work.now());
            post(work, &events, &held.owners, &[], surprise)?;
            self.tell_of_promise(work, &events, &held).await?;
            let reservation = reservations.into_iter().find(|reservation| reservation.id == id);
            let reservation = reservation.unwrap_or(held.reservation);
            Ok(Held { gift, reservation, ..held })
        })
    }

    /// Confirms a giver's address: the first act from the mailed page (R5.4). From then on the
    /// browser that did it, and an account with that address, know all that the address promised;
    /// the browser in which the address was typed only what it did itself.
    ///
    /// # Errors
    /// Refused as not found for an unknown giver and for one whose address was erased.
    pub async fn verify_giver(&self, errand: Errand<'_>, giver: GiverId) -> Result<()> {
        let by = errand.actor.browser.as_ref().map(|browser| browser.as_str().to_owned());
        transact!(self, errand, |work| {
            let row: GiverRow = self.ask(GIVER).with("giver", record("giver", giver)).one().await?;
            let key = row.email_key.clone().ok_or_else(StoreError::not_found)?;
            if row.verified_at.is_some() && (by.is_none() || row.verified_by == by) {
                return Ok(());
            }
            let key = domain::EmailKey::from_stored(key);
            let ask = self.ask(ADDRESS_HOLDER).with("address", address(&key));
            let person = ask.with("key", key.as_str()).maybe().await?;
            work.replace(GiverRow {
                person: row.person.clone().or(person),
                verified_at: row.verified_at.or_else(|| Some(work.now())),
                verified_by: by.clone().or_else(|| row.verified_by.clone()),
                pair: None,
                ..row
            })
        })
    }
}

impl HeldRead {
    /// What somebody is to the list.
    pub(crate) fn role(&self, person: PersonId) -> Role {
        self.on().role(Some(person))
    }

    /// The list, of whose gifts none is read here.
    fn on(&self) -> ListRead {
        let Self { list, owners, editors, .. } = self;
        let (list, owners, editors) = (list.clone(), owners.clone(), editors.clone());
        ListRead { list, owners, editors, gifts: vec![] }
    }
}

impl TryFrom<HeldRead> for Held {
    type Error = StoreError;

    fn try_from(read: HeldRead) -> Result<Self> {
        Ok(Self {
            owners: read.on().everybody()?,
            list: read.list.try_into()?,
            gift: read.gift.try_into()?,
            reservation: read.reserved.try_into()?,
            giver: read.giver.try_into()?,
        })
    }
}
