//! What was promised, and what becomes of it (R5.3).

use std::collections::HashMap;

use domain::{
    DomainError, Event, Gift, Giver, GiverId, List, PersonId, Reservation, ReservationId,
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

#[derive(SurrealValue)]
struct HeldRead {
    reserved: ReservedRow,
    giver: GiverRow,
    list: ListRow,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    gift: GiftRead,
    /// The giver's other reservation of the gift that is in state reserved.
    other: Option<ReservedRow>,
}

/// What shall become of a reservation. The last argument is the giver's other one in state
/// reserved; the answer holds every reservation that changed, and new ones.
pub(crate) type ReservationRule<'a> = &'a (
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
        let read = self.ask(HELD).with("reservation", record("reserved", id)).maybe::<HeldRead>();
        read.await?.map(Held::try_from).transpose()
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
            let ask = self.ask(HELD).with("reservation", record("reserved", id));
            let read: HeldRead = ask.one().await?;
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

impl TryFrom<HeldRead> for Held {
    type Error = StoreError;

    fn try_from(read: HeldRead) -> Result<Self> {
        let HeldRead { reserved, giver, list, owners, editors, gift, other: _ } = read;
        let read = ListRead { list, owners, editors, gifts: vec![] };
        Ok(Self {
            owners: read.everybody()?,
            list: read.list.try_into()?,
            gift: gift.try_into()?,
            reservation: reserved.try_into()?,
            giver: giver.try_into()?,
        })
    }
}
