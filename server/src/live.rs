//! The news that something on a list changed, for open pages (R5.2).
//!
//! Only revisions travel: each page fetches its own view, so what one audience must not know never
//! passes through here. News may be lost; the next one heals the page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::ListId;
use tokio::sync::watch;

/// The revisions of one list, one for each audience. None of them ever falls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revisions {
    /// Rises by what owners may see.
    pub owners: u64,
    /// Rises by everything.
    pub givers: u64,
}

impl Revisions {
    fn or_later(self, other: Self) -> Self {
        Self { owners: self.owners.max(other.owners), givers: self.givers.max(other.givers) }
    }
}

/// Who listens to which list, in this process.
#[derive(Debug, Clone, Default)]
pub struct Hub {
    lists: Arc<Mutex<HashMap<ListId, watch::Sender<Revisions>>>>,
}

impl Hub {
    /// Listens to a list. What was announced before is not repeated: the present revisions are to be
    /// read, and announced, once this is done.
    pub fn listen(&self, list: ListId) -> watch::Receiver<Revisions> {
        let mut lists = self.lists();
        lists.retain(|_, sender| sender.receiver_count() > 0);
        lists.entry(list).or_insert_with(|| watch::channel(Revisions::default()).0).subscribe()
    }

    /// Whether anybody listens to a list. Whoever begins to only now reads its revisions after that.
    pub fn is_heard(&self, list: ListId) -> bool {
        self.lists().get(&list).is_some_and(|sender| sender.receiver_count() > 0)
    }

    /// Whether nobody listens to any list.
    pub fn is_quiet(&self) -> bool {
        self.lists().values().all(|sender| sender.receiver_count() == 0)
    }

    /// Tells whoever listens to a list that it has these revisions. Of two who change it at once each
    /// announces what it read then, in whatever order: what is older than what was told is no news.
    pub fn announce(&self, list: ListId, revisions: Revisions) {
        if let Some(sender) = self.lists().get(&list) {
            sender.send_if_modified(|told| {
                let now = told.or_later(revisions);
                std::mem::replace(told, now) != now
            });
        }
    }

    /// Wakes whoever listens to a list, since something changed of which its revisions say nothing.
    /// Who knows them hears nothing of it.
    pub fn wake(&self, list: ListId) {
        if let Some(sender) = self.lists().get(&list) {
            sender.send_modify(|_| ());
        }
    }

    fn lists(&self) -> MutexGuard<'_, HashMap<ListId, watch::Sender<Revisions>>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn list() -> ListId {
        ListId::new(Uuid::from_u128(1))
    }

    fn both(revision: u64) -> Revisions {
        Revisions { owners: revision, givers: revision }
    }

    // R5.2
    #[test]
    fn news_that_come_late_do_not_take_newer_ones_back() {
        let hub = Hub::default();
        let mut news = hub.listen(list());
        hub.announce(list(), both(6));
        hub.announce(list(), both(5));
        assert_eq!(*news.borrow_and_update(), both(6));
        hub.announce(list(), both(4));
        hub.announce(list(), both(6));
        assert!(!news.has_changed().unwrap());
        // Under surprise a giver's act is news to givers alone.
        hub.announce(list(), Revisions { owners: 6, givers: 7 });
        assert!(news.has_changed().unwrap());
        assert_eq!(*news.borrow_and_update(), Revisions { owners: 6, givers: 7 });
    }

    // R5.2
    #[test]
    fn a_list_is_heard_as_long_as_somebody_listens_to_it() {
        let (hub, other) = (Hub::default(), ListId::new(Uuid::from_u128(2)));
        assert!(hub.is_quiet() && !hub.is_heard(list()));
        let (one, two) = (hub.listen(list()), hub.listen(list()));
        assert!(hub.is_heard(list()) && !hub.is_heard(other) && !hub.is_quiet());
        drop(one);
        assert!(hub.is_heard(list()));
        drop(two);
        assert!(hub.is_quiet() && !hub.is_heard(list()));
    }

    #[test]
    fn who_is_woken_hears_the_same_revisions() {
        let hub = Hub::default();
        let mut news = hub.listen(list());
        hub.announce(list(), both(2));
        news.mark_unchanged();
        hub.wake(list());
        assert!(news.has_changed().unwrap());
        assert_eq!(*news.borrow_and_update(), both(2));
        hub.wake(ListId::new(Uuid::from_u128(2)));
        assert!(!news.has_changed().unwrap());
    }
}
