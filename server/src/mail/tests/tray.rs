//! Mails that wait for the worker's tests, under a clock that they move.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, atomic::AtomicU32},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{EmailAddress, Letter, OutboxId, PersonId};
use store::Waiting;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    super::{
        message::Letterhead,
        render::Renderer,
        transport::Post,
        worker::{Composed, Outbox, Outcome, Unanswered, Worker},
    },
    samples::note,
};

/// What is wrong with a mail before any server sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    None,
    Panics,
    IsMoot,
}

pub(super) struct Row {
    pub flaw: Flaw,
    pub due_at: DateTime<Utc>,
    pub made_at: DateTime<Utc>,
    pub since: DateTime<Utc>,
    /// Whether it keeps its place while it waits to be tried again.
    pub goes_first: bool,
    pub held_until: Option<DateTime<Utc>>,
    pub attempts: u32,
    pub refused: bool,
    pub leased: bool,
    pub outcomes: Vec<Outcome>,
}

/// An outbox that remembers what its mails came to, under a clock that tests move.
#[derive(Clone)]
pub(super) struct Tray {
    rows: Arc<Mutex<HashMap<OutboxId, Row>>>,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Tray {
    pub fn new() -> Self {
        let now = "2026-07-03T09:05:00Z".parse().unwrap();
        Self { rows: Arc::default(), now: Arc::new(Mutex::new(now)) }
    }

    pub fn put(&self, number: u128, flaw: Flaw) -> OutboxId {
        let id = OutboxId::new(Uuid::from_u128(number));
        let now = self.now();
        let row = Row {
            flaw,
            due_at: now,
            made_at: now,
            since: now,
            goes_first: false,
            held_until: None,
            attempts: 0,
            refused: false,
            leased: false,
            outcomes: vec![],
        };
        self.rows.lock().unwrap().insert(id, row);
        id
    }

    pub fn change(&self, id: OutboxId, change: impl FnOnce(&mut Row)) {
        change(self.rows.lock().unwrap().get_mut(&id).unwrap());
    }

    pub fn outcomes(&self, id: OutboxId) -> Vec<Outcome> {
        self.rows.lock().unwrap()[&id].outcomes.clone()
    }

    pub fn is_leased(&self, id: OutboxId) -> bool {
        self.rows.lock().unwrap()[&id].leased
    }

    pub fn advance(&self, by: TimeDelta) {
        *self.now.lock().unwrap() += by;
    }
}

impl Outbox for Tray {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    async fn claim(&self, most: u32) -> Result<Vec<Waiting>, Unanswered> {
        let now = self.now();
        let mut rows = self.rows.lock().unwrap();
        let mut due: Vec<_> = rows
            .iter_mut()
            .filter(|(_, row)| {
                let is_settled = matches!(
                    row.outcomes.last(),
                    Some(Outcome::Done | Outcome::Moot(_) | Outcome::Dead(_))
                );
                let is_held = row.held_until.is_some_and(|until| until > now);
                row.due_at <= now && !row.leased && !is_held && !is_settled
            })
            .collect();
        due.sort_by_key(|(id, row)| (row.due_at, **id));
        let claimed = due.into_iter().take(most as usize).map(|(id, row)| {
            row.leased = true;
            row.attempts += 1;
            let letter = Letter::Welcome { person: PersonId::new(Uuid::nil()) };
            let (made_at, since, refused) = (row.made_at, row.since, row.refused);
            let attempts = row.attempts - 1;
            Waiting { id: *id, letter, attempts, made_at, since, refused, trace: None }
        });
        Ok(claimed.collect())
    }

    async fn compose(&self, waiting: &Waiting) -> Result<Composed, Unanswered> {
        let flaw = self.rows.lock().unwrap()[&waiting.id].flaw;
        let to = EmailAddress::parse(&format!("n{}@example.org", waiting.id.uuid().as_u128()));
        match flaw {
            Flaw::Panics => panic!("a poisonous mail"),
            Flaw::IsMoot => Ok(Composed::Moot("for a test")),
            Flaw::None => Ok(Composed::Mail { to: to.unwrap(), sheet: Box::new(note("A note")) }),
        }
    }

    async fn settle(&self, waiting: &Waiting, outcome: Outcome) -> Result<(), Unanswered> {
        self.change(waiting.id, |row| {
            row.leased = false;
            if let Outcome::Again(at, _) = outcome {
                match row.goes_first {
                    true => row.held_until = Some(at),
                    false => row.due_at = at,
                }
                row.refused = true;
            }
            row.outcomes.push(outcome);
        });
        Ok(())
    }

    async fn release(&self) {
        self.rows.lock().unwrap().values_mut().for_each(|row| row.leased = false);
    }
}

/// A worker that sends what lies in a tray to the server at `url`, however slow this machine is.
pub(super) fn worker(tray: &Tray, url: &str) -> Worker<Tray> {
    worker_with(tray, url, Duration::from_secs(40))
}

/// The same, which gives up a mail after a few seconds: for servers that hang.
pub(super) fn impatient_worker(tray: &Tray, url: &str) -> Worker<Tray> {
    worker_with(tray, url, Duration::from_secs(3))
}

fn worker_with(tray: &Tray, url: &str, patience: Duration) -> Worker<Tray> {
    let from = "hello@ewelists.example";
    Worker {
        outbox: tray.clone(),
        post: Post::new(url, "", patience).unwrap(),
        letterhead: Letterhead::new("x", from, "https://x.example", String::new()).unwrap(),
        renderer: Renderer::new().unwrap(),
        closing: CancellationToken::new(),
        in_a_row: AtomicU32::new(0),
    }
}
