//! Who gave what, and thanks (R5.9).

use app::{backend::Thanks, error::AppError, session::Visit};
use async_trait::async_trait;
use domain::{
    FieldErrors, Giver, ListId, Reach, ReservationId, ThanksEntry, ThanksNote, Tick, shown_name,
    thanks_board,
};
use store::ThanksRule;

use super::{limits::Limited, person};
use crate::{ideas::Names, site::Site};

/// Fulfils [`Thanks`].
pub(super) struct Service(pub(super) Site);

impl Service {
    async fn change(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        rule: ThanksRule<'_>,
    ) -> Result<(), AppError> {
        let (owner, quota) = (person(visit)?, Limited::ThankYou.quota());
        let errand = self.0.errand(visit);
        let changed = self.0.store.change_thanks(errand, owner, list, reservation, quota, rule);
        self.0.answer(changed.await)?;
        self.0.announce(list).await;
        Ok(())
    }

    /// Everything that is promised on a list, called by these names.
    async fn entries(
        &self,
        visit: &Visit,
        list: ListId,
        names: Names,
    ) -> Result<Vec<ThanksEntry>, AppError> {
        let owned = self.0.store.owned_list(person(visit)?, list).await;
        let owned = names.owned(self.0.answer(owned)?);
        // Under surprise nothing about givers is even loaded (R3.6).
        let now = self.0.clock.now();
        owned.list.require_shown(now)?;
        let given = self.0.answer(self.0.store.thanks_board(list).await)?;
        let given = given.into_iter().map(|(promise, giver, thanks)| {
            let name = shown_name(&owned.list, &promise, giver.name, now);
            (names.promise(&owned.gifts, promise), Giver { name, ..giver }, thanks)
        });
        Ok(thanks_board(&owned.gifts, &given.collect::<Vec<_>>()))
    }
}

#[async_trait]
impl Thanks for Service {
    async fn board(&self, visit: &Visit, list: ListId) -> Result<Vec<ThanksEntry>, AppError> {
        let names = self.0.ideas.names(visit.language).await;
        self.entries(visit, list, names).await
    }

    async fn board_for_programs(
        &self,
        visit: &Visit,
        list: ListId,
    ) -> Result<Vec<ThanksEntry>, AppError> {
        self.entries(visit, list, Names::default()).await
    }

    async fn tick(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        tick: &str,
        on: bool,
    ) -> Result<(), AppError> {
        let tick = Tick::parse(tick);
        let tick = tick.map_err(|problem| FieldErrors::one("tick", problem))?;
        self.tick_all(visit, list, reservation, &[(tick, on)]).await
    }

    async fn tick_all(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        ticks: &[(Tick, bool)],
    ) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, list, reservation, &|list, promise, _, thanks| {
            let mut ticks = ticks.iter();
            ticks.try_fold(thanks, |thanks, (tick, on)| thanks.tick(list, promise, *tick, *on, now))
        })
        .await
    }

    async fn send_note(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        note: &str,
    ) -> Result<(), AppError> {
        let note = ThanksNote::parse(note);
        let note = note.map_err(|problem| FieldErrors::one("note", problem))?;
        let now = self.0.clock.now();
        self.change(visit, list, reservation, &|list, promise, giver, thanks| {
            thanks.write(list, promise, giver, &note, now)
        })
        .await
    }

    async fn words(&self, _visit: &Visit, token: &str) -> Result<Option<String>, AppError> {
        let opened = self.0.secrets.open_manage(token);
        let (id, _) = opened.ok_or_else(AppError::not_found)?;
        let held = self.0.answer(self.0.store.held(id).await)?.ok_or_else(AppError::not_found)?;
        if Reach::of(&held.giver) != Reach::ByMail {
            return Ok(None);
        }
        Ok(self.0.answer(self.0.store.thanks(id).await)?.note.map(String::from))
    }
}
