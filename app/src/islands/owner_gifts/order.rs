//! The order of the gifts: as it is shown, and as the server knows it.

use std::collections::VecDeque;

use domain::{EditorGifts as Gifts, EditorList, GiftId, ListId, Move, move_in_sections};
use leptos::{prelude::*, task::spawn_local};

use super::{Row, row::focus, words::OwnerWords};
use crate::{api, error::AppError, islands::words::Refusals};

/// Moves show at once and are sent one after the other. One that fails takes back itself and those
/// after it, with words.
#[derive(Clone, Copy)]
pub(super) struct Order {
    words: OwnerWords,
    refusals: Refusals,
    list: ListId,
    shown: RwSignal<Gifts>,
    /// What the server knows, and when that was.
    settled: StoredValue<Gifts>,
    revision: StoredValue<u64>,
    /// Moves that the server has not answered yet, the first of them under way.
    waiting: StoredValue<VecDeque<(GiftId, Move)>>,
    /// Whether something else changed meanwhile.
    stale: StoredValue<bool>,
    problem: RwSignal<Option<String>>,
    said: RwSignal<String>,
}

impl Order {
    pub(super) fn new(list: EditorList, words: OwnerWords, refusals: Refusals) -> Self {
        let EditorList { id, gifts, revision, .. } = list;
        Self {
            words,
            refusals,
            list: id,
            shown: RwSignal::new(gifts.clone()),
            settled: StoredValue::new(gifts),
            revision: StoredValue::new(revision),
            waiting: StoredValue::default(),
            stale: StoredValue::new(false),
            problem: RwSignal::new(None),
            said: RwSignal::new(String::new()),
        }
    }

    pub(super) fn words(self) -> OwnerWords {
        self.words
    }

    pub(super) fn list(self) -> ListId {
        self.list
    }

    pub(super) fn shown(self) -> ReadSignal<Gifts> {
        self.shown.read_only()
    }

    pub(super) fn revision(self) -> u64 {
        self.revision.get_value()
    }

    pub(super) fn problem(self) -> Option<String> {
        self.problem.get()
    }

    pub(super) fn said(self) -> String {
        self.said.get()
    }

    /// Takes what was fetched. While moves are under way nobody can say which of them are in it,
    /// so then it is fetched again afterwards.
    pub(super) fn take(self, fresh: EditorList) {
        self.revision.set_value(fresh.revision);
        if self.waiting.with_value(|waiting| !waiting.is_empty()) {
            self.stale.set_value(true);
            return;
        }
        self.settled.set_value(fresh.gifts.clone());
        self.shown.set(fresh.gifts);
    }

    /// Moves a gift, here and on the server. The focus goes along.
    pub(super) fn change(self, gift: GiftId, way: Move) {
        let Some(after) = self.shown.with_untracked(|gifts| moved(gifts, gift, way)) else {
            return;
        };
        self.problem.set(None);
        self.say_place(&after, gift);
        self.shown.set(after);
        request_animation_frame(move || focus(gift, way));
        let idle = self.waiting.with_value(VecDeque::is_empty);
        self.waiting.update_value(|waiting| waiting.push_back((gift, way)));
        if idle {
            spawn_local(self.send());
        }
    }

    async fn send(self) {
        let next = || self.waiting.with_value(|waiting| waiting.front().copied());
        while let Some((gift, way)) = next() {
            let code = way.code().to_owned();
            match api::move_gift(self.list.to_string(), gift.to_string(), code).await {
                Ok(()) => {
                    let settled = self.settled.with_value(|gifts| moved(gifts, gift, way));
                    if let Some(settled) = settled {
                        self.settled.set_value(settled);
                    }
                    self.waiting.update_value(|waiting| _ = waiting.pop_front());
                }
                Err(error) => self.take_back(gift, way, &error),
            }
        }
        if self.stale.get_value() {
            self.stale.set_value(false);
            if let Ok(fresh) = api::fetch_owner_list(self.list.to_string()).await {
                self.take(fresh);
            }
        }
    }

    fn take_back(self, gift: GiftId, way: Move, error: &AppError) {
        self.waiting.update_value(VecDeque::clear);
        let settled = self.settled.get_value();
        let not_moved = self.words.not_moved();
        self.problem.set(Some(match error {
            AppError::Transport => not_moved,
            error => format!("{not_moved} {}", self.refusals.refused(error)),
        }));
        self.said.set(String::new());
        self.shown.set(settled);
        request_animation_frame(move || focus(gift, way));
    }

    fn say_place(self, gifts: &Gifts, gift: GiftId) {
        let every = gifts.gifts();
        let place = every.iter().position(|it| it.card.id == gift).map_or(0, |index| index + 1);
        let name = Row::find(gifts, gift).map(|row| row.gift.card.name).unwrap_or_default();
        let count = every.len();
        self.said.set(self.words.moved(name, place, count));
    }
}

fn moved(gifts: &Gifts, gift: GiftId, way: Move) -> Option<Gifts> {
    let index = gifts.gifts().iter().position(|it| it.card.id == gift)?;
    match gifts {
        Gifts::Surprise(gifts) => move_in_sections(gifts, index, way).map(Gifts::Surprise),
        Gifts::Shown(gifts) => move_in_sections(gifts, index, way).map(Gifts::Shown),
    }
}
