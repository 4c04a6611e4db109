//! What belongs to one request, wherever it is answered: how long the database took for it, and which
//! errors of ours it met.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use store::Stopwatch;
use tracing::Instrument as _;

tokio::task_local! {
    static SCOPE: Scope;
}

/// One request. Clones are of the same one.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    stopwatch: Stopwatch,
    errors: Arc<Mutex<Vec<String>>>,
}

impl Scope {
    /// The request that is being answered, if one is.
    pub fn current() -> Option<Self> {
        SCOPE.try_with(Self::clone).ok()
    }

    /// Does something as a part of this request.
    pub async fn over<T>(self, part: impl Future<Output = T>) -> T {
        let stopwatch = self.stopwatch.clone();
        SCOPE.scope(self, stopwatch.over(part)).await
    }

    /// What the database took until now.
    pub fn in_database(&self) -> Duration {
        self.stopwatch.spent()
    }

    /// Notes an error of ours by its reference. Answers whether there is a request to which it belongs.
    pub fn note(reference: &str) -> bool {
        let noted = SCOPE.try_with(|scope| {
            scope.errors.lock().unwrap_or_else(PoisonError::into_inner).push(reference.to_owned());
        });
        noted.is_ok()
    }

    /// The references of all errors that were noted.
    pub fn errors(&self) -> Vec<String> {
        mem::take(&mut self.errors.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Spawns what pages wait for as a part of the request that renders them.
struct HandOn;

impl CustomExecutor for HandOn {
    fn spawn(&self, task: PinnedFuture<()>) {
        let task = task.instrument(tracing::Span::current());
        match Scope::current() {
            Some(scope) => drop(tokio::spawn(scope.over(task))),
            None => drop(tokio::spawn(task)),
        }
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        drop(tokio::task::spawn_local(task));
    }

    fn poll_local(&self) {}
}

/// Has pages hand their request on. To be called before anything of them is rendered.
pub fn hand_on() {
    // Once is enough; where something was rendered already, it is too late, and no harm.
    let _ = Executor::init_custom_executor(HandOn);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_error_belongs_to_the_request_that_met_it() {
        assert!(!Scope::note("nobody's"));
        let (one, other) = (Scope::default(), Scope::default());
        let noted = one.clone().over(async { Scope::note("a") }).await;
        assert!(noted);
        HandOn.spawn(Box::pin(async {}));
        other
            .clone()
            .over(async {
                let (told, heard) = tokio::sync::oneshot::channel();
                HandOn.spawn(Box::pin(async move {
                    let _ = told.send(Scope::note("b"));
                }));
                assert!(heard.await.unwrap());
            })
            .await;
        assert_eq!((one.errors(), other.errors()), (vec!["a".to_owned()], vec!["b".to_owned()]));
        assert!(one.errors().is_empty());
    }
}
