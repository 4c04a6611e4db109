//! What a process remembers of itself from one look to the next.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Duration, Instant};

use super::{Facts, Minute};

/// Over how many seconds requests are counted.
const SECONDS: u64 = 60;

/// How long a jump of the clock is remembered.
const JUMP_LASTS: Duration = Duration::from_secs(120);

/// How long it is remembered that a job was ended by a panic.
const PANIC_LASTS: Duration = Duration::from_secs(60 * 60);

/// What was asked within the last minute, what panicked within the last hour, how steady the clock is,
/// and when the certificate ends.
#[derive(Debug)]
pub struct Memory {
    begun: Instant,
    seconds: Mutex<[Second; SECONDS as usize]>,
    steadiness: Mutex<Steadiness>,
    certificate_ends: Mutex<Option<DateTime<Utc>>>,
    panics: Mutex<Vec<Instant>>,
    looked: tokio::sync::Mutex<Option<(Instant, Facts)>>,
}

/// What was asked within one second.
#[derive(Debug, Clone, Copy, Default)]
struct Second {
    /// Which one since the beginning.
    number: u64,
    asked: Minute,
}

/// Two clocks side by side: one that tells the time, and one that cannot be set.
#[derive(Debug, Default)]
struct Steadiness {
    last: Option<(DateTime<Utc>, Instant)>,
    /// The last jump, and when it was seen.
    jump: Option<(TimeDelta, Instant)>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            seconds: Mutex::new([Second::default(); SECONDS as usize]),
            steadiness: Mutex::default(),
            certificate_ends: Mutex::default(),
            panics: Mutex::default(),
            looked: tokio::sync::Mutex::default(),
        }
    }
}

impl Memory {
    /// Counts a request that was answered.
    pub fn count(&self, failed: bool) {
        self.count_at(failed, Instant::now());
    }

    /// What was asked within the last minute.
    pub fn minute(&self) -> Minute {
        self.minute_at(Instant::now())
    }

    /// Notes when our certificate ends; nothing where there is none.
    pub fn note_certificate(&self, ends: Option<DateTime<Utc>>) {
        *locked(&self.certificate_ends) = ends;
    }

    /// When our certificate ends, where there is one.
    pub fn certificate_ends(&self) -> Option<DateTime<Utc>> {
        *locked(&self.certificate_ends)
    }

    /// By how much the clock jumped lately. To be asked with the time that it tells now.
    pub fn clock_jump(&self, now: DateTime<Utc>) -> TimeDelta {
        self.jump_at(now, Instant::now())
    }

    /// Notes that a job was ended by a panic.
    pub fn note_panic(&self) {
        self.note_panic_at(Instant::now());
    }

    /// How many times that was so within the last hour.
    pub fn panics(&self) -> u64 {
        self.panics_at(Instant::now())
    }

    /// What was found when somebody who may ask often was answered last.
    pub(super) fn looked(&self) -> &tokio::sync::Mutex<Option<(Instant, Facts)>> {
        &self.looked
    }

    fn number(&self, now: Instant) -> u64 {
        // So that no second has the number of one that was never counted.
        now.saturating_duration_since(self.begun).as_secs() + SECONDS
    }

    fn count_at(&self, failed: bool, now: Instant) {
        let number = self.number(now);
        let mut seconds = locked(&self.seconds);
        let place = usize::try_from(number % SECONDS).unwrap_or_default();
        let Some(second) = seconds.get_mut(place) else { return };
        if second.number != number {
            *second = Second { number, asked: Minute::default() };
        }
        second.asked.requests += 1;
        second.asked.failures += u64::from(failed);
    }

    fn minute_at(&self, now: Instant) -> Minute {
        let number = self.number(now);
        let seconds = *locked(&self.seconds);
        let within = seconds.iter().filter(|second| second.number + SECONDS > number);
        within.fold(Minute::default(), |sum, second| Minute {
            requests: sum.requests + second.asked.requests,
            failures: sum.failures + second.asked.failures,
        })
    }

    fn note_panic_at(&self, now: Instant) {
        let mut panics = locked(&self.panics);
        panics.retain(|at| is_lately(*at, now));
        panics.push(now);
    }

    fn panics_at(&self, now: Instant) -> u64 {
        let lately = locked(&self.panics).iter().filter(|at| is_lately(**at, now)).count();
        u64::try_from(lately).unwrap_or(u64::MAX)
    }

    fn jump_at(&self, now: DateTime<Utc>, steady: Instant) -> TimeDelta {
        let mut steadiness = locked(&self.steadiness);
        if let Some((then, since)) = steadiness.last.replace((now, steady)) {
            let passed = TimeDelta::from_std(steady.saturating_duration_since(since));
            let jump = (now - then) - passed.unwrap_or(TimeDelta::zero());
            let larger = steadiness.jump.is_none_or(|(known, at)| {
                steady.saturating_duration_since(at) >= JUMP_LASTS || jump.abs() >= known.abs()
            });
            if larger {
                steadiness.jump = Some((jump, steady));
            }
        }
        steadiness.jump.map_or(TimeDelta::zero(), |(jump, _)| jump)
    }
}

/// Whether a panic is still remembered.
fn is_lately(at: Instant, now: Instant) -> bool {
    now.saturating_duration_since(at) < PANIC_LASTS
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_a_minute_ago_counts_no_more() {
        let memory = Memory::default();
        let at = |seconds| memory.begun + Duration::from_secs(seconds);
        assert_eq!(memory.minute_at(at(0)), Minute::default());
        for second in 0..90 {
            memory.count_at(second % 10 == 0, at(second));
            memory.count_at(false, at(second));
        }
        assert_eq!(memory.minute_at(at(89)), Minute { requests: 120, failures: 6 });
        assert_eq!(memory.minute_at(at(119)), Minute { requests: 60, failures: 3 });
        assert_eq!(memory.minute_at(at(149)), Minute::default());
    }

    #[test]
    fn a_panic_is_remembered_for_an_hour() {
        let memory = Memory::default();
        let at = |minutes: u64| memory.begun + Duration::from_secs(60 * minutes);
        assert_eq!(memory.panics_at(at(0)), 0);
        memory.note_panic_at(at(0));
        memory.note_panic_at(at(30));
        assert_eq!([59, 60, 89, 90].map(|minute| memory.panics_at(at(minute))), [2, 1, 1, 0]);
        memory.note_panic_at(at(100));
        assert_eq!(memory.panics_at(at(100)), 1);
    }

    #[test]
    fn a_clock_that_is_set_is_seen_to_jump_for_a_while() {
        let memory = Memory::default();
        let (steady, time) = (memory.begun, DateTime::UNIX_EPOCH);
        let look = |seconds: u64, told: i64| {
            let now = time + TimeDelta::seconds(told);
            memory.jump_at(now, steady + Duration::from_secs(seconds)).num_seconds()
        };
        assert_eq!((look(0, 0), look(60, 60)), (0, 0));
        assert_eq!(look(120, 120 - 3600), -3600);
        assert_eq!(look(180, 180 - 3600), -3600);
        assert_eq!(look(240, 240 - 3600), 0);
        assert_eq!(look(300, 500 - 3600), 200);
    }
}
