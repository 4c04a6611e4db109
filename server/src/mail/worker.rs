//! Sends what waits in the outbox: by at least one try each, never losing one, never letting one
//! block the others (R7.1).

use std::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::EmailAddress;
use futures::{FutureExt as _, StreamExt as _, stream};
use store::Waiting;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::{
    message::Letterhead,
    render::Renderer,
    sheet::Sheet,
    transport::{Failure, Post},
};
use crate::telemetry::{
    metrics::{MAIL_TRIES, MAILS},
    traceparent,
};

/// A claimed mail is left alone by other processes for so long. A round of [`BATCH`] mails, by
/// [`AT_ONCE`], is over well before.
pub(super) const LEASE_SECONDS: i64 = 60;

/// How many mails are claimed at once.
const BATCH: u32 = 32;

/// How many of them are sent at the same time.
const AT_ONCE: usize = 8;

/// One mail may take so long.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How often the outbox is looked at when nobody wakes the worker.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// After so many failures in a row, of whichever mails, the mail server is taken to be down. From
/// then on one mail at a time is tried, until one gets through.
const DOWN_AFTER: u32 = 3;

/// Then a mail that was declined again and again is left alone for longer than the mail server is, but
/// for no longer than this: it may be its mailbox that declines, and the next mail gets through.
const STANDS_BACK: Duration = Duration::from_secs(5 * 60);

/// A mail that was tried so often, over at least [`GIVE_UP_HOURS`], is given up. Both, so that a
/// mail server that is down for an hour costs no mail.
const MOST_TRIES: u32 = 10;
const GIVE_UP_HOURS: i64 = 24;

/// What a mail came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Taken by the server.
    Done,
    /// Of no use any more, and not sent.
    Moot(&'static str),
    /// Not yet; to be tried again then.
    Again(DateTime<Utc>, &'static str),
    /// Given up.
    Dead(&'static str),
}

impl Outcome {
    fn code(self) -> &'static str {
        match self {
            Self::Done => "sent",
            Self::Moot(_) => "moot",
            Self::Again(..) => "again",
            Self::Dead(_) => "dead",
        }
    }
}

/// What a mail says and to whom, or why there is nothing to say any more.
#[derive(Debug, Clone)]
pub(super) enum Composed {
    Mail { to: EmailAddress, sheet: Box<Sheet> },
    Moot(&'static str),
}

/// The store did not answer; it has been told of already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unanswered;

/// Where mails wait.
pub(super) trait Outbox: Send + Sync {
    /// The moment it is.
    fn now(&self) -> DateTime<Utc>;
    /// Takes mails that are due.
    fn claim(&self, most: u32) -> impl Future<Output = Result<Vec<Waiting>, Unanswered>> + Send;
    /// Finds what a mail says.
    fn compose(
        &self,
        waiting: &Waiting,
    ) -> impl Future<Output = Result<Composed, Unanswered>> + Send;
    /// Notes what a mail came to.
    fn settle(
        &self,
        waiting: &Waiting,
        outcome: Outcome,
    ) -> impl Future<Output = Result<(), Unanswered>> + Send;
    /// Lets go of what was claimed and not settled.
    fn release(&self) -> impl Future<Output = ()> + Send;
}

/// A worker, ready to work.
pub(super) struct Worker<O> {
    pub outbox: O,
    pub post: Post,
    pub letterhead: Letterhead,
    pub renderer: Renderer,
    pub closing: CancellationToken,
    /// Failures of the mail server since a mail got through.
    pub in_a_row: AtomicU32,
}

impl<O: Outbox> Worker<O> {
    /// Works until the site closes.
    pub async fn run(&self, wake: &Notify) {
        while !self.closing.is_cancelled() {
            let claimed = self.round().await;
            let pause = match (self.pause(), claimed) {
                (None, Some(1..)) => continue,
                (None, _) => LOOK_EVERY,
                (Some(pause), _) => pause,
            };
            let is_down = self.pause().is_some();
            tokio::select! {
                () = self.closing.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
                // A server that is down is not tried more often because more mails come.
                () = wake.notified(), if !is_down => {}
            }
        }
        self.outbox.release().await;
    }

    /// Sends everything that is due now.
    pub async fn drain(&self) {
        while self.round().await.is_some_and(|claimed| claimed > 0) {}
    }

    /// Claims some mails and tries each. While the mail server seems to be down, claims one after the
    /// other until one was tried: those that have become moot meanwhile tell nothing of it. Answers how
    /// many were claimed; nothing where the store did not answer.
    pub(super) async fn round(&self) -> Option<usize> {
        let mut count = 0;
        loop {
            let most = if self.pause().is_some() { 1 } else { BATCH };
            let claimed = self.outbox.claim(most).await.ok()?;
            let (some, tried) = (claimed.len(), AtomicBool::new(false));
            stream::iter(claimed)
                .for_each_concurrent(AT_ONCE, async |waiting| {
                    if self.closing.is_cancelled() {
                        // Let go of at the end, and sent by the next process.
                    } else if most > 1 && self.pause().is_some() {
                        // The server went down during this round: the rest is put off untried.
                        let outcome = self.after(&waiting, Failure::Away);
                        self.settle(&waiting, outcome).await;
                    } else if self.handle(&waiting).await {
                        tried.store(true, Ordering::Relaxed);
                    }
                })
                .await;
            count += some;
            if some == 0 || most > 1 || tried.into_inner() || self.closing.is_cancelled() {
                return Some(count);
            }
        }
    }

    /// Handles a mail, as a part of what caused it. Answers whether more is known of the mail server
    /// after it, or of the store, which does not answer.
    async fn handle(&self, waiting: &Waiting) -> bool {
        let span = tracing::debug_span!("mail", mail.kind = waiting.letter.kind());
        if let Some(trace) = &waiting.trace {
            traceparent::follow(&span, trace);
        }
        self.handle_within(waiting).instrument(span).await
    }

    async fn handle_within(&self, waiting: &Waiting) -> bool {
        // Tried that often, and not once did the try come back: it takes the process down.
        if waiting.attempts >= MOST_TRIES && !waiting.refused {
            self.settle(waiting, Outcome::Dead("it ends the process")).await;
            return false;
        }
        let tried = AssertUnwindSafe(self.attempt(waiting)).catch_unwind().await;
        let tried = tried.unwrap_or(Ok(Err(Failure::Broken("a panic"))));
        match tried {
            Ok(Ok(outcome)) => {
                self.settle(waiting, outcome).await;
                outcome == Outcome::Done
            }
            Ok(Err(failure)) => {
                let outcome = self.after(waiting, failure);
                self.settle(waiting, outcome).await;
                !matches!(failure, Failure::Broken(_))
            }
            // Its lease runs out, and it is tried again.
            Err(Unanswered) => true,
        }
    }

    async fn attempt(&self, waiting: &Waiting) -> Result<Result<Outcome, Failure>, Unanswered> {
        let (to, sheet) = match self.outbox.compose(waiting).await? {
            Composed::Mail { to, sheet } => (to, sheet),
            Composed::Moot(why) => {
                tracing::info!(
                    mail.id = %waiting.id, mail.kind = waiting.letter.kind(), mail.why = why,
                    "a mail has become moot and is not sent"
                );
                return Ok(Ok(Outcome::Moot(why)));
            }
        };
        let made = self
            .renderer
            .render(&sheet)
            .and_then(|mail| self.letterhead.message(waiting.id, &to, mail, waiting.made_at));
        let message = match made {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(
                    mail.id = %waiting.id, error.cause = %error, "a mail can not be made"
                );
                return Ok(Err(Failure::Broken("it can not be made")));
            }
        };
        metrics::counter!(MAIL_TRIES).increment(1);
        let sent = self.post.send(message).await;
        match sent {
            Err(failure) if failure.is_servers() => {
                self.in_a_row.fetch_add(1, Ordering::Relaxed);
            }
            _ => self.in_a_row.store(0, Ordering::Relaxed),
        }
        Ok(sent.map(|()| Outcome::Done))
    }

    fn after(&self, waiting: &Waiting, failure: Failure) -> Outcome {
        let now = self.outbox.now();
        let reason = failure.reason();
        let tries = waiting.attempts + 1;
        let is_old = now - waiting.since >= TimeDelta::hours(GIVE_UP_HOURS);
        if failure == Failure::Refused || (tries >= MOST_TRIES && is_old) {
            return Outcome::Dead(reason);
        }
        let delay = match self.pause().filter(|_| failure.is_servers()) {
            Some(pause) if failure == Failure::Declined => {
                pause.max(back_off(tries).min(STANDS_BACK))
            }
            Some(pause) => pause,
            None => back_off(tries),
        };
        Outcome::Again(now + delay, reason)
    }

    async fn settle(&self, waiting: &Waiting, outcome: Outcome) {
        let (id, kind) = (waiting.id, waiting.letter.kind());
        metrics::counter!(MAILS, "outcome" => outcome.code()).increment(1);
        match outcome {
            Outcome::Done | Outcome::Moot(_) => {
                tracing::debug!(mail.id = %id, mail.kind = kind, "a mail is done");
            }
            Outcome::Again(at, reason) => tracing::warn!(
                mail.id = %id, mail.kind = kind, mail.reason = reason, mail.again = %at,
                "a mail was not sent and is tried again"
            ),
            Outcome::Dead(reason) => tracing::error!(
                mail.id = %id, mail.kind = kind, mail.reason = reason, "a mail is given up"
            ),
        }
        // Where this fails the lease runs out and the mail is sent again, under the same
        // Message-ID: at least once, not at most once.
        let _ = self.outbox.settle(waiting, outcome).await;
    }

    /// How long to leave the mail server alone, where it seems to be down.
    fn pause(&self) -> Option<Duration> {
        let in_a_row = self.in_a_row.load(Ordering::Relaxed);
        let beyond = in_a_row.checked_sub(DOWN_AFTER)?;
        Some(Duration::from_secs(60.min(5 << beyond.min(4))))
    }
}

/// How long a mail waits after its first, second, ... try: 10 seconds, a minute, 5 and 30
/// minutes, 2 hours, and then 6 hours each.
fn back_off(tries: u32) -> Duration {
    Duration::from_secs(match tries {
        0 | 1 => 10,
        2 => 60,
        3 => 5 * 60,
        4 => 30 * 60,
        5 => 2 * 60 * 60,
        _ => 6 * 60 * 60,
    })
}
