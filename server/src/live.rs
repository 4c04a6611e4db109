//! The news that something on a list changed, for open pages (R5.2).
//!
//! Only revisions travel: each page fetches its own view, so what one audience must not know never
//! passes through here. News may be lost; the next one heals the page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::ListId;
use tokio::sync::watch;

/// The revisions of one list, one for each audience.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revisions {
    /// Rises by what owners may see.
    pub owners: u64,
    /// Rises by everything.
    pub givers: u64,
}

/// Who listens to which list, in this process.
#[derive(Debug, Clone, Default)]
pub struct Hub {
    lists: Arc<Mutex<HashMap<ListId, watch::Sender<Revisions>>>>,
}

impl Hub {
    /// Listens to a list. What was announced before is not repeated: whoever reads its revisions
    /// after this misses nothing.
    pub fn listen(&self, list: ListId) -> watch::Receiver<Revisions> {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|_, sender| sender.receiver_count() > 0);
        lists.entry(list).or_default().subscribe()
    }

    /// Tells whoever listens to a list that it has these revisions now.
    pub fn announce(&self, list: ListId, revisions: Revisions) {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = lists.get(&list) {
            sender.send_if_modified(|before| {
                let news = *before != revisions;
                *before = revisions;
                news
            });
        }
    }
}
