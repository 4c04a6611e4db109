//! What this opening of the store remembers for a moment, and which records say something of it.

use std::sync::Arc;

use domain::{ApiTokenKey, ListId};
use surrealdb::types::RecordId;

use crate::{
    TokenBearer,
    change::named,
    owned::{NamedPromise, WholeList},
    remembered::{Concern, Remembered, Writing},
    row::id_of,
    work::{Act, Kind},
};

/// How many lists are remembered at most: a long one takes a mebibyte.
const MOST_LISTS: usize = 32;

/// How many tokens are.
const MOST_TOKENS: usize = 1024;

/// What is remembered, if nobody else writes to the store.
pub(crate) struct Memory {
    /// Lists with all their gifts.
    pub(crate) lists: Remembered<ListId, Arc<WholeList>>,
    /// What is promised on lists.
    pub(crate) promises: Remembered<ListId, Arc<Vec<NamedPromise>>>,
    /// For whom tokens act.
    pub(crate) bearers: Remembered<ApiTokenKey, Arc<TokenBearer>>,
}

/// A transaction that writes something of it.
pub(crate) struct Forgetting<'a> {
    _lists: Writing<'a, ListId, Arc<WholeList>>,
    _promises: Writing<'a, ListId, Arc<Vec<NamedPromise>>>,
    _bearers: Writing<'a, ApiTokenKey, Arc<TokenBearer>>,
}

impl Memory {
    /// The memory of a store that is `shared` with other programs, or not.
    pub(crate) fn new(shared: bool) -> Self {
        let most = |number| if shared { 0 } else { number };
        Self {
            lists: Remembered::new(most(MOST_LISTS)),
            promises: Remembered::new(most(MOST_LISTS)),
            bearers: Remembered::new(most(MOST_TOKENS)),
        }
    }

    /// Forgets everything of which these acts say something, until this is dropped.
    pub(crate) fn forgetting(&self, acts: &[Act]) -> Forgetting<'_> {
        Forgetting {
            _lists: self.lists.writing(concerns(acts, of_list)),
            _promises: self.promises.writing(concerns(acts, of_promises)),
            _bearers: self.bearers.writing(concerns(acts, of_bearers)),
        }
    }
}

fn concerns<K: PartialEq>(
    acts: &[Act],
    of: impl Fn(&Act) -> Option<Concern<K>>,
) -> Vec<Concern<K>> {
    let mut concerns = Vec::new();
    for concern in acts.iter().filter_map(of) {
        if !concerns.contains(&concern) {
            concerns.push(concern);
        }
    }
    concerns
}

/// Of which list with its gifts a record says something: what the query `list` reads.
fn of_list(act: &Act) -> Option<Concern<ListId>> {
    match (act.table.name, act.kind) {
        // In the graph, what leads to a record goes with it.
        ("person" | "list" | "owns" | "edits" | "product" | "wants", Kind::Delete | Kind::Move) => {
            Some(Concern::All)
        }
        // A new one is on no list yet.
        ("product", Kind::Replace) => Some(Concern::All),
        ("list", _) => Some(one(Some(&act.id))),
        ("owns" | "edits", _) => Some(one(named(act, "out"))),
        ("wants", _) => Some(one(named(act, "in"))),
        _ => None,
    }
}

/// On which list a record is a promise, or says what its giver is called: what the query
/// `reservations_of` reads.
fn of_promises(act: &Act) -> Option<Concern<ListId>> {
    match (act.table.name, act.kind) {
        ("list" | "product" | "wants" | "giver" | "reserved", Kind::Delete | Kind::Move) => {
            Some(Concern::All)
        }
        // A new one has promised nothing yet.
        ("giver", Kind::Replace) => Some(Concern::All),
        ("reserved", _) => Some(one(named(act, "list"))),
        _ => None,
    }
}

/// Whether a record says for whom a token acts, and since when it does: what the query `token_bearer`
/// reads. They are written rarely, and do not name the token's digest.
fn of_bearers(act: &Act) -> Option<Concern<ApiTokenKey>> {
    let read = ["api_token", "api_token_use", "person", "admin"];
    read.contains(&act.table.name).then_some(Concern::All)
}

fn one(list: Option<&RecordId>) -> Concern<ListId> {
    list.and_then(|list| id_of(list).ok()).map_or(Concern::All, Concern::One)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::table;

    #[test]
    fn every_table_that_is_read_is_known() {
        let lists = ["person", "list", "owns", "edits", "product", "wants", "giver", "reserved"];
        for name in lists.into_iter().chain(["api_token", "api_token_use", "admin"]) {
            assert!(table(name).is_some(), "{name}");
        }
    }

    #[tokio::test]
    async fn nothing_is_remembered_where_others_write_too() {
        let list = ListId::new(uuid::Uuid::nil());
        for shared in [true, false] {
            let memory = Memory::new(shared);
            let read = async { Ok(Some(Arc::new(vec![]))) };
            memory.promises.recall(list, read).await.unwrap();
            assert_eq!(memory.promises.find(&list).is_none(), shared);
        }
    }
}
