//! How often one mailbox may be written to or tried, whatever network the requests come from.
//! Limits per network address stand in the settings and are kept by a layer in front.

use std::{num::NonZeroU32, sync::LazyLock};

use app::error::AppError;
use domain::EmailKey;
use governor::{
    Quota, RateLimiter, clock::Clock as _, clock::DefaultClock,
    state::keyed::DefaultKeyedStateStore,
};

/// What is limited per mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Errand {
    /// Trying a password.
    SignIn,
    /// Mailing a code.
    Code,
    /// Mailing a reset link.
    Reset,
    /// Reserving, which mails a manage link.
    Reserve,
}

/// The one table: so many at once, and then one more every so many seconds.
const TABLE: [(Errand, u32, u64); 4] = [
    (Errand::SignIn, 20, 30),
    (Errand::Code, 5, 20 * 60),
    (Errand::Reset, 3, 30 * 60),
    (Errand::Reserve, 20, 3 * 60),
];

static LEAST: LazyLock<NonZeroU32> = LazyLock::new(|| NonZeroU32::MIN);

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock>;

/// Counts of this process.
pub struct Limits {
    rows: Vec<(Errand, Limiter)>,
}

impl Default for Limits {
    fn default() -> Self {
        let row = |(errand, burst, seconds): (Errand, u32, u64)| {
            let period = std::time::Duration::from_secs(seconds);
            let quota = Quota::with_period(period).unwrap_or(Quota::per_hour(*LEAST));
            let burst = NonZeroU32::new(burst).unwrap_or(*LEAST);
            (errand, RateLimiter::keyed(quota.allow_burst(burst)))
        };
        Self { rows: TABLE.into_iter().map(row).collect() }
    }
}

impl Limits {
    /// Counts one try for the mailbox behind an address.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the seconds after which the next one is allowed.
    pub fn count(&self, errand: Errand, email: &EmailKey) -> Result<(), AppError> {
        let row = self.rows.iter().find(|(of, _)| *of == errand);
        let Some((_, limiter)) = row else { return Ok(()) };
        limiter.check_key(&email.mailbox()).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(DefaultClock::default().now());
            AppError::TooMany { retry_after: u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX) }
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::EmailAddress;

    use super::*;

    #[test]
    fn tags_and_dots_do_not_widen_a_limit() {
        let limits = Limits::default();
        let count =
            |raw: &str| limits.count(Errand::Reset, &EmailAddress::parse(raw).unwrap().key());
        assert!(count("v+1@gmail.com").is_ok());
        assert!(count("v.+2@gmail.com").is_err() || count("v+2@googlemail.com").is_ok());
        let _ = count("v+3@gmail.com");
        assert!(matches!(count("v+4@gmail.com"), Err(AppError::TooMany { .. })));
        assert!(count("other@gmail.com").is_ok());
    }
}
