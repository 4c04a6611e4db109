//! What changed between two looks at a shared list.

use domain::{GiftId, SharedGift, SharedList};

use super::words::SharedWords;

/// What changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// The gifts to highlight: another number is left of them, or they are new.
    pub changed: Vec<GiftId>,
    /// The same in words, for those who hear it.
    pub said: String,
    /// Whether something changed that stands around the gifts.
    pub around: bool,
}

/// What is new in `after`.
pub(super) fn between(before: &SharedList, after: &SharedList, words: SharedWords) -> News {
    let mut news = News {
        around: before.banner != after.banner
            || before.closed != after.closed
            || before.owner_looks != after.owner_looks
            || before.seen_by != after.seen_by
            || before.gifts.is_empty() != after.gifts.is_empty()
            || all_taken(before) != all_taken(after),
        ..News::default()
    };
    let mut sentences = Vec::new();
    for gift in &after.gifts {
        let was = find(before, gift.card.id);
        news.around |= was.is_some_and(|was| was.mine != gift.mine);
        if was.is_none_or(|was| was.left != gift.left || was.mine != gift.mine) {
            news.changed.push(gift.card.id);
            sentences.push(words.news(gift, was.is_none()));
        }
    }
    for gone in before.gifts.iter().filter(|gift| find(after, gift.card.id).is_none()) {
        sentences.push(words.gone(&gone.card.name));
    }
    news.said = sentences.join(" ");
    news
}

/// Whether there is nothing left to reserve on a list that has gifts.
pub fn all_taken(list: &SharedList) -> bool {
    !list.gifts.is_empty() && list.gifts.iter().all(|gift| gift.left.is_taken())
}

fn find(list: &SharedList, id: GiftId) -> Option<&SharedGift> {
    list.gifts.iter().find(|gift| gift.card.id == id)
}
