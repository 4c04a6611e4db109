//! How long the database takes, and what is written: for metrics, if anybody collects them, and to
//! know how much of an errand was spent here.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    row::{Row as _, people::SessionRow, reservation::ReservedRow},
    work::{Act, Kind},
};

/// Seconds that one question or one transaction took, by `kind`: `read` or `write`.
pub const DURATION: &str = "ewelists_database_duration_seconds";

/// Transactions that a rival overtook, and that were made anew.
pub const CONFLICTS: &str = "ewelists_database_conflicts_total";

/// Errands that were overtaken until patience ran out.
pub const GIVEN_UP: &str = "ewelists_database_busy_total";

/// Sessions that were opened.
pub const SESSIONS: &str = "ewelists_sessions_made_total";

/// Reservations that were made.
pub const RESERVATIONS: &str = "ewelists_reservations_made_total";

tokio::task_local! {
    static STOPWATCH: Stopwatch;
}

/// Adds up what an errand spends in the database. Clones are of the same watch.
#[derive(Debug, Clone, Default)]
pub struct Stopwatch(Arc<AtomicU64>);

impl Stopwatch {
    /// The one of the errand that is under way, if there is one.
    pub fn current() -> Option<Self> {
        STOPWATCH.try_with(Self::clone).ok()
    }

    /// Does something whose time in the database is added here.
    pub async fn over<T>(self, errand: impl Future<Output = T>) -> T {
        STOPWATCH.scope(self, errand).await
    }

    /// All that was spent until now. What was asked at the same time counts for each.
    pub fn spent(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }

    fn add(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.0.fetch_add(micros, Ordering::Relaxed);
    }
}

/// Measures what goes to the database and comes back.
pub(crate) async fn measured<T>(kind: &'static str, asked: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let answer = asked.await;
    let took = begun.elapsed();
    if let Some(stopwatch) = Stopwatch::current() {
        stopwatch.add(took);
    }
    metrics::histogram!(DURATION, "kind" => kind).record(took.as_secs_f64());
    answer
}

/// Notes that a rival was quicker.
pub(crate) fn overtaken() {
    metrics::counter!(CONFLICTS).increment(1);
}

/// Notes that patience ran out.
pub(crate) fn given_up() {
    metrics::counter!(GIVEN_UP).increment(1);
}

/// What of some acts is counted once they are committed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Made {
    sessions: u64,
    reservations: u64,
}

impl Made {
    /// What these acts make.
    pub(crate) fn of(acts: &[Act]) -> Self {
        let made = |table: &str| {
            let of_it = |act: &&Act| act.kind == Kind::Create && act.table.name == table;
            u64::try_from(acts.iter().filter(of_it).count()).unwrap_or(u64::MAX)
        };
        Self { sessions: made(SessionRow::TABLE), reservations: made(ReservedRow::TABLE) }
    }

    /// Counts it.
    pub(crate) fn count(self) {
        if self.sessions > 0 {
            metrics::counter!(SESSIONS).increment(self.sessions);
        }
        if self.reservations > 0 {
            metrics::counter!(RESERVATIONS).increment(self.reservations);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_an_errand_spends_is_added_up_and_nobody_elses() {
        assert!(Stopwatch::current().is_none());
        let (mine, other) = (Stopwatch::default(), Stopwatch::default());
        let pause = || tokio::time::sleep(Duration::from_millis(5));
        let begun = Instant::now();
        mine.clone()
            .over(async {
                measured("read", pause()).await;
                other.clone().over(measured("read", pause())).await;
                // Handed on to what is spawned by the errand.
                let handed = Stopwatch::current().unwrap_or_default();
                let spawned = tokio::spawn(handed.over(measured("write", pause())));
                assert!(spawned.await.is_ok());
            })
            .await;
        let (all, spent) = (begun.elapsed(), (mine.spent(), other.spent()));
        assert!(spent.0 >= Duration::from_millis(10), "{spent:?}");
        assert!(spent.1 >= Duration::from_millis(5), "{spent:?}");
        assert!(spent.0 + spent.1 <= all, "one after the other: {spent:?} of {all:?}");
        measured("read", pause()).await;
        assert_eq!((mine.spent(), other.spent()), spent, "that was nobody's");
    }
}
