//! What the examples begin with: a store on disk, and somebody who owns lists.

use std::{
    error::Error,
    sync::atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use domain::{
    Actor, BrowserKey, EmailAddress, ListForm, ListId, NO_TERMS, PersonId, PersonName, SessionKey,
    Surprise,
};
use store::{Errand, Ids, NewSession, NewSignUp, Store};
use uuid::Uuid;

pub type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Ids in their order.
#[derive(Default)]
struct Sequence(AtomicU64);

impl Ids for Sequence {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&number.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000 + number, &bytes).into_uuid()
    }
}

/// A store with one account.
pub struct Scene {
    pub store: Store,
    pub owner: PersonId,
    ids: Sequence,
    now: DateTime<Utc>,
}

impl Scene {
    /// Opens an empty store.
    pub async fn begin(url: &str) -> Done<Self> {
        let now: DateTime<Utc> = "2026-11-01T12:00:00Z".parse()?;
        let store = Store::open(url).await?;
        store.migrate(now).await?;
        let owner = PersonId::new(Uuid::nil());
        let mut scene = Self { store, owner, ids: Sequence::default(), now };
        scene.owner = scene.somebody("ada").await?;
        Ok(scene)
    }

    /// Somebody with an account.
    pub async fn somebody(&self, name: &str) -> Done<PersonId> {
        let browser = BrowserKey::new(name);
        let actor = Actor { browser: Some(browser.clone()), ..Actor::default() };
        let new = NewSignUp {
            name: parsed(PersonName::parse(name))?,
            email: Some(parsed(EmailAddress::parse(&format!("{name}@example.org")))?),
            password_hash: Some("none".to_owned()),
            browser: browser.clone(),
            language: "en".to_owned(),
            identity: None,
        };
        let session = NewSession {
            key: SessionKey::new(name),
            browser: browser.clone(),
            device: String::new(),
        };
        let errand = self.errand(&actor);
        let sign_up = self.store.start_sign_up(errand, new, 10).await?;
        let tried = self.store.count_attempt(errand, sign_up, &browser).await?;
        let made =
            self.store.finish_sign_up(errand, sign_up, tried.generation, &browser, session).await?;
        Ok(made.person)
    }

    /// Somebody's errand, at the one moment of the scene.
    pub fn errand<'a>(&'a self, actor: &'a Actor) -> Errand<'a> {
        Errand { actor, terms: &NO_TERMS, now: self.now, ids: &self.ids }
    }

    /// The moment at which everything happens.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A list of somebody's.
    pub async fn list(&self, owner: PersonId) -> Done<ListId> {
        let form = ListForm {
            title: "A list".to_owned(),
            occasion: "wedding".to_owned(),
            ..ListForm::default()
        };
        let details = form.parse().map_err(|wrong| format!("{wrong:?}"))?;
        let actor = Actor::default();
        let errand = self.errand(&actor);
        Ok(self.store.create_list(errand, owner, details, Surprise::Show).await?)
    }
}

/// What a form would have refused.
pub fn parsed<T>(found: Result<T, domain::FieldProblem>) -> Done<T> {
    found.map_err(|wrong| format!("{wrong:?}").into())
}
