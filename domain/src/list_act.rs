//! What is done to a list that all who look after it should know of (R3.6).

use crate::{Event, List, Surprise, coded::coded};

coded! {
    /// What somebody did to a list, for the others to read.
    ListAct {
        /// Lifted the surprise.
        Lifted = "lifted";
        /// Moved the date, by which the surprise ended, or ends earlier.
        MovedDate = "moved_date";
        /// Closed the list, by which the surprise ended.
        ClosedLifting = "closed_lifting";
        /// Closed the list.
        Closed = "closed";
        /// Opened it again.
        Reopened = "reopened";
        /// Made it a surprise again.
        Kept = "kept";
        /// Joined those who look after it.
        Joined = "joined";
        /// Left them.
        Left = "left";
        /// Removed one of them.
        Removed = "removed";
        /// Left it to one of them, with their account.
        PassedOn = "passed_on";
    }
}

impl ListAct {
    /// What a change of a list is to those who look after it; nothing where it is no such act.
    pub fn of(before: &List, after: &List, events: &[Event]) -> Option<Self> {
        let happened = |is: fn(&Event) -> bool| events.iter().any(is);
        let lifted = happened(|event| matches!(event, Event::SurpriseLifted { .. }));
        let chosen = (before.surprise != after.surprise).then_some(after.surprise);
        // A surprise that ended by closing, or by another day, is still what was chosen.
        let begins_again = before.revealed_at.is_some() && after.revealed_at.is_none();
        if happened(|event| matches!(event, Event::ListClosed { lifts: true, .. })) {
            return Some(Self::ClosedLifting);
        }
        if happened(|event| matches!(event, Event::ListClosed { .. })) {
            return Some(Self::Closed);
        }
        if happened(|event| matches!(event, Event::ListReopened { .. })) {
            return Some(Self::Reopened);
        }
        let shortened = happened(|event| matches!(event, Event::SurpriseShortened { .. }));
        match (lifted, chosen) {
            (true, Some(_)) => Some(Self::Lifted),
            (true, None) => Some(Self::MovedDate),
            (false, _) if shortened => Some(Self::MovedDate),
            (false, Some(Surprise::Keep)) => Some(Self::Kept),
            (false, _) if begins_again => Some(Self::Kept),
            (false, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        DomainError, EventDate, ListState,
        in_tests::{list, now},
    };

    type Changed = Result<(List, Vec<Event>), DomainError>;

    fn act(
        state: ListState,
        surprise: Surprise,
        rule: impl Fn(List) -> Changed,
    ) -> Option<ListAct> {
        let before = list(state, surprise);
        let (after, events) = rule(before.clone()).unwrap();
        ListAct::of(&before, &after, &events)
    }

    // R3.6: lifting it, closing, and moving the date so that it reveals are logged.
    #[test]
    fn whatever_ends_a_surprise_is_an_act_of_its_own() {
        let lift = |list: List| list.set_surprise(Surprise::Show, true, now());
        assert_eq!(act(ListState::Open, Surprise::Keep, lift), Some(ListAct::Lifted));
        let close = |list: List| list.close(true, now());
        assert_eq!(act(ListState::Open, Surprise::Keep, close), Some(ListAct::ClosedLifting));
        for (day, logged) in [
            ("2026-11-30", Some(ListAct::MovedDate)),
            ("2026-12-01", Some(ListAct::MovedDate)),
            ("2026-12-25", None),
        ] {
            let move_date = |list: List| {
                let mut details = list.details.clone();
                let day = day.parse().unwrap();
                details.date = details.date.map(|date| EventDate { day, ..date });
                list.edit(details, true, now())
            };
            assert_eq!(act(ListState::Open, Surprise::Keep, move_date), logged, "{day}");
            assert_eq!(act(ListState::Open, Surprise::Show, move_date), None);
        }
    }

    #[test]
    fn closing_opening_and_keeping_are_acts_and_words_are_none() {
        let close = |list: List| list.close(false, now());
        assert_eq!(act(ListState::Open, Surprise::Show, close), Some(ListAct::Closed));
        assert_eq!(act(ListState::Closed, Surprise::Show, List::reopen), Some(ListAct::Reopened));
        let keep = |list: List| list.set_surprise(Surprise::Keep, false, now());
        assert_eq!(act(ListState::Open, Surprise::Show, keep), Some(ListAct::Kept));
        assert_eq!(act(ListState::Open, Surprise::Keep, keep), None);
        let (closed, _) = list(ListState::Open, Surprise::Keep).close(false, now()).unwrap();
        let (ended, _) = closed.reopen().unwrap();
        let (kept, events) = keep(ended.clone()).unwrap();
        assert!(!ended.keeps_surprise(now()) && kept.keeps_surprise(now()));
        assert_eq!(ListAct::of(&ended, &kept, &events), Some(ListAct::Kept));
        let edit = |list: List| {
            let details = list.details.clone();
            list.edit(details, false, now())
        };
        assert_eq!(act(ListState::Open, Surprise::Keep, edit), None);
        assert_eq!(act(ListState::Draft, Surprise::Keep, List::share), None);
    }

    #[test]
    fn every_act_reads_back() {
        for act in ListAct::ALL {
            assert_eq!(ListAct::from_code(act.code()), Some(*act));
        }
    }
}
