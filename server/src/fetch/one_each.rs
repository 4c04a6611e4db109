//! One fetch for each person at a time.

use std::{
    collections::HashSet,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::PersonId;
use tokio::sync::Notify;

/// Lets everybody fetch one thing at a time, in this process. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct OnePerPerson {
    fetching: Arc<Mutex<HashSet<PersonId>>>,
    /// Told whenever anybody's fetch is over.
    over: Arc<Notify>,
}

impl OnePerPerson {
    /// Begins a fetch for somebody once no other of theirs goes on.
    pub async fn turn(&self, person: PersonId) -> Permit {
        loop {
            let mut over = pin!(self.over.notified());
            // From here on nothing is missed.
            over.as_mut().enable();
            match self.enter(person) {
                Some(permit) => return permit,
                None => over.await,
            }
        }
    }

    /// Begins a fetch for somebody; nothing while another of theirs goes on.
    pub fn enter(&self, person: PersonId) -> Option<Permit> {
        let entered = self.locked().insert(person);
        entered.then(|| Permit { person, all: self.clone() })
    }

    fn locked(&self) -> MutexGuard<'_, HashSet<PersonId>> {
        self.fetching.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody's fetch. They may begin the next one when it is dropped.
#[derive(Debug)]
#[must_use = "the fetch is over when this is dropped"]
pub struct Permit {
    person: PersonId,
    all: OnePerPerson,
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.all.locked().remove(&self.person);
        self.all.over.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // R6.3
    #[test]
    fn everybody_fetches_one_thing_at_a_time() {
        let all = OnePerPerson::default();
        let [ada, bob] = [1, 2].map(|number| PersonId::new(Uuid::from_u128(number)));
        let hers = all.enter(ada).unwrap();
        assert!(all.enter(ada).is_none() && all.clone().enter(ada).is_none());
        let his = all.enter(bob).unwrap();
        drop(hers);
        assert!(all.enter(bob).is_none());
        assert!(all.enter(ada).is_some());
        drop(his);
        assert!(all.locked().is_empty());
    }

    #[tokio::test]
    async fn who_fetches_already_waits_for_their_turn() {
        let all = OnePerPerson::default();
        let ada = PersonId::new(Uuid::from_u128(1));
        let first = all.turn(ada).await;
        let waiting = tokio::spawn({
            let all = all.clone();
            async move { drop(all.turn(ada).await) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        waiting.await.unwrap();
        assert!(all.locked().is_empty());
    }
}
