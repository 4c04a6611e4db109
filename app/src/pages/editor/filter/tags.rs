//! The tags of a list: those that most gifts have are seen at once (R4.4).

use std::{cmp::Reverse, collections::BTreeMap};

use crate::islands::owner_gifts::Row;

/// So many tags are seen at once.
const SEEN: usize = 12;

/// So many more can be unfolded.
const FOLDED: usize = 88;

/// Every tag once, those first that most gifts have.
pub(super) fn tags(rows: &[Row]) -> Vec<String> {
    let mut counted: BTreeMap<String, (Reverse<u32>, String)> = BTreeMap::new();
    for tag in rows.iter().flat_map(|row| &row.gift.card.tags) {
        let known = counted.entry(tag.to_lowercase());
        known.or_insert_with(|| (Reverse(0), tag.clone())).0.0 += 1;
    }
    let mut tags: Vec<_> = counted.into_values().collect();
    tags.sort();
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// The answers to a question that are seen at once, the one that was chosen among them, and those
/// that are folded away. Only tags are that many.
pub(super) fn folded<T>(
    key: &str,
    answers: Vec<T>,
    is_chosen: impl Fn(&T) -> bool,
) -> (Vec<T>, Vec<T>) {
    if key != "tag" || answers.len() <= SEEN + 1 {
        return (answers, vec![]);
    }
    let mut answers: Vec<_> = answers.into_iter().enumerate().collect();
    answers.retain(|(place, answer)| *place < SEEN + FOLDED || is_chosen(answer));
    let (seen, folded): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|(place, answer)| *place < SEEN || is_chosen(answer));
    let bare = |answers: Vec<(usize, T)>| answers.into_iter().map(|(_, answer)| answer).collect();
    (bare(seen), bare(folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(key: &str, count: usize, chosen: usize) -> (Vec<usize>, Vec<usize>) {
        folded(key, (0..count).collect(), |answer| *answer == chosen)
    }

    // R4.4
    #[test]
    fn twelve_tags_are_seen_and_the_one_that_was_chosen() {
        let nothing = usize::MAX;
        assert_eq!(split("tag", 14, nothing), ((0..12).collect(), vec![12, 13]));
        let (seen, rest) = split("tag", 4_000, 2_000);
        assert_eq!(seen, [(0..12).collect::<Vec<_>>(), vec![2_000]].concat());
        assert_eq!(rest, (12..100).collect::<Vec<_>>());
        let (seen, rest) = split("tag", 20, 15);
        assert!(seen.contains(&15) && !rest.contains(&15) && rest.len() == 7);
    }

    #[test]
    fn few_are_not_folded_and_neither_is_anything_but_tags() {
        let nothing = usize::MAX;
        // One alone would take the place of the word that unfolds it.
        assert_eq!(split("tag", 13, nothing), ((0..13).collect(), vec![]));
        assert_eq!(split("section", 40, nothing).0.len(), 40);
    }
}
