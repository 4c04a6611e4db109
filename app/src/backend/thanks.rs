//! Thanks (R5.9). Under surprise there is nothing to thank for: everything here is then answered as
//! if the list were not there.

use async_trait::async_trait;
use domain::{ListId, ReservationId, ThanksEntry, Tick};

use crate::{error::AppError, session::Visit};

/// Who gave what, what came, and who was thanked.
#[async_trait]
pub trait Thanks: Send + Sync {
    /// Everything that is promised on a list of the visitor's, what is bought first.
    async fn board(&self, visit: &Visit, list: ListId) -> Result<Vec<ThanksEntry>, AppError>;
    /// The same for programs, which read what the catalogue calls things, whatever their language
    /// (R8.5).
    async fn board_for_programs(
        &self,
        visit: &Visit,
        list: ListId,
    ) -> Result<Vec<ThanksEntry>, AppError>;
    /// Ticks something off, or takes that back.
    async fn tick(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        tick: &str,
        on: bool,
    ) -> Result<(), AppError>;
    /// Ticks several things off, or takes that back: all of it, or nothing.
    async fn tick_all(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        ticks: &[(Tick, bool)],
    ) -> Result<(), AppError>;
    /// Mails words of thanks, once.
    async fn send_note(
        &self,
        visit: &Visit,
        list: ListId,
        reservation: ReservationId,
        note: &str,
    ) -> Result<(), AppError>;
    /// The words of thanks for a promise, by its manage link's token. Only for givers whose address
    /// is confirmed.
    async fn words(&self, visit: &Visit, token: &str) -> Result<Option<String>, AppError>;
}
