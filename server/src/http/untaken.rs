//! Answers by HTTP/2 of which nothing is taken. On such a connection each answer is given room of its
//! own, and whoever gives one none while they read all else would have it kept for ever: the kernel, which
//! lets go of those who take nothing of a connection, sees nothing of that. So what was handed over of an
//! answer is followed until it is written, and an answer that waits for too long is ended.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker, ready},
    time::Duration,
};

use axum::{body::Body, response::Response};
use bytes::{Buf, Bytes};
use hyper::{
    body::{Frame, SizeHint},
    rt::Executor,
};
use tokio::time::Instant;

/// While something is taken of other answers on its connection, one waits so many times as long: where
/// the line is slow, each has its turn.
const TURNS: u32 = 10;

tokio::task_local! {
    /// What is taken of the answer that this task gives.
    static PACE: Arc<Pace>;
}

/// Runs the answers on one connection by HTTP/2, each in a task of its own, for as long as something of
/// it is taken, or nothing of it waits.
#[derive(Clone)]
pub struct Patience {
    time: Duration,
    connection: Arc<Mutex<Instant>>,
}

impl Patience {
    /// Ends an answer of which something waits once nothing was taken for so long.
    pub fn new(time: Duration) -> Self {
        Self { time, connection: Arc::new(Mutex::new(Instant::now())) }
    }
}

impl<F> Executor<F> for Patience
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn execute(&self, answer: F) {
        let (time, pace) = (self.time, Arc::new(Pace::new(self.connection.clone())));
        tokio::spawn(async move {
            tokio::select! {
                _ = PACE.scope(pace.clone(), answer) => {}
                // The stream is reset with it, and lets go of whatever waits.
                () = pace.waits_too_long(time) => {}
            }
        });
    }
}

/// What was handed over of an answer and is not written yet.
struct Pace {
    /// When something was taken of any answer on the connection.
    connection: Arc<Mutex<Instant>>,
    own: Mutex<Waiting>,
}

struct Waiting {
    bytes: usize,
    /// Since when nothing of them was taken.
    since: Instant,
    /// Who goes on when none are left.
    end: Option<Waker>,
}

impl Pace {
    fn new(connection: Arc<Mutex<Instant>>) -> Self {
        let own = Waiting { bytes: 0, since: Instant::now(), end: None };
        Self { connection, own: Mutex::new(own) }
    }

    fn hand_over(&self, bytes: usize) {
        let mut own = locked(&self.own);
        if own.bytes == 0 {
            own.since = Instant::now();
        }
        own.bytes += bytes;
    }

    fn take(&self, bytes: usize) {
        let now = Instant::now();
        *locked(&self.connection) = now;
        locked(&self.own).since = now;
        self.forget(bytes);
    }

    fn forget(&self, bytes: usize) {
        let mut own = locked(&self.own);
        own.bytes = own.bytes.saturating_sub(bytes);
        let end = if own.bytes == 0 { own.end.take() } else { None };
        drop(own);
        if let Some(end) = end {
            end.wake();
        }
    }

    fn is_taken(&self) -> bool {
        locked(&self.own).bytes == 0
    }

    fn poll_taken(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut own = locked(&self.own);
        if own.bytes == 0 {
            return Poll::Ready(());
        }
        own.end = Some(context.waker().clone());
        Poll::Pending
    }

    /// Until when something must be taken, if anything waits.
    fn end(&self, time: Duration) -> Option<Instant> {
        let others = *locked(&self.connection);
        let own = locked(&self.own);
        let by_turns = own.since + time * TURNS;
        (own.bytes > 0).then(|| by_turns.min(own.since.max(others) + time))
    }

    async fn waits_too_long(&self, time: Duration) {
        loop {
            let now = Instant::now();
            let look_at = match self.end(time) {
                Some(end) if end <= now => return,
                Some(end) => end,
                None => now + time,
            };
            tokio::time::sleep_until(look_at).await;
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The body of an answer. By HTTP/2 it does not say that it is at its end before all of it was taken: what
/// ends a stream can not be taken back. By HTTP/1 the connection is the answer's alone, and nothing is
/// followed.
pub struct Answer {
    body: Body,
    has_ended: bool,
    pace: Option<Arc<Pace>>,
}

impl Answer {
    /// The answer of the task that this is asked in.
    pub fn of(response: Response) -> Response<Self> {
        let pace = PACE.try_with(Arc::clone).ok();
        response.map(|body| Self { body, has_ended: false, pace })
    }
}

impl hyper::body::Body for Answer {
    type Data = Part;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Part>, axum::Error>>> {
        let this = self.get_mut();
        if !this.has_ended {
            if let Some(frame) = ready!(Pin::new(&mut this.body).poll_frame(context)) {
                let pace = this.pace.clone();
                let frame = frame.map(|frame| frame.map_data(|bytes| Part::new(bytes, pace)));
                return Poll::Ready(Some(frame));
            }
            this.has_ended = true;
        }
        match &this.pace {
            Some(pace) => pace.poll_taken(context).map(|()| None),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        let is_taken = self.pace.as_ref().is_none_or(|pace| pace.is_taken());
        is_taken && (self.has_ended || self.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes of an answer, which are followed until they are written.
pub struct Part {
    bytes: Bytes,
    pace: Option<Arc<Pace>>,
}

impl Part {
    fn new(bytes: Bytes, pace: Option<Arc<Pace>>) -> Self {
        if let Some(pace) = &pace {
            pace.hand_over(bytes.len());
        }
        Self { bytes, pace }
    }
}

impl Buf for Part {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.advance(count);
        if let Some(pace) = &self.pace {
            pace.take(count);
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(pace) = &self.pace {
            pace.forget(self.bytes.len());
        }
    }
}

#[cfg(test)]
mod tests;
