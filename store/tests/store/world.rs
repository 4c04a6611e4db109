//! A small world to tell stories in: a store, a clock that stands still, and people.

use std::{
    collections::BTreeSet,
    future::Future,
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Actor, BrowserKey, EmailAddress, FormKey, GiftForm, GiftId, Letter, ListForm, ListId, NO_TERMS,
    PersonId, PersonName, Quantity, ReservationId, ReserveWish, SessionKey, ShareKey, SignUpId,
    Surprise,
};
use store::{
    Adding, Errand, Held, Ids, NewSession, NewSignUp, Quota, Reserving, Store, StoreError,
};
use uuid::Uuid;

/// Runs a story on threads with room for a debug build's deep calls.
pub fn run<T: Send + 'static>(story: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { tokio::spawn(story).await.unwrap() })
}

/// Where a story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Memory,
    Disk,
}

/// Ids in their order, the same in every run.
pub struct Sequence(AtomicU64);

impl Sequence {
    pub fn from(start: u64) -> Self {
        Self(AtomicU64::new(start))
    }
}

impl Ids for Sequence {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&number.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000 + number, &bytes).into_uuid()
    }
}

/// Ids of an errand that stands still once: it has read by then, and has written nothing yet.
pub struct Paused {
    ids: Sequence,
    stood: AtomicBool,
    gate: Barrier,
}

impl Paused {
    pub fn once() -> Self {
        let (ids, stood) = (Sequence::from(1_000_000), AtomicBool::new(false));
        Self { ids, stood, gate: Barrier::new(2) }
    }

    /// Waits until the errand stands still; the second time lets it go on.
    pub fn meet(&self) {
        tokio::task::block_in_place(|| self.gate.wait());
    }
}

impl Ids for Paused {
    fn next(&self) -> Uuid {
        if !self.stood.swap(true, Ordering::SeqCst) {
            self.meet();
            self.meet();
        }
        self.ids.next()
    }
}

pub struct World {
    pub store: Store,
    pub ids: Sequence,
    pub folder: tempfile::TempDir,
}

/// Givers are told of a change without a pause.
pub const AT_ONCE: TimeDelta = TimeDelta::zero();

pub fn now() -> DateTime<Utc> {
    "2026-11-01T12:00:00Z".parse().unwrap()
}

pub fn later(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

pub fn url(folder: &tempfile::TempDir) -> String {
    format!("rocksdb://{}", folder.path().join("db").display())
}

pub fn browser(name: &str) -> BrowserKey {
    BrowserKey::new(format!("browser-{name}"))
}

pub fn visitor(name: &str) -> Actor {
    Actor { browser: Some(browser(name)), ..Actor::default() }
}

pub fn account(person: PersonId, name: &str) -> Actor {
    Actor { person: Some(person), browser: Some(browser(name)), ..Actor::default() }
}

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn session(name: &str) -> NewSession {
    NewSession {
        key: SessionKey::new(format!("session-{name}")),
        browser: browser(name),
        device: "Firefox".to_owned(),
    }
}

pub fn share_key(list: ListId, generation: u32) -> ShareKey {
    ShareKey::new(format!("share-{list}-{generation}"))
}

pub fn quantity(count: u32) -> Quantity {
    Quantity::new(count).unwrap()
}

/// A gift of its owner's own making, whatever is on the list already.
pub fn adding(name: &str, wanted: &str) -> Adding {
    Adding { wish: wish(name, wanted), product: None, again: true }
}

pub fn wish(name: &str, wanted: &str) -> domain::Wish {
    let form = GiftForm {
        name: name.to_owned(),
        wanted: wanted.to_owned(),
        price: "12.50".to_owned(),
        currency: "EUR".to_owned(),
        link: "https://shop.example/train".to_owned(),
        ..GiftForm::default()
    };
    form.parse(now().date_naive(), None).unwrap()
}

pub fn list_form(title: &str) -> ListForm {
    ListForm {
        title: title.to_owned(),
        occasion: "birthday".to_owned(),
        date: "2026-12-24".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        ..ListForm::default()
    }
}

pub fn asked(who: &str, gift: GiftId, count: u32, form: &str) -> Reserving {
    Reserving {
        gift,
        wish: ReserveWish {
            name: PersonName::parse(who).unwrap(),
            email: email(&format!("{who}@example.org")),
            quantity: quantity(count),
        },
        form: FormKey::new(form),
        language: "en".to_owned(),
        quota: Quota { what: "code", burst: 100_000, seconds: 1 },
    }
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Memory => "mem://".to_owned(),
            Engine::Disk => url(&folder),
        };
        let store = Store::open(&url).await.unwrap();
        store.migrate(now()).await.unwrap();
        Self { store, ids: Sequence::from(0), folder }
    }

    pub fn errand<'a>(&'a self, actor: &'a Actor) -> Errand<'a> {
        self.at(actor, now())
    }

    pub fn at<'a>(&'a self, actor: &'a Actor, now: DateTime<Utc>) -> Errand<'a> {
        Errand { actor, terms: &NO_TERMS, now, ids: &self.ids }
    }

    pub fn new_sign_up(name: &str) -> NewSignUp {
        NewSignUp {
            name: PersonName::parse(name).unwrap(),
            email: Some(email(&format!("{name}@example.org"))),
            password_hash: Some(format!("hash-of-{name}")),
            browser: browser(name),
            language: "de".to_owned(),
            identity: None,
        }
    }

    pub async fn start_sign_up(&self, name: &str) -> SignUpId {
        let actor = visitor(name);
        let new = Self::new_sign_up(name);
        self.store.start_sign_up(self.errand(&actor), new, 10).await.unwrap()
    }

    pub async fn person(&self, name: &str) -> PersonId {
        let id = self.start_sign_up(name).await;
        let actor = visitor(name);
        let (browser, errand) = (browser(name), self.errand(&actor));
        let tried = self.store.count_attempt(errand, id, &browser).await.unwrap();
        let made = self.store.finish_sign_up(errand, id, tried.generation, &browser, session(name));
        made.await.unwrap().person
    }

    /// An open list of somebody's.
    pub async fn list(&self, owner: PersonId, surprise: Surprise) -> (ListId, ShareKey) {
        let actor = account(owner, "owner");
        let errand = self.errand(&actor);
        let details = list_form("Birthday").parse().unwrap();
        let list = self.store.create_list(errand, owner, details, surprise).await.unwrap();
        let shared = self.store.change_list(errand, owner, list, &share_key, &|l| l.share());
        (list, share_key(list, shared.await.unwrap().share_generation))
    }

    pub async fn gift(&self, owner: PersonId, list: ListId, wanted: &str) -> GiftId {
        let actor = account(owner, "owner");
        let adding = adding("Train", wanted);
        self.store.add_gift(self.errand(&actor), owner, list, adding).await.unwrap()
    }

    pub async fn reserve(
        &self,
        share: &ShareKey,
        who: &str,
        asked: Reserving,
    ) -> Result<Held, StoreError> {
        let actor = visitor(who);
        self.store.reserve(self.errand(&actor), share, asked).await
    }

    pub async fn cancel(&self, id: ReservationId) -> Result<Held, StoreError> {
        let actor = Actor::default();
        let rule = |_: &_, gift, reservation, _| {
            let (gift, reservation, events) = domain::cancel(gift, reservation, now())?;
            Ok((gift, vec![reservation], events))
        };
        self.store.change_reservation(self.errand(&actor), id, &rule).await
    }

    pub async fn purchase(&self, id: ReservationId, count: u32) -> Result<Held, StoreError> {
        let actor = Actor::default();
        let split = ReservationId::new(self.ids.next());
        let rule = |_: &_, gift, reservation, _| {
            domain::purchase(gift, reservation, quantity(count), split, now())
        };
        self.store.change_reservation(self.errand(&actor), id, &rule).await
    }

    pub async fn undo(&self, id: ReservationId) -> Result<Held, StoreError> {
        let actor = Actor::default();
        let rule = |_: &_, gift, reservation, other| {
            domain::undo_purchase(gift, reservation, other, now())
        };
        self.store.change_reservation(self.errand(&actor), id, &rule).await
    }

    pub async fn change(&self, id: ReservationId, count: u32) -> Result<Held, StoreError> {
        let actor = Actor::default();
        let rule = |list: &_, gift, reservation, _| {
            let (gift, reservation, events) =
                domain::change_quantity(list, gift, reservation, quantity(count))?;
            Ok((gift, vec![reservation], events))
        };
        self.store.change_reservation(self.errand(&actor), id, &rule).await
    }

    /// Lets go of what nobody confirmed in time; answers the lists on which something was.
    pub async fn end_holds(&self, now: DateTime<Utc>) -> Vec<ListId> {
        let mut ended = BTreeSet::new();
        self.store.end_holds(now, &mut ended).await.unwrap();
        ended.into_iter().collect()
    }

    /// Everything that waits in the outbox, marked as sent.
    pub async fn letters(&self) -> Vec<Letter> {
        self.letters_at(later(1)).await
    }

    /// The same at another moment.
    pub async fn letters_at(&self, now: DateTime<Utc>) -> Vec<Letter> {
        let mut letters = Vec::new();
        for mail in self.store.claim_mail(now, 60, 1000).await.unwrap() {
            self.store.mail_sent(mail.id, now).await.unwrap();
            letters.push(mail.letter);
        }
        letters
    }

    /// Another store in memory, made again from this one's log.
    pub async fn made_again(&self) -> Self {
        let copy = Self::new(Engine::Memory).await;
        copy.store.rebuild_from(&self.store).await.unwrap();
        copy
    }

    /// The same, which holds what this one holds.
    pub async fn log_makes_the_same(&self) -> Self {
        let copy = self.made_again().await;
        assert_eq!(copy.store.contents().await.unwrap(), self.store.contents().await.unwrap());
        copy
    }

    pub async fn all_is_well(&self) {
        assert_eq!(self.store.invariants().await.unwrap(), Vec::<String>::new());
    }
}

/// The rule's refusal, where there is one.
pub fn refusal<T>(done: Result<T, StoreError>) -> domain::DomainError {
    match done {
        Err(StoreError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}
