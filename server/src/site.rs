//! Everything the server needs while it serves, in one place that is handed around.

use std::{
    collections::HashSet,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use app::{error::AppError, session::Visit};
use chrono::TimeDelta;
use domain::{ListId, PersonId, ReservationId};
use store::{Errand, Store, StoreError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    backup::Backups,
    clock::Clock,
    elsewhere::Providers,
    fetch::{Fetching, Memory},
    ideas::Library,
    kpis::{Clicks, Lookups},
    live::{Hub, Revisions},
    passwords::Passwords,
    peers::Peers,
    pictures::Pictures,
    places::Streams,
    secrets::{Secrets, error_reference},
    service::{FoundTicket, KeptFiles, NewToken, SavedTicket},
    settings::Settings,
    telemetry::{Errors, Scope},
    watch,
};

/// A running site. Every layer of the router has one, and each request clones them all, so that a
/// clone is nothing but a count.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

/// What a site consists of.
pub struct Parts {
    /// What is remembered.
    pub store: Store,
    /// How it was set up.
    pub settings: Settings,
    /// How links and codes are made.
    pub secrets: Secrets,
    /// Who listens to which list.
    pub hub: Hub,
    /// The places of those who listen.
    pub streams: Streams,
    /// Rises with whatever is announced. Pages that were read at a lower one are not shown again.
    pub changes: Arc<AtomicU64>,
    /// The time, and new ids.
    pub clock: Arc<Clock>,
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// Who else lets people sign in.
    pub providers: Providers,
    /// Other instances whose catalogue is kept the same.
    pub peers: Peers,
    /// Reads the pages of shops.
    pub fetching: Fetching,
    /// What was found for somebody who is on the way to add it.
    pub found: Memory<FoundTicket>,
    /// Tokens that were just made, while they may be seen.
    pub new_tokens: Memory<NewToken>,
    /// What was read from files of people who have not decided about it yet.
    pub files: KeptFiles,
    /// How lists were before somebody saved something, while it can be undone.
    pub saved: Memory<SavedTicket>,
    /// Pictures that we keep.
    pub pictures: Pictures,
    /// Backups, if any are made.
    pub backups: Backups,
    /// Articles, and the products that come with them.
    pub ideas: Library,
    /// What came of looking up links, as far as it is not written down yet.
    pub lookups: Lookups,
    /// How often people went on to shops that pay, as far as it is not written down yet.
    pub clicks: Clicks,
    /// What this process remembers of how it is.
    pub watch: watch::Memory,
    /// Tells of errors of ours.
    pub errors: Errors,
    /// Wakes the mail worker.
    pub mail: Notify,
    /// Wakes whoever tells programs what happened.
    pub webhooks: Notify,
    /// Ends when the site shuts down: event streams and workers listen to it.
    pub closing: CancellationToken,
    /// Whether it shuts down because it can not go on: the store could not write, mostly.
    pub failed: Arc<AtomicBool>,
}

impl Deref for Site {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Site {
    /// Puts a site together around an open store.
    pub fn new(store: Store, settings: Settings, secrets: Secrets) -> Self {
        let providers = Providers::new(&settings);
        let peers = Peers::new(&settings.peers);
        let fetching = Fetching::new(&settings);
        let pictures = Pictures::new(&settings.pictures);
        let backups = Backups::new(&settings.backup);
        let ideas = Library::new(&settings);
        let errors = Errors::new(&settings.log);
        let streams = Streams::new(&settings.server);
        Self(Arc::new(Parts {
            store,
            settings,
            secrets,
            hub: Hub::default(),
            streams,
            changes: Arc::default(),
            clock: Arc::new(Clock::default()),
            passwords: Passwords::default(),
            providers,
            peers,
            fetching,
            found: Memory::default(),
            new_tokens: Memory::default(),
            files: KeptFiles::default(),
            saved: Memory::default(),
            pictures,
            backups,
            ideas,
            lookups: Lookups::default(),
            clicks: Clicks::default(),
            watch: watch::Memory::default(),
            errors,
            mail: Notify::new(),
            webhooks: Notify::new(),
            closing: CancellationToken::new(),
            failed: Arc::default(),
        }))
    }

    /// What a change in the store is told about who asks for it, and when.
    pub fn errand<'a>(&'a self, visit: &'a Visit) -> Errand<'a> {
        let Visit { actor, terms, .. } = visit;
        Errand { actor, terms, now: self.clock.now(), ids: &*self.clock }
    }

    /// Turns what the store says into what people are told. A write that failed for want of a
    /// working disk ends the process, so that it starts again into recovery.
    pub fn refuse(&self, error: StoreError) -> AppError {
        let refused = match error {
            StoreError::Refused(rule) => rule.into(),
            StoreError::TooOften(wait) => too_many(wait),
            StoreError::Busy => AppError::Busy,
            StoreError::Unavailable(cause) => internal("the store could not be read", &cause),
            StoreError::Fatal(cause) => {
                self.fail();
                internal("the store could not write; stopping", &cause)
            }
        };
        if let AppError::Internal { reference } = &refused
            && Scope::current().is_none()
        {
            // Nobody asked for it: a worker met it.
            self.errors.tell(reference, "none", self.clock.now());
        }
        refused
    }

    /// Ends the process in disorder, so that whoever looks after it starts it afresh.
    pub fn fail(&self) {
        self.failed.store(true, Ordering::Release);
        self.closing.cancel();
    }

    /// What the store answered, or what people are told instead.
    ///
    /// # Errors
    /// As [`Site::refuse`] has it.
    pub fn answer<T>(&self, answered: Result<T, StoreError>) -> Result<T, AppError> {
        answered.map_err(|error| self.refuse(error))
    }

    /// The same, where mails may have been written: whoever sends them looks.
    ///
    /// # Errors
    /// As [`Site::refuse`] has it.
    pub fn done<T>(&self, answered: Result<T, StoreError>) -> Result<T, AppError> {
        self.mail.notify_one();
        self.answer(answered)
    }

    /// Tells open pages of a list that it changed, and the workers that there may be work.
    /// Both may be lost harmlessly. What was read before is not shown to anybody from here on.
    pub async fn announce(&self, list: ListId) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.mail.notify_one();
        self.webhooks.notify_one();
        if self.hub.is_heard(list)
            && let Ok(Some(revisions)) = self.revisions(list).await
        {
            self.hub.announce(list, revisions);
        }
    }

    /// Has open pages about a reservation look whether they still say what is so, where something
    /// changed of which the revisions of its list say nothing: its mail, or its giver. It may be lost
    /// harmlessly.
    pub async fn wake(&self, reservation: ReservationId) {
        if !self.hub.is_quiet()
            && let Ok(Some(held)) = self.store.held(reservation).await
        {
            self.hub.wake(held.list.id);
        }
    }

    /// The same for all that a person promised, where they got into their account: it is confirmed by
    /// that, and theirs (R5.4).
    pub async fn wake_given(&self, person: PersonId) {
        if !self.hub.is_quiet()
            && let Ok(given) = self.store.given(person).await
        {
            let lists: HashSet<_> = given.iter().map(|held| held.list.id).collect();
            for list in lists {
                self.hub.wake(list);
            }
        }
    }

    /// What each audience of a list may know of its changes. Owners who see what is taken hear of
    /// everything; under surprise they hear only of what owners do (R3.6).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn revisions(&self, list: ListId) -> Result<Option<Revisions>, StoreError> {
        let now = self.clock.now();
        let facts = self.store.list_revisions(list).await?;
        Ok(facts.map(|(list, givers)| {
            let owners = if list.keeps_surprise(now) { list.owner_revision } else { givers };
            Revisions { owners, givers }
        }))
    }
}

/// When it can be tried again, in words that pages show.
fn too_many(wait: TimeDelta) -> AppError {
    AppError::TooMany { retry_after: u32::try_from(wait.num_seconds() + 1).unwrap_or(u32::MAX) }
}

/// What people are told of what is our fault: a reference, by which the log is searched.
pub fn internal(sentence: &'static str, cause: &dyn std::fmt::Display) -> AppError {
    let reference = error_reference();
    tracing::error!(error.reference = %reference, error.cause = %cause, "{sentence}");
    Scope::note(&reference);
    AppError::Internal { reference }
}
