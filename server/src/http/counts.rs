//! How often each one asks, counted in this process.

use std::{
    hash::Hash,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use app::error::AppError;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use crate::settings::Rate;

/// After so many requests, those that have been quiet for long are forgotten.
const SWEEP: u32 = 4096;

/// Those who were counted, each by the same rate.
pub struct Counts<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, C, StateInformationMiddleware>,
    counted: AtomicU32,
}

/// It was too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotYet {
    /// After so many seconds there is room.
    pub wait: u32,
}

impl<K: Hash + Eq + Clone> Counts<K> {
    /// Nobody was counted yet.
    pub fn new(rate: Rate) -> Self {
        Self::by(rate, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock> Counts<K, C> {
    fn by(rate: Rate, clock: C) -> Self {
        let period = Duration::from_secs(u64::from(rate.seconds.get()));
        let quota = Quota::with_period(period).unwrap_or(Quota::per_second(rate.burst));
        let quota = quota.allow_burst(rate.burst);
        let limiter = RateLimiter::new(quota, DefaultKeyedStateStore::default(), clock);
        Self { limiter, counted: AtomicU32::new(0) }
    }

    /// Counts one request. Answers how many more there may be at once.
    ///
    /// # Errors
    /// [`NotYet`].
    pub fn count(&self, whom: &K) -> Result<u32, NotYet> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(whom) {
            Ok(left) => Ok(left.remaining_burst_capacity()),
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(self.limiter.clock().now());
                Err(NotYet { wait: u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX) })
            }
        }
    }
}

impl From<NotYet> for AppError {
    fn from(NotYet { wait }: NotYet) -> Self {
        Self::TooMany { retry_after: wait }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    // R2.11
    #[test]
    fn whoever_asks_too_often_is_told_when_there_is_room() {
        let clock = FakeRelativeClock::default();
        let counts = Counts::by(Rate::new(2, 60), clock.clone());
        assert_eq!([counts.count(&1), counts.count(&1)], [Ok(1), Ok(0)]);
        assert_eq!(counts.count(&1), Err(NotYet { wait: 61 }));
        assert_eq!(counts.count(&2), Ok(1), "another one");
        clock.advance(Duration::from_secs(61));
        assert_eq!(counts.count(&1), Ok(0));
    }

    // R2.11: however many come, they take no more room than those of a while.
    #[test]
    fn whoever_has_been_quiet_for_long_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let counts = Counts::by(Rate::new(2, 60), clock.clone());
        for whom in 1..SWEEP {
            assert_eq!(counts.count(&whom), Ok(1));
        }
        assert_eq!(counts.limiter.len(), 4095);
        clock.advance(Duration::from_secs(180));
        assert_eq!(counts.count(&SWEEP), Ok(1));
        assert_eq!(counts.limiter.len(), 1);
    }
}
