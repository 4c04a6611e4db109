//! Passwords: how hard they are to guess, and how they are kept (R2.2).

use std::{
    sync::{Arc, OnceLock},
    thread,
};

use app::error::AppError;
use domain::{EmailAddress, FieldErrors, FieldProblem, Password};
use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};
use tokio::sync::{Semaphore, oneshot};

/// The least score that is accepted, out of 4.
const LEAST_SCORE: u8 = 3;

/// Shorter words of a name or an address are in whatever somebody types.
const SHORTEST_WORD: usize = 3;

/// How many words are looked for at most, since the meter is asked with whatever was typed.
const MOST_WORDS: usize = 40;

/// How many are hashed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// How many more may wait; the next are told to come back.
const WAITING: usize = 14;

/// How much of a core a thread that hashes is given, out of 99, where others want it too: a tenth of
/// what they are given.
const PRIORITY: u8 = 20;

/// Hashes with Argon2id, away from the async threads, two at a time, with a short queue. Whoever
/// guesses passwords slows down those who sign in, and nobody else.
#[derive(Debug, Clone)]
pub struct Passwords {
    /// Places in the queue, those that are worked on included.
    queue: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let places = |number| Arc::new(Semaphore::new(number));
        Self { queue: places(AT_ONCE + WAITING), places: places(AT_ONCE) }
    }
}

impl Passwords {
    /// Hashes a password; nothing where too many wait.
    pub async fn hash(&self, password: Password) -> Option<String> {
        self.work(move || password_auth::generate_hash(password.expose())).await
    }

    /// Hashes a passcode, as it was sealed for its list; nothing where too many wait.
    pub async fn hash_sealed(&self, sealed: String) -> Option<String> {
        self.work(move || password_auth::generate_hash(sealed)).await
    }

    /// Whether a password belongs to a hash, and whether the hash should be made anew. Without a
    /// hash it takes as long and says no, so that nobody learns who has an account (R2.4). Nothing
    /// where too many wait.
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
        let waiting = self.queue.clone().try_acquire_owned().ok()?;
        let place = self.places.clone().acquire_owned().await.ok()?;
        let (tell, told) = oneshot::channel();
        // A thread of its own, since none that has given way may come back to what it was. Whoever asked
        // may go away: the places are taken until it is done.
        let hash = move || {
            give_way();
            _ = tell.send(job());
            drop((waiting, place));
        };
        thread::Builder::new().name("password".to_owned()).spawn(hash).ok()?;
        told.await.ok()
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

/// Lets every other thread go first. Where that can not be done, this one takes its turn as they do.
fn give_way() {
    if let Ok(priority) = ThreadPriorityValue::try_from(PRIORITY) {
        _ = set_current_thread_priority(ThreadPriority::Crossplatform(priority));
    }
}

fn stand_in() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password_auth::generate_hash("nobody has this password"))
}

/// How hard a password is to guess, from 0 to 4, for somebody who knows the name and the address. That is
/// found out away from the async threads, which it would keep from everything else; nothing where it broke
/// off.
pub async fn score(password: String, name: String, email: String) -> Option<u8> {
    tokio::task::spawn_blocking(move || measure(&password, &name, &email)).await.ok()
}

fn measure(password: &str, name: &str, email: &str) -> u8 {
    if password.is_empty() || password.len() > 1024 {
        return 0;
    }
    zxcvbn::zxcvbn(password, &tried_first(name, email)).score().into()
}

/// What is tried first by somebody who knows the name and the address: both as a whole and word by
/// word, since each text that is given to zxcvbn is one word to it.
fn tried_first<'a>(name: &'a str, email: &'a str) -> Vec<&'a str> {
    let (mailbox, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let parts = [name, mailbox, domain].into_iter();
    let words = parts.flat_map(|part| part.split(|c: char| !c.is_alphabetic()));
    let all = ["ewelists", name, email, mailbox, domain].into_iter().chain(words);
    all.filter(|word| word.chars().nth(SHORTEST_WORD - 1).is_some()).take(MOST_WORDS).collect()
}

/// Refuses a password that is too easy to guess.
///
/// # Errors
/// [`FieldProblem::WeakPassword`] on the field `password`; [`AppError::Busy`] where that was not found out.
pub async fn require_strong(
    password: &Password,
    name: &str,
    email: &EmailAddress,
) -> Result<(), AppError> {
    let typed = password.expose().to_owned();
    match score(typed, name.to_owned(), email.as_str().to_owned()).await {
        Some(score) if score >= LEAST_SCORE => Ok(()),
        Some(_) => Err(FieldErrors::one("password", FieldProblem::WeakPassword).into()),
        None => Err(AppError::Busy),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Mutex, mpsc},
        time::Duration,
    };

    use tokio::time::timeout;

    use super::*;

    // R2.2: hard to guess, knowing the person's name and address.
    #[tokio::test]
    async fn a_password_made_of_the_name_is_weak() {
        let email = EmailAddress::parse("marguerite@example.org").unwrap();
        let weak = Password::parse("marguerite1").unwrap();
        let refused = require_strong(&weak, "Marguerite", &email).await.unwrap_err();
        let weak = FieldErrors::one("password", FieldProblem::WeakPassword);
        assert_eq!(refused, AppError::from(weak));
        let strong = Password::parse("seven blue teapots").unwrap();
        assert_eq!(require_strong(&strong, "Marguerite", &email).await, Ok(()));
    }

    // R2.2
    #[tokio::test]
    async fn each_word_of_the_name_and_the_address_is_known() {
        let email = EmailAddress::parse("petra@lindenhof-werder.example").unwrap();
        for typed in ["klausdorfpetra", "Klausdorf1984", "werderlindenhof"] {
            let weak = Password::parse(typed).unwrap();
            let known = require_strong(&weak, "Petra Klausdorf", &email).await;
            assert!(known.is_err(), "{typed}");
            let others = EmailAddress::parse("ada@example.org").unwrap();
            let unknown = require_strong(&weak, "Ada", &others).await;
            assert_eq!(unknown, Ok(()), "{typed} of somebody else");
        }
        assert_eq!(tried_first("Bo", "a.b@c.de"), ["ewelists", "a.b@c.de", "a.b", "c.de"]);
        assert_eq!(tried_first(&"petra ".repeat(1000), "").len(), MOST_WORDS);
    }

    // R2.2: kept as Argon2id hashes.
    #[tokio::test]
    async fn only_the_password_verifies() {
        let passwords = Passwords::default();
        let hash = passwords.hash(Password::parse("seven blue teapots").unwrap()).await;
        assert!(hash.as_ref().is_some_and(|hash| hash.starts_with("$argon2id$")));
        let verify = |typed: &str, hash| passwords.verify(typed.to_owned(), hash);
        assert_eq!(verify("seven blue teapots", hash.clone()).await, Some(Verified::Yes));
        assert_eq!(verify("seven blue teapot", hash).await, Some(Verified::No));
        assert_eq!(verify("nobody has this password", None).await, Some(Verified::No));
    }

    // R2.2: a few at a time.
    #[tokio::test]
    async fn a_crowd_is_told_to_come_back() {
        let passwords = Passwords::default();
        let all = (0..100).map(|_| passwords.verify("seven blue teapots".to_owned(), None));
        let all = futures::future::join_all(all).await;
        let turned_away = all.iter().filter(|verified| verified.is_none()).count();
        assert_eq!(turned_away, 100 - AT_ONCE - WAITING);
        let after = passwords.verify("seven blue teapots".to_owned(), None).await;
        assert_eq!(after, Some(Verified::No));
    }

    // R2.2: also where those who asked have gone.
    #[tokio::test]
    async fn whoever_goes_away_frees_no_place_before_its_work_is_done() {
        let passwords = Passwords::default();
        let (go_on, told) = mpsc::channel::<()>();
        let told = Arc::new(Mutex::new(told));
        let soon = Duration::from_millis(20);
        for _ in 0..AT_ONCE {
            let told = told.clone();
            // It works until whoever may tell it to go on is gone.
            let gone = passwords.work(move || told.lock().is_ok_and(|told| told.recv().is_ok()));
            assert!(timeout(soon, gone).await.is_err());
        }
        assert_eq!(passwords.places.available_permits(), 0);
        assert!(timeout(soon, passwords.work(|| ())).await.is_err());
        drop(go_on);
        assert_eq!(passwords.work(|| ()).await, Some(()));
    }
}
