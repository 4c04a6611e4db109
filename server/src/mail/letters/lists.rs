//! What became of a list, on its way to its givers: to each one mail about all that they promised on
//! it (R7.6).

use domain::{Letter, ListState, ReservationId};
use store::Held;

use super::{Desk, MOST_PROMISES, Result};
use crate::mail::{
    givers::{self, Promise, Promises},
    sheet::Sheet,
    tongue::Tongue,
    worker::Composed,
};

impl Desk<'_> {
    /// To the giver of a reservation, about all live ones of their address on its list that `counts`
    /// says yes to. It speaks to who confirmed the address, if somebody did, in the language in which
    /// they reserved last.
    pub(super) async fn of_list(
        &self,
        id: ReservationId,
        counts: impl Fn(&Held) -> bool,
        write: impl FnOnce(Promises<'_>) -> Sheet,
    ) -> Result<Composed> {
        let mut promised = self.site.store.promised_on_list(id).await?;
        promised.retain(counts);
        // Behind these stands what others typed, in whichever language.
        let theirs = promised.partition_point(|held| held.giver.verified_at.is_some());
        let last = promised.get(theirs.saturating_sub(1));
        let language = last.map(|held| held.giver.language.clone()).unwrap_or_default();
        let left_out = promised.len().saturating_sub(MOST_PROMISES);
        promised.truncate(MOST_PROMISES);
        let Tongue(locale) = Tongue::nearest(&language);
        let names = self.site.ideas.names(locale).await;
        let promised: Vec<_> = promised
            .into_iter()
            .map(|held| {
                let mut held = names.held(held);
                held.giver.language.clone_from(&language);
                held
            })
            .collect();
        let to = promised.first().and_then(|held| held.giver.email.clone());
        let promises: Vec<_> =
            promised.iter().map(|held| Promise::of(held, self.addresses)).collect();
        Ok(match to.zip(Promises::of(&promises, left_out)) {
            Some((to, promises)) => Composed::Mail { to, sheet: Box::new(write(promises)) },
            None => Composed::Moot("what it would say does not hold any more"),
        })
    }

    /// The same, about all live ones.
    pub(super) async fn all_on_list(
        &self,
        id: ReservationId,
        write: fn(Promises<'_>) -> Sheet,
    ) -> Result<Composed> {
        self.of_list(id, |_| true, write).await
    }

    /// Nothing of a list that was opened again meanwhile, or that is gone.
    pub(super) async fn list_closed(&self, id: ReservationId) -> Result<Composed> {
        self.of_list(id, is_closed, givers::list_closed).await
    }

    /// The same where that ended a surprise. Of a list that was opened again, or is gone, it is told that
    /// owners see who gives what, which stays so.
    pub(super) async fn list_closed_lifting(&self, id: ReservationId) -> Result<Composed> {
        let held = self.site.store.held(id).await?;
        match held.is_some_and(|held| is_closed(&held)) {
            true => self.all_on_list(id, givers::list_closed_lifting).await,
            false => self.all_on_list(id, givers::surprise_lifted).await,
        }
    }

    /// Whoever is quick to bring a list back has nothing to explain to anybody.
    pub(super) async fn list_deleted(&self, id: ReservationId) -> Result<Composed> {
        self.of_list(id, |held| held.list.is_deleted(), givers::list_deleted).await
    }

    /// Only to those who heard that the list was gone, and nothing since.
    pub(super) async fn list_restored(&self, id: ReservationId) -> Result<Composed> {
        let promised = self.site.store.promised_on_list(id).await?;
        let mut ids: Vec<_> = promised.iter().map(|held| held.reservation.id).collect();
        // They may have heard of it by the promise that this row names, and have cancelled that since.
        if !ids.contains(&id) {
            ids.push(id);
        }
        let mails = self.site.store.mails_about(&ids).await?;
        let gone = mails.iter().rev().filter(|mail| mail.sent).find_map(|mail| match mail.letter {
            Letter::ListDeleted { .. } => Some(true),
            Letter::ListRestored { .. } => Some(false),
            _ => None,
        });
        if gone != Some(true) {
            return Ok(Composed::Moot("nobody was told that the list was gone"));
        }
        self.of_list(id, |held| !held.list.is_deleted(), givers::list_restored).await
    }

    /// Until when a surprise lasts now, or that it is over by its day meanwhile. One that was ended
    /// has a mail of its own, and one that lasts on without a day is no news.
    pub(super) async fn surprise_shortened(&self, id: ReservationId) -> Result<Composed> {
        let Some(held) = self.site.store.held(id).await? else {
            return Ok(Composed::Moot("the reservation is gone"));
        };
        let (list, now) = (held.list, self.site.clock.now());
        match list.details.date {
            Some(date) if list.keeps_surprise(now) => {
                self.of_list(id, |_| true, |promises| givers::surprise_shortened(promises, date))
                    .await
            }
            Some(_) if list.revealed_at.is_none() => {
                self.all_on_list(id, givers::surprise_lifted).await
            }
            _ => Ok(Composed::Moot("it ended otherwise, or lasts on")),
        }
    }
}

/// Whether its gifts are still to be given, and nobody can reserve any more.
fn is_closed(held: &Held) -> bool {
    held.list.state == ListState::Closed && !held.list.is_deleted()
}
