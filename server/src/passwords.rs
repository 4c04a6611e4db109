//! Passwords: how hard they are to guess, and how they are kept (R2.2).

use std::sync::{Arc, OnceLock};

use domain::{EmailAddress, FieldErrors, FieldProblem, Password};
use tokio::sync::Semaphore;

/// The least score that is accepted, out of 4.
const LEAST_SCORE: u8 = 3;

/// Hashes with Argon2id, away from the async threads, two at a time: each takes 19 MiB.
#[derive(Debug, Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(2)) }
    }
}

impl Passwords {
    /// Hashes a password.
    pub async fn hash(&self, password: Password) -> Option<String> {
        self.work(move || password_auth::generate_hash(password.expose())).await
    }

    /// Whether a password belongs to a hash, and whether the hash should be made anew. Without a
    /// hash it takes as long and says no, so that nobody learns who has an account (R2.4).
    pub async fn verify(&self, password: String, hash: Option<String>) -> Option<Verified> {
        self.work(move || {
            // The bound is on bytes: what is longer was refused at sign-up.
            let password = if password.len() > 1024 { String::new() } else { password };
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| stand_in().to_owned());
            let matches = password_auth::verify_password(&password, &hash).is_ok();
            let obsolete = password_auth::is_hash_obsolete(&hash).unwrap_or(false);
            match known && matches {
                true if obsolete => Verified::YesButOld,
                true => Verified::Yes,
                false => Verified::No,
            }
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _place = self.places.acquire().await.ok()?;
        tokio::task::spawn_blocking(job).await.ok()
    }
}

/// What came of verifying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// It is the password.
    Yes,
    /// It is, and the hash should be made anew.
    YesButOld,
    /// It is not.
    No,
}

fn stand_in() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password_auth::generate_hash("nobody has this password"))
}

/// How hard a password is to guess, from 0 to 4, for somebody who knows the name and the address.
pub fn score(password: &str, name: &str, email: &str) -> u8 {
    if password.is_empty() || password.len() > 1024 {
        return 0;
    }
    let mailbox = email.split('@').next().unwrap_or(email);
    zxcvbn::zxcvbn(password, &[name, email, mailbox, "ewelists"]).score().into()
}

/// Refuses a password that is too easy to guess.
///
/// # Errors
/// [`FieldProblem::WeakPassword`] on the field `password`.
pub fn require_strong(
    password: &Password,
    name: &str,
    email: &EmailAddress,
) -> Result<(), FieldErrors> {
    if score(password.expose(), name, email.as_str()) < LEAST_SCORE {
        return Err(FieldErrors::one("password", FieldProblem::WeakPassword));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_made_of_the_name_is_weak() {
        let email = EmailAddress::parse("marguerite@example.org").unwrap();
        let weak = Password::parse("marguerite1").unwrap();
        assert!(require_strong(&weak, "Marguerite", &email).is_err());
        let strong = Password::parse("seven blue teapots").unwrap();
        assert!(require_strong(&strong, "Marguerite", &email).is_ok());
    }

    #[tokio::test]
    async fn only_the_password_verifies() {
        let passwords = Passwords::default();
        let hash = passwords.hash(Password::parse("seven blue teapots").unwrap()).await;
        let verify = |typed: &str, hash| passwords.verify(typed.to_owned(), hash);
        assert_eq!(verify("seven blue teapots", hash.clone()).await, Some(Verified::Yes));
        assert_eq!(verify("seven blue teapot", hash).await, Some(Verified::No));
        assert_eq!(verify("nobody has this password", None).await, Some(Verified::No));
    }
}
