//! Forgets who gave: because they ask for it, or after a year (R5.6). What they promised stays, as a
//! number.

use chrono::{DateTime, Utc};
use domain::{Letter, List, Reservation, ReservationId, forget_at, forgettable_before};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store,
    row::{
        list::ListRow,
        mail::{LeaseRow, OutboxRow},
        people::SubjectKeyRow,
        record,
        reservation::{FormRow, GiverRow, ReservedRow},
        thanks::ThanksRow,
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const GIVER: &str = include_str!("../query/giver.surql");
const ERASING: &str = include_str!("../query/erasing.surql");
const FORGETTABLE: &str = include_str!("../query/forgettable.surql");

/// What goes with a giver's name and address.
#[derive(SurrealValue)]
struct Erasing {
    /// By which the log could be read.
    keys: Vec<SubjectKeyRow>,
    forms: Vec<FormRow>,
    thanks: Vec<ThanksRow>,
    mails: Vec<WaitingMail>,
}

#[derive(SurrealValue)]
struct WaitingMail {
    outbox: OutboxRow,
    lease: Option<LeaseRow>,
}

/// A giver who may be forgotten, with all that they promised.
#[derive(SurrealValue)]
struct Forgettable {
    giver: GiverRow,
    promises: Vec<Promised>,
}

#[derive(SurrealValue)]
struct Promised {
    reserved: ReservedRow,
    list: ListRow,
}

impl Store {
    /// Erases name and address of the giver of a promise: of that giver, or of every giver with the
    /// same address. Only the browser in which something was reserved still knows it as its own, and
    /// counts it where its givers are unconfirmed (R5.3).
    ///
    /// # Errors
    /// Refused as not found for an unknown promise.
    pub async fn erase_giver(
        &self,
        errand: Errand<'_>,
        reservation: ReservationId,
        everywhere: bool,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let givers = self.same_giver(reservation, everywhere).await?;
            self.erase(work, givers.iter().map(|giver| giver.id.clone()).collect()).await?;
            for giver in givers.into_iter().filter(is_known) {
                work.replace(GiverRow { person: None, ..nameless(giver) })?;
            }
            Ok(())
        })
    }

    /// Erases name and address of all givers whose promises are all a year past. Whoever has an
    /// account still finds there what they gave. Answers how many givers that were.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn forget_givers(&self, now: DateTime<Utc>) -> Result<usize> {
        let mut after = record("giver", "");
        let mut forgotten = 0;
        loop {
            let ask = self.ask(FORGETTABLE).with("before", forgettable_before(now));
            let some: Vec<Forgettable> = ask.with("after", after.clone()).one().await?;
            let Some(last) = some.last() else { return Ok(forgotten) };
            after = last.giver.id.clone();
            for old in some {
                if old.is_past(now)? && self.forget(&old.giver, now).await? {
                    forgotten += 1;
                }
            }
        }
    }

    /// Whether it was done: whoever reserves again meanwhile writes the giver, and is remembered.
    async fn forget(&self, giver: &GiverRow, now: DateTime<Utc>) -> Result<bool> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let row: GiverRow = self.ask(GIVER).with("giver", giver.id.clone()).one().await?;
            if row.version != giver.version {
                return Ok(false);
            }
            self.erase(work, vec![giver.id.clone()]).await?;
            work.replace(GiverRow { browser: None, ..nameless(row) })?;
            Ok(true)
        })
    }

    /// Erases what goes with these givers: the keys of their words in the log, what they typed in
    /// forms, words of thanks, and mails to them that still wait.
    pub(crate) async fn erase(&self, work: &mut Work<'_>, givers: Vec<RecordId>) -> Result<()> {
        let erasing: Erasing = self.ask(ERASING).with("givers", givers).one().await?;
        for WaitingMail { outbox, lease } in erasing.mails {
            // Owners who see who gives what are still told of it, without a name.
            let to_owner = matches!(
                outbox.letter()?,
                Letter::GiftReserved { .. }
                    | Letter::GiftPurchased { .. }
                    | Letter::GiftFreed { .. }
            );
            if !to_owner {
                work.delete(outbox)?;
                lease.into_iter().try_for_each(|lease| work.delete(lease))?;
            }
        }
        for thanks in erasing.thanks.into_iter().filter(|thanks| thanks.note.is_some()) {
            work.replace(ThanksRow { note: None, ..thanks })?;
        }
        erasing.forms.into_iter().try_for_each(|form| work.delete(form))?;
        erasing.keys.into_iter().try_for_each(|key| work.delete(key))
    }
}

/// Whether there is something to erase.
fn is_known(giver: &GiverRow) -> bool {
    giver.name.is_some() || giver.email.is_some()
}

/// The giver without anything that says who it is.
pub(crate) fn nameless(giver: GiverRow) -> GiverRow {
    GiverRow { email: None, email_key: None, name: None, verified_by: None, pair: None, ..giver }
}

impl Forgettable {
    fn is_past(&self, now: DateTime<Utc>) -> Result<bool> {
        for Promised { reserved, list } in &self.promises {
            let (list, promise) =
                (List::try_from(list.clone())?, Reservation::try_from(reserved.clone())?);
            if forget_at(&list, &promise) > now {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
