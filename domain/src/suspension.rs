//! Accounts that an admin has suspended (R2.13): nobody can get into them, by any way.

use chrono::{DateTime, Utc};

use crate::DomainError;

/// Since when an account is suspended, once an admin suspends it. One that is already stays so since
/// then.
///
/// # Errors
/// [`DomainError::OfAdmin`].
pub fn suspend(
    since: Option<DateTime<Utc>>,
    admin: bool,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, DomainError> {
    require_no_admin(admin)?;
    Ok(since.unwrap_or(now))
}

/// Refuses to do to an admin's account what would keep them out: who is one is settled on the command
/// line alone (R2.12).
///
/// # Errors
/// [`DomainError::OfAdmin`].
pub fn require_no_admin(admin: bool) -> Result<(), DomainError> {
    if admin { Err(DomainError::OfAdmin) } else { Ok(()) }
}

/// Refuses to let somebody in whose account is suspended.
///
/// # Errors
/// [`DomainError::Suspended`].
pub fn require_not_suspended(since: Option<DateTime<Utc>>) -> Result<(), DomainError> {
    if since.is_some() { Err(DomainError::Suspended) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    // R2.13
    #[test]
    fn an_account_is_suspended_once_and_lets_nobody_in_from_then_on() {
        assert_eq!(require_not_suspended(None), Ok(()));
        let since = suspend(None, false, at(0)).unwrap();
        assert_eq!(since, at(0));
        assert_eq!(suspend(Some(since), false, at(60)), Ok(at(0)));
        assert_eq!(require_not_suspended(Some(since)), Err(DomainError::Suspended));
    }

    // R2.13
    #[test]
    fn an_admin_is_not_kept_out_by_another() {
        assert_eq!(suspend(None, true, at(0)), Err(DomainError::OfAdmin));
        assert_eq!(require_no_admin(true), Err(DomainError::OfAdmin));
        assert_eq!(require_no_admin(false), Ok(()));
    }
}
